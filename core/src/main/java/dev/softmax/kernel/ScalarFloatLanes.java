package dev.softmax.kernel;

/// [FloatLanes] as plain loops in `double`: the reference that the others are tested against, and
/// what runs where there are no vectors.
final class ScalarFloatLanes implements FloatLanes {
  @Override
  public int width() {
    return 1;
  }

  @Override
  public float max(float[] x, int at, int n) {
    float max = Float.NEGATIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      max = x[i] > max ? x[i] : max;
    }
    return max;
  }

  @Override
  public float min(float[] x, int at, int n) {
    float min = Float.POSITIVE_INFINITY;
    for (int i = at; i < at + n; i++) {
      min = x[i] < min ? x[i] : min;
    }
    return min;
  }

  /// Here the constant is `2^64 exp(-beta extreme)`: like the exponent of the other kernels it keeps
  /// what becomes subnormal from being rounded twice.
  @Override
  public double exp(float[] x, int at, float[] y, int to, int n, float extreme, double beta) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      float e = (float) (Math.exp(((double) x[at + i] - extreme) * beta) * 0x1p64);
      y[to + i] = e;
      sum += e;
    }
    return sum;
  }

  @Override
  public double unit(float extreme) {
    return 0x1p-64;
  }

  @Override
  public double rest(float[] x, int at, int n, float extreme, double beta) {
    double sum = 0;
    int ties = 0;
    for (int i = at; i < at + n; i++) {
      if (x[i] == extreme) {
        ties++;
      } else {
        sum += Math.exp(((double) x[i] - extreme) * beta);
      }
    }
    return sum + Math.max(ties - 1, 0);
  }

  @Override
  public void divide(float[] y, int at, int n, double sum) {
    for (int i = at; i < at + n; i++) {
      y[i] = (float) (y[i] / sum);
    }
  }

  @Override
  public void shift(
      float[] x, int at, float[] y, int to, int n, float extreme, double beta, double log) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) (((double) x[at + i] - extreme) * beta - log);
    }
  }

  @Override
  public double expInWindow(float[] x, int at, float[] y, int to, int n) {
    return -1;
  }

  @Override
  public double sumInWindow(float[] x, int at, int n) {
    return -1;
  }

  @Override
  public void subtract(float[] x, int at, float[] y, int to, int n, double log) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) (x[at + i] - log);
    }
  }
}
