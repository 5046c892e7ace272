package dev.softmax.kernel;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Softmax and log-sum-exp of `float` vectors that lie side by side in an array, a tile of them at a time
/// and a lane for each. A tile is copied first: its rows are far apart in the array, often by a power
/// of two, so that they would drive each other out of the caches. What a vector gives depends on that
/// vector alone.
///
/// An instance is the memory of one thread; instances are used again.
final class FloatAcross {
  static final Pool<FloatAcross> POOL = new Pool<>(FloatAcross::new);

  private static final int WIDTH = Kernels.FLOAT.width();

  /// Elements of a tile, which stays in the second cache.
  private static final int ELEMENTS = 1 << 15;

  /// Lanes of a cache line, and those that a tile has at least where there are so many.
  private static final int LINE = 16;

  private static final int LEAST = 4 * LINE;

  /// Elements of a vector from which on rows are better.
  private static final int LONG = 1 << 13;

  private static final double EXTREME = 0x1p100;

  private float[] values = new float[0];
  private float[] max = values;
  private float[] ties = values;
  private float[] high = values;
  private float[] low = values;
  private double[] rest = new double[0];
  private double[] units = rest;
  private double[] logs = rest;
  private double[] tops = rest;
  private double[] slopes = rest;
  private final FewFloatAcross few = new FewFloatAcross();
  private int width;

  private FloatAcross() {}

  /// Whether vectors of `n` elements are answered so, of which `inner` lie side by side.
  static boolean takes(int n, int inner) {
    return WIDTH > 1 && inner >= Math.max(WIDTH, LINE / 2) && n > 1 && n <= LONG;
  }

  /// Whether they are at temperature `1 / beta`: where that is a `float` with room to spare.
  static boolean takes(double beta) {
    double size = Math.abs(beta);
    return size < EXTREME && size > 1 / EXTREME;
  }

  /// How many tiles `inner` vectors of `n` elements make.
  static int tiles(int n, int inner) {
    return Math.max(1, inner / Math.max(LEAST, ELEMENTS / n));
  }

  /// How many pieces of one tile a task has.
  static int together(int n, int inner) {
    return Math.max(1, FloatRows.BLOCK / (n * inner));
  }

  /// How far apart the rows of a tile are: an odd number of lines, so that they share no place in a cache.
  static int width(int count) {
    return (Math.ceilDiv(count, LINE) | 1) * LINE;
  }

  /// Where a tile begins.
  static int begin(int tile, int tiles, int inner) {
    return tile == tiles ? inner : (int) ((long) tile * inner / tiles) / LINE * LINE;
  }

  /// Makes room for a tile.
  private void fit(int n, int count) {
    width = width(count);
    if (values.length < n * width) {
      values = new float[n * width];
    }
    if (max.length < width) {
      max = new float[width];
      ties = new float[width];
      high = new float[width];
      low = new float[width];
      rest = new double[width];
      units = new double[width];
      logs = new double[width];
      tops = new double[width];
      slopes = new double[width];
    }
  }

  /// Copies a tile and finds its maxima.
  ///
  /// @param at where its first vector begins, whose elements are `inner` apart
  private void copy(float[] x, int at, int inner, int n, int count) {
    fit(n, count);
    SimdFloatAcross.copy(x, at, inner, n, count, values, width, max);
  }

  /// Answers `count` vectors side by side, the first at `from` and number `first`, at temperature `1 / beta`.
  void vectors(
      RowWork work,
      float[] x,
      float[] y,
      int from,
      int inner,
      int n,
      int count,
      int first,
      double beta) {
    if (beta != 1) {
      few.scaled(work == RowWork.LOG_SOFTMAX, x, y, from, inner, n, count, beta);
      return;
    }
    if (work == RowWork.SOFTMAX) {
      softmax(x, y, from, inner, n, count);
    } else if (work == RowWork.LOG_SOFTMAX && n <= FewFloatAcross.MOST) {
      few.logSoftmax(x, y, from, inner, n, count);
    } else if (work == RowWork.LOG_SOFTMAX) {
      logSoftmax(x, y, from, inner, n, count);
    } else if (n <= FewFloatAcross.MOST_SUMS) {
      few.logSumExp(x, y, from, inner, n, count, first);
    } else {
      logSumExp(x, y, from, inner, n, count, first);
    }
  }

  private void softmax(float[] x, float[] y, int from, int inner, int n, int count) {
    fit(n, count);
    double least = n * SimdFloatAcross.LEAST;
    if (!SimdFloatAcross.expInWindow(x, from, inner, n, count, true, values, width, rest)
        || !SimdFloatAcross.factors(rest, count, least, high, low)) {
      shiftedExp(x, from, inner, n, count);
      SimdFloatAcross.factors(rest, count, 0, high, low);
    }
    SimdFloatAcross.scale(values, n, width, count, high, low, y, from, inner);
  }

  private void logSoftmax(float[] x, float[] y, int from, int inner, int n, int count) {
    logs(x, from, inner, n, count);
    for (int lane = 0; lane < count; lane++) {
      high[lane] = (float) logs[lane];
    }
    SimdFloatAcross.subtract(values, n, width, count, max, high, y, from, inner);
  }

  /// The exponentials of a tile, times a constant a lane, and their sums. Of those in the window it is the same
  /// either way but for a power of two, and nothing comes of that.
  private void shiftedExp(float[] x, int from, int inner, int n, int count) {
    copy(x, from, inner, n, count);
    SimdFloatAcross.exp(values, n, count, width, max, rest);
  }

  /// The sums of a tile's exponentials, times a constant a lane.
  ///
  /// @return whether all maxima are in the window, and the constant is `2^64`
  private boolean sums(float[] x, int from, int inner, int n, int count) {
    fit(n, count);
    if (SimdFloatAcross.expInWindow(x, from, inner, n, count, false, values, width, rest)) {
      boolean inside = true;
      for (int lane = 0; lane < count; lane++) {
        inside &= rest[lane] >= n * SimdFloatAcross.LEAST;
      }
      if (inside) {
        return true;
      }
    }
    shiftedExp(x, from, inner, n, count);
    return false;
  }

  /// Maxima, and logarithms of the sums relative to them.
  private void logs(float[] x, int from, int inner, int n, int count) {
    copy(x, from, inner, n, count);
    SimdFloatRest.sums(values, n, count, width, max, false, ties, rest, units);
    VectorLog.log1p(rest, logs, count);
  }

  private void logSumExp(float[] x, float[] y, int from, int inner, int n, int count, int first) {
    boolean inside = sums(x, from, inner, n, count);
    if (inside) {
      Arrays.fill(units, 0, count, 0);
    } else {
      SimdFloatAcross.restore(max, count, rest, units);
    }
    VectorLog.log(rest, logs, count, FloatExp.BIAS);
    boolean close = false;
    for (int lane = 0; lane < count; lane++) {
      float log = (float) (logs[lane] + units[lane]);
      close |= isClose(log);
      y[first + lane] = log;
      if (!inside && !(Math.abs(max[lane]) <= Float.MAX_VALUE)) {
        y[first + lane] = SpecialRows.logSumExp(x, from + lane, inner, n, max[lane]);
      }
    }
    if (close) {
      logs(x, from, inner, n, count);
      for (int lane = 0; lane < count; lane++) {
        int to = first + lane;
        y[to] = isClose(y[to]) ? (float) (max[lane] + logs[lane]) : y[to];
      }
    }
  }

  /// Whether a log-sum-exp is so close to 0 that the sum's error counts.
  private static boolean isClose(float log) {
    return Math.abs(log) < FewFloatSums.LEAST;
  }

  /// Sum of the losses of `count` vectors side by side, with a target class each and without smoothing;
  /// formulas and options are those of [FloatCrossEntropy].
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
      float @Nullable [] losses) {
    if (n <= FewFloatAcross.MOST) {
      return few.losses(
          x, from, inner, n, count, first, classes, options, zLoss, scale, gradient, losses);
    }
    copy(x, from, inner, n, count);
    for (int lane = 0; lane < count; lane++) {
      int target = classes[first + lane];
      boolean ignored = target == options.ignoreIndex();
      tops[lane] = ignored ? 0 : (double) values[target * width + lane] - max[lane];
    }
    SimdFloatRest.sums(values, n, count, width, max, gradient != null, ties, rest, units);
    VectorLog.log1p(rest, logs, count);
    double sum = 0;
    for (int lane = 0; lane < count; lane++) {
      int target = classes[first + lane];
      boolean ignored = target == options.ignoreIndex();
      double loss = 0;
      if (ignored) {
        units[lane] = 0;
      } else {
        double weight = options.weight(target);
        double z = max[lane] + logs[lane];
        double slope = zLoss == 0 ? 0 : 2 * zLoss * z;
        loss = LossOptions.weighted(weight, logs[lane] - tops[lane]) + slope * z / 2;
        units[lane] *= scale * (weight + slope) / (1 + rest[lane]);
        slopes[lane] = slope(lane, weight, slope) * scale;
      }
      sum += loss;
      if (losses != null) {
        losses[first + lane] = (float) loss;
      }
    }
    if (gradient != null) {
      SimdFloatAcross.split(units, count, high, low);
      SimdFloatAcross.scale(values, n, width, count, high, low, gradient, from, inner);
      for (int lane = 0; lane < count; lane++) {
        int target = classes[first + lane];
        if (target != options.ignoreIndex()) {
          int i = from + target * inner + lane;
          double less = scale * options.weight(target);
          gradient[i] = (float) (tops[lane] == 0 ? slopes[lane] : gradient[i] - less);
        }
      }
    }
    return sum;
  }

  /// The slope by a target that is the maximum, where `p - 1` would cancel.
  private double slope(int lane, double weight, double zSlope) {
    return (zSlope - weight * rest[lane]) / (1 + rest[lane]);
  }
}
