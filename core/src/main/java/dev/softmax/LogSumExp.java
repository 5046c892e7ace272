package dev.softmax;

import dev.softmax.kernel.DoubleRows;
import dev.softmax.kernel.DoubleVectors;
import dev.softmax.kernel.FloatRows;
import dev.softmax.kernel.FloatVectors;

/// `log(sum_k exp(x_k))` without overflow: `max + log(sum_k exp(x_k - max))`, with `log1p` where one
/// element outweighs the others. Only `-∞`, or nothing at all, gives `-∞`; `+∞` gives `+∞`; NaN gives
/// NaN.
public final class LogSumExp {
  private LogSumExp() {}

  /// A weighted sum of exponentials as the logarithm of its size, and its sign:
  /// `sum = sign exp(logMagnitude)`.
  ///
  /// @param logMagnitude logarithm of the absolute value; `-∞` for a sum of 0
  /// @param sign -1, 0 or 1; `NaN` where the sum is
  public record Signed(double logMagnitude, double sign) {}

  /// `log |sum_k b_k exp(x_k)|` and the sign of that sum, as SciPy's `logsumexp(x, b=b,
  /// return_sign=True)`. Elements of weight 0 take no part, even where `x_k` is infinite or NaN, and
  /// where no others are the sum is 0, of sign 0. A NaN weight, and an infinite one of a zero, make
  /// NaN of both, as do infinite terms of both signs.
  ///
  /// @param x logits `(n)`
  /// @param weights `b (n)`, of any sign
  public static Signed weighted(double[] x, double[] weights) {
    Check.same("log-sum-exp", "logits", x.length, "weights", weights.length);
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      // Math.max hands NaN on.
      max = weights[i] == 0 ? max : Math.max(max, x[i]);
    }
    double shift = Math.abs(max) <= Double.MAX_VALUE ? max : 0;
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < x.length; i++) {
      if (weights[i] != 0) {
        // Neumaier's compensated sum: terms of both signs may cancel.
        double term = weights[i] * Math.exp(x[i] - shift);
        double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
      }
    }
    // Infinite terms leave no meaningful rest.
    double total = Math.abs(sum) <= Double.MAX_VALUE ? sum + lost : sum;
    return new Signed(Math.log(Math.abs(total)) + shift, Math.signum(total));
  }

  /// `x (n)` → its log-sum-exp.
  public static double of(double... x) {
    return along(x, Axis.vector(x.length))[0];
  }

  /// `x (N, K)`, row by row → `(N)`.
  ///
  /// @throws IllegalArgumentException if the elements are no whole rows of `classes`
  public static double[] rows(double[] x, int classes) {
    return along(x, Check.rows("log-sum-exp", x.length, classes));
  }

  /// The vectors of `axis` → one number each, in the order of the array: `(outer, inner)`.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array
  public static double[] along(double[] x, Axis axis) {
    double[] out = new double[axis.vectors()];
    along(x, axis, out);
    return out;
  }

  /// The vectors of `axis` → the first elements of `out`, one each. Allocates nothing.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array, or `out` is too short
  public static void along(double[] x, Axis axis, double[] out) {
    Check.fits("log-sum-exp", "x", x.length, axis);
    if (out.length < axis.vectors()) {
      throw new IllegalArgumentException(
          "log-sum-exp: " + axis.vectors() + " vectors but out (" + out.length + ")");
    }
    if (axis.inner() == 1) {
      DoubleRows.logSumExp(x, axis.offset(), out, 0, axis.outer(), axis.size());
    } else {
      DoubleVectors.logSumExp(x, out, axis.offset(), axis.outer(), axis.size(), axis.inner());
    }
  }

  /// `x (n)` → its log-sum-exp.
  public static float of(float[] x) {
    return along(x, Axis.vector(x.length))[0];
  }

  /// `x (N, K)`, row by row → `(N)`.
  ///
  /// @throws IllegalArgumentException if the elements are no whole rows of `classes`
  public static float[] rows(float[] x, int classes) {
    return along(x, Check.rows("log-sum-exp", x.length, classes));
  }

  /// The vectors of `axis` → one number each, in the order of the array: `(outer, inner)`.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array
  public static float[] along(float[] x, Axis axis) {
    float[] out = new float[axis.vectors()];
    along(x, axis, out);
    return out;
  }

  /// The vectors of `axis` → the first elements of `out`, one each. Allocates nothing.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array, or `out` is too short
  public static void along(float[] x, Axis axis, float[] out) {
    Check.fits("log-sum-exp", "x", x.length, axis);
    if (out.length < axis.vectors()) {
      throw new IllegalArgumentException(
          "log-sum-exp: " + axis.vectors() + " vectors but out (" + out.length + ")");
    }
    if (axis.inner() == 1) {
      FloatRows.logSumExp(x, axis.offset(), out, 0, axis.outer(), axis.size());
    } else {
      FloatVectors.logSumExp(x, out, axis.offset(), axis.outer(), axis.size(), axis.inner());
    }
  }
}
