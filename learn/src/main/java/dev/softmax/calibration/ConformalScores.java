package dev.softmax.calibration;

import dev.softmax.data.StratifiedFolds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.SplittableRandom;

/// What a model made of the true classes of rows that neither it nor its calibration has learned from: enough to give
/// sets of classes of any coverage (split conformal prediction; Vovk, Gammerman, Shafer 2005). Immutable.
///
/// With `n` rows kept, and a new row drawn as they were, the set `{k: s(k) ≤ q}` holds the true class
/// with a probability of at least `1 − α`, where `q` is the `⌈(n + 1)(1 − α)⌉`th smallest of the kept scores.
public final class ConformalScores {
  /// What a sum of probabilities may be above 1.
  private static final double ROUNDING = 1e-6;

  private final double[] probability;
  private final double[] above;
  private final int[] rank;

  private ConformalScores(double[] probability, double[] above, int[] rank) {
    this.probability = probability;
    this.above = above;
    this.rank = rank;
  }

  /// Scores of rows of known classes.
  ///
  /// @param probabilities `(N, K)`, row-major, of rows that were not learned from
  /// @param labels true classes `(N)`, from 0
  /// @param classes number of classes `K`
  /// @throws IllegalArgumentException if there is no row, the shapes do not fit, a label is no class, or a
  ///     probability is not within 0..1
  public static ConformalScores of(double[] probabilities, int[] labels, int classes) {
    requireShapes(probabilities, labels, classes);
    int rows = labels.length;
    double[] probability = new double[rows];
    double[] above = new double[rows];
    int[] rank = new int[rows];
    double[] sums = new double[classes];
    int[] ranks = new int[classes];
    for (int row = 0; row < rows; row++) {
      double[] of = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
      RankedClasses.of(of, sums, ranks);
      probability[row] = of[labels[row]];
      above[row] = sums[labels[row]];
      rank[row] = ranks[labels[row]];
    }
    return new ConformalScores(probability, above, rank);
  }

  /// Scores of the rows that a calibration is fitted to: each row's probabilities come from a calibration that is
  /// fitted to the other folds (cross-conformal prediction; Vovk 2015). No row is lost, but what the class promises
  /// holds then as closely as the calibrations of the folds are that of all rows: with many rows for each of its
  /// numbers. Rows that a calibration never saw give scores for which it holds without more.
  ///
  /// @param data rows that the model has not learned from
  /// @param method how the calibration is fitted
  /// @param folds how many, at least 2; at most as many as there are rows are used
  /// @param seed of the folds
  /// @throws IllegalArgumentException if there are fewer than 2 rows or folds
  public static ConformalScores crossFitted(
      CalibrationData data, CalibrationMethod method, int folds, long seed) {
    StratifiedFolds parts =
        StratifiedFolds.of(
            data.labels(),
            data.classes(),
            Math.min(folds, data.size()),
            new SplittableRandom(seed));
    int classes = data.classes();
    double[] probabilities = new double[data.logits().length];
    for (int fold = 0; fold < parts.count(); fold++) {
      int[] held = parts.test(fold);
      // A fold may have all rows of a class: the others must do without.
      Calibration fitted = fitted(method, data.rows(parts.train(fold))).calibration();
      double[] of = fitted.probabilities(data.rows(held).logits(), classes);
      for (int i = 0; i < held.length; i++) {
        System.arraycopy(of, i * classes, probabilities, held[i] * classes, classes);
      }
    }
    return of(probabilities, data.labels(), classes);
  }

  /// An ensemble has no more members than the rows of the other folds allow.
  private static CalibrationFit.Candidate fitted(CalibrationMethod method, CalibrationData rows) {
    CalibrationMethod possible = method;
    if (method instanceof CalibrationMethod.Ensemble(CalibrationMethod member, int folds, long seed)
        && folds > rows.size()) {
      possible =
          rows.size() < 2 ? member : new CalibrationMethod.Ensemble(member, rows.size(), seed);
    }
    return MethodFit.of(possible, rows, TemperatureCalibration.NONE);
  }

  /// Scores that were kept.
  ///
  /// @param probability of the true class of each row
  /// @param above probability of all classes more probable than the true one
  /// @param rank one more than how many these are
  /// @throws IllegalArgumentException if there is no row, the lengths differ, or a number is none of this kind
  public static ConformalScores of(double[] probability, double[] above, int[] rank) {
    if (probability.length == 0
        || probability.length != above.length
        || probability.length != rank.length) {
      throw new IllegalArgumentException(
          "conformal scores: probabilities (%d), sums (%d) and ranks (%d)"
              .formatted(probability.length, above.length, rank.length));
    }
    for (int row = 0; row < rank.length; row++) {
      if (!(probability[row] >= 0 && probability[row] <= 1 + ROUNDING && above[row] >= 0)
          || !(above[row] < 2)
          || rank[row] < 1) {
        throw new IllegalArgumentException(
            "conformal scores: row %d has the probability %s, the sum %s and the rank %d"
                .formatted(row + 1, probability[row], above[row], rank[row]));
      }
    }
    return new ConformalScores(probability.clone(), above.clone(), rank.clone());
  }

  /// Number of rows kept, `n`.
  public int rows() {
    return rank.length;
  }

  /// A copy of the true classes' probabilities `(n)`.
  public double[] probability() {
    return probability.clone();
  }

  /// A copy of the probabilities of all classes more probable than the true one `(n)`.
  public double[] above() {
    return above.clone();
  }

  /// A copy of the true classes' ranks by probability, from 1 `(n)`.
  public int[] rank() {
    return rank.clone();
  }

  /// The rule that gives rows their sets.
  ///
  /// @param coverage how often the true class is to be in the set, above 0 and below 1
  /// @param score what the sets are made by
  /// @throws IllegalArgumentException if the coverage is not between 0 and 1, or too few rows were kept for it; the
  ///     message says how many it takes
  public ConformalSets sets(double coverage, SetScore score) {
    int place = place(coverage, rows());
    if (place > rows()) {
      throw new IllegalArgumentException(
          "a coverage of %s needs at least %d rows to calibrate sets by, and there are %d"
              .formatted(coverage, rowsNeeded(coverage), rows()));
    }
    double[] scores = new double[rows()];
    Arrays.setAll(scores, i -> score.of(probability[i], above[i], rank[i]));
    Arrays.sort(scores);
    return new ConformalSets(score, coverage, scores[place - 1]);
  }

  /// The fewest rows that allow sets of a coverage: the least `n` with `⌈(n + 1)(1 − α)⌉ ≤ n`.
  ///
  /// @param coverage above 0 and below 1
  /// @throws IllegalArgumentException if it is not
  public static int rowsNeeded(double coverage) {
    requireCoverage(coverage);
    BigDecimal wanted = BigDecimal.valueOf(coverage);
    BigDecimal needed = wanted.divide(BigDecimal.ONE.subtract(wanted), 0, RoundingMode.CEILING);
    return needed.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
  }

  /// Which of the sorted scores, from 1, is the threshold. In decimals, as the coverage was written, so that 0.9 of
  /// 10 is 9 and no more.
  private static int place(double coverage, int rows) {
    requireCoverage(coverage);
    return BigDecimal.valueOf(coverage)
        .multiply(BigDecimal.valueOf(rows + 1L))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  private static void requireCoverage(double coverage) {
    if (!(coverage > 0 && coverage < 1)) {
      throw new IllegalArgumentException("a coverage of " + coverage + " is not between 0 and 1");
    }
  }

  private static void requireShapes(double[] probabilities, int[] labels, int classes) {
    if (labels.length == 0
        || classes < 1
        || probabilities.length != (long) labels.length * classes) {
      throw new IllegalArgumentException(
          "conformal scores: %d probabilities but labels (%d) and %d classes"
              .formatted(probabilities.length, labels.length, classes));
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= classes) {
        throw new IllegalArgumentException(
            "conformal scores: label %d in row %d but %d classes"
                .formatted(labels[row], row + 1, classes));
      }
    }
    for (int i = 0; i < probabilities.length; i++) {
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1 + ROUNDING)) {
        throw new IllegalArgumentException(
            "conformal scores: probability %s in row %d, column %d"
                .formatted(probabilities[i], i / classes + 1, i % classes + 1));
      }
    }
  }
}
