package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// The least and the largest value of each feature in the rows of each class, in one pass over the rows.
final class FeatureRanges {
  /// Columns of a task: a few lines of the cache of each row.
  private static final int BLOCK = 64;

  private final int columns;

  /// `(K, D)`: the least value, `+∞` where a class has no row.
  private final double[] low;

  /// `(K, D)`: the largest value, `−∞` where a class has no row.
  private final double[] high;

  private final double[] sizes;

  /// The class with the least value of each feature, and the least value of all other classes.
  private final int[] lowest;

  private final double[] nextLow;

  /// The class with the largest value of each feature, and the largest value of all other classes.
  private final int[] highest;

  private final double[] nextHigh;

  private FeatureRanges(int classes, int columns) {
    this.columns = columns;
    this.low = new double[Math.multiplyExact(classes, columns)];
    this.high = new double[low.length];
    this.sizes = new double[columns];
    this.lowest = new int[columns];
    this.highest = new int[columns];
    this.nextLow = new double[columns];
    this.nextHigh = new double[columns];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
  }

  static FeatureRanges of(Features features, int[] labels, int classes) {
    FeatureRanges ranges = new FeatureRanges(classes, features.columns());
    switch (features) {
      case DenseFeatures dense ->
          Parallel.forEach(
              Math.ceilDiv(ranges.columns, BLOCK),
              block -> ranges.add(dense.values(), labels, block * BLOCK));
      case SparseFeatures sparse -> ranges.add(sparse, labels);
    }
    ranges.compare(classes);
    return ranges;
  }

  private void add(double[] values, int[] labels, int from) {
    int to = Math.min(columns, from + BLOCK);
    int[] counts = new int[to - from];
    for (int row = 0; row < labels.length; row++) {
      int own = labels[row] * columns;
      int at = row * columns;
      for (int j = from; j < to; j++) {
        double value = values[at + j];
        low[own + j] = Math.min(low[own + j], value);
        high[own + j] = Math.max(high[own + j], value);
        sizes[j] += value * value;
        counts[j - from] += value == 0 ? 0 : 1;
      }
    }
    for (int j = from; j < to; j++) {
      sizes[j] = counts[j - from] == 0 ? 0 : Math.sqrt(sizes[j] / counts[j - from]);
    }
  }

  private void add(SparseFeatures features, int[] labels) {
    int[] rows = new int[low.length / Math.max(1, columns)];
    int[] stored = new int[low.length];
    int[] counts = new int[columns];
    for (int row = 0; row < labels.length; row++) {
      rows[labels[row]]++;
      int own = labels[row] * columns;
      for (int i = features.offsets()[row]; i < features.offsets()[row + 1]; i++) {
        int j = features.indices()[i];
        double value = features.values()[i];
        stored[own + j]++;
        low[own + j] = Math.min(low[own + j], value);
        high[own + j] = Math.max(high[own + j], value);
        sizes[j] += value * value;
        counts[j] += value == 0 ? 0 : 1;
      }
    }
    for (int i = 0; i < low.length; i++) {
      // What is not stored is 0.
      if (stored[i] < rows[i / columns]) {
        low[i] = Math.min(low[i], 0);
        high[i] = Math.max(high[i], 0);
      }
    }
    for (int j = 0; j < columns; j++) {
      sizes[j] = counts[j] == 0 ? 0 : Math.sqrt(sizes[j] / counts[j]);
    }
  }

  private void compare(int classes) {
    Arrays.fill(nextLow, Double.POSITIVE_INFINITY);
    Arrays.fill(nextHigh, Double.NEGATIVE_INFINITY);
    for (int k = 1; k < classes; k++) {
      for (int j = 0; j < columns; j++) {
        double least = low[k * columns + j];
        double largest = high[k * columns + j];
        if (least < low[lowest[j] * columns + j]) {
          nextLow[j] = low[lowest[j] * columns + j];
          lowest[j] = k;
        } else {
          nextLow[j] = Math.min(nextLow[j], least);
        }
        if (largest > high[highest[j] * columns + j]) {
          nextHigh[j] = high[highest[j] * columns + j];
          highest[j] = k;
        } else {
          nextHigh[j] = Math.max(nextHigh[j], largest);
        }
      }
    }
  }

  /// Number of features `D`.
  int columns() {
    return columns;
  }

  /// The root of the mean square of a feature's values that are not 0; 0 where all are.
  double size(int feature) {
    return sizes[feature];
  }

  /// Whether a feature is the same in every row.
  boolean isConstant(int feature) {
    return low[lowest[feature] * columns + feature] == high[highest[feature] * columns + feature];
  }

  /// How a feature tells a class from all others.
  enum Telling {
    /// All its values in the class are on one side of all others.
    ALWAYS,
    /// The same, but some are equal to others.
    NEARLY,
    /// Not by its values alone.
    NOT
  }

  /// How a feature tells a class from all others.
  Telling telling(int classIndex, int feature) {
    double least =
        lowest[feature] == classIndex ? nextLow[feature] : low[lowest[feature] * columns + feature];
    double largest =
        highest[feature] == classIndex
            ? nextHigh[feature]
            : high[highest[feature] * columns + feature];
    double ownLeast = low[classIndex * columns + feature];
    double ownLargest = high[classIndex * columns + feature];
    if (ownLeast > ownLargest || least > largest) {
      return Telling.NOT;
    }
    if (ownLeast > largest || ownLargest < least) {
      return Telling.ALWAYS;
    }
    return !isConstant(feature) && (ownLeast >= largest || ownLargest <= least)
        ? Telling.NEARLY
        : Telling.NOT;
  }
}
