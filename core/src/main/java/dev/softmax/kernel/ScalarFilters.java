package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The convolutions of [PackedFilters] in plain loops: what the SIMD kernels are held against, and what
/// runs where there are none.
final class ScalarFilters {
  private ScalarFilters() {}

  /// One row of results of a picture.
  static void row(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y,
      int picture,
      int row) {
    int places = size.horizontal().places();
    FilterScratch scratch = FilterScratch.take();
    float[] sums = scratch.sums(Math.max(filters.width(), size.channels()));
    for (int column = 0; column < places; column++) {
      int at = ((picture * size.vertical().places() + row) * places + column) * size.outputs();
      if (size.isDepthwise()) {
        depthwise(filters, size, x, picture, row, column, sums, y, at, shortcut);
      } else {
        place(filters, size, x, picture, row, column, sums, y, at, shortcut);
      }
    }
    scratch.give();
  }

  private static void place(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      int picture,
      int row,
      int column,
      float[] sums,
      float[] y,
      int at,
      float @Nullable [] shortcut) {
    int depth = size.groupChannels();
    for (int group = 0; group < size.groups(); group++) {
      for (int strip = 0; strip < filters.strips(); strip++) {
        int first = group * size.groupOutputs() + strip * filters.width();
        int count = Math.min(filters.width(), size.groupOutputs() - strip * filters.width());
        Arrays.fill(sums, 0, count, 0);
        for (int tap = 0; tap < size.taps(); tap++) {
          int from = FilterTaps.source(size, picture, row, column, tap);
          if (from >= 0) {
            int weight = filters.stripAt(group, strip) + tap * depth * filters.width();
            add(
                x,
                from + group * depth,
                depth,
                filters.weights(),
                weight,
                filters.width(),
                sums,
                count);
          }
        }
        finish(sums, 0, filters, filters.biasAt(first), shortcut, y, at + first, count);
      }
    }
  }

  private static void add(
      float[] x, int from, int depth, float[] w, int weight, int width, float[] sums, int count) {
    for (int p = 0; p < depth; p++) {
      float factor = x[from + p];
      int at = weight + p * width;
      for (int j = 0; j < count; j++) {
        sums[j] += factor * w[at + j];
      }
    }
  }

  private static void depthwise(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      int picture,
      int row,
      int column,
      float[] sums,
      float[] y,
      int at,
      float @Nullable [] shortcut) {
    int channels = size.channels();
    float[] w = filters.weights();
    Arrays.fill(sums, 0, channels, 0);
    for (int tap = 0; tap < size.taps(); tap++) {
      int from = FilterTaps.source(size, picture, row, column, tap);
      if (from >= 0) {
        for (int j = 0; j < channels; j++) {
          sums[j] += x[from + j] * w[tap * channels + j];
        }
      }
    }
    finish(sums, 0, filters, 0, shortcut, y, at, channels);
  }

  /// `y = clamp(sums + bias + shortcut)` for some channels of a pixel.
  static void finish(
      float[] sums,
      int from,
      PackedFilters filters,
      int biasAt,
      float @Nullable [] shortcut,
      float[] y,
      int at,
      int count) {
    float[] bias = filters.bias();
    if (shortcut == null) {
      for (int j = 0; j < count; j++) {
        y[at + j] = sums[from + j] + bias[biasAt + j];
      }
    } else {
      for (int j = 0; j < count; j++) {
        y[at + j] = sums[from + j] + bias[biasAt + j] + shortcut[at + j];
      }
    }
    if (filters.cuts()) {
      float least = filters.least();
      float most = filters.most();
      for (int j = 0; j < count; j++) {
        float v = y[at + j];
        y[at + j] = v < least ? least : v > most ? most : v;
      }
    }
  }
}
