package dev.softmax.kernel;

import java.util.Arrays;

/// Largest and mean elements under windows of pictures with channels last, for inference. The sizes are
/// a [ConvolutionShape] whose channels, outputs and groups are the same. Padding is never the
/// largest: it counts as −∞, and NaN as larger than anything, as PyTorch has both.
public final class FloatPooling {
  /// Elements read below which other threads are not asked.
  private static final double PARALLEL = 1e5;

  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private FloatPooling() {}

  /// `x (B, H, W, C)` → `y (B, H', W', C)`: the largest element under each window, −∞ of a window over
  /// padding only.
  public static void max(ConvolutionShape size, float[] x, float[] y) {
    assert size.isDepthwise();
    int rows = size.vertical().places();
    int tasks = size.pictures() * rows;
    if ((double) size.pictures() * size.resultSize() * size.taps() < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        maxRow(size, x, task / rows, task % rows, y);
      }
    } else {
      Parallel.forEach(tasks, task -> maxRow(size, x, task / rows, task % rows, y));
    }
  }

  private static void maxRow(ConvolutionShape size, float[] x, int picture, int row, float[] y) {
    int channels = size.channels();
    int places = size.horizontal().places();
    FilterScratch scratch = FilterScratch.take();
    int[] xs = scratch.lines(size.taps());
    int[] ws = scratch.taps(size.taps());
    int first = FilterTaps.firstInside(size.horizontal());
    int end = FilterTaps.endInside(size.horizontal());
    int count = 0;
    for (int column = 0; column < places; column++) {
      int at = ((picture * size.vertical().places() + row) * places + column) * channels;
      if (column > first && column < end) {
        for (int i = 0; i < count; i++) {
          xs[i] += size.horizontal().stride() * channels;
        }
      } else {
        count = FilterTaps.of(size, picture, row, column, xs, ws);
      }
      if (SIMD && channels >= SimdDepthwise.WIDTH) {
        SimdDepthwise.largest(x, xs, count, channels, y, at);
      } else {
        largest(x, xs, count, channels, y, at);
      }
    }
    scratch.give();
  }

  private static void largest(float[] x, int[] xs, int count, int channels, float[] y, int at) {
    Arrays.fill(y, at, at + channels, Float.NEGATIVE_INFINITY);
    for (int tap = 0; tap < count; tap++) {
      int from = xs[tap];
      for (int c = 0; c < channels; c++) {
        y[at + c] = Math.max(y[at + c], x[from + c]);
      }
    }
  }

  /// `x (B, N, C)` → `y (B, C)`: the mean over N, added up in `double`.
  public static void mean(int pictures, int pixels, int channels, float[] x, float[] y) {
    int blocks = (channels + FilterScratch.SUMS - 1) / FilterScratch.SUMS;
    if ((double) pictures * pixels * channels < PARALLEL) {
      for (int task = 0; task < pictures * blocks; task++) {
        meanOf(task / blocks, task % blocks, pixels, channels, x, y);
      }
    } else {
      Parallel.forEach(
          pictures * blocks, task -> meanOf(task / blocks, task % blocks, pixels, channels, x, y));
    }
  }

  /// Means of a block of channels. The loop over channels is vectorised by the compiler.
  private static void meanOf(
      int picture, int block, int pixels, int channels, float[] x, float[] y) {
    int first = block * FilterScratch.SUMS;
    int count = Math.min(FilterScratch.SUMS, channels - first);
    FilterScratch scratch = FilterScratch.take();
    double[] sums = scratch.exact;
    Arrays.fill(sums, 0);
    for (int i = 0; i < pixels; i++) {
      int from = (picture * pixels + i) * channels + first;
      for (int c = 0; c < count; c++) {
        sums[c] += x[from + c];
      }
    }
    for (int c = 0; c < count; c++) {
      y[picture * channels + first + c] = (float) (sums[c] / pixels);
    }
    scratch.give();
  }
}
