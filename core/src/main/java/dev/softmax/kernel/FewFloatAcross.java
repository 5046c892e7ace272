package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Logarithms and losses of `float` vectors of few elements side by side, and softmax at any temperature: the part of
/// [FloatAcross] that stays in `float`, as what a lane needs beside its elements would take longer than these
/// do. What a vector gives depends on that vector alone.
///
/// An instance is the memory of one thread, which is that of a [FloatAcross].
final class FewFloatAcross {
  /// Elements of a vector up to which this is faster.
  static final int MOST = 32;

  /// The same for log-sum-exp, which mostly does without the maximum otherwise.
  static final int MOST_SUMS = 12;

  /// Elements that are read from the array more than once: their cache lines may share one set of the first cache.
  private static final int MOST_STREAMS = 8;

  private static final int WIDTH = Kernels.FLOAT.width();

  private float[] values = new float[0];
  private float[] max = values;
  private float[] rest = values;
  private float[] restLow = values;
  private float[] high = values;
  private float[] low = values;
  private float[] log = values;
  private float[] logLow = values;
  private float[] top = values;
  private float[] topLow = values;
  private float[] less = values;
  private float[] slopes = values;
  private float[] losses = values;
  private final float[] ends = new float[MOST_STREAMS * WIDTH];
  private int[] targets = new int[0];
  private int width;

  /// Makes room for a tile and copies it, with its maxima.
  private void copy(float[] x, int from, int inner, int n, int count) {
    width = FloatAcross.width(count);
    if (values.length < n * width) {
      values = new float[n * width];
    }
    if (max.length < width) {
      max = new float[width];
      rest = new float[width];
      restLow = new float[width];
      high = new float[width];
      low = new float[width];
      log = new float[width];
      logLow = new float[width];
      top = new float[width];
      topLow = new float[width];
      less = new float[width];
      slopes = new float[width];
      losses = new float[width];
      targets = new int[width];
    }
    SimdFloatAcross.copy(x, from, inner, n, count, values, width, max);
  }

  void logSoftmax(float[] x, float[] y, int from, int inner, int n, int count) {
    if (n <= MOST_STREAMS) {
      logSoftmaxInOnePass(x, y, from, inner, n, count);
      return;
    }
    copy(x, from, inner, n, count);
    SimdFloatRest.rests(values, n, count, width, max, false, rest, restLow, high, low);
    SimdFloatLog.log1p(rest, restLow, count, log, logLow);
    SimdFloatAcross.subtract(values, n, width, count, max, log, y, from, inner);
  }

  /// The lanes that fill no vector are copied and answered first, as the others may be overwritten.
  private void logSoftmaxInOnePass(float[] x, float[] y, int from, int inner, int n, int count) {
    int whole = count / WIDTH * WIDTH;
    int left = count - whole;
    for (int k = 0; left > 0 && k < n; k++) {
      System.arraycopy(x, from + k * inner + whole, ends, k * WIDTH, left);
    }
    if (left > 0) {
      SimdFloatLog.logSoftmax(ends, 0, WIDTH, n, WIDTH, ends, 0, WIDTH);
    }
    SimdFloatLog.logSoftmax(x, from, inner, n, whole, y, from, inner);
    for (int k = 0; left > 0 && k < n; k++) {
      System.arraycopy(ends, k * WIDTH, y, from + k * inner + whole, left);
    }
  }

  void logSumExp(float[] x, float[] y, int from, int inner, int n, int count, int first) {
    copy(x, from, inner, n, count);
    SimdFloatRest.rests(values, n, count, width, max, false, rest, restLow, high, low);
    SimdFloatLog.log1p(rest, restLow, count, log, logLow);
    boolean finite = SimdFloatLog.logSumExp(max, log, logLow, count, losses);
    System.arraycopy(losses, 0, y, first, count);
    for (int lane = 0; !finite && lane < count; lane++) {
      if (!(Math.abs(max[lane]) <= Float.MAX_VALUE)) {
        y[first + lane] = SpecialRows.logSumExp(x, from + lane, inner, n, max[lane]);
      }
    }
  }

  /// `y = softmax(beta x)`, or its logarithm.
  void scaled(
      boolean logs, float[] x, float[] y, int from, int inner, int n, int count, double beta) {
    copy(x, from, inner, n, count);
    if (beta < 0) {
      SimdFloatAcross.negate(values, n, count, width, max);
    }
    double size = Math.abs(beta);
    SimdFloatRest.scaledRests(values, n, count, width, max, size, !logs, rest, restLow, high, low);
    if (logs) {
      SimdFloatLog.log1p(rest, restLow, count, log, logLow);
      SimdFloatAcross.subtract(values, n, width, count, max, size, log, y, from, inner);
    } else {
      SimdFloatAcross.scale(values, n, width, count, high, low, y, from, inner);
    }
  }

  /// See [FloatAcross#losses].
  double losses(
      float[] x,
      int from,
      int inner,
      int n,
      int count,
      int first,
      int[] classes,
      LossOptions options,
      double zLoss,
      double scale,
      float @Nullable [] gradient,
      float @Nullable [] each) {
    copy(x, from, inner, n, count);
    int ignored = options.ignoreIndex();
    System.arraycopy(classes, first, targets, 0, count);
    Arrays.fill(targets, count, width, ignored);
    SimdFloatLosses.tops(values, n, count, width, max, targets, top, topLow);
    SimdFloatRest.rests(values, n, count, width, max, gradient != null, rest, restLow, high, low);
    SimdFloatLog.log1p(rest, restLow, count, log, logLow);
    boolean plain = options.classWeights() == null && zLoss == 0;
    double sum;
    if (plain) {
      sum = SimdFloatLosses.losses(log, logLow, top, topLow, targets, ignored, count, losses);
    } else {
      sum = weighted(count, options, zLoss, scale);
    }
    if (each != null) {
      System.arraycopy(losses, 0, each, first, count);
    }
    if (gradient != null) {
      if (plain) {
        SimdFloatLosses.factors(scale, rest, top, count, high, low, less, slopes);
      }
      SimdFloatLosses.gradient(
          values, n, width, count, high, low, less, slopes, top, targets, ignored, gradient, from,
          inner);
    }
    return sum;
  }

  /// Losses with weights of the classes and a z-loss, and what their gradients take.
  private double weighted(int count, LossOptions options, double zLoss, double scale) {
    double sum = 0;
    for (int lane = 0; lane < count; lane++) {
      int target = targets[lane];
      double loss = 0;
      if (target != options.ignoreIndex()) {
        double others = rest[lane] / SimdFloatRest.ONE;
        double weight = options.weight(target);
        double ln = (double) log[lane] + logLow[lane];
        double z = max[lane] + ln;
        double zSlope = zLoss == 0 ? 0 : 2 * zLoss * z;
        double distance = (double) top[lane] + topLow[lane];
        loss = LossOptions.weighted(weight, ln - distance) + zSlope * z / 2;
        double factor = ((double) high[lane] + low[lane]) * scale * (weight + zSlope);
        high[lane] = (float) factor;
        low[lane] = (float) (factor - high[lane]);
        less[lane] = distance == 0 ? 0 : (float) (scale * weight);
        slopes[lane] = (float) (scale * (zSlope - weight * others) / (1 + others));
      }
      losses[lane] = (float) loss;
      sum += loss;
    }
    return sum;
  }
}
