package dev.softmax.kernel;

/// Largest and mean elements under windows of pictures with channels last, for inference. The sizes are
/// a [ConvolutionShape] whose channels, outputs and groups are the same. Padding is never the
/// largest: it counts as −∞, and NaN as larger than anything, as PyTorch has both.
public final class FloatPooling {
  private FloatPooling() {}

  /// `x (B, H, W, C)` → `y (B, H', W', C)`: the largest element under each window.
  public static void max(ConvolutionShape size, float[] x, float[] y) {
    assert size.isDepthwise();
    int rows = size.vertical().places();
    int tasks = size.pictures() * rows;
    Parallel.forEach(tasks, task -> maxRow(size, x, task / rows, task % rows, y));
  }

  private static void maxRow(ConvolutionShape size, float[] x, int picture, int row, float[] y) {
    int channels = size.channels();
    int places = size.horizontal().places();
    for (int column = 0; column < places; column++) {
      int at = ((picture * size.vertical().places() + row) * places + column) * channels;
      for (int c = 0; c < channels; c++) {
        y[at + c] = Float.NEGATIVE_INFINITY;
      }
      for (int tap = 0; tap < size.taps(); tap++) {
        int from = ScalarFilters.source(size, picture, row, column, tap);
        if (from >= 0) {
          for (int c = 0; c < channels; c++) {
            y[at + c] = Math.max(y[at + c], x[from + c]);
          }
        }
      }
    }
  }

  /// `x (B, N, C)` → `y (B, C)`: the mean over N, added up in `double`.
  public static void mean(int pictures, int pixels, int channels, float[] x, float[] y) {
    Parallel.forEach(pictures, picture -> meanOf(picture, pixels, channels, x, y));
  }

  private static void meanOf(int picture, int pixels, int channels, float[] x, float[] y) {
    for (int c = 0; c < channels; c++) {
      double sum = 0;
      for (int i = 0; i < pixels; i++) {
        sum += x[(picture * pixels + i) * channels + c];
      }
      y[picture * channels + c] = (float) (sum / pixels);
    }
  }
}
