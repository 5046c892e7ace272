package dev.softmax.training;

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
  public static DenseSource of(float[] features, int[] labels) {
    int width = labels.length == 0 ? 0 : features.length / labels.length;
    if (width * labels.length != features.length) {
      throw new IllegalArgumentException(
          features.length + " features cannot be those of " + labels.length + " labels");
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
