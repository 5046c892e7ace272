package dev.softmax.kernel;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Chooses how a convolution is computed, by its sizes alone, and runs it on all cores.
final class FilterCall {
  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 1e6;

  /// The same where each channel is on its own: there are a dozen loads for nine multiplications, and what
  /// the threads have in their caches from the layer before is asked for by the next one.
  private static final double PARALLEL_DEPTHWISE = 1e5;

  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private FilterCall() {}

  static void run(
      PackedFilters filters,
      ConvolutionShape size,
      float[] x,
      float @Nullable [] shortcut,
      float[] y) {
    int rows = size.vertical().places();
    if (size.pictures() * size.resultSize() == 0) {
      return;
    }
    WinogradPass winograd = SIMD ? filters.winograd(size) : null;
    if (SIMD && DepthwiseFilters.suits(size, shortcut)) {
      each(
          DepthwiseFilters.tasks(size),
          size,
          task -> DepthwiseFilters.run(filters, size, x, shortcut, y, task));
    } else if (!SIMD || size.isDepthwise()) {
      each(
          size.pictures() * rows,
          size,
          task -> ScalarFilters.row(filters, size, x, shortcut, y, task / rows, task % rows));
    } else if (winograd != null) {
      int pictures = size.pictures();
      int tasks = winograd.tasks(pictures);
      each(tasks, size, task -> winograd.run(task, tasks, pictures, x, shortcut, y));
    } else if (WinogradFilters.suits(filters, size)) {
      WinogradFilters.run(filters, size, x, shortcut, y);
    } else {
      DirectFilters call = new DirectFilters(filters, size, x, shortcut, y);
      each(call.tasks(), size, call::run);
    }
  }

  static void each(int tasks, ConvolutionShape size, IntConsumer body) {
    double work =
        (double) size.pictures()
            * size.vertical().places()
            * size.horizontal().places()
            * size.weights();
    if (work < (size.isDepthwise() ? PARALLEL_DEPTHWISE : PARALLEL)) {
      for (int task = 0; task < tasks; task++) {
        body.accept(task);
      }
    } else {
      Parallel.forEach(tasks, body);
    }
  }
}
