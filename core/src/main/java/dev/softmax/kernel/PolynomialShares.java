package dev.softmax.kernel;

/// `p_i = f(x_i / T) / Σ f(x_j / T)` with a polynomial `f` of even order that is nowhere negative.
/// Arguments are brought near 1 by a power of two `M`, `f(v) / M^n = Σ c_k M^(k − n) (v / M)^k`, so
/// that nothing overflows.
public final class PolynomialShares {
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

  /// The polynomial at one scale: its coefficients, and `M`.
  private static final class Scaled {
    final double[] scaled;
    final double unit;

    Scaled(double[] scaled, double unit) {
      this.scaled = scaled;
      this.unit = unit;
    }

    double value(double u) {
      double value = 0;
      for (int k = scaled.length - 1; k >= 0; k--) {
        value = value * u + scaled[k];
      }
      return value;
    }

    /// The slope by `v`, over `M^n`.
    double slope(double u) {
      double slope = 0;
      for (int k = scaled.length - 1; k >= 1; k--) {
        slope = slope * u + k * scaled[k];
      }
      return slope / unit;
    }
  }

  private Scaled scaled(double[] x, int n) {
    double most = 0;
    for (int i = 0; i < n; i++) {
      most = Math.max(most, Math.abs(x[i] / temperature));
    }
    int order = coefficients.length - 1;
    boolean small = most < 1 && coefficients[0] != 0;
    if (small || most == 0 || !(most <= Double.MAX_VALUE)) {
      return new Scaled(coefficients, 1);
    }
    int exponent = Math.getExponent(most);
    double[] changed = coefficients.clone();
    for (int k = 0; k <= order; k++) {
      // In two steps: the power alone may be below every double, or above.
      int power = exponent * (k - order);
      changed[k] = Math.scalb(Math.scalb(changed[k], power / 2), power - power / 2);
    }
    return new Scaled(changed, Math.scalb(1.0, exponent));
  }

  /// Probabilities of `x[0 .. n)`.
  public void apply(double[] x, double[] p, int n) {
    Scaled f = scaled(x, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      p[i] = f.value(x[i] / temperature / f.unit);
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
      double value = f.value(x[i] / temperature / f.unit);
      sum += value;
      along += value * v[i];
    }
    double mean = along / sum;
    for (int i = 0; i < n; i++) {
      double slope = f.slope(x[i] / temperature / f.unit);
      out[i] = slope / sum * (v[i] - mean) / temperature;
    }
  }

  /// `−log p_y`, and its gradient.
  public double loss(double[] x, int n, int target, double[] gradient) {
    Scaled f = scaled(x, n);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += f.value(x[i] / temperature / f.unit);
    }
    for (int i = 0; i < n; i++) {
      gradient[i] = f.slope(x[i] / temperature / f.unit) / sum / temperature;
    }
    double u = x[target] / temperature / f.unit;
    double own = f.value(u);
    gradient[target] -= f.slope(u) / own / temperature;
    return Math.log(sum / own);
  }
}
