package dev.softmax.kernel;

/// `p_i = f(x_i / T) / Σ f(x_j / T)` with a polynomial `f` of even order that is nowhere negative.
/// Arguments are brought near 1 by a power of two `M`, `f(v) / M^n = Σ c_k M^(k − n) (v / M)^k`, so
/// that nothing overflows; `x / T` is not computed before, but `x / (M T)`.
public final class PolynomialShares {
  /// Of what is scaled `M T` is not below `2^LEAST_REACH`.
  private static final int LEAST_REACH = -1000;

  private final double[] coefficients;
  private final double temperature;

  /// Shares by a polynomial.
  ///
  /// @param coefficients `c_0 … c_n`; not copied
  /// @param temperature `T`
  public PolynomialShares(double[] coefficients, double temperature) {
    this.coefficients = coefficients;
    this.temperature = temperature;
  }

  /// The polynomial at one scale: its coefficients, and `M T`.
  private static final class Scaled {
    final double[] scaled;
    final double reach;

    Scaled(double[] scaled, double reach) {
      this.scaled = scaled;
      this.reach = reach;
    }

    /// `f(x / T) / M^n`.
    double value(double x) {
      double u = x / reach;
      double value = 0;
      for (int k = scaled.length - 1; k >= 0; k--) {
        value = value * u + scaled[k];
      }
      return value;
    }

    /// The slope by `x / (M T)`, over `M^n`; by `x` when divided by the reach.
    double slope(double x) {
      double u = x / reach;
      double slope = 0;
      for (int k = scaled.length - 1; k >= 1; k--) {
        slope = slope * u + k * scaled[k];
      }
      return slope;
    }
  }

  private Scaled scaled(double[] x, int n) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(x[i]));
    }
    int order = coefficients.length - 1;
    boolean small = most < temperature && coefficients[0] != 0;
    if (small || most == 0 || !(most <= Double.MAX_VALUE)) {
      return new Scaled(coefficients, temperature);
    }
    // Of subnormal scores the reach keeps its digits.
    int least = LEAST_REACH - Math.getExponent(temperature);
    int exponent = Math.max(least, exponent(most) - exponent(temperature));
    double[] changed = coefficients.clone();
    for (int k = 0; k <= order; k++) {
      // In two steps: the power alone may be below every double, or above.
      int power = exponent * (k - order);
      changed[k] = Math.scalb(Math.scalb(changed[k], power / 2), power - power / 2);
    }
    return new Scaled(changed, Math.scalb(temperature, exponent));
  }

  /// The exponent of a number above 0, also of a subnormal one.
  private static int exponent(double x) {
    return x < Double.MIN_NORMAL
        ? Math.getExponent(Math.scalb(x, Double.PRECISION)) - Double.PRECISION
        : Math.getExponent(x);
  }

  /// Probabilities of `x[0 .. n)`.
  public void apply(double[] x, double[] p, int n) {
    Scaled f = scaled(x, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      p[i] = f.value(x[i]);
      sum += p[i];
    }
    for (int i = 0; i < n; i++) {
      p[i] /= sum;
    }
  }

  /// A gradient times the Jacobian: `f'(x_j / T) / (T Σ f) (v_j − ⟨p, v⟩)`.
  public void product(double[] x, double[] v, double[] out, int n) {
    Scaled f = scaled(x, n);
    double sum = 0;
    double along = 0;
    for (int i = 0; i < n; i++) {
      double value = f.value(x[i]);
      sum += value;
      along += value * v[i];
    }
    double mean = along / sum;
    for (int i = 0; i < n; i++) {
      double slope = f.slope(x[i]);
      out[i] = slope / sum * (v[i] - mean) / f.reach;
    }
  }

  /// `−log p_y`, and its gradient.
  public double loss(double[] x, int n, int target, double[] gradient) {
    Scaled f = scaled(x, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += f.value(x[i]);
    }
    for (int i = 0; i < n; i++) {
      gradient[i] = f.slope(x[i]) / sum / f.reach;
    }
    double own = f.value(x[target]);
    gradient[target] -= f.slope(x[target]) / own / f.reach;
    return Math.log(sum / own);
  }
}
