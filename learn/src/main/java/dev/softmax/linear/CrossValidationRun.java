package dev.softmax.linear;

import dev.softmax.Progress;
import dev.softmax.data.StratifiedFolds;
import dev.softmax.kernel.Parallel;
import dev.softmax.linear.CrossValidation.Score;
import dev.softmax.linear.CrossValidationOptions.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The fits of one cross-validation: for each C in turn those of all folds and L1 ratios side by
/// side, each from its model of the C before.
final class CrossValidationRun {
  /// Values of C in a row that must be worse before an L1 ratio is given up.
  private static final int WORSE = 2;

  private final FitData[] train;
  private final FitData[] test;
  private final Options options;
  private final CrossValidationOptions choice;
  private final List<List<Score>> scores = new ArrayList<>();

  CrossValidationRun(
      FitData data, Options options, CrossValidationOptions choice, StratifiedFolds folds) {
    this.options = options;
    this.choice = choice;
    train = new FitData[folds.count()];
    test = new FitData[folds.count()];
    for (int fold = 0; fold < train.length; fold++) {
      train[fold] = data.select(folds.train(fold));
      test[fold] = data.select(folds.test(fold));
    }
    choice.l1Ratios().forEach(ratio -> scores.add(new ArrayList<>()));
  }

  List<Score> scores(Progress progress) {
    int ratios = choice.l1Ratios().size();
    List<Optional<SoftmaxRegression>> models = new ArrayList<>();
    for (int task = 0; task < ratios * train.length; task++) {
      models.add(options.start());
    }
    int done = 0;
    for (double c : choice.grid()) {
      int[] left = IntStream.range(0, ratios).filter(r -> !isWorse(r)).toArray();
      double[][] measured = new double[ratios][train.length];
      Parallel.forEach(
          left.length * train.length,
          task -> {
            int ratio = left[task / train.length];
            int fold = task % train.length;
            int place = ratio * train.length + fold;
            Options wanted = options.withC(c).withL1Ratio(choice.l1Ratios().get(ratio));
            Options warm = models.get(place).map(wanted::withStart).orElse(wanted);
            SoftmaxRegression model = SoftmaxRegression.fit(train[fold], warm, Progress.NONE);
            models.set(place, Optional.of(model));
            measured[ratio][fold] = measure(model, test[fold]);
          });
      double least = Double.POSITIVE_INFINITY;
      for (int ratio : left) {
        Score score = Score.of(c, choice.l1Ratios().get(ratio), measured[ratio]);
        scores.get(ratio).add(score);
        least = Math.min(least, score.mean());
      }
      boolean losses = choice.measure() == Measure.LOG_LOSS;
      progress.report(
          "cross-validation", ++done, choice.grid().size(), losses ? least : Double.NaN);
    }
    return scores.stream().flatMap(List::stream).toList();
  }

  /// Is there no hope for weaker penalties of an L1 ratio?
  private boolean isWorse(int ratio) {
    List<Score> known = scores.get(ratio);
    if (!choice.stopEarly() || known.size() <= WORSE) {
      return false;
    }
    double sign = choice.measure() == Measure.LOG_LOSS ? 1 : -1;
    Score best = known.getFirst();
    for (Score score : known) {
      best = sign * score.mean() < sign * best.mean() ? score : best;
    }
    for (Score score : known.subList(known.size() - WORSE, known.size())) {
      if (sign * (score.mean() - best.mean()) <= best.standardError()) {
        return false;
      }
    }
    return true;
  }

  private double measure(SoftmaxRegression model, FitData held) {
    double[] logits = model.logits(held.features());
    int classes = held.classes();
    double[] weights = held.weights().orElseGet(() -> new double[0]);
    double[] shares = shares(held.targets());
    double[] row = new double[classes];
    double sum = 0;
    double total = 0;
    for (int i = 0; i < held.rows(); i++) {
      int at = i * classes;
      double logSum = LogitRows.softmax(logits, at, classes, row, 0);
      double score = 0;
      int top = 0;
      for (int k = 0; k < classes; k++) {
        score += shares[at + k] * (logSum - logits[at + k]);
        top = logits[at + k] > logits[at + top] ? k : top;
      }
      double weight = weights.length == 0 ? 1 : weights[i];
      sum += weight * (choice.measure() == Measure.LOG_LOSS ? score : shares[at + top]);
      total += weight;
    }
    return sum / total;
  }

  private static double[] shares(Targets targets) {
    return switch (targets) {
      case Targets.Shares(double[] shares, int any) -> shares;
      case Targets.Classes(int[] labels, int classes) -> {
        double[] shares = new double[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
          shares[i * classes + labels[i]] = 1;
        }
        yield shares;
      }
    };
  }

  /// The class of each row, or the one with the largest share.
  static int[] likeliest(Targets targets) {
    double[] shares = shares(targets);
    int classes = targets.classes();
    int[] labels = new int[targets.rows()];
    for (int i = 0; i < shares.length; i++) {
      int row = i / classes;
      labels[row] = shares[i] > shares[row * classes + labels[row]] ? i % classes : labels[row];
    }
    return labels;
  }
}
