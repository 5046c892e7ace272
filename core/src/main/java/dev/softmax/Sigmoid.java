package dev.softmax;

/// The logistic function `σ(x) = 1 / (1 + exp(-x))`, its logarithm and its integral `softplus`.
/// `σ(x)` is the first of the two probabilities of `softmax(x, 0)`, and `softmax(x, -x)` is
/// `σ(2x)`.
///
/// No argument overflows, and both tails keep their relative accuracy: the exponential is always
/// that of `-|x|`. `σ(-800)` is the nearest subnormal or zero and never negative. NaN gives NaN.
///
/// | x | `of` | `log` | `softplus` |
/// |---|---|---|---|
/// | −∞ | 0 | −∞ | 0 |
/// | 0 | 0.5 | −ln 2 | ln 2 |
/// | +∞ | 1 | 0 | +∞ |
///
/// The array forms work element by element; `out` may be the input itself. `float` arrays are
/// computed in `double` and rounded once.
public final class Sigmoid {
  private Sigmoid() {}

  /// `σ(x) = 1 / (1 + exp(-x))`.
  public static double of(double x) {
    double e = Math.exp(-Math.abs(x));
    // e / (1 + e) keeps the small probabilities that 1 - 1 / (1 + e) would lose.
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  /// `ln σ(x) = -ln(1 + exp(-x))`.
  public static double log(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }

  /// `softplus(x) = ln(1 + exp(x)) = -ln σ(-x)`, a smooth `max(x, 0)`.
  public static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /// `x (N)` → `σ(x) (N)`.
  public static double[] of(double[] x) {
    double[] out = new double[x.length];
    of(x, out);
    return out;
  }

  /// `x (N)` → `out (N)`, `σ` of each element.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public static void of(double[] x, double[] out) {
    check("sigmoid", x.length, out.length);
    for (int i = 0; i < x.length; i++) {
      out[i] = of(x[i]);
    }
  }

  /// `x (N)` → `σ(x) (N)`.
  public static float[] of(float[] x) {
    float[] out = new float[x.length];
    of(x, out);
    return out;
  }

  /// `x (N)` → `out (N)`, `σ` of each element.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public static void of(float[] x, float[] out) {
    check("sigmoid", x.length, out.length);
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) of((double) x[i]);
    }
  }

  /// `x (N)` → `ln σ(x) (N)`.
  public static double[] log(double[] x) {
    double[] out = new double[x.length];
    log(x, out);
    return out;
  }

  /// `x (N)` → `out (N)`, `ln σ` of each element.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public static void log(double[] x, double[] out) {
    check("log-sigmoid", x.length, out.length);
    for (int i = 0; i < x.length; i++) {
      out[i] = log(x[i]);
    }
  }

  /// `x (N)` → `ln σ(x) (N)`.
  public static float[] log(float[] x) {
    float[] out = new float[x.length];
    log(x, out);
    return out;
  }

  /// `x (N)` → `out (N)`, `ln σ` of each element.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public static void log(float[] x, float[] out) {
    check("log-sigmoid", x.length, out.length);
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) log((double) x[i]);
    }
  }

  /// `x (N)` → `softplus(x) (N)`.
  public static double[] softplus(double[] x) {
    double[] out = new double[x.length];
    softplus(x, out);
    return out;
  }

  /// `x (N)` → `out (N)`, `softplus` of each element.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public static void softplus(double[] x, double[] out) {
    check("softplus", x.length, out.length);
    for (int i = 0; i < x.length; i++) {
      out[i] = softplus(x[i]);
    }
  }

  /// `x (N)` → `softplus(x) (N)`.
  public static float[] softplus(float[] x) {
    float[] out = new float[x.length];
    softplus(x, out);
    return out;
  }

  /// `x (N)` → `out (N)`, `softplus` of each element.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public static void softplus(float[] x, float[] out) {
    check("softplus", x.length, out.length);
    for (int i = 0; i < x.length; i++) {
      out[i] = (float) softplus((double) x[i]);
    }
  }

  private static void check(String what, int in, int out) {
    if (in != out) {
      throw new IllegalArgumentException(what + ": x (" + in + ") but out (" + out + ")");
    }
  }
}
