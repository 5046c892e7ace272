package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Layer normalisation of rows and batch normalisation of columns of `x (N, D)`, and their gradients:
/// `y = (x - mean) rstd γ + β` with `rstd = 1 / √(variance + epsilon)` and the biased variance. Sums
/// are `double`, and the variance is that of the differences from the mean. Normalisation of rows by
/// their root mean square is `y = x rstd γ` with `rstd = 1 / √(mean square + epsilon)`. Rows, or
/// columns, are cut by the shape alone.
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
    RMS,
    RMS_GRADIENT,
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
    if (n == 1) {
      NormRows.forward(x, 0, d, gamma, beta, epsilon, y, mean, rstd);
      return;
    }
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
    call.runWithSums(dGamma, dBeta);
  }

  /// Root-mean-square normalisation: `x (N, D)` → `y (N, D)`; `rstd (N)` is kept for the gradient.
  public static void rms(
      float[] x, int n, int d, float[] gamma, double epsilon, float[] y, float[] rstd) {
    if (n == 1) {
      NormRows.rms(x, 0, d, gamma, epsilon, y, rstd);
      return;
    }
    FloatNorms call = take(Work.RMS, x, n, d, gamma, NOTHING, rstd);
    call.y = y;
    call.epsilon = epsilon;
    call.run(call.rowTasks());
  }

  /// The gradient of [#rms]: `dx += …`, `dGamma += Σ dy x̂`.
  public static void addRmsGradient(
      float[] x,
      int n,
      int d,
      float[] gamma,
      float[] rstd,
      float[] dy,
      float[] dx,
      float[] dGamma) {
    FloatNorms call = take(Work.RMS_GRADIENT, x, n, d, gamma, NOTHING, rstd);
    call.y = dy;
    call.dx = dx;
    call.runWithSums(dGamma, NOTHING);
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

  /// Runs tasks that add up sums of columns, each its own, and adds their total; `dBeta` may be empty.
  private void runWithSums(float[] dGamma, float[] dBeta) {
    int tasks = rowTasks();
    partial = room(partial, tasks * 2 * d);
    Arrays.fill(partial, 0, tasks * 2 * d, 0);
    try {
      each(tasks);
      addSums(tasks, 0, dGamma);
      if (dBeta.length > 0) {
        addSums(tasks, d, dBeta);
      }
    } finally {
      release();
    }
  }

  private void addSums(int tasks, int from, float[] to) {
    for (int j = 0; j < d; j++) {
      double sum = 0;
      for (int task = 0; task < tasks; task++) {
        sum += partial[task * 2 * d + from + j];
      }
      to[j] += (float) sum;
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
      case RMS -> {
        for (int r = row; r < rows; r++) {
          NormRows.rms(x, r, d, gamma, epsilon, y, rstd);
        }
      }
      case RMS_GRADIENT -> {
        for (int r = row; r < rows; r++) {
          NormRows.rmsBackward(x, r, d, gamma, rstd[r], y, dx);
          NormRows.addGamma(x, r, d, 0, rstd[r], y, partial, task * 2 * d);
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
