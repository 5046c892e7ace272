package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Arithmetic on contiguous `float` arrays, element by element, and sums. Arrays may be the same at the
/// same place. Sums are cut by the length alone and added in the order of the pieces, so that they
/// have the same bits for any number of threads.
///
/// An instance is one call in progress; instances are used again.
public final class FloatElements implements IntConsumer {
  /// Elements of a task, and from how many on there are tasks: a loop of these runs at 10 to 20
  /// elements a nanosecond in cache.
  static final int BLOCK = 1 << 15;

  private static final int PARALLEL = 6 * BLOCK;

  /// Rows whose columns are summed in registers before they are added to the rest.
  private static final int ROWS = 64;

  /// Fewer elements are left to the scalar loops, which are quick long before vectors are compiled.
  private static final int FEW = 16;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatElements> POOL = new Pool<>(FloatElements::new);
  private static final float[] NOTHING = new float[0];

  enum Work {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    ADD_SCALED,
    ADD_PRODUCT,
    SCALE,
    CLAMP,
    FILL,
    BIAS,
    COLUMN_SUMS,
    SUM,
    SQUARES
  }

  private Work work = Work.ADD;
  private float[] a = NOTHING;
  private float[] b = NOTHING;
  private float[] c = NOTHING;
  private int aFrom;
  private int bFrom;
  private int cFrom;
  private int n;
  private int columns;
  private int rowsEach;
  private float low;
  private float high;
  private double[] sums = new double[0];
  private float[] partial = NOTHING;

  private FloatElements() {}

  /// `c = a + b`.
  public static void add(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    run(Work.ADD, a, aFrom, b, bFrom, c, cFrom, n, 0, 0);
  }

  /// `c = a - b`.
  public static void subtract(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    run(Work.SUBTRACT, a, aFrom, b, bFrom, c, cFrom, n, 0, 0);
  }

  /// `c = a b`.
  public static void multiply(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    run(Work.MULTIPLY, a, aFrom, b, bFrom, c, cFrom, n, 0, 0);
  }

  /// `c = a / b`.
  public static void divide(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    run(Work.DIVIDE, a, aFrom, b, bFrom, c, cFrom, n, 0, 0);
  }

  /// `c += a b`, the gradient of a product.
  public static void addProduct(
      float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    run(Work.ADD_PRODUCT, a, aFrom, b, bFrom, c, cFrom, n, 0, 0);
  }

  /// `y += factor x`.
  public static void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int n) {
    run(Work.ADD_SCALED, x, xFrom, x, xFrom, y, yFrom, n, factor, 0);
  }

  /// `y = factor x`.
  public static void scale(float factor, float[] x, int xFrom, float[] y, int yFrom, int n) {
    run(Work.SCALE, x, xFrom, x, xFrom, y, yFrom, n, factor, 0);
  }

  /// `y = min(max(x, low), high)`; NaN stays.
  public static void clamp(
      float low, float high, float[] x, int xFrom, float[] y, int yFrom, int n) {
    run(Work.CLAMP, x, xFrom, x, xFrom, y, yFrom, n, low, high);
  }

  /// `y = value`.
  public static void fill(float value, float[] y, int yFrom, int n) {
    run(Work.FILL, y, yFrom, y, yFrom, y, yFrom, n, value, 0);
  }

  /// `y (rows, columns) = x (rows, columns) + bias (columns)` in every row; `y` may be `x`.
  public static void addBias(
      float[] x,
      int xFrom,
      float[] bias,
      int biasFrom,
      float[] y,
      int yFrom,
      int rows,
      int columns) {
    assert xFrom + rows * columns <= x.length && yFrom + rows * columns <= y.length;
    assert biasFrom + columns <= bias.length;
    if ((long) rows * columns < PARALLEL) {
      bias(x, xFrom, bias, biasFrom, y, yFrom, rows, columns);
      return;
    }
    FloatElements call = take(Work.BIAS, x, xFrom, bias, biasFrom, y, yFrom, rows);
    call.columns = columns;
    call.rowsEach = Math.max(1, BLOCK / columns);
    call.loop((rows + call.rowsEach - 1) / call.rowsEach);
  }

  /// `out (columns) += Σ x (rows, columns)` over the rows.
  public static void addColumnSums(
      float[] x, int xFrom, int rows, int columns, float[] out, int outFrom) {
    assert xFrom + rows * columns <= x.length && outFrom + columns <= out.length;
    if ((long) rows * columns < PARALLEL) {
      columnSums(x, xFrom, rows, columns, out, outFrom);
      return;
    }
    FloatElements call = take(Work.COLUMN_SUMS, x, xFrom, x, xFrom, x, xFrom, rows);
    call.columns = columns;
    call.rowsEach = Math.max(1, BLOCK / columns / ROWS) * ROWS;
    int tasks = (rows + call.rowsEach - 1) / call.rowsEach;
    if (call.partial.length < tasks * columns) {
      call.partial = new float[tasks * columns];
    }
    Arrays.fill(call.partial, 0, tasks * columns, 0);
    try {
      Parallel.forEach(tasks, call);
      // The pieces are summed apart as well, so that a long column loses little.
      columnSums(call.partial, 0, tasks, columns, out, outFrom);
    } finally {
      call.release();
    }
  }

  /// `Σ x`, in `double`.
  public static double sum(float[] x, int xFrom, int n) {
    return sums(Work.SUM, x, xFrom, n);
  }

  /// `Σ x²`, in `double`: of no `float` does the square overflow or vanish.
  public static double sumOfSquares(float[] x, int xFrom, int n) {
    return sums(Work.SQUARES, x, xFrom, n);
  }

  private static double sums(Work work, float[] x, int xFrom, int n) {
    assert n >= 0 && xFrom >= 0 && xFrom + n <= x.length;
    if (n <= BLOCK) {
      return piece(work, x, xFrom, n);
    }
    FloatElements call = take(work, x, xFrom, x, xFrom, x, xFrom, n);
    int tasks = (n + BLOCK - 1) / BLOCK;
    if (call.sums.length < tasks) {
      call.sums = new double[tasks];
    }
    try {
      if (n < PARALLEL) {
        for (int task = 0; task < tasks; task++) {
          call.accept(task);
        }
      } else {
        Parallel.forEach(tasks, call);
      }
      double sum = 0;
      for (int task = 0; task < tasks; task++) {
        sum += call.sums[task];
      }
      return sum;
    } finally {
      call.release();
    }
  }

  private static void run(
      Work work,
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom,
      int n,
      float low,
      float high) {
    assert n >= 0 && aFrom >= 0 && bFrom >= 0 && cFrom >= 0;
    assert aFrom + n <= a.length && bFrom + n <= b.length && cFrom + n <= c.length;
    if (n < PARALLEL) {
      range(work, a, aFrom, b, bFrom, c, cFrom, n, low, high);
      return;
    }
    FloatElements call = take(work, a, aFrom, b, bFrom, c, cFrom, n);
    call.low = low;
    call.high = high;
    call.loop((n + BLOCK - 1) / BLOCK);
  }

  private static FloatElements take(
      Work work, float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    FloatElements call = POOL.take();
    call.work = work;
    call.a = a;
    call.aFrom = aFrom;
    call.b = b;
    call.bFrom = bFrom;
    call.c = c;
    call.cFrom = cFrom;
    call.n = n;
    return call;
  }

  private void loop(int tasks) {
    try {
      Parallel.forEach(tasks, this);
    } finally {
      release();
    }
  }

  private void release() {
    a = NOTHING;
    b = NOTHING;
    c = NOTHING;
    POOL.give(this);
  }

  /// One task: a block of elements or some rows.
  @Override
  public void accept(int task) {
    if (work == Work.BIAS || work == Work.COLUMN_SUMS) {
      int row = task * rowsEach;
      int count = Math.min(rowsEach, n - row);
      int at = row * columns;
      if (work == Work.BIAS) {
        bias(a, aFrom + at, b, bFrom, c, cFrom + at, count, columns);
      } else {
        columnSums(a, aFrom + at, count, columns, partial, task * columns);
      }
      return;
    }
    int i = task * BLOCK;
    int count = Math.min(BLOCK, n - i);
    if (work == Work.SUM || work == Work.SQUARES) {
      sums[task] = piece(work, a, aFrom + i, count);
    } else {
      range(work, a, aFrom + i, b, bFrom + i, c, cFrom + i, count, low, high);
    }
  }

  private static double piece(Work work, float[] x, int from, int n) {
    int done = 0;
    double sum = 0;
    if (SIMD && n >= FEW) {
      done = SimdElements.bound(n);
      sum = work == Work.SUM ? SimdSums.sum(x, from, done) : SimdSums.squares(x, from, done);
    }
    for (int i = from + done; i < from + n; i++) {
      sum += work == Work.SUM ? x[i] : (double) x[i] * x[i];
    }
    return sum;
  }

  private static void bias(
      float[] x, int xFrom, float[] bias, int biasFrom, float[] y, int yFrom, int rows, int d) {
    if (SIMD && d >= 4 && (long) rows * d >= FEW) {
      SimdSums.bias(x, xFrom, bias, biasFrom, y, yFrom, rows, d);
      return;
    }
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < d; i++) {
        y[yFrom + r * d + i] = x[xFrom + r * d + i] + bias[biasFrom + i];
      }
    }
  }

  private static void columnSums(float[] x, int from, int rows, int d, float[] out, int to) {
    for (int r = 0; r < rows; r += ROWS) {
      int count = Math.min(ROWS, rows - r);
      int done = 0;
      if (SIMD && d >= 4) {
        done = SimdSums.columns(x, from + r * d, count, d, out, to);
      }
      for (int i = done; i < d; i++) {
        float sum = 0;
        for (int k = 0; k < count; k++) {
          sum += x[from + (r + k) * d + i];
        }
        out[to + i] += sum;
      }
    }
  }

  private static void range(
      Work work,
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom,
      int n,
      float low,
      float high) {
    int done = 0;
    if (SIMD && n >= FEW) {
      done = SimdElements.bound(n);
      switch (work) {
        case ADD -> SimdElements.add(a, aFrom, b, bFrom, c, cFrom, done);
        case SUBTRACT -> SimdElements.subtract(a, aFrom, b, bFrom, c, cFrom, done);
        case MULTIPLY -> SimdElements.multiply(a, aFrom, b, bFrom, c, cFrom, done);
        case DIVIDE -> SimdElements.divide(a, aFrom, b, bFrom, c, cFrom, done);
        case ADD_PRODUCT -> SimdElements.addProduct(a, aFrom, b, bFrom, c, cFrom, done);
        case ADD_SCALED -> SimdElements.addScaled(low, a, aFrom, c, cFrom, done);
        case SCALE -> SimdElements.scale(low, a, aFrom, c, cFrom, done);
        case CLAMP -> SimdElements.clamp(low, high, a, aFrom, c, cFrom, done);
        default -> done = 0;
      }
    }
    if (work == Work.FILL) {
      Arrays.fill(c, cFrom, cFrom + n, low);
    } else if (done < n) {
      ScalarElements.range(
          work, a, aFrom + done, b, bFrom + done, c, cFrom + done, n - done, low, high);
    }
  }
}
