package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// `c = a b` or `c += a b` of strided `double` views, in the way of Goto and van de Geijn (2008): a
/// block of `b` is packed into strips as wide as a tile, a block of `a` into panels as high as one,
/// and tiles run over both. Each element of `c` is summed over the depth in one order, whatever the
/// number of threads.
///
/// An instance is one call in progress; instances are used again.
final class DoubleProduct implements IntConsumer {
  /// Depth of a block. A strip of `b` of this depth is more than the first-level cache holds, but the
  /// second keeps up with a tile, and tiles of half the depth spend a tenth more on their sums.
  private static final int DEPTH = 512;

  /// Columns of a block of `b`, about 2 MB.
  private static final int COLUMNS = 512;

  /// Rows whose panels are packed before tiles run.
  private static final int ROWS = 1536;

  /// The most rows and strips that one task covers, and into how many tasks few of them are cut.
  private static final int TASK_PANELS = 12;

  private static final int TASK_STRIPS = 8;
  private static final int PARTS = 4;

  /// Rows of a low tile.
  private static final int LOW = 6;

  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 1e6;

  private static final Pool<DoubleProduct> POOL = new Pool<>(DoubleProduct::new);
  private static final DoubleMatrix NONE = DoubleMatrix.of(new double[0], 0, 0);

  private enum Phase {
    PACK,
    TILES,
    THIN
  }

  private enum Tile {
    TALL,
    LOW,
    NARROW
  }

  private DoubleMatrix a = NONE;
  private DoubleMatrix b = NONE;
  private DoubleMatrix c = NONE;
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
  private int taskPanels;
  private int taskStrips;
  private int packedStrips;
  private int packTasks;
  private double[] panels = new double[0];
  private double[] strips = new double[0];

  private DoubleProduct() {}

  /// `c = a b`, or `c += a b` where `add`; `c` has consecutive columns.
  static void run(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c, boolean add) {
    boolean thin = ThinDoubleProduct.suits(a, b, c);
    boolean turned = !thin && ThinDoubleProduct.suitsTransposed(a, b, c);
    DoubleProduct call = POOL.take();
    call.a = turned ? b.transposed() : a;
    call.b = turned ? a.transposed() : b;
    call.c = turned ? c.transposed() : c;
    call.add = add;
    try {
      if (thin || turned) {
        call.each(Phase.THIN, ceil(call.c.columns(), ThinDoubleProduct.COLUMNS));
      } else {
        call.run();
      }
    } finally {
      call.a = NONE;
      call.b = NONE;
      call.c = NONE;
      POOL.give(call);
    }
  }

  private void run() {
    int lanes = SimdDoubleTiles.WIDTH;
    boolean narrow = c.columns() <= lanes;
    // Tiles of 12 rows by 2 vectors need 32 registers, which only 512-bit machines have.
    tile =
        narrow ? Tile.NARROW : SimdFloatLanes.SHAPE.vectorBitSize() == 512 ? Tile.TALL : Tile.LOW;
    height = tile == Tile.LOW ? LOW : 12;
    width = narrow ? lanes : 2 * lanes;
    boolean adding = add;
    for (column = 0; column < c.columns(); column += COLUMNS) {
      columns = Math.min(COLUMNS, c.columns() - column);
      for (from = 0; from < a.columns(); from += DEPTH) {
        depth = Math.min(DEPTH, a.columns() - from);
        add = adding || from > 0;
        packedStrips = strips(columns);
        if (strips.length < packedStrips * width * depth) {
          strips = new double[packedStrips * width * depth];
        }
        taskStrips = Math.min(TASK_STRIPS, ceil(packedStrips, PARTS));
        for (row = 0; row < c.rows(); row += ROWS) {
          rows = Math.min(ROWS, c.rows() - row);
          taskPanels = Math.min(TASK_PANELS, ceil(panelsOf(rows), PARTS));
          if (panels.length < panelsOf(rows) * height * depth) {
            panels = new double[panelsOf(rows) * height * depth];
          }
          rowTasks = ceil(panelsOf(rows), taskPanels);
          packTasks = Math.max(rowTasks, packedStrips);
          each(Phase.PACK, packTasks);
          packedStrips = 0;
          each(Phase.TILES, rowTasks * ceil(strips(columns), taskStrips));
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

  /// Rows of the tiles of a panel: fewer in a last one that would be half empty.
  private int heightOf(int panel) {
    return tile == Tile.TALL && c.rows() - row - panel * height <= LOW ? LOW : height;
  }

  private void each(Phase phase, int tasks) {
    this.phase = phase;
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
      case PACK -> {
        // A thread packs about what it needs in its tiles.
        int last = (int) ((task + 1L) * rowTasks / packTasks) * taskPanels;
        int first = (int) ((long) task * rowTasks / packTasks) * taskPanels;
        for (int panel = first; panel < Math.min(panelsOf(rows), last); panel++) {
          packPanel(panel);
        }
        int end = (int) ((task + 1L) * packedStrips / packTasks);
        for (int s = (int) ((long) task * packedStrips / packTasks); s < end; s++) {
          packStrip(s);
        }
      }
      case TILES -> {
        int columnTasks = ceil(strips(columns), taskStrips);
        if (rows > columns) {
          tiles(task / columnTasks, task % columnTasks);
        } else {
          tiles(task % rowTasks, task / rowTasks);
        }
      }
      case THIN -> {
        ThinDoubleProduct.columns(a, b, c, add, task);
      }
    }
  }

  /// Strip `[depth][width]` of `b`; columns past the end are 0.
  private void packStrip(int strip) {
    int first = column + strip * width;
    int count = Math.min(width, c.columns() - first);
    int to = strip * width * depth;
    double[] data = b.data();
    int start = b.offset() + from * b.rowStride() + first * b.columnStride();
    if (count < width) {
      Arrays.fill(strips, to, to + width * depth, 0);
    }
    if (b.columnStride() == 1 && tile != Tile.NARROW && count == width) {
      SimdDoubleTiles.pack(data, start, b.rowStride(), depth, strips, to);
    } else {
      pack(data, start, b.columnStride(), b.rowStride(), count, strips, to, width);
    }
  }

  /// Panel `[depth][height]` of `a`, with as many rows as its tiles; rows past the end are 0.
  private void packPanel(int panel) {
    int first = row + panel * height;
    int tall = heightOf(panel);
    int count = Math.min(tall, c.rows() - first);
    int to = panel * height * depth;
    int start = a.offset() + first * a.rowStride() + from * a.columnStride();
    if (count < tall) {
      Arrays.fill(panels, to, to + tall * depth, 0);
    }
    pack(a.data(), start, a.rowStride(), a.columnStride(), count, panels, to, tall);
  }

  /// `to[p][i] = x[i][p]` for `count` rows.
  private void pack(
      double[] x, int at, int stride, int step, int count, double[] y, int to, int width) {
    int block = SimdDoubleBlocks.ROWS;
    if (SimdDoubleBlocks.FAST && step == 1) {
      // The last rows first: blocks reach past the rows that are asked for into the first ones of
      // the next `p`, which are written after them. The last `p` has no next one.
      int done = (depth - 1) / block * block;
      for (int i = (count - 1) / block * block; i >= 0; i -= block) {
        SimdDoubleBlocks.transpose(x, at + i * stride, stride, count - i, done, y, to + i, width);
      }
      pack(x, at, stride, 1, 0, count, done, y, to, width);
    } else {
      int i = 0;
      for (; SimdDoubleBlocks.FAST && stride == 1 && count - i >= block; i += block) {
        int more = Math.min(block, count - i - block);
        SimdDoubleBlocks.copy(x, at + i, step, more, depth, y, to + i, width);
        i += more;
      }
      pack(x, at, stride, step, Math.min(i, count), count, 0, y, to, width);
    }
  }

  private void pack(
      double[] x,
      int at,
      int stride,
      int step,
      int row,
      int count,
      int from,
      double[] y,
      int to,
      int width) {
    for (int i = row; i < count; i++) {
      for (int p = from; p < depth; p++) {
        y[to + p * width + i] = x[at + i * stride + p * step];
      }
    }
  }

  private void tiles(int rowTask, int columnTask) {
    int lastPanel = Math.min(panelsOf(rows), (rowTask + 1) * taskPanels);
    int lastStrip = Math.min(strips(columns), (columnTask + 1) * taskStrips);
    Edge edge = Edge.POOL.take();
    for (int strip = columnTask * taskStrips; strip < lastStrip; strip++) {
      int left = column + strip * width;
      for (int panel = rowTask * taskPanels; panel < lastPanel; panel++) {
        int top = row + panel * height;
        boolean whole =
            top + heightOf(panel) <= c.rows()
                && left + width <= c.columns()
                && c.columnStride() == 1;
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

  private void tile(int panel, int strip, double[] to, int at, int stride, boolean add) {
    int p = panel * height * depth;
    int s = strip * width * depth;
    switch (tile) {
      case TALL -> {
        if (heightOf(panel) == LOW) {
          SimdDoubleTiles.low(panels, p, LOW, strips, s, depth, to, at, stride, add);
        } else {
          SimdDoubleTiles.tall(panels, p, height, strips, s, depth, to, at, stride, add);
        }
      }
      case LOW -> SimdDoubleTiles.low(panels, p, LOW, strips, s, depth, to, at, stride, add);
      case NARROW -> SimdDoubleTiles.narrow(panels, p, strips, s, depth, to, at, stride, add);
    }
  }

  /// Takes what lies inside `c` from a tile on its edge.
  private void copy(double[] values, int top, int left) {
    double[] data = c.data();
    int step = c.columnStride();
    int end = Math.min(width, c.columns() - left);
    for (int i = 0; i < Math.min(height, c.rows() - top); i++) {
      int at = c.offset() + (top + i) * c.rowStride() + left * step;
      int from = i * width;
      if (add) {
        for (int j = 0; j < end; j++) {
          data[at + j * step] += values[from + j];
        }
      } else if (step == 1) {
        System.arraycopy(values, from, data, at, end);
      } else {
        for (int j = 0; j < end; j++) {
          data[at + j * step] = values[from + j];
        }
      }
    }
  }

  /// A tile that reaches past the edge of `c`.
  private static final class Edge {
    static final Pool<Edge> POOL = new Pool<>(Edge::new);
    final double[] values = new double[12 * 2 * SimdDoubleTiles.WIDTH];
  }
}
