package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// `c = a b` or `c += a b` of strided `float` views, in the way of Goto and van de Geijn (2008): a
/// block of `b` is packed into strips as wide as a tile, a block of `a` into panels as high as one,
/// and tiles run over both. Each element of `c` is summed over the depth in one order, whatever the
/// number of threads.
///
/// An instance is one call in progress; instances are used again.
final class FloatProduct implements IntConsumer {
  /// Depth of a block. A strip of `b` of this depth is more than the first-level cache holds, but the
  /// second keeps up with a tile, and tiles of half the depth spend a tenth more on their sums.
  private static final int DEPTH = 512;

  /// Columns of a block of `b`, about 2 MB.
  private static final int COLUMNS = 1024;

  /// Rows whose panels are packed before tiles run.
  private static final int ROWS = 1536;

  /// Rows and strips that one task covers.
  private static final int TASK_PANELS = 12;

  private static final int TASK_STRIPS = 8;

  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 5e5;

  private static final Pool<FloatProduct> POOL = new Pool<>(FloatProduct::new);
  private static final FloatMatrix NONE = FloatMatrix.of(new float[0], 0, 0);

  private enum Phase {
    PACK_A,
    PACK_B,
    TILES
  }

  private enum Tile {
    TALL,
    LOW,
    NARROW
  }

  private FloatMatrix a = NONE;
  private FloatMatrix b = NONE;
  private FloatMatrix c = NONE;
  private boolean add;
  private Phase phase = Phase.TILES;
  private int height;
  private int width;
  private Tile tile = Tile.TALL;
  private int row;
  private int column;
  private int from;
  private int rows;
  private int columns;
  private int depth;
  private int rowTasks;
  private float[] panels = new float[0];
  private float[] strips = new float[0];

  private FloatProduct() {}

  /// `c = a b`, or `c += a b` where `add`; `c` has consecutive columns.
  static void run(FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean add) {
    FloatProduct call = POOL.take();
    call.a = a;
    call.b = b;
    call.c = c;
    call.add = add;
    try {
      call.run();
    } finally {
      call.a = NONE;
      call.b = NONE;
      call.c = NONE;
      POOL.give(call);
    }
  }

  private void run() {
    int lanes = SimdFloatTiles.WIDTH;
    boolean narrow = c.columns() <= lanes;
    // Tiles of 12 rows by 2 vectors need 32 registers, which only 512-bit machines have.
    tile =
        narrow ? Tile.NARROW : SimdFloatLanes.SHAPE.vectorBitSize() == 512 ? Tile.TALL : Tile.LOW;
    height = tile == Tile.LOW ? 6 : 12;
    width = narrow ? lanes : 2 * lanes;
    boolean adding = add;
    for (column = 0; column < c.columns(); column += COLUMNS) {
      columns = Math.min(COLUMNS, c.columns() - column);
      for (from = 0; from < a.columns(); from += DEPTH) {
        depth = Math.min(DEPTH, a.columns() - from);
        add = adding || from > 0;
        each(Phase.PACK_B, strips(columns));
        for (row = 0; row < c.rows(); row += ROWS) {
          rows = Math.min(ROWS, c.rows() - row);
          each(Phase.PACK_A, ceil(panelsOf(rows), TASK_PANELS));
          rowTasks = ceil(panelsOf(rows), TASK_PANELS);
          each(Phase.TILES, rowTasks * ceil(strips(columns), TASK_STRIPS));
        }
      }
    }
  }

  private static int ceil(int n, int of) {
    return (n + of - 1) / of;
  }

  private int strips(int columns) {
    return ceil(columns, width);
  }

  private int panelsOf(int rows) {
    return ceil(rows, height);
  }

  private void each(Phase phase, int tasks) {
    this.phase = phase;
    int wantedA = panelsOf(Math.min(ROWS, c.rows())) * height * DEPTH;
    if (panels.length < wantedA) {
      panels = new float[wantedA];
    }
    int wantedB = strips(columns) * width * DEPTH;
    if (strips.length < wantedB) {
      strips = new float[wantedB];
    }
    if ((double) c.rows() * c.columns() * a.columns() < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    } else {
      Parallel.forEach(tasks, this);
    }
  }

  @Override
  public void accept(int task) {
    switch (phase) {
      case PACK_B -> packStrip(task);
      case PACK_A -> {
        int end = Math.min(panelsOf(rows), (task + 1) * TASK_PANELS);
        for (int panel = task * TASK_PANELS; panel < end; panel++) {
          packPanel(panel);
        }
      }
      case TILES -> tiles(task % rowTasks, task / rowTasks);
    }
  }

  /// Strip `[depth][width]` of `b`; columns past the end are 0.
  private void packStrip(int strip) {
    int first = column + strip * width;
    int count = Math.min(width, c.columns() - first);
    int to = strip * width * depth;
    float[] data = b.data();
    int start = b.offset() + from * b.rowStride() + first * b.columnStride();
    if (count < width) {
      Arrays.fill(strips, to, to + width * depth, 0);
    }
    if (b.columnStride() == 1) {
      if (tile != Tile.NARROW && count == width) {
        SimdFloatTiles.pack(data, start, b.rowStride(), depth, strips, to);
      } else {
        for (int p = 0; p < depth; p++) {
          System.arraycopy(data, start + p * b.rowStride(), strips, to + p * width, count);
        }
      }
    } else {
      pack(data, start, b.columnStride(), b.rowStride(), count, strips, to, width);
    }
  }

  /// Panel `[depth][height]` of `a`; rows past the end are 0.
  private void packPanel(int panel) {
    int first = row + panel * height;
    int count = Math.min(height, c.rows() - first);
    int to = panel * height * depth;
    int start = a.offset() + first * a.rowStride() + from * a.columnStride();
    if (count < height) {
      Arrays.fill(panels, to, to + height * depth, 0);
    }
    pack(a.data(), start, a.rowStride(), a.columnStride(), count, panels, to, height);
  }

  /// `to[p][i] = x[i][p]` for `count` rows of the first, six or four rows at a time.
  private void pack(
      float[] x, int at, int stride, int step, int count, float[] y, int to, int width) {
    int i = 0;
    for (; count % 6 == 0 && i < count; i += 6) {
      int x0 = at + i * stride;
      int x1 = x0 + stride;
      int x2 = x1 + stride;
      int x3 = x2 + stride;
      int x4 = x3 + stride;
      int x5 = x4 + stride;
      int next = to + i;
      for (int p = 0; p < depth * step; p += step) {
        y[next] = x[x0 + p];
        y[next + 1] = x[x1 + p];
        y[next + 2] = x[x2 + p];
        y[next + 3] = x[x3 + p];
        y[next + 4] = x[x4 + p];
        y[next + 5] = x[x5 + p];
        next += width;
      }
    }
    for (; i + 4 <= count; i += 4) {
      int x0 = at + i * stride;
      int x1 = x0 + stride;
      int x2 = x1 + stride;
      int x3 = x2 + stride;
      for (int p = 0; p < depth; p++) {
        int next = to + p * width + i;
        y[next] = x[x0 + p * step];
        y[next + 1] = x[x1 + p * step];
        y[next + 2] = x[x2 + p * step];
        y[next + 3] = x[x3 + p * step];
      }
    }
    for (; i < count; i++) {
      for (int p = 0; p < depth; p++) {
        y[to + p * width + i] = x[at + i * stride + p * step];
      }
    }
  }

  private void tiles(int rowTask, int columnTask) {
    int lastPanel = Math.min(panelsOf(rows), (rowTask + 1) * TASK_PANELS);
    int lastStrip = Math.min(strips(columns), (columnTask + 1) * TASK_STRIPS);
    Edge edge = Edge.POOL.take();
    for (int strip = columnTask * TASK_STRIPS; strip < lastStrip; strip++) {
      int left = column + strip * width;
      for (int panel = rowTask * TASK_PANELS; panel < lastPanel; panel++) {
        int top = row + panel * height;
        boolean whole =
            top + height <= c.rows() && left + width <= c.columns() && c.columnStride() == 1;
        if (whole) {
          int at = c.offset() + top * c.rowStride() + left;
          tile(panel, strip, c.data(), at, c.rowStride(), add);
        } else {
          tile(panel, strip, edge.values, 0, width, false);
          copy(edge.values, top, left);
        }
      }
    }
    Edge.POOL.give(edge);
  }

  private void tile(int panel, int strip, float[] to, int at, int stride, boolean add) {
    int p = panel * height * depth;
    int s = strip * width * depth;
    switch (tile) {
      case TALL -> SimdFloatTiles.tall(panels, p, strips, s, depth, to, at, stride, add);
      case LOW -> SimdFloatTiles.low(panels, p, strips, s, depth, to, at, stride, add);
      case NARROW -> SimdFloatTiles.narrow(panels, p, strips, s, depth, to, at, stride, add);
    }
  }

  /// Takes what lies inside `c` from a tile on its edge.
  private void copy(float[] values, int top, int left) {
    for (int i = 0; i < Math.min(height, c.rows() - top); i++) {
      for (int j = 0; j < Math.min(width, c.columns() - left); j++) {
        int at = c.offset() + (top + i) * c.rowStride() + (left + j) * c.columnStride();
        float value = values[i * width + j];
        c.data()[at] = add ? c.data()[at] + value : value;
      }
    }
  }

  /// A tile that reaches past the edge of `c`.
  private static final class Edge {
    static final Pool<Edge> POOL = new Pool<>(Edge::new);
    final float[] values = new float[12 * 2 * SimdFloatTiles.WIDTH];
  }
}
