package dev.softmax.kernel;

/// One row of a layer or root-mean-square normalisation; see [FloatNorms].
final class NormRows {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  /// Shorter rows are summed one element at a time.
  private static final int FEW = 16;

  private NormRows() {}

  static void forward(
      float[] x,
      int row,
      int d,
      float[] gamma,
      float[] beta,
      double epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    int at = row * d;
    double average = FloatElements.sum(x, at, d) / d;
    double variance = squares(x, at, d, average) / d;
    float scale = (float) (1 / Math.sqrt(variance + epsilon));
    float centre = (float) average;
    mean[row] = centre;
    rstd[row] = scale;
    if (SIMD && d >= FEW) {
      SimdNorms.affine(x, at, d, centre, scale, gamma, beta, y);
    } else {
      for (int j = 0; j < d; j++) {
        y[at + j] = Math.fma((x[at + j] - centre) * scale, gamma[j], beta[j]);
      }
    }
  }

  private static double squares(float[] x, int at, int d, double centre) {
    int done = 0;
    double sum = 0;
    if (SIMD && d >= FEW) {
      done = SimdElements.bound(d);
      sum = SimdNorms.squares(x, at, done, centre);
    }
    for (int i = at + done; i < at + d; i++) {
      double difference = x[i] - centre;
      sum += difference * difference;
    }
    return sum;
  }

  /// `dx += rstd (dy γ - mean(dy γ) - x̂ mean(dy γ x̂))`.
  static void backward(
      float[] x, int row, int d, float[] gamma, float mean, float rstd, float[] dy, float[] dx) {
    int at = row * d;
    double sum = 0;
    double product = 0;
    int done = 0;
    if (SIMD && d >= FEW) {
      done = SimdElements.bound(d);
      sum = SimdNorms.dot(gamma, 0, dy, at, done);
      product = SimdNorms.product(x, at, done, mean, rstd, gamma, dy);
    }
    for (int j = done; j < d; j++) {
      double g = (double) dy[at + j] * gamma[j];
      sum += g;
      product += g * ((x[at + j] - mean) * rstd);
    }
    float less = (float) (-sum / d);
    float slope = (float) (-product / d);
    if (SIMD && d >= FEW) {
      SimdNorms.gradient(x, at, d, mean, rstd, gamma, dy, less, slope, dx);
    } else {
      for (int j = 0; j < d; j++) {
        float unit = (x[at + j] - mean) * rstd;
        float g = Math.fma(dy[at + j], gamma[j], Math.fma(unit, slope, less));
        dx[at + j] = Math.fma(g, rstd, dx[at + j]);
      }
    }
  }

  /// Adds `dy x̂` to `sums[to ..]`, `dy` to the `d` sums after them.
  static void addParameters(
      float[] x, int row, int d, float mean, float rstd, float[] dy, double[] sums, int to) {
    int at = row * d;
    addGamma(x, row, d, mean, rstd, dy, sums, to);
    for (int j = 0; j < d; j++) {
      sums[to + d + j] += dy[at + j];
    }
  }

  /// Adds `dy x̂` to `sums[to ..]`.
  static void addGamma(
      float[] x, int row, int d, float mean, float rstd, float[] dy, double[] sums, int to) {
    int at = row * d;
    for (int j = 0; j < d; j++) {
      sums[to + j] += (x[at + j] - mean) * rstd * dy[at + j];
    }
  }

  /// `y = x rstd γ`.
  static void rms(
      float[] x, int row, int d, float[] gamma, double epsilon, float[] y, float[] rstd) {
    int at = row * d;
    float scale = (float) (1 / Math.sqrt(FloatElements.sumOfSquares(x, at, d) / d + epsilon));
    rstd[row] = scale;
    for (int j = 0; j < d; j++) {
      y[at + j] = x[at + j] * scale * gamma[j];
    }
  }

  /// `dx += rstd (dy γ - x̂ mean(dy γ x̂))`.
  static void rmsBackward(
      float[] x, int row, int d, float[] gamma, float rstd, float[] dy, float[] dx) {
    int at = row * d;
    double product = 0;
    int done = 0;
    if (SIMD && d >= FEW) {
      done = SimdElements.bound(d);
      product = SimdNorms.product(x, at, done, 0, rstd, gamma, dy);
    }
    for (int j = done; j < d; j++) {
      product += (double) dy[at + j] * gamma[j] * (x[at + j] * rstd);
    }
    float slope = (float) (-product / d);
    for (int j = 0; j < d; j++) {
      float g = Math.fma(dy[at + j], gamma[j], x[at + j] * rstd * slope);
      dx[at + j] = Math.fma(g, rstd, dx[at + j]);
    }
  }
}
