package dev.softmax.linear;

import dev.softmax.io.InputException;
import java.util.Arrays;
import java.util.Optional;

/// Rows to fit: features `(N, D)`, targets `(N)` or `(N, K)`, and what each row counts. Arrays are
/// shared, not copied.
///
/// @param features the features
/// @param targets the class, or the shares of the classes, of each row
/// @param weights `(N)`, what each row counts: none negative, not all 0; empty is 1 for each. Twice
///     the weight is the same as the row written twice.
public record FitData(Features features, Targets targets, Optional<double[]> weights) {

  /// Checks that all speak of the same rows, and every weight.
  ///
  /// @throws IllegalArgumentException if the numbers of rows differ or no array could hold the logits
  /// @throws InputException if there is no row, or a weight is negative or not finite, or all are 0
  public FitData {
    int rows = features.rows();
    if (rows != targets.rows() || (weights.isPresent() && weights.get().length != rows)) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + rows
              + " rows of features but "
              + targets.rows()
              + " targets"
              + weights.map(w -> " and " + w.length + " weights").orElse(""));
    }
    requireRoom(rows, features.columns(), targets.classes());
    if (rows == 0) {
      throw new InputException("softmax regression: no rows to fit");
    }
    weights.ifPresent(FitData::requireWeights);
  }

  /// Rows that all count the same.
  public static FitData of(Features features, Targets targets) {
    return new FitData(features, targets, Optional.empty());
  }

  /// Dense rows and their classes, which all count the same.
  public static FitData of(DenseData data) {
    return of(
        new DenseFeatures(data.features(), data.rows(), data.columns()),
        new Targets.Classes(data.labels(), data.classes()));
  }

  /// Number of rows `N`.
  public int rows() {
    return features.rows();
  }

  /// Number of classes `K`.
  public int classes() {
    return targets.classes();
  }

  /// Some of the rows, in the given order, with their targets and weights.
  ///
  /// @param rows numbers of rows, from 0
  /// @throws IndexOutOfBoundsException if one is no row
  /// @throws InputException if there is none, or all weigh 0
  public FitData select(int[] rows) {
    return new FitData(
        RowSelection.of(features, rows),
        RowSelection.of(targets, rows),
        weights.map(all -> RowSelection.of(all, rows)));
  }

  /// The same rows with these weights `(N)` instead of those they have.
  ///
  /// @throws IllegalArgumentException if there are not as many as rows
  /// @throws InputException if a weight is negative or not finite, or all are 0
  public FitData withWeights(double[] weights) {
    return new FitData(features, targets, Optional.of(weights));
  }

  /// The same rows, each counting as often as before times the weight of its class. A row of shares is
  /// taken for as many rows as there are classes, each of one class and weighted by its share.
  ///
  /// @param classWeights `(K)`, none negative
  /// @throws IllegalArgumentException if there are not as many as classes
  /// @throws InputException if one is negative or not finite, or no row is left with a weight
  public FitData withClassWeights(double[] classWeights) {
    int classes = targets.classes();
    if (classWeights.length != classes) {
      throw new IllegalArgumentException(
          "softmax regression: "
              + classWeights.length
              + " class weights but "
              + classes
              + " classes");
    }
    for (int k = 0; k < classes; k++) {
      if (!(classWeights[k] >= 0) || classWeights[k] == Double.POSITIVE_INFINITY) {
        throw new InputException(
            "softmax regression: weight "
                + classWeights[k]
                + " of class "
                + (k + 1)
                + " is not a number from 0");
      }
    }
    double[] products = rowWeights();
    return switch (targets) {
      case Targets.Classes(int[] labels, int any) -> {
        for (int i = 0; i < labels.length; i++) {
          products[i] *= classWeights[labels[i]];
        }
        yield new FitData(features, targets, Optional.of(products));
      }
      case Targets.Shares(double[] shares, int any) -> {
        double[] weighted = shares.clone();
        for (int i = 0; i < products.length; i++) {
          products[i] *= weighRow(weighted, i * classes, classWeights);
        }
        yield new FitData(features, new Targets.Shares(weighted, classes), Optional.of(products));
      }
    };
  }

  /// The same rows with weights by which every class that occurs counts the same, `Σw / (K Σw_k)`:
  /// scikit-learn's `class_weight="balanced"`, where present weights count in the sums.
  public FitData balanced() {
    double[] totals = new double[targets.classes()];
    double[] rowWeights = rowWeights();
    switch (targets) {
      case Targets.Classes(int[] labels, int any) -> {
        for (int i = 0; i < labels.length; i++) {
          totals[labels[i]] += rowWeights[i];
        }
      }
      case Targets.Shares(double[] shares, int classes) -> {
        for (int i = 0; i < shares.length; i++) {
          totals[i % classes] += rowWeights[i / classes] * shares[i];
        }
      }
    }
    double sum = Arrays.stream(totals).sum();
    long present = Arrays.stream(totals).filter(total -> total > 0).count();
    return withClassWeights(
        Arrays.stream(totals).map(total -> total > 0 ? sum / (present * total) : 1).toArray());
  }

  /// A fresh array of what each row counts.
  private double[] rowWeights() {
    if (weights.isPresent()) {
      return weights.get().clone();
    }
    double[] ones = new double[rows()];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// Multiplies shares by the classes' weights and makes them sum to 1 again; returns what they summed
  /// to. Where that is 0 they stay.
  private static double weighRow(double[] shares, int at, double[] classWeights) {
    double sum = 0;
    for (int k = 0; k < classWeights.length; k++) {
      sum += classWeights[k] * shares[at + k];
    }
    for (int k = 0; k < classWeights.length && sum > 0; k++) {
      shares[at + k] *= classWeights[k] / sum;
    }
    return sum;
  }

  static void requireRoom(int rows, int columns, int classes) {
    if ((long) rows * classes > Integer.MAX_VALUE - 8
        || (columns + 1L) * classes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "softmax regression: features ("
              + rows
              + ", "
              + columns
              + ") and "
              + classes
              + " classes are more than one array holds");
    }
  }

  private static void requireWeights(double[] weights) {
    double sum = 0;
    for (int row = 0; row < weights.length; row++) {
      if (!(weights[row] >= 0) || weights[row] == Double.POSITIVE_INFINITY) {
        throw new InputException(
            "softmax regression: weight "
                + weights[row]
                + " of row "
                + (row + 1)
                + " is not a number from 0");
      }
      sum += weights[row];
    }
    if (!(sum > 0) || sum == Double.POSITIVE_INFINITY) {
      throw new InputException("softmax regression: the weights sum to " + sum);
    }
  }
}
