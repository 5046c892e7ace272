package dev.softmax.kernel;

import java.util.Arrays;

/// Some columns of a batch normalisation, row after row; see [FloatNorms]. What vectors of columns
/// leave is done in plain loops.
final class NormColumns {
  static final Pool<NormColumns> POOL = new Pool<>(NormColumns::new);
  private static final int MOST = 64;
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private final double[] sums = new double[MOST];
  private final double[] others = new double[MOST];
  private final float[] slopes = new float[MOST];
  private final float[] shifts = new float[MOST];
  private final float[] scales = new float[MOST];

  private NormColumns() {}

  void forward(
      float[] x,
      int n,
      int d,
      int column,
      int count,
      float[] gamma,
      float[] beta,
      double epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    int done = SIMD ? SimdElements.bound(count) : 0;
    for (int j = 0; j < done; j += SimdFloatLanes.WIDTH) {
      int c = column + j;
      SimdColumns.forward(x, n, d, c, gamma, beta, epsilon, y, mean, rstd, sums, others);
    }
    if (done < count) {
      fewForward(x, n, d, column + done, count - done, gamma, beta, epsilon, y, mean, rstd);
    }
  }

  private void fewForward(
      float[] x,
      int n,
      int d,
      int column,
      int count,
      float[] gamma,
      float[] beta,
      double epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    Arrays.fill(sums, 0);
    for (int r = 0; r < n; r++) {
      add(x, r * d + column, sums, count);
    }
    for (int j = 0; j < count; j++) {
      sums[j] /= n;
    }
    Arrays.fill(others, 0);
    for (int r = 0; r < n; r++) {
      addSquares(x, r * d + column, sums, others, count);
    }
    for (int j = 0; j < count; j++) {
      mean[column + j] = (float) sums[j];
      rstd[column + j] = (float) (1 / Math.sqrt(others[j] / n + epsilon));
    }
    for (int r = 0; r < n; r++) {
      affine(x, r * d + column, mean, rstd, gamma, beta, column, y, count);
    }
  }

  /// `dx += rstd γ (dy - mean(dy) - x̂ mean(dy x̂))`.
  void backward(
      float[] x,
      int n,
      int d,
      int column,
      int count,
      float[] gamma,
      float[] mean,
      float[] rstd,
      float[] dy,
      float[] dx,
      float[] dGamma,
      float[] dBeta) {
    int done = SIMD ? SimdElements.bound(count) : 0;
    for (int j = 0; j < done; j += SimdFloatLanes.WIDTH) {
      int c = column + j;
      SimdColumns.sums(x, n, d, c, mean, rstd, dy, sums, others);
      for (int k = 0; k < SimdFloatLanes.WIDTH; k++) {
        parameters(n, c, k, gamma, rstd, dGamma, dBeta);
      }
      SimdColumns.gradient(x, n, d, c, mean, rstd, dy, dx, scales, slopes, shifts);
    }
    if (done < count) {
      fewBackward(x, n, d, column + done, count - done, gamma, mean, rstd, dy, dx, dGamma, dBeta);
    }
  }

  private void parameters(
      int n, int column, int j, float[] gamma, float[] rstd, float[] dGamma, float[] dBeta) {
    dBeta[column + j] += (float) sums[j];
    dGamma[column + j] += (float) others[j];
    scales[j] = rstd[column + j] * gamma[column + j];
    shifts[j] = (float) (-sums[j] / n);
    slopes[j] = (float) (-others[j] / n);
  }

  private void fewBackward(
      float[] x,
      int n,
      int d,
      int column,
      int count,
      float[] gamma,
      float[] mean,
      float[] rstd,
      float[] dy,
      float[] dx,
      float[] dGamma,
      float[] dBeta) {
    Arrays.fill(sums, 0);
    Arrays.fill(others, 0);
    for (int r = 0; r < n; r++) {
      int at = r * d + column;
      add(dy, at, sums, count);
      addProducts(x, at, mean, rstd, column, dy, others, count);
    }
    for (int j = 0; j < count; j++) {
      parameters(n, column, j, gamma, rstd, dGamma, dBeta);
    }
    for (int r = 0; r < n; r++) {
      int at = r * d + column;
      for (int j = 0; j < count; j++) {
        float unit = (x[at + j] - mean[column + j]) * rstd[column + j];
        float g = dy[at + j] + Math.fma(unit, slopes[j], shifts[j]);
        dx[at + j] = Math.fma(g, scales[j], dx[at + j]);
      }
    }
  }

  private static void add(float[] x, int at, double[] sums, int count) {
    for (int j = 0; j < count; j++) {
      sums[j] += x[at + j];
    }
  }

  private static void addSquares(float[] x, int at, double[] means, double[] sums, int count) {
    for (int j = 0; j < count; j++) {
      double difference = x[at + j] - means[j];
      sums[j] += difference * difference;
    }
  }

  private static void addProducts(
      float[] x,
      int at,
      float[] mean,
      float[] rstd,
      int column,
      float[] dy,
      double[] sums,
      int count) {
    for (int j = 0; j < count; j++) {
      sums[j] += (x[at + j] - mean[column + j]) * rstd[column + j] * dy[at + j];
    }
  }

  private static void affine(
      float[] x,
      int at,
      float[] mean,
      float[] rstd,
      float[] gamma,
      float[] beta,
      int column,
      float[] y,
      int count) {
    for (int j = 0; j < count; j++) {
      int c = column + j;
      y[at + j] = Math.fma((x[at + j] - mean[c]) * rstd[c], gamma[c], beta[c]);
    }
  }
}
