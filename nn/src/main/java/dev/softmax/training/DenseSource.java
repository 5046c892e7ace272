package dev.softmax.training;

import dev.softmax.io.InputException;

/// Rows of features with their classes, in memory.
public final class DenseSource implements DataSource<DenseBatch> {
  private final float[] features;
  private final int[] labels;
  private final int width;
  private DenseBatch batch;

  private DenseSource(float[] features, int[] labels, int width) {
    this.features = features;
    this.labels = labels;
    this.width = width;
    this.batch = new DenseBatch(0, width);
  }

  /// `features (N, D)` and `labels (N)`; both are shared, not copied.
  ///
  /// @throws IllegalArgumentException if the features cannot be divided evenly among the labels
  /// @throws InputException if a feature is not finite, naming its row and column
  public static DenseSource of(float[] features, int[] labels) {
    int width = labels.length == 0 ? 0 : features.length / labels.length;
    if (width * labels.length != features.length) {
      throw new IllegalArgumentException(
          features.length + " features cannot be those of " + labels.length + " labels");
    }
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new InputException(
            "features: row %d of %d has %s in column %d of %d"
                .formatted(i / width + 1, labels.length, features[i], i % width + 1, width));
      }
    }
    return new DenseSource(features, labels, width);
  }

  float[] features() {
    return features;
  }

  int[] labels() {
    return labels;
  }

  @Override
  public int size() {
    return labels.length;
  }

  @Override
  public DenseBatch batch(int[] rows, int count) {
    if (batch.capacity() < count) {
      batch = new DenseBatch(count, width);
    }
    batch.gather(this, rows, count);
    return batch;
  }
}
