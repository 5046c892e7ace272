package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `hidden (N, D) · weightᵀ (D, V) + bias (V)` and its gradients, without the
/// `N × V` logits.
///
/// The columns are gone through in tiles of [#TILE] logits. A first pass merges each tile into running
/// maxima and sums; a second one has each tile again, makes `p - t` of it in place, and adds its two
/// products to the gradients, so that each row of the weight's gradient is written once. The tiles of
/// the last columns, as many as lie in [#KEPT] floats, are kept from one pass to the other, the rest is
/// computed again (Wijmans et al., Cut Your Losses, arXiv 2411.09009, but without leaving out small
/// gradients). Where both passes are one call, [LinearLossChunks] computes nothing again.
///
/// An instance is one call in progress; instances are used again.
public final class FloatLinearLoss implements IntConsumer {
  /// Logits that are kept from the first pass to the second: 12 MB.
  static final int KEPT = 3 << 20;

  /// Where there are more logits than so many times [#KEPT], none are kept: it would gain less than it
  /// disturbs the caches.
  private static final int SHARE = 4;

  /// Logits of a tile, unless its columns are fewer than these for it.
  private static final int TILE = 1 << 19;

  private static final int COLUMNS = 512;

  /// The most rows of a tile.
  private static final int ROWS = 2048;

  /// Logits of a task.
  private static final int TASK = 8192;

  private static final Pool<FloatLinearLoss> POOL = new Pool<>(FloatLinearLoss::new);
  private static final float[] NOTHING = new float[0];
  private static final FloatMatrix NONE = FloatMatrix.of(NOTHING, 0, 0);
  private static final LinearLoss NO_LOSS =
      new LinearLoss(NONE, NONE, null, new int[0], LossOptions.PLAIN, 0);

  private final CountedRows rows = new CountedRows();
  private final LinearLossRows losses = new LinearLossRows();
  private LinearLoss loss = NO_LOSS;
  private float[] memory = NOTHING;
  private float[] room = NOTHING;
  private float[] own = NOTHING;
  private double scale;

  /// The rows in turn, and how their columns are cut.
  private int from;

  private int count;
  private int tiles;
  private int firstKept;
  private int columnsKept;

  /// The tile in turn: its columns, its rows from `from`, and where its logits lie.
  private int column;

  private int columns;
  private int top;
  private int height;
  private float[] logits = NOTHING;
  private int at;
  private boolean kept;
  private boolean second;
  private boolean addWeight;
  private boolean addHidden;

  private FloatLinearLoss() {}

  /// Floats that [#forward] keeps for [#backward].
  ///
  /// @param keep whether logits are kept as well, of up to 12 MB where that is a good part of them
  public static int memory(int rows, int vocabulary, boolean keep) {
    long logits = keep && pays(rows, vocabulary) ? Math.min(KEPT, (long) rows * vocabulary) : 0;
    return (int) Math.min(Integer.MAX_VALUE, (long) rows * LinearLossRows.KEPT + logits);
  }

  private static boolean pays(int rows, int vocabulary) {
    return (long) rows * vocabulary <= (long) SHARE * KEPT;
  }

  /// Sum of the losses; nothing is kept.
  public static double run(LinearLoss loss) {
    FloatLinearLoss call = begin(loss, NOTHING);
    try {
      call.cut(0, call.rows.count(), false);
      call.grow(memory(call.count, loss.vocabulary(), false));
      return call.first();
    } finally {
      call.end();
    }
  }

  /// Sum of the losses.
  ///
  /// @param keep whether logits are kept
  /// @param memory of [#memory] floats, receives what [#backward] needs
  public static double forward(LinearLoss loss, boolean keep, float[] memory) {
    FloatLinearLoss call = begin(loss, memory);
    try {
      call.cut(0, call.rows.count(), keep && pays(loss.hidden().rows(), loss.vocabulary()));
      return call.first();
    } finally {
      call.end();
    }
  }

  /// The gradients of what [#forward] gave, once, since it uses up the memory.
  ///
  /// @param scale factor of the gradients
  /// @param add whether they are added to what the arrays hold
  /// @param hidden `(N, D)`, `null` for none
  /// @param weight `(V, D)`, `null` for none
  /// @param bias `(V)`, `null` for none
  public static void backward(
      LinearLoss loss,
      boolean keep,
      float[] memory,
      double scale,
      boolean add,
      float @Nullable [] hidden,
      float @Nullable [] weight,
      float @Nullable [] bias) {
    FloatLinearLoss call = begin(loss, memory);
    try {
      call.losses.prepare(loss);
      call.scale = scale;
      call.addWeight = add;
      call.addHidden = add && !call.rows.isApart();
      call.cut(0, call.rows.count(), keep && pays(loss.hidden().rows(), loss.vocabulary()));
      call.clear(weight, bias);
      call.gradients(hidden, weight, bias);
      if (hidden != null && call.rows.isApart()) {
        call.rows.spread(hidden, add);
      }
    } finally {
      call.end();
    }
  }

  /// Sum of the losses, and the gradients as [#backward] gives them; what is kept between the passes is
  /// kept here.
  ///
  /// @param chunks whether rows are cut into chunks whose logits are all kept, or logits computed again;
  ///     `null` for what is faster: one chunk of rows as they are where all logits fit [#KEPT]
  public static double run(
      LinearLoss loss,
      @Nullable Boolean chunks,
      double scale,
      float @Nullable [] hidden,
      float @Nullable [] weight,
      float @Nullable [] bias) {
    FloatLinearLoss call = begin(loss, NOTHING);
    try {
      call.scale = scale;
      call.addWeight = false;
      call.addHidden = false;
      call.clear(weight, bias);
      int count = call.rows.count();
      boolean all = (long) count * loss.vocabulary() <= KEPT;
      double sum;
      if (chunks == null ? !all && LinearLossChunks.suits(loss, count) : chunks) {
        sum = LinearLossChunks.run(loss, call.rows, scale, hidden, weight, bias);
      } else {
        boolean keep = chunks == null && pays(count, loss.vocabulary());
        call.cut(0, count, keep);
        call.grow(memory(count, loss.vocabulary(), keep));
        sum = call.first();
        call.gradients(hidden, weight, bias);
      }
      if (hidden != null && call.rows.isApart()) {
        call.rows.spread(hidden, false);
      }
      return sum;
    } finally {
      call.end();
    }
  }

  private static FloatLinearLoss begin(LinearLoss loss, float[] memory) {
    FloatLinearLoss call = POOL.take();
    call.loss = loss;
    call.memory = memory;
    call.rows.take(loss);
    return call;
  }

  private void end() {
    loss = NO_LOSS;
    memory = NOTHING;
    logits = NOTHING;
    rows.release();
    POOL.give(this);
  }

  private void grow(int size) {
    if (own.length < size) {
      own = new float[size];
    }
    memory = own;
  }

  /// Cuts the columns for some rows, by these numbers alone.
  private void cut(int from, int count, boolean keep) {
    this.from = from;
    this.count = count;
    int vocabulary = loss.vocabulary();
    int most = Math.max(COLUMNS, TILE / Math.max(1, count));
    tiles = Math.max(1, (vocabulary + most - 1) / most);
    firstKept = tiles;
    while (keep && firstKept > 0 && (long) count * (vocabulary - start(firstKept - 1)) <= KEPT) {
      firstKept--;
    }
    columnsKept = start(firstKept);
  }

  /// Where the columns of a tile start: at a multiple of two vectors, none much shorter than others.
  private int start(int tile) {
    int vocabulary = loss.vocabulary();
    return tile == tiles ? vocabulary : (int) ((long) tile * vocabulary / tiles) & -32;
  }

  /// Takes in all logits and returns the sum of the losses.
  private double first() {
    losses.start(loss, count, memory);
    second = false;
    for (int tile = 0; tile < tiles; tile++) {
      for (int row = 0; row < count; row += ROWS) {
        place(tile, row);
        product();
        tasks();
      }
    }
    double sum = 0;
    for (int row = 0; row < count; row++) {
      sum += losses.finish(loss, row, rows.classOf(from + row), memory);
    }
    return sum;
  }

  /// The second pass, from the last tile, which is the latest in the cache, to the first.
  private void gradients(
      float @Nullable [] hidden, float @Nullable [] weight, float @Nullable [] bias) {
    second = true;
    for (int tile = tiles - 1; tile >= 0; tile--) {
      for (int row = 0; row < count; row += ROWS) {
        place(tile, row);
        if (tile < firstKept) {
          product();
        }
        tasks();
        FloatMatrix slopes = logits();
        if (weight != null) {
          multiply(slopes.transposed(), ofHidden(), ofWeight(weight), addWeight || row > 0);
        }
        if (hidden != null) {
          FloatMatrix to = rows.slopes(hidden).rows(from + row, from + row + height);
          multiply(slopes, ofWeight(loss.weight()), to, addHidden || tile < tiles - 1);
        }
        if (bias != null) {
          FloatElements.addColumnSums(logits, at, height, columns, bias, column);
        }
      }
    }
  }

  /// Goes to a tile and to its rows from `row` on.
  private void place(int tile, int row) {
    column = start(tile);
    columns = start(tile + 1) - column;
    top = row;
    height = Math.min(ROWS, count - row);
    kept = tile >= firstKept;
    if (kept) {
      logits = memory;
      at = count * (LinearLossRows.KEPT + column - columnsKept) + row * columns;
    } else {
      if (room.length < height * columns) {
        room = new float[height * columns];
      }
      logits = room;
      at = 0;
    }
  }

  private FloatMatrix logits() {
    return new FloatMatrix(logits, at, height, columns, columns, 1);
  }

  private FloatMatrix ofHidden() {
    return rows.hidden().rows(from + top, from + top + height);
  }

  /// The rows of a `(V, D)` that the tile's columns stand for.
  private FloatMatrix ofWeight(FloatMatrix matrix) {
    return matrix.rows(column, column + columns);
  }

  private FloatMatrix ofWeight(float[] gradient) {
    return ofWeight(FloatMatrix.of(gradient, loss.vocabulary(), loss.width()));
  }

  private void product() {
    multiply(ofHidden(), ofWeight(loss.weight()).transposed(), logits(), false);
  }

  private static void multiply(FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean add) {
    if (add) {
      MatrixProduct.multiplyAdd(a, b, c);
    } else {
      MatrixProduct.multiply(a, b, c);
    }
  }

  private int rowsOfTask() {
    return Math.max(1, TASK / columns);
  }

  private void tasks() {
    Parallel.forEach((height + rowsOfTask() - 1) / rowsOfTask(), this);
  }

  @Override
  public void accept(int task) {
    float[] bias = loss.bias();
    int end = Math.min(height, (task + 1) * rowsOfTask());
    for (int i = task * rowsOfTask(); i < end; i++) {
      int to = at + i * columns;
      if (bias != null && !(second && kept)) {
        for (int k = 0; k < columns; k++) {
          logits[to + k] += bias[column + k];
        }
      }
      int row = top + i;
      int target = rows.classOf(from + row);
      if (second) {
        losses.slopes(loss, row, target, logits, to, column, columns, memory, scale);
      } else {
        losses.see(loss, row, target, logits, to, column, columns, memory);
      }
    }
  }

  /// Zeros where the second pass only adds, or adds nothing at all.
  private void clear(float @Nullable [] weight, float @Nullable [] bias) {
    if (bias != null && !addWeight) {
      Arrays.fill(bias, 0, loss.vocabulary(), 0);
    }
    if (weight != null && !addWeight && rows.count() == 0) {
      Arrays.fill(weight, 0, loss.vocabulary() * loss.width(), 0);
    }
  }
}
