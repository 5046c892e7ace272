package dev.softmax.linear;

import dev.softmax.Progress;
import dev.softmax.data.StratifiedFolds;
import dev.softmax.io.InputException;
import dev.softmax.linear.CrossValidationOptions.Measure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/// How well each C and L1 ratio does on rows that its models have not seen.
///
/// @param scores of each C and L1 ratio tried, by L1 ratio, then by C, both ascending
/// @param best the place in `scores` of the best mean; of equal ones the strongest penalty
/// @param oneStandardError the place of the strongest penalty of the same L1 ratio whose mean is no
///     more than one standard error of the best away from it (Breiman and others 1984, §3.4.3)
/// @param options what was tried and how it was compared
public record CrossValidation(
    List<Score> scores, int best, int oneStandardError, CrossValidationOptions options) {

  /// What a C and an L1 ratio are worth.
  ///
  /// @param c inverse strength of the penalty
  /// @param l1Ratio its L1 ratio
  /// @param folds the measure of each fold, rows by their weights
  /// @param mean their mean
  /// @param standardError their deviation (of a sample) over the root of their number
  public record Score(
      double c, double l1Ratio, List<Double> folds, double mean, double standardError) {

    static Score of(double c, double l1Ratio, double[] folds) {
      double mean = 0;
      for (double fold : folds) {
        mean += fold / folds.length;
      }
      double squares = 0;
      for (double fold : folds) {
        squares += (fold - mean) * (fold - mean);
      }
      double error = Math.sqrt(squares / (folds.length - 1) / folds.length);
      return new Score(c, l1Ratio, Arrays.stream(folds).boxed().toList(), mean, error);
    }
  }

  /// Copies the scores.
  public CrossValidation {
    scores = List.copyOf(scores);
  }

  /// Fits and measures, in folds that are drawn.
  ///
  /// @param data the rows
  /// @param options all but C, L1 ratio and start
  /// @param choice what to try
  /// @param progress hears stage `cross-validation` after each C, with its best mean log-loss, NaN
  ///     for
  ///     accuracy
  /// @throws InputException if a class has fewer rows than there are folds
  public static CrossValidation run(
      FitData data, Options options, CrossValidationOptions choice, Progress progress) {
    int[] classes = CrossValidationRun.likeliest(data.targets());
    int[] counts = new int[data.classes()];
    for (int k : classes) {
      counts[k]++;
    }
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] < choice.folds()) {
        throw new InputException(
            "cross-validation: class %d has %d rows, fewer than %d folds"
                .formatted(k + 1, counts[k], choice.folds()));
      }
    }
    StratifiedFolds folds =
        StratifiedFolds.of(
            classes, counts.length, choice.folds(), new SplittableRandom(choice.seed()));
    return run(data, options, choice, folds, progress);
  }

  /// Fits and measures in given folds; those of `choice` count for nothing.
  ///
  /// @throws IllegalArgumentException if the folds are of another number of rows
  public static CrossValidation run(
      FitData data,
      Options options,
      CrossValidationOptions choice,
      StratifiedFolds folds,
      Progress progress) {
    if (folds.fold().length != data.rows()) {
      throw new IllegalArgumentException(
          "cross-validation: folds of " + folds.fold().length + " rows but " + data.rows());
    }
    List<Score> scores = new CrossValidationRun(data, options, choice, folds).scores(progress);
    double sign = choice.measure() == Measure.LOG_LOSS ? 1 : -1;
    Score best =
        scores.stream()
            .min(
                Comparator.<Score>comparingDouble(score -> sign * score.mean())
                    .thenComparingDouble(Score::c)
                    .thenComparing(Comparator.comparingDouble(Score::l1Ratio).reversed()))
            .orElseThrow();
    Score simplest =
        scores.stream()
            .filter(score -> score.l1Ratio() == best.l1Ratio())
            .filter(score -> sign * (score.mean() - best.mean()) <= best.standardError())
            .min(Comparator.comparingDouble(Score::c))
            .orElseThrow();
    return new CrossValidation(scores, scores.indexOf(best), scores.indexOf(simplest), choice);
  }

  /// What is chosen: the best, or by the one-standard-error rule where the options say so.
  public Score chosen() {
    return scores.get(options.oneStandardError() ? oneStandardError : best);
  }
}
