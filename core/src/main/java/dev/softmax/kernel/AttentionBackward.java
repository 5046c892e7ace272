package dev.softmax.kernel;

import static dev.softmax.kernel.AttentionTiles.HEIGHT;
import static dev.softmax.kernel.AttentionTiles.LINE;
import static dev.softmax.kernel.AttentionTiles.WIDTH;

import java.util.Arrays;

/// Gradients by some successive keys and values of one key head, and what these keys contribute to the
/// gradients of its queries (Dao et al. 2022, arXiv 2205.14135, algorithm 4). The weights are computed
/// again from the scores and the logarithms of their sums: with `dp = dy · v` and `δ = dy · y`, the
/// gradient by a scaled score is `ds = scale p (dp − δ)`.
///
/// An instance is the room for one task; instances are used again.
final class AttentionBackward {
  static final Pool<AttentionBackward> POOL = new Pool<>(AttentionBackward::new);

  /// Queries of a block.
  private static final int QUERIES = 8 * HEIGHT;

  /// Keys of a block.
  static final int KEYS = 16 * HEIGHT;

  private final float[] weights = new float[QUERIES * LINE];
  private final float[] slopes = new float[QUERIES * LINE];
  private float[] queries = new float[0];
  private float[] queryStrips = new float[0];
  private float[] upper = new float[0];
  private float[] upperStrips = new float[0];
  private float[] keys = new float[0];
  private float[] keyStrips = new float[0];
  private float[] values = new float[0];
  private float[] keySlopes = new float[0];
  private float[] valueSlopes = new float[0];
  private float[] kept = new float[0];
  private float[] dq = new float[0];

  AttentionBackward() {}

  /// Numbers that this has room for.
  long room() {
    long rows = (long) weights.length + slopes.length + queries.length + upper.length;
    long strips = (long) queryStrips.length + upperStrips.length + keyStrips.length + keys.length;
    long sums = (long) values.length + keySlopes.length + valueSlopes.length + dq.length;
    return rows + strips + sums + kept.length;
  }

  private void prepare(AttentionPlan plan) {
    AttentionShape s = plan.shape();
    int width = AttentionTiles.padded(s.width());
    int valueWidth = AttentionTiles.padded(s.valueWidth());
    queries = AttentionTiles.room(queries, QUERIES * LINE * AttentionTiles.chunks(s.width()));
    upper = AttentionTiles.room(upper, QUERIES * LINE * AttentionTiles.chunks(s.valueWidth()));
    queryStrips = AttentionTiles.room(queryStrips, QUERIES * width);
    upperStrips = AttentionTiles.room(upperStrips, QUERIES * valueWidth);
    keys = AttentionTiles.room(keys, KEYS * width);
    keyStrips = AttentionTiles.room(keyStrips, KEYS * width);
    values = AttentionTiles.room(values, KEYS * valueWidth);
    keySlopes = AttentionTiles.room(keySlopes, KEYS * width);
    valueSlopes = AttentionTiles.room(valueSlopes, KEYS * valueWidth);
    if (plan.drops()) {
      kept = AttentionTiles.room(kept, s.keys());
    }
  }

  /// Room for the gradients of the queries of one key head.
  float[] queryRoom(AttentionShape s, int rows) {
    dq = AttentionTiles.room(dq, s.shared() * rows * AttentionTiles.padded(s.width()));
    return dq;
  }

  /// Adds to the gradients of the keys `from` to `to` (exclusive) and of their values, and writes to `dq`
  /// `(H / G, rows, padded D)` what they give to those of the queries.
  ///
  /// @param delta of each row, [#delta]
  /// @param rows queries, rounded up to whole panels
  void run(
      AttentionPlan plan,
      AttentionArrays x,
      float[] delta,
      int b,
      int g,
      int from,
      int to,
      float[] dq,
      int dqAt,
      int rows) {
    prepare(plan);
    AttentionShape s = plan.shape();
    int width = AttentionTiles.padded(s.width());
    Arrays.fill(dq, dqAt, dqAt + s.shared() * rows * width, 0);
    int end = Math.min(to, plan.mask().end(b, s.keys()));
    for (int key = from; key < end; key += KEYS) {
      int n = Math.min(KEYS, end - key);
      int keyAt = s.keyAt(b, g, key);
      int valueAt = s.valueAt(b, g, key);
      AttentionPacks.columns(x.k(), keyAt, s.keyStep(), n, s.width(), keys);
      AttentionPacks.strips(x.k(), keyAt, s.keyStep(), n, s.width(), keyStrips, n * WIDTH);
      AttentionPacks.columns(x.v(), valueAt, s.valueStep(), n, s.valueWidth(), values);
      Arrays.fill(keySlopes, 0, KEYS * width, 0);
      Arrays.fill(valueSlopes, 0, KEYS * AttentionTiles.padded(s.valueWidth()), 0);
      int first = plan.mask().firstSeeing(key, s.queries()) / HEIGHT * HEIGHT;
      for (int h = 0; h < s.shared(); h++) {
        for (int query = first; query < s.queries(); query += QUERIES) {
          int count = Math.min(QUERIES, s.queries() - query);
          int head = g * s.shared() + h;
          block(
              plan, x, delta, b, head, query, count, key, n, dq, dqAt + (h * rows + query) * width);
        }
      }
      add(keySlopes, 0, width, n, s.width(), x.dk(), keyAt, s.keyStep());
      add(
          valueSlopes,
          0,
          AttentionTiles.padded(s.valueWidth()),
          n,
          s.valueWidth(),
          x.dv(),
          valueAt,
          s.valueStep());
    }
  }

  /// `y += x` for `n` rows.
  static void add(
      float[] x, int start, int step, int n, int columns, float[] y, int at, int stride) {
    for (int i = 0; i < n; i++) {
      AttentionRows.add(x, start + i * step, y, at + i * stride, columns);
    }
  }

  /// A block of queries by a block of keys.
  private void block(
      AttentionPlan plan,
      AttentionArrays x,
      float[] delta,
      int b,
      int h,
      int query,
      int count,
      int key,
      int n,
      float[] dq,
      int dqAt) {
    AttentionShape s = plan.shape();
    KeyMask mask = plan.mask();
    int queryAt = s.queryAt(b, h, query);
    int upperAt = s.resultAt(b, h, query);
    int chunk = QUERIES * LINE;
    float unit = (float) (plan.scale() / Math.log(2));
    int strip = QUERIES * WIDTH;
    AttentionPacks.rows(x.q(), queryAt, s.queryStep(), count, s.width(), unit, queries, chunk);
    AttentionPacks.strips(x.q(), queryAt, s.queryStep(), count, s.width(), queryStrips, strip);
    AttentionPacks.rows(x.dy(), upperAt, s.resultStep(), count, s.valueWidth(), 1, upper, chunk);
    AttentionPacks.strips(
        x.dy(), upperAt, s.resultStep(), count, s.valueWidth(), upperStrips, strip);
    for (int i = 0; i < count; i += HEIGHT) {
      panel(plan, x, delta, b, h, query, i, Math.min(HEIGHT, count - i), key, n, dq, dqAt);
    }
    for (int j = 0; j < n; j += HEIGHT) {
      int skip = Math.clamp(mask.firstSeeing(key + j, s.queries()) - (long) query, 0, count);
      int columns = Math.min(HEIGHT, n - j);
      turned(weights, j, columns, upperStrips, s.valueWidth(), skip, count - skip, valueSlopes);
      turned(slopes, j, columns, queryStrips, s.width(), skip, count - skip, keySlopes);
    }
  }

  /// A panel of a block: its weights, the slopes of its scores, and what they give to its queries.
  private void panel(
      AttentionPlan plan,
      AttentionArrays x,
      float[] delta,
      int b,
      int h,
      int query,
      int i,
      int rows,
      int key,
      int n,
      float[] dq,
      int dqAt) {
    AttentionShape s = plan.shape();
    KeyMask mask = plan.mask();
    int end = mask.end(b, s.keys());
    int wide = Math.clamp(mask.seen(query + i + rows - 1, end) - (long) key, 0, n);
    scores(s, i, rows, wide);
    for (int r = i; r < i + rows; r++) {
      int seen = Math.clamp(mask.seen(query + r, end) - (long) key, 0, wide);
      row(plan, x, delta, b, h, query + r, r * LINE, key, seen);
      int whole = AttentionTiles.panels(n);
      Arrays.fill(weights, r * LINE + seen, r * LINE + whole, 0);
      Arrays.fill(slopes, r * LINE + seen, r * LINE + whole, 0);
    }
    int columns = AttentionTiles.padded(s.width());
    AttentionTiles.rows(
        slopes,
        i * LINE,
        0,
        rows,
        keyStrips,
        0,
        n * WIDTH,
        AttentionTiles.strips(s.width()),
        wide,
        dq,
        dqAt + i * columns,
        columns,
        true);
  }

  private void scores(AttentionShape s, int row, int rows, int wide) {
    int strips = AttentionTiles.strips(wide);
    int chunk = QUERIES * LINE;
    int at = row * LINE;
    int d = s.width();
    int e = s.valueWidth();
    AttentionTiles.rows(
        queries, at, chunk, rows, keys, 0, d * WIDTH, strips, d, weights, at, LINE, false);
    AttentionTiles.rows(
        upper, at, chunk, rows, values, 0, e * WIDTH, strips, e, slopes, at, LINE, false);
  }

  private void row(
      AttentionPlan plan,
      AttentionArrays x,
      float[] delta,
      int b,
      int h,
      int query,
      int at,
      int key,
      int seen) {
    if (seen == 0) {
      return;
    }
    KeyMask mask = plan.mask();
    int row = plan.shape().row(b, h, query);
    if (mask.bias() != null) {
      AttentionRows.bias(mask, mask.bias(), mask.biasAt(b, h, query, key), weights, at, seen);
    }
    if (plan.drops()) {
      plan.kept(b, h, query, kept, key, key + seen);
      AttentionRows.multiply(slopes, at, kept, key, seen);
    }
    float scale = (float) plan.scale();
    AttentionRows.slopes(weights, at, slopes, at, seen, x.logs()[row], delta[row], scale);
    if (plan.drops()) {
      AttentionRows.multiply(weights, at, kept, key, seen);
    }
  }

  private static void turned(
      float[] a, int column, int columns, float[] b, int width, int skip, int depth, float[] c) {
    int padded = AttentionTiles.padded(width);
    AttentionTiles.columns(
        a,
        skip * LINE + column,
        columns,
        b,
        skip * WIDTH,
        QUERIES * WIDTH,
        AttentionTiles.strips(width),
        depth,
        c,
        column * padded,
        padded);
  }

  /// `δ = dy · y` of the rows of a sequence's head.
  static void delta(AttentionShape s, AttentionArrays x, int b, int h, float[] delta) {
    for (int t = 0; t < s.queries(); t++) {
      int at = s.resultAt(b, h, t);
      double sum = 0;
      for (int e = at; e < at + s.valueWidth(); e++) {
        sum += (double) x.dy()[e] * x.y()[e];
      }
      delta[s.row(b, h, t)] = (float) sum;
    }
  }
}
