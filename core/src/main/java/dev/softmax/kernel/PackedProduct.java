package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Products by a packed matrix. The rows of `a` are read where they are and no time is spent on
/// packing; each element of `c` is summed over the depth in one order, whatever the number of threads
/// and of rows.
///
/// An instance is one call in progress; instances are used again.
final class PackedProduct implements IntConsumer {
  /// Rows that a task covers; those of `a` stay in the second-level cache with a strip.
  private static final int TASK_ROWS = 256;

  /// Strips that a task covers at most, and tasks that there are at least, where that can be.
  private static final int TASK_STRIPS = 8;

  private static final int TASKS = 8;

  /// Multiplications below which other threads are not asked.
  static final double PARALLEL = 1e6;

  private static final Pool<PackedProduct> POOL = new Pool<>(PackedProduct::new);
  private static final FloatMatrix NONE = FloatMatrix.of(new float[0], 0, 0);
  private static final PackedMatrix NOTHING = PackedMatrix.of(NONE);

  /// Rows from which it pays to pack a factor for one product only, and the largest such factor: a
  /// megabyte, so that it stays in the second-level cache.
  private static final int ROWS = 24;

  private static final int LARGEST = 1 << 18;

  /// Rows that [#inRows] goes through together.
  private static final int STREAMED = 8;

  private FloatMatrix a = NONE;
  private PackedMatrix b = NOTHING;
  private FloatMatrix c = NONE;
  private boolean add;
  private boolean relu;
  private int rowTasks;
  private int taskStrips;
  private float[] dense = new float[0];

  /// The factor of a product that brings none packed, and where it comes from while it is packed.
  private final PackedMatrix own = new PackedMatrix();

  private FloatMatrix source = NONE;
  private boolean packing;

  private PackedProduct() {}

  /// A call of one product; [#give] ends it.
  private static PackedProduct take(
      FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean add, boolean relu) {
    PackedProduct call = POOL.take();
    call.a = a;
    call.b = b;
    call.c = c;
    call.add = add;
    call.relu = relu;
    return call;
  }

  private void give() {
    a = NONE;
    b = NOTHING;
    c = NONE;
    POOL.give(this);
  }

  /// `c = a b + bias`, or `c += a b + bias` where `add`; negatives become 0 where `relu`.
  static void run(FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean add, boolean relu) {
    PackedProduct call = take(a, b, c, add, relu);
    if (a.columnStride() != 1) {
      call.a = call.dense(a);
    }
    try {
      call.run();
    } finally {
      call.give();
    }
  }

  /// Whether a product is done best here though `b` is not packed yet.
  static boolean suits(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    return a.columnStride() == 1
        && c.columnStride() == 1
        && c.rows() >= ROWS
        && (long) b.rows() * b.columns() <= LARGEST;
  }

  /// `c = a b`, or `c += a b` where `add`; packs `b` first.
  static void run(FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean add) {
    PackedProduct call = take(a, NOTHING, c, add, false);
    call.own.resize(b.rows(), b.columns());
    call.b = call.own;
    try {
      call.source = b;
      call.packing = true;
      call.each(call.own.count());
      call.packing = false;
      call.run();
    } finally {
      call.source = NONE;
      call.packing = false;
      call.give();
    }
  }

  /// `c = a b`, or `c += a b` where `add`, by this thread alone. Some rows of `c` after others are
  /// gone through to their ends, so that a `c` larger than the caches streams.
  ///
  /// @param a with consecutive columns
  static void inRows(FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean add) {
    assert a.columnStride() == 1 && !b.isOfDots();
    PackedProduct call = take(a, b, c, add, false);
    for (int top = 0; top < c.rows(); top += STREAMED) {
      for (int strip = 0; strip < b.count(); strip++) {
        call.strip(strip, top, Math.min(c.rows(), top + STREAMED));
      }
    }
    call.give();
  }

  /// `c = a b + bias` by this thread alone, negatives 0 where `relu`; the same bits for a row as [#run].
  ///
  /// @param a with consecutive columns
  static void alone(FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean relu) {
    PackedProduct call = take(a, b, c, false, relu);
    if (b.isOfDots()) {
      for (int task = 0; task < ceil(c.rows(), ThinFloatProduct.COLUMNS); task++) {
        call.accept(task);
      }
    } else {
      for (int strip = 0; strip < b.count(); strip++) {
        call.strip(strip, 0, c.rows());
      }
    }
    call.give();
  }

  /// The same numbers with consecutive columns.
  private FloatMatrix dense(FloatMatrix x) {
    if (dense.length < x.rows() * x.columns()) {
      dense = new float[x.rows() * x.columns()];
    }
    for (int j = 0; j < x.columns(); j++) {
      for (int i = 0; i < x.rows(); i++) {
        dense[i * x.columns() + j] =
            x.data()[x.offset() + i * x.rowStride() + j * x.columnStride()];
      }
    }
    return FloatMatrix.of(dense, x.rows(), x.columns());
  }

  private void run() {
    if (b.isOfDots()) {
      each(ceil(c.rows(), ThinFloatProduct.COLUMNS));
      return;
    }
    rowTasks = ceil(c.rows(), TASK_ROWS);
    taskStrips = Math.clamp((long) b.count() * rowTasks / TASKS, 1, TASK_STRIPS);
    each(rowTasks * ceil(b.count(), taskStrips));
  }

  private void each(int tasks) {
    if ((double) c.rows() * c.columns() * a.columns() < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    } else {
      Parallel.forEach(tasks, this);
    }
  }

  private static int ceil(int n, int of) {
    return (n + of - 1) / of;
  }

  @Override
  public void accept(int task) {
    if (packing) {
      b.pack(source, task);
      return;
    }
    if (b.isOfDots()) {
      FloatMatrix x = b.wholeColumns().transposed();
      ThinFloatProduct.columns(x, a.transposed(), c.transposed(), add, task);
      int first = task * ThinFloatProduct.COLUMNS;
      finish(b, c, first, Math.min(c.rows(), first + ThinFloatProduct.COLUMNS), relu);
      return;
    }
    int columnTasks = ceil(b.count(), taskStrips);
    boolean byRows = c.rows() > c.columns();
    int rowTask = byRows ? task / columnTasks : task % rowTasks;
    int columnTask = byRows ? task % columnTasks : task / rowTasks;
    int top = rowTask * TASK_ROWS;
    int end = Math.min(c.rows(), top + TASK_ROWS);
    int last = Math.min(b.count(), (columnTask + 1) * taskStrips);
    for (int strip = columnTask * taskStrips; strip < last; strip++) {
      strip(strip, top, end);
    }
  }

  /// Rows `top` to `end` of a strip's columns. Where the strip is wider than all of a dense `c`, a row is
  /// written beyond its end and the next one over that; the last rows are copied.
  private void strip(int strip, int top, int end) {
    int width = b.width(strip);
    int left = b.start(strip);
    boolean whole =
        c.columnStride() == 1 && left + width <= c.columns() && !(add && b.repeated(strip) > 0);
    boolean over = b.count() == 1 && !add && c.columnStride() == 1 && c.rowStride() == c.columns();
    int height = SimdPackedTiles.EIGHT || width == SimdPackedTiles.WIDTH ? 8 : 4;
    Edge edge = Edge.POOL.take();
    int row = top;
    while (row < end) {
      int rows = Math.min(height, end - row);
      int at = c.offset() + row * c.rowStride() + left;
      int reach = (row + rows - 1) * c.rowStride() + width;
      if (whole || (over && reach <= end * c.rowStride())) {
        tile(strip, row, rows, c.data(), at, c.rowStride());
      } else {
        edge(strip, row, rows, edge.values);
      }
      row += rows;
    }
    Edge.POOL.give(edge);
  }

  /// A tile whose columns are not all its own.
  private void edge(int strip, int row, int rows, float[] values) {
    int width = b.width(strip);
    int left = b.start(strip);
    int first = b.repeated(strip);
    int end = Math.min(width, c.columns() - left);
    int step = c.columnStride();
    for (int i = 0; i < rows && add; i++) {
      int at = c.offset() + (row + i) * c.rowStride() + left * step;
      for (int j = first; j < end; j++) {
        values[i * width + j] = c.data()[at + j * step];
      }
    }
    tile(strip, row, rows, values, 0, width);
    for (int i = 0; i < rows; i++) {
      int at = c.offset() + (row + i) * c.rowStride() + left * step;
      for (int j = first; j < end; j++) {
        c.data()[at + j * step] = values[i * width + j];
      }
    }
  }

  private void tile(int strip, int row, int rows, float[] to, int at, int stride) {
    float[] x = a.data();
    int from = a.offset() + row * a.rowStride();
    float[] y = b.strips();
    int s = b.at(strip);
    float[] bias = b.bias();
    int z = b.start(strip);
    int n = a.rowStride();
    int depth = a.columns();
    if (b.width(strip) == SimdPackedTiles.WIDTH) {
      SimdPackedTiles.narrow(x, from, n, rows, y, s, depth, to, at, stride, bias, z, add, relu);
    } else if (rows > 4) {
      SimdPackedTiles.eight(x, from, n, rows, y, s, depth, to, at, stride, bias, z, add, relu);
    } else {
      SimdPackedTiles.four(x, from, n, rows, y, s, depth, to, at, stride, bias, z, add, relu);
    }
  }

  /// Adds the bias to some rows, and makes negatives 0 where `relu`.
  private static void finish(PackedMatrix b, FloatMatrix c, int first, int end, boolean relu) {
    float[] data = c.data();
    for (int i = first; i < end; i++) {
      int at = c.offset() + i * c.rowStride();
      for (int j = 0; j < c.columns(); j++) {
        float sum = data[at] + b.bias()[j];
        data[at] = relu && sum < 0 ? 0 : sum;
        at += c.columnStride();
      }
    }
  }

  /// A plain loop, which needs no vectors and no warm-up.
  static void plain(FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean add, boolean relu) {
    if (b.isOfDots()) {
      MatrixProduct.plain(a, b.wholeColumns(), c, add);
    } else {
      for (int strip = 0; strip < b.count(); strip++) {
        for (int i = 0; i < c.rows(); i++) {
          plain(a, b, c, add, strip, i);
        }
      }
    }
    finish(b, c, 0, c.rows(), relu);
  }

  private static void plain(
      FloatMatrix a, PackedMatrix b, FloatMatrix c, boolean add, int strip, int i) {
    int left = strip == 0 ? 0 : b.start(strip) + b.repeated(strip);
    int count = Math.min(b.width(strip), c.columns() - left);
    int width = b.width(strip);
    int step = c.columnStride();
    int to = c.offset() + i * c.rowStride() + left * step;
    float[] z = c.data();
    for (int j = 0; j < count && !add; j++) {
      z[to + j * step] = 0;
    }
    float[] y = b.strips();
    for (int p = 0; p < a.columns(); p++) {
      float x = a.data()[a.offset() + i * a.rowStride() + p * a.columnStride()];
      int from = b.at(strip) + p * width + b.repeated(strip);
      if (step == 1) {
        for (int j = 0; j < count; j++) {
          z[to + j] += x * y[from + j];
        }
      } else {
        for (int j = 0; j < count; j++) {
          z[to + j * step] += x * y[from + j];
        }
      }
    }
  }

  /// Room for a tile.
  private static final class Edge {
    static final Pool<Edge> POOL = new Pool<>(Edge::new);
    final float[] values = new float[8 * 2 * SimdPackedTiles.WIDTH];
  }
}
