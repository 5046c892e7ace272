package dev.softmax.kernel;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// A convolution for inference in progress; instances are used again. Tasks are rows of results.
final class FilterCall implements IntConsumer {
  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 1e6;

  private final PackedFilters filters;
  private final ConvolutionShape size;
  private final float[] x;
  private final float @Nullable [] shortcut;
  private final float[] y;

  private FilterCall(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y) {
    this.filters = filters;
    this.size = size;
    this.x = x;
    this.shortcut = shortcut;
    this.y = y;
  }

  static void run(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y) {
    FilterCall call = new FilterCall(filters, size, x, shortcut, y);
    int tasks = size.pictures() * size.vertical().places();
    double work = (double) tasks * size.horizontal().places() * size.weights();
    if (work < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        call.accept(task);
      }
    } else {
      Parallel.forEach(tasks, call);
    }
  }

  @Override
  public void accept(int task) {
    int rows = size.vertical().places();
    ScalarFilters.row(filters, size, x, shortcut, y, task / rows, task % rows);
  }
}
