package dev.softmax.calibration;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/// What a model made of the true classes of rows that neither it nor its calibration has learned from: enough to give
/// sets of classes of any coverage (split conformal prediction; Vovk, Gammerman, Shafer 2005). Immutable.
///
/// With `n` rows kept, and a new row drawn as they were, the set `{k: s(k) ≤ q}` holds the true class
/// with a probability of at least `1 − α`, where `q` is the `⌈(n + 1)(1 − α)⌉`th smallest of the kept scores.
public final class ConformalScores {
  private final double[] probability;
  private final double[] cumulative;
  private final int[] rank;

  private ConformalScores(double[] probability, double[] cumulative, int[] rank) {
    this.probability = probability;
    this.cumulative = cumulative;
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
    double[] cumulative = new double[rows];
    int[] rank = new int[rows];
    double[] sums = new double[classes];
    int[] ranks = new int[classes];
    for (int row = 0; row < rows; row++) {
      double[] of = Arrays.copyOfRange(probabilities, row * classes, (row + 1) * classes);
      RankedClasses.of(of, sums, ranks);
      probability[row] = of[labels[row]];
      cumulative[row] = sums[labels[row]];
      rank[row] = ranks[labels[row]];
    }
    return new ConformalScores(probability, cumulative, rank);
  }

  /// Scores that were kept.
  ///
  /// @param probability of the true class of each row
  /// @param cumulative probability of all classes at least as probable as the true one
  /// @param rank how many these are, from 1
  /// @throws IllegalArgumentException if there is no row, the lengths differ, or a number is none of this kind
  public static ConformalScores of(double[] probability, double[] cumulative, int[] rank) {
    if (probability.length == 0
        || probability.length != cumulative.length
        || probability.length != rank.length) {
      throw new IllegalArgumentException(
          "conformal scores: probabilities (%d), sums (%d) and ranks (%d)"
              .formatted(probability.length, cumulative.length, rank.length));
    }
    for (int row = 0; row < rank.length; row++) {
      if (!(probability[row] >= 0 && probability[row] <= 1 && cumulative[row] >= 0)
          || !(cumulative[row] < 2)
          || rank[row] < 1) {
        throw new IllegalArgumentException(
            "conformal scores: row %d has the probability %s, the sum %s and the rank %d"
                .formatted(row + 1, probability[row], cumulative[row], rank[row]));
      }
    }
    return new ConformalScores(probability.clone(), cumulative.clone(), rank.clone());
  }

  /// Number of rows kept, `n`.
  public int rows() {
    return rank.length;
  }

  /// A copy of the true classes' probabilities `(n)`.
  public double[] probability() {
    return probability.clone();
  }

  /// A copy of the probabilities of all classes at least as probable as the true one `(n)`.
  public double[] cumulative() {
    return cumulative.clone();
  }

  /// A copy of how many classes are at least as probable as the true one `(n)`.
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
    Arrays.setAll(scores, i -> score.of(probability[i], cumulative[i], rank[i]));
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
      if (!(probabilities[i] >= 0 && probabilities[i] <= 1)) {
        throw new IllegalArgumentException(
            "conformal scores: probability %s in row %d, column %d"
                .formatted(probabilities[i], i / classes + 1, i % classes + 1));
      }
    }
  }
}
