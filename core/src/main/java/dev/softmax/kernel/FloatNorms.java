package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Layer normalisation of rows and batch normalisation of columns of `x (N, D)`, and their gradients:
/// `y = (x - mean) rstd γ + β` with `rstd = 1 / √(variance + epsilon)` and the biased variance. Sums
/// are `double`, and the variance is that of the differences from the mean. Rows, or columns, are cut
/// by the shape alone.
///
/// An instance is one call in progress; instances are used again.
public final class FloatNorms implements IntConsumer {
  private static final int BLOCK = 1 << 14;
  private static final int PARALLEL = 3 * BLOCK;

  /// Columns of a task of batch normalisation: their sums stay in the first-level cache.
  private static final int COLUMNS = 64;

  private static final Pool<FloatNorms> POOL = new Pool<>(FloatNorms::new);
  private static final float[] NOTHING = new float[0];

  private enum Work {
    LAYER,
    LAYER_GRADIENT,
    BATCH,
    BATCH_GRADIENT
  }

  private Work work = Work.LAYER;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private float[] dx = NOTHING;
  private float[] gamma = NOTHING;
  private float[] beta = NOTHING;
  private float[] dGamma = NOTHING;
  private float[] dBeta = NOTHING;
  private float[] mean = NOTHING;
  private float[] rstd = NOTHING;
  private int n;
  private int d;
  private int rowsEach;
  private double epsilon;
  private double[] partial = new double[0];

  private FloatNorms() {}

  /// Layer normalisation: `x (N, D)` → `y (N, D)`; `mean (N)` and `rstd (N)` are kept for the gradient.
  public static void layer(
      float[] x,
      int n,
      int d,
      float[] gamma,
      float[] beta,
      double epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    FloatNorms call = take(Work.LAYER, x, n, d, gamma, mean, rstd);
    call.y = y;
    call.beta = beta;
    call.epsilon = epsilon;
    call.run(call.rowTasks());
  }

  /// The gradient of [#layer]: `dx += …`, `dGamma += Σ dy x̂`, `dBeta += Σ dy`.
  public static void addLayerGradient(
      float[] x,
      int n,
      int d,
      float[] gamma,
      float[] mean,
      float[] rstd,
      float[] dy,
      float[] dx,
      float[] dGamma,
      float[] dBeta) {
    FloatNorms call = take(Work.LAYER_GRADIENT, x, n, d, gamma, mean, rstd);
    call.y = dy;
    call.dx = dx;
    int tasks = call.rowTasks();
    call.partial = room(call.partial, tasks * 2 * d);
    Arrays.fill(call.partial, 0, tasks * 2 * d, 0);
    try {
      call.each(tasks);
      for (int j = 0; j < d; j++) {
        double scales = 0;
        double shifts = 0;
        for (int task = 0; task < tasks; task++) {
          scales += call.partial[task * 2 * d + j];
          shifts += call.partial[task * 2 * d + d + j];
        }
        dGamma[j] += (float) scales;
        dBeta[j] += (float) shifts;
      }
    } finally {
      call.release();
    }
  }

  /// Batch normalisation in training: `x (N, D)` → `y (N, D)`; `mean (D)` and `rstd (D)` are written.
  /// The biased variance is `1 / rstd² - epsilon`.
  public static void batch(
      float[] x,
      int n,
      int d,
      float[] gamma,
      float[] beta,
      double epsilon,
      float[] y,
      float[] mean,
      float[] rstd) {
    FloatNorms call = take(Work.BATCH, x, n, d, gamma, mean, rstd);
    call.y = y;
    call.beta = beta;
    call.epsilon = epsilon;
    call.run((d + COLUMNS - 1) / COLUMNS);
  }

  /// The gradient of [#batch]: `dx += …`, `dGamma += Σ dy x̂`, `dBeta += Σ dy`.
  public static void addBatchGradient(
      float[] x,
      int n,
      int d,
      float[] gamma,
      float[] mean,
      float[] rstd,
      float[] dy,
      float[] dx,
      float[] dGamma,
      float[] dBeta) {
    FloatNorms call = take(Work.BATCH_GRADIENT, x, n, d, gamma, mean, rstd);
    call.y = dy;
    call.dx = dx;
    call.dGamma = dGamma;
    call.dBeta = dBeta;
    call.run((d + COLUMNS - 1) / COLUMNS);
  }

  private static FloatNorms take(
      Work work, float[] x, int n, int d, float[] gamma, float[] mean, float[] rstd) {
    assert x.length >= n * d && gamma.length >= d;
    FloatNorms call = POOL.take();
    call.work = work;
    call.x = x;
    call.n = n;
    call.d = d;
    call.gamma = gamma;
    call.mean = mean;
    call.rstd = rstd;
    call.rowsEach = Math.max(1, BLOCK / Math.max(1, d));
    return call;
  }

  private int rowTasks() {
    return (n + rowsEach - 1) / rowsEach;
  }

  private static double[] room(double[] kept, int size) {
    return kept.length < size ? new double[size] : kept;
  }

  private void run(int tasks) {
    try {
      each(tasks);
    } finally {
      release();
    }
  }

  private void each(int tasks) {
    if ((long) n * d < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    } else {
      Parallel.forEach(tasks, this);
    }
  }

  private void release() {
    x = NOTHING;
    y = NOTHING;
    dx = NOTHING;
    gamma = NOTHING;
    beta = NOTHING;
    dGamma = NOTHING;
    dBeta = NOTHING;
    mean = NOTHING;
    rstd = NOTHING;
    POOL.give(this);
  }

  /// One task: some rows, or some columns.
  @Override
  public void accept(int task) {
    int row = task * rowsEach;
    int rows = Math.min(n, row + rowsEach);
    int column = task * COLUMNS;
    int columns = Math.min(d - column, COLUMNS);
    switch (work) {
      case LAYER -> {
        for (int r = row; r < rows; r++) {
          NormRows.forward(x, r, d, gamma, beta, epsilon, y, mean, rstd);
        }
      }
      case LAYER_GRADIENT -> {
        for (int r = row; r < rows; r++) {
          NormRows.backward(x, r, d, gamma, mean[r], rstd[r], y, dx);
          NormRows.addParameters(x, r, d, mean[r], rstd[r], y, partial, task * 2 * d);
        }
      }
      case BATCH -> {
        NormColumns sums = NormColumns.POOL.take();
        sums.forward(x, n, d, column, columns, gamma, beta, epsilon, y, mean, rstd);
        NormColumns.POOL.give(sums);
      }
      case BATCH_GRADIENT -> {
        NormColumns sums = NormColumns.POOL.take();
        sums.backward(x, n, d, column, columns, gamma, mean, rstd, y, dx, dGamma, dBeta);
        NormColumns.POOL.give(sums);
      }
    }
  }
}
