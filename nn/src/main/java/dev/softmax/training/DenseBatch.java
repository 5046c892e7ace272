package dev.softmax.training;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

/// Some rows of a [DenseSource]; its arrays are used again for the next batch.
public final class DenseBatch {
  private final float[] features;
  private final int[] labels;
  private final int width;
  private int size;

  DenseBatch(int capacity, int width) {
    this.features = new float[Math.multiplyExact(capacity, width)];
    this.labels = new int[capacity];
    this.width = width;
  }

  int capacity() {
    return labels.length;
  }

  void gather(DenseSource source, int[] rows, int count) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(source.features(), rows[i] * width, features, i * width, width);
      labels[i] = source.labels()[rows[i]];
    }
    size = count;
  }

  /// Number of rows.
  public int size() {
    return size;
  }

  /// The features as an input `(N, D)`.
  public Tensor features(Tape tape) {
    return tape.tensor(features, size, width);
  }

  /// The classes as targets `(N)`.
  public Indices targets(Tape tape) {
    return tape.indices(labels, size);
  }

  /// The classes; the array may be longer than the batch.
  public int[] labels() {
    return labels;
  }
}
