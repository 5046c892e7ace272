package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of `hidden (N, D) · weightᵀ (D, V) + bias (V)` and its gradients in three products, by
/// chunks of rows all of whose logits are kept.
///
/// Logits lie turned, `(V, lanes)` with a lane for each row of the chunk, so that all three products read
/// the weight where it lies: the factors that are packed are those of the chunk, which are small. A pass
/// over the weight takes in the logits of one chunk and gives the gradients of the chunk before, whose
/// logits the new ones replace. For each block of the weight the old logits become slopes in an array
/// of their own, then `dweight += slopes · hidden`, `logits = weight · hiddenᵀ`, and, while the block is
/// in the second-level cache, `dhiddenᵀ += weightᵀ · slopes`. So memory gives the weight once a chunk and its
/// gradient comes and goes once.
///
/// The tasks of a pass are segments of the classes, as many as the sizes alone say, each with sums of
/// its own that are added in order. An instance is one call in progress; instances are used again.
final class LinearLossChunks implements IntConsumer {
  /// Logits that are kept: 20 MB.
  private static final int KEPT = 5 << 20;

  /// Rows of a chunk at least and at most: with fewer the weight and its gradient come and go too
  /// often, with more the packed factors leave the second-level cache.
  private static final int LEAST = 64;

  private static final int MOST = 128;

  /// Segments at most, and classes of one at least.
  private static final int SEGMENTS = 8;

  private static final int SEGMENT = 512;

  /// Classes of a block.
  private static final int BLOCK = 192;

  /// Columns of the hidden vectors' gradient that a task brings to their places.
  private static final int COLUMNS = 96;

  private static final boolean SIMD = Kernels.choice().bits() > 0;

  /// Lanes are a multiple of this.
  private static final int STRIP = SIMD ? 2 * SimdPackedTiles.WIDTH : 8;

  /// Length of a row of the weight from which on tiles read it where it lies.
  private static final int WIDE = 16;

  private static final Pool<LinearLossChunks> POOL = new Pool<>(LinearLossChunks::new);
  private static final Pool<Room> ROOMS = new Pool<>(Room::new);
  private static final float[] NOTHING = new float[0];
  private static final FloatMatrix NONE = FloatMatrix.of(NOTHING, 0, 0);
  private static final CountedRows NO_ROWS = new CountedRows();
  private static final LinearLoss NO_LOSS =
      new LinearLoss(NONE, NONE, null, new int[0], LossOptions.PLAIN, 0);

  private enum Phase {
    PACK,
    PASS,
    GATHER
  }

  private LinearLoss loss = NO_LOSS;
  private CountedRows rows = NO_ROWS;
  private boolean ofHidden;
  private FloatMatrix hidden = NONE;
  private float @Nullable [] weight;
  private float @Nullable [] bias;
  private boolean tiled;
  private int segments;
  private Phase phase = Phase.PACK;

  /// The chunk whose gradients are given, and the next, whose logits are taken in.
  private LinearLossChunk old = LinearLossChunk.NONE;

  private LinearLossChunk next = LinearLossChunk.NONE;
  private FloatMatrix oldHidden = NONE;
  private FloatMatrix nextHidden = NONE;
  private float[] filled = NOTHING;
  private final PackedMatrix oldPacked = new PackedMatrix();
  private final PackedMatrix nextPacked = new PackedMatrix();
  private boolean isFirst;

  /// `(V, stride)`.
  private float[] logits = NOTHING;

  private int stride;

  /// `dhiddenᵀ (D, lanes)` of each segment.
  private float[] turned = NOTHING;

  /// What is known of the next chunk's rows, as a whole and by each segment.
  private final LinearLossRows losses = new LinearLossRows();

  private float[] kept = NOTHING;
  private final LinearLossRows[] parts = new LinearLossRows[SEGMENTS];
  private final float[][] partsKept = new float[SEGMENTS][0];
  private final LinearLossSlopes slopes = new LinearLossSlopes();

  private LinearLossChunks() {
    Arrays.setAll(parts, i -> new LinearLossRows());
  }

  /// Whether it is the fastest way for logits that are too many to be kept.
  static boolean suits(LinearLoss loss, int count) {
    return SIMD && loss.width() >= WIDE && count >= LEAST / 2;
  }

  /// Sum of the losses of the rows that count, and the gradients, which replace what the arrays
  /// hold; those of the hidden vectors as [CountedRows#slopes] has them.
  ///
  /// @param weight `(V, D)`, `null` for none
  /// @param bias `(V)`, zeros, `null` for none
  static double run(
      LinearLoss loss,
      CountedRows rows,
      double scale,
      float @Nullable [] hidden,
      float @Nullable [] weight,
      float @Nullable [] bias) {
    LinearLossChunks call = POOL.take();
    call.loss = loss;
    call.rows = rows;
    call.ofHidden = hidden != null;
    call.hidden = hidden == null ? NONE : rows.slopes(hidden);
    call.weight = weight;
    call.bias = bias;
    call.tiled = SIMD && loss.width() >= WIDE;
    try {
      return rows.count() == 0 ? 0 : call.run(scale);
    } finally {
      call.loss = NO_LOSS;
      call.rows = NO_ROWS;
      call.hidden = NONE;
      call.weight = null;
      call.bias = null;
      call.oldHidden = NONE;
      call.nextHidden = NONE;
      POOL.give(call);
    }
  }

  private double run(double scale) {
    int strips = ceil(rows.count(), STRIP);
    int chunks = ceil(strips, Math.clamp(KEPT / loss.vocabulary(), LEAST, MOST) / STRIP);
    grow(ceil(strips, chunks) * STRIP);
    old = LinearLossChunk.NONE;
    double sum = 0;
    for (int chunk = 0; chunk <= chunks; chunk++) {
      next = chunk < chunks ? cut(chunk, chunks, strips) : LinearLossChunk.NONE;
      nextHidden = hiddenOf(next);
      isFirst = chunk == 1;
      begin();
      each(Phase.PASS, segments);
      if (ofHidden && !old.isEmpty()) {
        each(Phase.GATHER, ceil(loss.width(), COLUMNS));
      }
      sum += finish();
      slopes.take(loss, losses, kept, rows, next, scale);
      old = next;
      oldHidden = nextHidden;
    }
    return sum;
  }

  private static int ceil(int n, int of) {
    return (n + of - 1) / of;
  }

  /// Chunks of whole strips, none much smaller than others.
  private LinearLossChunk cut(int chunk, int chunks, int strips) {
    int from = (int) ((long) chunk * strips / chunks) * STRIP;
    int end = (int) ((chunk + 1L) * strips / chunks) * STRIP;
    return new LinearLossChunk(from, Math.min(end, rows.count()) - from, end - from);
  }

  private void grow(int lanes) {
    stride = lanes;
    segments = Math.clamp(loss.vocabulary() / SEGMENT, 1, SEGMENTS);
    logits = grown(logits, Math.multiplyExact(loss.vocabulary(), lanes));
    kept = grown(kept, LinearLossRows.KEPT * lanes);
    for (int segment = 0; segment < segments; segment++) {
      partsKept[segment] = grown(partsKept[segment], LinearLossRows.KEPT * lanes);
    }
    if (ofHidden) {
      turned = grown(turned, segments * loss.width() * lanes);
    }
  }

  private static float[] grown(float[] x, int size) {
    return x.length < size ? new float[size] : x;
  }

  /// The hidden vectors of a chunk, and zeros where it has more lanes.
  private FloatMatrix hiddenOf(LinearLossChunk chunk) {
    FloatMatrix own = rows.hidden().rows(chunk.from(), chunk.from() + chunk.count());
    if (chunk.count() == chunk.lanes()) {
      return own;
    }
    int width = loss.width();
    filled = grown(filled, chunk.lanes() * width);
    for (int i = 0; i < chunk.count(); i++) {
      System.arraycopy(own.data(), own.offset() + i * own.rowStride(), filled, i * width, width);
    }
    Arrays.fill(filled, chunk.count() * width, chunk.lanes() * width, 0);
    return FloatMatrix.of(filled, chunk.lanes(), width);
  }

  private void begin() {
    losses.start(loss, next.count(), kept);
    for (int segment = 0; segment < segments; segment++) {
      parts[segment].start(loss, next.count(), partsKept[segment]);
    }
    if (tiled) {
      nextPacked.resize(loss.width(), next.lanes());
      oldPacked.resize(old.lanes(), loss.width());
      each(Phase.PACK, nextPacked.count() + oldPacked.count());
    }
  }

  private void each(Phase phase, int tasks) {
    this.phase = phase;
    Parallel.forEach(tasks, this);
  }

  @Override
  public void accept(int task) {
    switch (phase) {
      case PACK -> {
        if (task < nextPacked.count()) {
          nextPacked.pack(nextHidden.transposed(), task);
        } else {
          oldPacked.pack(oldHidden, task - nextPacked.count());
        }
      }
      case PASS -> {
        Room room = ROOMS.take();
        room.grow(stride);
        int end = start(task + 1);
        for (int top = start(task); top < end; top += BLOCK) {
          block(task, top, Math.min(BLOCK, end - top), room);
        }
        ROOMS.give(room);
      }
      case GATHER -> {
        gather(task * COLUMNS, Math.min(loss.width(), (task + 1) * COLUMNS));
      }
    }
  }

  /// First class of a segment.
  private int start(int segment) {
    int vocabulary = loss.vocabulary();
    return segment == segments ? vocabulary : (int) ((long) segment * vocabulary / segments) & -8;
  }

  private void block(int segment, int top, int n, Room room) {
    int width = loss.width();
    FloatMatrix words = loss.weight().rows(top, top + n);
    FloatMatrix sloping = FloatMatrix.of(room.slopes, n, old.lanes());
    if (!old.isEmpty()) {
      slopes.of(loss, logits, top * stride, stride, top, n, room.slopes);
      if (weight != null) {
        FloatMatrix to = FloatMatrix.of(weight, loss.vocabulary(), width).rows(top, top + n);
        product(sloping, oldPacked, oldHidden, to, !isFirst);
      }
      for (int v = 0; bias != null && v < n; v++) {
        bias[top + v] += (float) FloatElements.sum(room.slopes, v * old.lanes(), old.lanes());
      }
    }
    if (!next.isEmpty()) {
      FloatMatrix to = new FloatMatrix(logits, top * stride, n, next.lanes(), stride, 1);
      product(words, nextPacked, nextHidden.transposed(), to, false);
      see(segment, top, n, room);
    }
    if (!old.isEmpty() && ofHidden) {
      int size = width * old.lanes();
      FloatMatrix to = new FloatMatrix(turned, segment * size, width, old.lanes(), old.lanes(), 1);
      boolean add = top > start(segment);
      if (tiled) {
        room.inStrips(n, old.lanes());
        LinearLossPanels.multiply(words, room.strips, to, add);
      } else {
        multiply(words.transposed(), sloping, to, add);
      }
    }
  }

  private void product(
      FloatMatrix a, PackedMatrix packed, FloatMatrix b, FloatMatrix c, boolean add) {
    if (tiled) {
      PackedProduct.inRows(a, packed, c, add);
    } else {
      multiply(a, b, c, add);
    }
  }

  private static void multiply(FloatMatrix a, FloatMatrix b, FloatMatrix c, boolean add) {
    if (add) {
      MatrixProduct.multiplyAdd(a, b, c);
    } else {
      MatrixProduct.multiply(a, b, c);
    }
  }

  /// Takes in new logits of some classes.
  private void see(int segment, int top, int n, Room room) {
    int at = top * stride;
    float[] biases = loss.bias();
    for (int v = 0; biases != null && v < n; v++) {
      float more = biases[top + v];
      for (int i = at + v * stride; i < at + v * stride + next.lanes(); i++) {
        logits[i] += more;
      }
    }
    for (int lane = 0; lane < next.count(); lane++) {
      int target = rows.classOf(next.from() + lane) - top;
      if (target >= 0 && target < n) {
        kept[lane * LinearLossRows.KEPT + 3] = logits[at + target * stride + lane];
      }
    }
    LinearLossRows part = parts[segment];
    if (loss.options().smoothing() > 0) {
      room.weigh(loss, logits, at, stride, top, n, next.count());
      part.addWeighted(room.rest, next.count());
    }
    LossColumns.COLUMNS.sums(logits, at, stride, n, next.lanes(), room.max, room.ties, room.rest);
    for (int lane = 0; lane < next.count(); lane++) {
      part.merge(lane, room.max[lane], room.rest[lane], partsKept[segment]);
    }
  }

  /// Some columns of the hidden vectors' gradient: the sums of the segments, turned back.
  private void gather(int from, int end) {
    int lanes = old.lanes();
    int size = loss.width() * lanes;
    for (int segment = 1; segment < segments; segment++) {
      for (int i = from * lanes; i < end * lanes; i++) {
        turned[i] += turned[segment * size + i];
      }
    }
    for (int i = 0; i < old.count(); i++) {
      int at = hidden.offset() + (old.from() + i) * hidden.rowStride();
      for (int j = from; j < end; j++) {
        hidden.data()[at + j] = turned[j * lanes + i];
      }
    }
  }

  /// The losses of the next chunk.
  private double finish() {
    double sum = 0;
    for (int segment = 0; segment < segments; segment++) {
      losses.merge(parts[segment], next.count(), partsKept[segment], kept);
    }
    for (int lane = 0; lane < next.count(); lane++) {
      sum += losses.finish(loss, lane, rows.classOf(next.from() + lane), kept);
    }
    return sum;
  }

  /// What a task works with.
  private static final class Room {
    private float[] slopes = NOTHING;
    private float[] strips = NOTHING;
    private float[] max = NOTHING;
    private float[] ties = NOTHING;
    private double[] rest = new double[0];

    private void grow(int lanes) {
      slopes = grown(slopes, BLOCK * lanes);
      strips = grown(strips, BLOCK * lanes);
      if (rest.length < lanes) {
        max = new float[lanes];
        ties = new float[lanes];
        rest = new double[lanes];
      }
    }

    /// Copies the slopes of `n` classes into strips `[strip][n][width]`.
    private void inStrips(int n, int lanes) {
      for (int at = 0; at < lanes; at += STRIP) {
        SimdFloatTiles.pack(slopes, at, lanes, n, strips, at * n);
      }
    }

    /// The class weights times the logits of some classes, in `rest`.
    private void weigh(
        LinearLoss loss, float[] logits, int at, int stride, int first, int n, int count) {
      Arrays.fill(rest, 0, count, 0);
      for (int v = 0; v < n; v++) {
        double weight = loss.options().weight(first + v);
        for (int lane = 0; lane < count && weight != 0; lane++) {
          rest[lane] += weight * logits[at + v * stride + lane];
        }
      }
    }
  }
}
