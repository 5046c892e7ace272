package dev.softmax.metrics;

import dev.softmax.kernel.Parallel;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How well probabilities put the rows of a class before the others, class by class against the rest.
///
/// @param perClass of each class, in the classes' order
public record Ranking(List<OfClass> perClass) {

  /// Copies the list.
  public Ranking {
    perClass = List.copyOf(perClass);
  }

  /// One class against the rest.
  ///
  /// @param rocAuc area under the receiver operating characteristic: the chance that a row of the class
  ///     has a larger probability of it than a row that is not, equal ones counting half (Hanley and McNeil
  ///     1982); NaN where all rows are of the class, or none
  /// @param averagePrecision `Σ (R_n − R_(n−1)) P_n` over the thresholds, with recall `R` and precision `P`,
  ///     as scikit-learn has it; NaN where no row is of the class
  /// @param weight of the rows of the class
  public record OfClass(double rocAuc, double averagePrecision, double weight) {}

  /// Ranks rows by each class, `O(K N)` after the rows were sorted once for each.
  public static Ranking of(Predictions predictions) {
    OfClass[] classes = new OfClass[predictions.classes()];
    Parallel.forEach(classes.length, k -> classes[k] = of(predictions, k));
    return new Ranking(List.of(classes));
  }

  /// Mean of the areas under the curve of the classes that have one.
  public double macroRocAuc() {
    return mean(OfClass::rocAuc, _ -> 1);
  }

  /// Mean of the areas by how many rows are of each class.
  public double weightedRocAuc() {
    return mean(OfClass::rocAuc, OfClass::weight);
  }

  /// Mean average precision of the classes that have rows.
  public double macroAveragePrecision() {
    return mean(OfClass::averagePrecision, _ -> 1);
  }

  /// Mean average precision by how many rows are of each class.
  public double weightedAveragePrecision() {
    return mean(OfClass::averagePrecision, OfClass::weight);
  }

  /// Share of rows whose true class is among the `k` most probable ones; of equal probabilities the first
  /// classes' count as larger (scikit-learn takes the last's).
  ///
  /// @param k at least 1
  /// @throws IllegalArgumentException if it is less
  public static double topKAccuracy(Predictions predictions, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("metrics: top " + k + " must be at least 1");
    }
    double hits = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      int label = predictions.label(row);
      double own = predictions.probability(row, label);
      int before = 0;
      for (int other = 0; other < predictions.classes(); other++) {
        double p = predictions.probability(row, other);
        before += p > own || (p == own && other < label) ? 1 : 0;
      }
      hits += before < k ? predictions.weight(row) : 0;
    }
    return hits / predictions.total();
  }

  private double mean(ToDoubleFunction<OfClass> measure, ToDoubleFunction<OfClass> weight) {
    double sum = 0;
    double weights = 0;
    for (OfClass one : perClass) {
      double value = measure.applyAsDouble(one);
      if (!Double.isNaN(value)) {
        sum += weight.applyAsDouble(one) * value;
        weights += weight.applyAsDouble(one);
      }
    }
    return sum / weights;
  }

  /// Walks from the largest probability down; rows of equal ones come at once.
  private static OfClass of(Predictions predictions, int label) {
    int[] order = predictions.order(label);
    double positives = 0;
    double negatives = 0;
    double area = 0;
    double precisions = 0;
    double last = Double.NaN;
    double newPositives = 0;
    double newNegatives = 0;
    for (int i = order.length - 1; i >= 0; i--) {
      int row = order[i];
      double p = predictions.probability(row, label);
      if (p != last) {
        area += newNegatives * (positives + newPositives / 2);
        positives += newPositives;
        negatives += newNegatives;
        precisions += newPositives > 0 ? newPositives * positives / (positives + negatives) : 0;
        newPositives = 0;
        newNegatives = 0;
        last = p;
      }
      if (predictions.label(row) == label) {
        newPositives += predictions.weight(row);
      } else {
        newNegatives += predictions.weight(row);
      }
    }
    area += newNegatives * (positives + newPositives / 2);
    positives += newPositives;
    negatives += newNegatives;
    precisions += newPositives > 0 ? newPositives * positives / (positives + negatives) : 0;
    return new OfClass(area / positives / negatives, precisions / positives, positives);
  }
}
