package dev.softmax.kernel;

import java.util.List;
import java.util.function.IntConsumer;

/// Linear layers one after another on packed weights, each with its bias and, where it says so, negatives
/// 0. Rows go through all of them in blocks, each by one thread: what a layer gives lies in that core's
/// cache when the next one reads it, and threads meet once, not after each layer. A row's results are the
/// same bits in every block. Immutable; any number of threads may use it at once.
public final class PackedLayers {
  /// Rows of a block: from those of one tile to what stays in a cache with a strip of weights.
  private static final int LEAST_ROWS = 8;

  private static final int MOST_ROWS = 64;

  /// Blocks for each thread, so that one that begins late gets fewer.
  private static final int BLOCKS_EACH = 2;

  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private final List<Layer> layers;
  private final int widest;
  private final long multiplications;

  /// One of them: `x (m, k)` → `x w + bias (m, n)`.
  ///
  /// @param weight `w (k, n)`, with its bias
  /// @param relu whether negatives become 0
  public record Layer(PackedMatrix weight, boolean relu) {}

  /// How a product is done.
  private enum Way {
    /// By plain loops.
    PLAIN,
    /// By tiles, on all cores: for fewer rows than threads have tiles.
    TOGETHER,
    /// By tiles, on one.
    ALONE
  }

  private PackedLayers(List<Layer> layers) {
    this.layers = layers;
    int most = 0;
    long products = 0;
    for (Layer layer : layers) {
      most = Math.max(most, layer.weight.columns());
      products += (long) layer.weight.rows() * layer.weight.columns();
    }
    this.widest = most;
    this.multiplications = products;
  }

  /// These layers in this order; the list is copied.
  ///
  /// @throws IllegalArgumentException if there are none, or one has not as many rows as the one before it
  ///     has columns
  public static PackedLayers of(List<Layer> layers) {
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("packed layers: none");
    }
    for (int i = 1; i < layers.size(); i++) {
      PackedMatrix before = layers.get(i - 1).weight;
      PackedMatrix weight = layers.get(i).weight;
      if (weight.rows() != before.columns()) {
        throw new IllegalArgumentException(
            "packed layers: (%d, %d) and then (%d, %d)"
                .formatted(before.rows(), before.columns(), weight.rows(), weight.columns()));
      }
    }
    return new PackedLayers(List.copyOf(layers));
  }

  /// Columns of an input.
  public int inputs() {
    return layers.getFirst().weight.rows();
  }

  /// Columns of a result.
  public int outputs() {
    return layers.getLast().weight.columns();
  }

  /// `x (m, inputs)` → `y (m, outputs)`, which do not overlap.
  ///
  /// @param x with consecutive columns
  /// @throws IllegalArgumentException if the sizes do not match
  public void apply(FloatMatrix x, FloatMatrix y) {
    if (x.columns() != inputs() || y.columns() != outputs() || x.rows() != y.rows()) {
      throw new IllegalArgumentException(
          "packed layers: (%d, %d) by (%d, %d) into (%d, %d)"
              .formatted(x.rows(), x.columns(), inputs(), outputs(), y.rows(), y.columns()));
    }
    int rows = x.rows();
    // The way follows from the sizes, so that bits do; blocks may follow from the threads.
    boolean alone = (double) rows * multiplications < PackedProduct.PARALLEL;
    int threads = alone ? 1 : Parallel.threads();
    if (!SIMD || isSmall(rows)) {
      pass(x, y, Way.PLAIN);
      return;
    }
    if (rows < threads * LEAST_ROWS) {
      pass(x, y, Way.TOGETHER);
      return;
    }
    int each = Math.ceilDiv(rows, threads * BLOCKS_EACH);
    int tiles = Math.ceilDiv(each, LEAST_ROWS);
    int block = Math.min(tiles * LEAST_ROWS, MOST_ROWS);
    Blocks.run(this, x, y, block, alone);
  }

  /// Whether every product is one of plain loops, whose sums are rounded otherwise.
  private boolean isSmall(int rows) {
    for (int i = 0; i < layers.size(); i++) {
      if (!MatrixProduct.isSmall(rows, layers.get(i).weight)) {
        return false;
      }
    }
    return true;
  }

  /// Some rows through all layers.
  private void pass(FloatMatrix x, FloatMatrix y, Way way) {
    Room room = Room.take(x.rows() * widest);
    FloatMatrix from = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      FloatMatrix to = i == layers.size() - 1 ? y : room.matrix(i, x.rows(), layer);
      switch (way) {
        case PLAIN -> PackedProduct.plain(from, layer.weight, to, false, layer.relu);
        case TOGETHER -> PackedProduct.run(from, layer.weight, to, false, layer.relu);
        case ALONE -> PackedProduct.alone(from, layer.weight, to, layer.relu);
      }
      from = to;
    }
    Room.POOL.give(room);
  }

  /// What two layers in turn give.
  private static final class Room {
    static final Pool<Room> POOL = new Pool<>(Room::new);
    private float[] even = new float[0];
    private float[] odd = new float[0];

    static Room take(int size) {
      Room room = POOL.take();
      if (room.even.length < size) {
        room.even = new float[size];
        room.odd = new float[size];
      }
      return room;
    }

    FloatMatrix matrix(int layer, int rows, Layer of) {
      return FloatMatrix.of(layer % 2 == 0 ? even : odd, rows, of.weight.columns());
    }
  }

  /// A call in progress.
  private static final class Blocks implements IntConsumer {
    static final Pool<Blocks> POOL = new Pool<>(Blocks::new);
    private static final FloatMatrix NONE = FloatMatrix.of(new float[0], 0, 0);

    private PackedLayers layers = new PackedLayers(List.of());
    private FloatMatrix x = NONE;
    private FloatMatrix y = NONE;
    private int rows;

    static void run(PackedLayers layers, FloatMatrix x, FloatMatrix y, int rows, boolean alone) {
      Blocks call = POOL.take();
      call.layers = layers;
      call.x = x;
      call.y = y;
      call.rows = rows;
      int tasks = Math.ceilDiv(x.rows(), rows);
      try {
        if (alone) {
          for (int task = 0; task < tasks; task++) {
            call.accept(task);
          }
        } else {
          Parallel.forEach(tasks, call);
        }
      } finally {
        call.x = NONE;
        call.y = NONE;
        POOL.give(call);
      }
    }

    @Override
    public void accept(int task) {
      int first = task * rows;
      int end = Math.min(x.rows(), first + rows);
      layers.pass(x.rows(first, end), y.rows(first, end), Way.ALONE);
    }
  }
}
