package dev.softmax.kernel;

/// [LossColumns] as plain loops in `double`, the reference.
final class ScalarLossColumns implements LossColumns {
  @Override
  public int width() {
    return 1;
  }

  @Override
  public void sums(
      float[] x,
      int at,
      int stride,
      int rows,
      int lanes,
      float[] max,
      float[] ties,
      double[] rest) {
    for (int lane = 0; lane < lanes; lane++) {
      float most = Float.NEGATIVE_INFINITY;
      for (int v = 0; v < rows; v++) {
        most =
            Math.max(
                most, Float.isNaN(x[at + lane + v * stride]) ? most : x[at + lane + v * stride]);
      }
      max[lane] = most;
      rest[lane] =
          Math.abs(most) <= Float.MAX_VALUE
              ? rest(x, at + lane, stride, rows, most)
              : LossColumns.broken(most, x, at + lane, stride, rows);
    }
  }

  private static double rest(float[] x, int at, int stride, int rows, float max) {
    double sum = 0;
    int ties = 0;
    for (int v = 0; v < rows; v++) {
      float logit = x[at + v * stride];
      if (logit == max) {
        ties++;
      } else {
        sum += Math.exp((double) logit - max);
      }
    }
    return sum + (ties - 1);
  }

  @Override
  public void slopes(
      float[] x,
      int at,
      int stride,
      int rows,
      int lanes,
      float[] max,
      float[] high,
      float[] low,
      float[] y) {
    for (int v = 0; v < rows; v++) {
      for (int lane = 0; lane < lanes; lane++) {
        double e = Math.exp((double) x[at + v * stride + lane] - max[lane]) * 0x1p64;
        y[v * lanes + lane] = (float) (e * ((double) high[lane] + low[lane]));
      }
    }
  }
}
