package dev.softmax.training;

import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Means over all rows of an epoch, gathered batch by batch: the loss, and what an [Objective] measures
/// beside it.
public final class Scores {
  /// The name of the mean loss.
  public static final String LOSS = "loss";

  /// The name of the share of rows whose highest logit is the one of their class.
  public static final String ACCURACY = "accuracy";

  private final SequencedMap<String, Mean> means = new LinkedHashMap<>();

  private static final class Mean {
    double sum;
    double weight;
  }

  Scores() {}

  /// Adds to a mean.
  ///
  /// @param name as logs name it
  /// @param sum of the values
  /// @param count how many they are, or what they weigh
  public void add(String name, double sum, double count) {
    Mean mean = means.computeIfAbsent(name, _ -> new Mean());
    mean.sum += sum;
    mean.weight += count;
  }

  /// Adds a batch to the accuracy: `logits (N, K)`, `labels (N)`. Negative labels do not count.
  ///
  /// @throws IllegalArgumentException if there are fewer labels than logits, or these have other shapes
  public void accuracy(Tensor logits, int[] labels) {
    if (logits.shape().rank() != 2 || labels.length < logits.shape().length(0)) {
      throw new IllegalArgumentException(
          "accuracy: logits " + logits.shape() + " but " + labels.length + " labels");
    }
    int classes = logits.shape().length(1);
    float[] x = logits.data();
    int right = 0;
    int counted = 0;
    for (int row = 0; row < logits.shape().length(0); row++) {
      if (labels[row] >= 0) {
        counted++;
        right += highest(x, row * classes, classes) == labels[row] ? 1 : 0;
      }
    }
    add(ACCURACY, right, counted);
  }

  private static int highest(float[] x, int from, int classes) {
    int best = 0;
    for (int k = 1; k < classes; k++) {
      if (x[from + k] > x[from + best]) {
        best = k;
      }
    }
    return best;
  }

  /// The mean of that name, `NaN` where nothing was added.
  public double mean(String name) {
    Mean mean = means.get(name);
    return mean == null || mean.weight == 0 ? Double.NaN : mean.sum / mean.weight;
  }

  /// All means by name, in the order of their first coming.
  SequencedMap<String, Double> means() {
    SequencedMap<String, Double> all = new LinkedHashMap<>();
    means.keySet().forEach(name -> all.put(name, mean(name)));
    return Collections.unmodifiableSequencedMap(all);
  }

  void clear() {
    means
        .values()
        .forEach(
            mean -> {
              mean.sum = 0;
              mean.weight = 0;
            });
  }
}
