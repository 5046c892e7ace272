package dev.softmax.kernel;

import java.util.Arrays;

/// The rows whose targets are not ignored, together in one matrix: no work is done for the others, and
/// what they hold, NaN included, reaches nothing.
final class CountedRows {
  private static final FloatMatrix NONE = FloatMatrix.of(new float[0], 0, 0);

  private int[] places = new int[0];
  private int[] classes = new int[0];
  private float[] copies = new float[0];
  private float[] slopes = new float[0];
  private FloatMatrix hidden = NONE;
  private int all;
  private int count;

  /// Finds the rows of a loss that count.
  void take(LinearLoss loss) {
    all = loss.hidden().rows();
    if (places.length < all) {
      places = new int[all];
      classes = new int[all];
    }
    count = 0;
    for (int row = 0; row < all; row++) {
      if (loss.classes()[row] != loss.options().ignoreIndex()) {
        places[count] = row;
        classes[count++] = loss.classes()[row];
      }
    }
    hidden = count == all ? loss.hidden() : copied(loss.hidden());
  }

  private FloatMatrix copied(FloatMatrix from) {
    int width = from.columns();
    if (copies.length < count * width) {
      copies = new float[count * width];
    }
    for (int i = 0; i < count; i++) {
      int at = from.offset() + places[i] * from.rowStride();
      System.arraycopy(from.data(), at, copies, i * width, width);
    }
    return FloatMatrix.of(copies, count, width);
  }

  /// Forgets the caller's arrays.
  void release() {
    hidden = NONE;
  }

  int count() {
    return count;
  }

  /// `(count, D)`.
  FloatMatrix hidden() {
    return hidden;
  }

  int classOf(int row) {
    return classes[row];
  }

  /// Where the gradient of [#hidden] goes: straight to `gradient` where all rows count.
  FloatMatrix slopes(float[] gradient) {
    int width = hidden.columns();
    if (count == all) {
      return FloatMatrix.of(gradient, count, width);
    }
    if (slopes.length < count * width) {
      slopes = new float[count * width];
    }
    return FloatMatrix.of(slopes, count, width);
  }

  /// Whether what [#slopes] gave for this gradient lies elsewhere, so that it is to be spread.
  boolean isApart() {
    return count < all;
  }

  /// Brings the gradient of the rows that count to their places; the others get 0, or stay as they are
  /// where `add`.
  void spread(float[] gradient, boolean add) {
    int width = hidden.columns();
    if (!add) {
      Arrays.fill(gradient, 0, all * width, 0);
    }
    for (int i = 0; i < count; i++) {
      FloatElements.add(
          slopes, i * width, gradient, places[i] * width, gradient, places[i] * width, width);
    }
  }
}
