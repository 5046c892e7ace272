package dev.softmax.kernel;

/// [DoubleLanes] as plain loops in `double`: the reference that the others are tested against, and
/// what runs where there are no vectors.
final class ScalarDoubleLanes implements DoubleLanes {
  @Override
  public int width() {
    return 1;
  }

  @Override
  public double max(double[] x, int at, int n) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = x[i] > max ? x[i] : max;
    }
    return max;
  }

  @Override
  public double min(double[] x, int at, int n) {
    double min = Double.POSITIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      min = x[i] < min ? x[i] : min;
    }
    return min;
  }

  /// Here the constant is `2^64 exp(-beta extreme)`: like the exponent of the other kernels it keeps
  /// what becomes subnormal from being rounded twice.
  @Override
  public double exp(double[] x, int at, double[] y, int to, int n, double extreme, double beta) {
    double sum = 0;
    double lost = 0;
    for (int i = 0; i < n; i++) {
      double e = (DoubleExp.relative(x[at + i], extreme, beta) * 0x1p64);
      y[to + i] = e;
      double next = sum + e;
      lost += e - (next - sum);
      sum = next;
    }
    return sum + lost;
  }

  @Override
  public double unit(double extreme) {
    return 0x1p-64;
  }

  @Override
  public double rest(double[] x, int at, int n, double extreme, double beta) {
    double sum = 0;
    double lost = 0;
    int ties = 0;
    for (int i = at; i < at + n; i++) {
      if (x[i] == extreme) {
        ties++;
      } else {
        double e = DoubleExp.relative(x[i], extreme, beta);
        double next = sum + e;
        double gain = next - sum;
        lost += (sum - (next - gain)) + (e - gain);
        sum = next;
      }
    }
    return sum + lost + Math.max(ties - 1, 0);
  }

  @Override
  public double log1p(double rest) {
    return FloatExp.log1p(rest);
  }

  @Override
  public void divide(double[] y, int at, int n, double sum) {
    for (int i = at; i < at + n; i++) {
      y[i] = (y[i] / sum);
    }
  }

  @Override
  public void shift(
      double[] x, int at, double[] y, int to, int n, double extreme, double beta, double log) {
    for (int i = 0; i < n; i++) {
      y[to + i] = ((x[at + i] - extreme) * beta - log);
    }
  }
}
