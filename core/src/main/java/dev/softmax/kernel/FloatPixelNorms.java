package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Batch normalisation of many rows of few channels `x (N, D)`, with what follows it in networks of pictures
/// in the same pass: `y = max((x - mean) rstd γ + β + shortcut, least)`, where `least` is 0 for a rectifier and
/// `-∞` for none. Tasks are blocks of rows; means and squared differences of blocks are joined in their
/// order as Chan, Golub and LeVeque (1979) do.
///
/// An instance is one call in progress; instances are used again.
public final class FloatPixelNorms implements IntConsumer {
  /// Elements of a block of rows: half of the first-level cache, for what is read twice.
  private static final int BLOCK = 1 << 13;

  private static final int PARALLEL = 1 << 15;
  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatPixelNorms> POOL = new Pool<>(FloatPixelNorms::new);
  private static final float[] NOTHING = new float[0];

  private enum Work {
    MOMENTS,
    APPLY,
    SUMS,
    GRADIENT
  }

  private Work work = Work.MOMENTS;
  private float[] x = NOTHING;
  private int n;
  private int d;
  private int rowsEach;
  private float[] mean = NOTHING;
  private float[] rstd = NOTHING;
  private float[] gamma = NOTHING;
  private float[] beta = NOTHING;
  private float @Nullable [] shortcut;
  private float least;
  private float[] y = NOTHING;
  private float[] dy = NOTHING;
  private float @Nullable [] dx;
  private boolean addX;
  private float @Nullable [] dShortcut;
  private boolean addShortcut;

  /// Of each block: means, or sums; squared differences, or products.
  private double[] firsts = new double[0];

  private double[] seconds = new double[0];
  private float[] scales = NOTHING;
  private float[] slopes = NOTHING;
  private float[] shifts = NOTHING;

  private FloatPixelNorms() {}

  /// Means `(D)` and biased variances `(D)` of the columns.
  public static void moments(float[] x, int n, int d, double[] means, double[] variances) {
    FloatPixelNorms call = take(x, n, d);
    try {
      call.each(Work.MOMENTS);
      call.join(means, variances);
    } finally {
      call.release();
    }
  }

  /// Normalises by given means and reciprocal deviations.
  ///
  /// @param shortcut as `x`, or none
  public static void apply(
      float[] x,
      int n,
      int d,
      float[] mean,
      float[] rstd,
      float[] gamma,
      float[] beta,
      float @Nullable [] shortcut,
      float least,
      float[] y) {
    FloatPixelNorms call = take(x, n, d);
    call.mean = mean;
    call.rstd = rstd;
    call.gamma = gamma;
    call.beta = beta;
    call.shortcut = shortcut;
    call.least = least;
    call.y = y;
    try {
      call.each(Work.APPLY);
    } finally {
      call.release();
    }
  }

  /// Where a gradient goes, and whether it is added to what is there; none where it is null.
  public record Target(float @Nullable [] array, boolean add) {}

  /// The gradient, with `g = dy` where `y > least` and else 0: `dx = rstd γ (g - mean(g) - x̂ mean(g x̂))`, without
  /// the means unless `batch`; that of the shortcut is g; `dGamma += Σ g x̂`, `dBeta += Σ g`.
  public static void gradient(
      float[] x,
      int n,
      int d,
      float[] mean,
      float[] rstd,
      float[] gamma,
      boolean batch,
      float[] y,
      float least,
      float[] dy,
      Target ofX,
      Target ofShortcut,
      float[] dGamma,
      float[] dBeta) {
    FloatPixelNorms call = take(x, n, d);
    call.mean = mean;
    call.rstd = rstd;
    call.least = least;
    call.y = y;
    call.dy = dy;
    call.dx = ofX.array;
    call.addX = ofX.add;
    call.dShortcut = ofShortcut.array;
    call.addShortcut = ofShortcut.add;
    try {
      call.each(Work.SUMS);
      call.parameters(gamma, batch, dGamma, dBeta);
      if (call.dx != null) {
        call.each(Work.GRADIENT);
      }
    } finally {
      call.release();
    }
  }

  private static FloatPixelNorms take(float[] x, int n, int d) {
    FloatPixelNorms call = POOL.take();
    call.x = x;
    call.n = n;
    call.d = d;
    call.rowsEach = Math.max(1, BLOCK / Math.max(1, d));
    int sums = call.blocks() * d;
    if (call.firsts.length < sums) {
      call.firsts = new double[sums];
      call.seconds = new double[sums];
    }
    if (call.scales.length < d) {
      call.scales = new float[d];
      call.slopes = new float[d];
      call.shifts = new float[d];
    }
    return call;
  }

  private void release() {
    x = NOTHING;
    mean = NOTHING;
    rstd = NOTHING;
    gamma = NOTHING;
    beta = NOTHING;
    shortcut = null;
    y = NOTHING;
    dy = NOTHING;
    dx = null;
    dShortcut = null;
    POOL.give(this);
  }

  private int blocks() {
    return (n + rowsEach - 1) / rowsEach;
  }

  private int rows(int block) {
    return Math.min(rowsEach, n - block * rowsEach);
  }

  private void each(Work next) {
    work = next;
    if ((long) n * d < PARALLEL) {
      for (int block = 0; block < blocks(); block++) {
        accept(block);
      }
    } else {
      Parallel.forEach(blocks(), this);
    }
  }

  private void join(double[] means, double[] variances) {
    Arrays.fill(means, 0, d, 0);
    Arrays.fill(variances, 0, d, 0);
    for (int block = 0; block < blocks(); block++) {
      double before = (double) block * rowsEach;
      double share = rows(block) / (before + rows(block));
      for (int c = 0; c < d; c++) {
        double difference = firsts[block * d + c] - means[c];
        means[c] += difference * share;
        variances[c] += seconds[block * d + c] + difference * difference * before * share;
      }
    }
    for (int c = 0; c < d; c++) {
      variances[c] /= n;
    }
  }

  private void parameters(float[] gamma, boolean batch, float[] dGamma, float[] dBeta) {
    for (int c = 0; c < d; c++) {
      double sum = 0;
      double products = 0;
      for (int block = 0; block < blocks(); block++) {
        sum += firsts[block * d + c];
        products += seconds[block * d + c];
      }
      dGamma[c] += (float) products;
      dBeta[c] += (float) sum;
      scales[c] = rstd[c] * gamma[c];
      shifts[c] = batch ? (float) (-sum / n) : 0;
      slopes[c] = batch ? (float) (-products / n) : 0;
    }
  }

  /// One block of rows.
  @Override
  public void accept(int block) {
    int at = block * rowsEach * d;
    int rows = rows(block);
    int done = SIMD ? SimdElements.bound(d) : 0;
    for (int c = 0; c < done; c += SimdFloatLanes.WIDTH) {
      vector(at + c, rows, c, block * d + c);
    }
    for (int c = done; c < d; c++) {
      column(at + c, rows, c, block * d + c);
    }
    float[] to = dShortcut;
    if (work == Work.SUMS && to != null) {
      int whole = SIMD ? SimdElements.bound(rows * d) : 0;
      if (whole > 0) {
        SimdPixelNorms.pass(y, least, dy, at, whole, addShortcut, to);
      }
      for (int i = at + whole; i < at + rows * d; i++) {
        float g = y[i] <= least ? 0 : dy[i];
        to[i] = addShortcut ? to[i] + g : g;
      }
    }
  }

  private void vector(int at, int rows, int c, int sums) {
    switch (work) {
      case MOMENTS -> SimdPixelNorms.moments(x, at, rows, d, firsts, seconds, sums);
      case APPLY -> {
        float[] s = shortcut;
        if (s == null) {
          SimdPixelNorms.apply(x, at, rows, d, c, mean, rstd, gamma, beta, least, y);
        } else {
          SimdPixelNorms.applyAdd(x, at, rows, d, c, mean, rstd, gamma, beta, s, least, y);
        }
      }
      case SUMS ->
          SimdPixelNorms.sums(x, at, rows, d, c, mean, rstd, y, least, dy, firsts, seconds, sums);
      case GRADIENT -> {
        float[] to = dx;
        if (to != null) {
          SimdPixelNorms.gradient(
              x, at, rows, d, c, mean, rstd, y, least, dy, scales, slopes, shifts, addX, to);
        }
      }
    }
  }

  /// What vectors leave: one channel, in the same arithmetic.
  private void column(int at, int rows, int c, int sums) {
    int end = at + rows * d;
    switch (work) {
      case MOMENTS -> moments(at, end, rows, sums);
      case APPLY -> {
        for (int i = at; i < end; i += d) {
          float v = Math.fma((x[i] - mean[c]) * rstd[c], gamma[c], beta[c]);
          v = shortcut == null ? v : v + shortcut[i];
          y[i] = v < least ? least : v;
        }
      }
      case SUMS -> {
        double sum = 0;
        double products = 0;
        for (int i = at; i < end; i += d) {
          float g = y[i] <= least ? 0 : dy[i];
          sum += g;
          products += (x[i] - mean[c]) * rstd[c] * g;
        }
        firsts[sums] = sum;
        seconds[sums] = products;
      }
      case GRADIENT -> {
        float[] to = dx;
        for (int i = at; i < end && to != null; i += d) {
          float g = y[i] <= least ? 0 : dy[i];
          g += Math.fma((x[i] - mean[c]) * rstd[c], slopes[c], shifts[c]);
          to[i] = addX ? Math.fma(g, scales[c], to[i]) : g * scales[c];
        }
      }
    }
  }

  private void moments(int at, int end, int rows, int to) {
    double sum = 0;
    for (int i = at; i < end; i += d) {
      sum += x[i];
    }
    double centre = sum / rows;
    double squares = 0;
    for (int i = at; i < end; i += d) {
      squares = Math.fma(x[i] - centre, x[i] - centre, squares);
    }
    firsts[to] = centre;
    seconds[to] = squares;
  }
}
