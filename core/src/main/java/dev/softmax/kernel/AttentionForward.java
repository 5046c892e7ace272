package dev.softmax.kernel;

import static dev.softmax.kernel.AttentionTiles.HEIGHT;
import static dev.softmax.kernel.AttentionTiles.LINE;
import static dev.softmax.kernel.AttentionTiles.WIDTH;

import java.util.Arrays;

/// Results of some successive queries of one head (Dao et al. 2022, arXiv 2205.14135, algorithm 1): keys
/// and values come in blocks that stay in the second-level cache; the scores of a panel of twelve
/// queries by a block of keys stay in the first, are used and forgotten. Sums of a row are kept
/// relative to its maximum so far.
///
/// An instance is the room for one task; instances are used again.
final class AttentionForward {
  static final Pool<AttentionForward> POOL = new Pool<>(AttentionForward::new);

  /// Queries of a task, at most: enough that packing keys and values costs little beside using them.
  static final int QUERIES = 32 * HEIGHT;

  /// Keys of a block.
  private static final int KEYS = AttentionTiles.MOST;

  private final float[] scores = new float[HEIGHT * LINE];
  private final float[] sums = new float[HEIGHT * AttentionRows.LANES];
  private final float[] totals = new float[HEIGHT];
  private final float[] most = new float[QUERIES];
  private final double[] total = new double[QUERIES];
  private float[] queries = new float[0];
  private float[] keys = new float[0];
  private float[] values = new float[0];
  private float[] results = new float[0];
  private float[] kept = new float[0];

  AttentionForward() {}

  /// Numbers that this has room for.
  long room() {
    long rows =
        (long) scores.length
            + sums.length
            + totals.length
            + most.length
            + total.length
            + kept.length;
    return rows + queries.length + keys.length + values.length + results.length;
  }

  private static int chunkStep(AttentionShape s) {
    return Math.min(QUERIES, AttentionTiles.panels(s.queries())) * LINE;
  }

  private void prepare(AttentionPlan plan) {
    AttentionShape s = plan.shape();
    int step = chunkStep(s);
    int block = Math.min(KEYS, s.keys());
    int columns = AttentionTiles.padded(s.valueWidth());
    queries = AttentionTiles.room(queries, AttentionTiles.chunks(s.width()) * step);
    keys = AttentionTiles.room(keys, AttentionTiles.padded(block) * s.width());
    values = AttentionTiles.room(values, block * columns);
    results = AttentionTiles.room(results, step / LINE * columns);
    if (plan.drops()) {
      kept = AttentionTiles.room(kept, s.keys());
    }
  }

  /// The results and logarithms of `count` queries from `first` on, at most [#QUERIES].
  void run(AttentionPlan plan, AttentionArrays x, int b, int h, int first, int count) {
    prepare(plan);
    AttentionShape s = plan.shape();
    KeyMask mask = plan.mask();
    int g = h / s.shared();
    int columns = AttentionTiles.padded(s.valueWidth());
    loadQueries(plan, x.q(), b, h, first, count);
    Arrays.fill(most, 0, count, Float.NEGATIVE_INFINITY);
    Arrays.fill(total, 0, count, 0);
    Arrays.fill(results, 0, count * columns, 0);
    int end = mask.end(b, s.keys());
    int last = mask.seen(first + count - 1, end);
    for (int from = 0; from < last; from += KEYS) {
      int n = Math.min(KEYS, last - from);
      AttentionPacks.columns(x.k(), s.keyAt(b, g, from), s.keyStep(), n, s.width(), keys);
      AttentionPacks.strips(
          x.v(), s.valueAt(b, g, from), s.valueStep(), n, s.valueWidth(), values, n * WIDTH);
      for (int i = 0; i < count; i += HEIGHT) {
        int rows = Math.min(HEIGHT, count - i);
        int wide = Math.min(n, mask.seen(first + i + rows - 1, end) - from);
        if (wide > 0) {
          multiplyKeys(s, i, rows, wide);
          weigh(plan, b, h, first + i, i, rows, from, wide);
          multiplyValues(s, i, rows, wide, n);
        }
      }
    }
    store(s, x, b, h, first, count);
  }

  /// Queries in units of `ln 2`.
  private void loadQueries(AttentionPlan plan, float[] q, int b, int h, int first, int count) {
    AttentionShape s = plan.shape();
    float scale = (float) (plan.scale() / Math.log(2));
    AttentionPacks.rows(
        q, s.queryAt(b, h, first), s.queryStep(), count, s.width(), scale, queries, chunkStep(s));
  }

  private void multiplyKeys(AttentionShape s, int row, int rows, int wide) {
    AttentionTiles.rows(
        queries,
        row * LINE,
        chunkStep(s),
        rows,
        keys,
        0,
        s.width() * WIDTH,
        AttentionTiles.strips(wide),
        s.width(),
        scores,
        0,
        LINE,
        false);
  }

  private void multiplyValues(AttentionShape s, int row, int rows, int wide, int n) {
    int columns = AttentionTiles.padded(s.valueWidth());
    AttentionTiles.rows(
        scores,
        0,
        0,
        rows,
        values,
        0,
        n * WIDTH,
        AttentionTiles.strips(s.valueWidth()),
        wide,
        results,
        row * columns,
        columns,
        true);
  }

  /// Makes weights of the scores of a panel, `wide` of each row, and adds up their sums.
  private void weigh(
      AttentionPlan plan, int b, int h, int query, int i, int rows, int from, int wide) {
    int end = plan.mask().end(b, plan.shape().keys());
    for (int r = 0; r < rows; r++) {
      int seen = Math.clamp(plan.mask().seen(query + r, end) - (long) from, 0, wide);
      row(plan, b, h, query + r, i + r, r * LINE, from, seen);
      Arrays.fill(scores, r * LINE + seen, r * LINE + wide, 0);
    }
    AttentionRows.total(sums, rows, totals);
    for (int r = 0; r < rows; r++) {
      total[i + r] += totals[r];
    }
  }

  /// Makes weights of the first `seen` scores of a row, relative to the maximum so far, which is that of
  /// the sums and results from then on.
  private void row(AttentionPlan plan, int b, int h, int query, int i, int at, int from, int seen) {
    int lanes = at / LINE * AttentionRows.LANES;
    if (seen == 0) {
      Arrays.fill(sums, lanes, lanes + AttentionRows.LANES, 0);
      return;
    }
    KeyMask mask = plan.mask();
    if (mask.bias() != null) {
      AttentionRows.bias(mask, mask.bias(), mask.biasAt(b, h, query, from), scores, at, seen);
    }
    float max = Math.max(most[i], AttentionRows.max(scores, at, seen));
    if (max == Float.NEGATIVE_INFINITY) {
      total[i] = AttentionRows.hasNaN(scores, at, seen) ? Double.NaN : total[i];
      Arrays.fill(scores, at, at + seen, 0);
      Arrays.fill(sums, lanes, lanes + AttentionRows.LANES, 0);
      return;
    }
    if (max > most[i]) {
      float factor = AttentionRows.power(most[i] - max);
      int columns = AttentionTiles.padded(plan.shape().valueWidth());
      total[i] *= factor;
      if (most[i] != Float.NEGATIVE_INFINITY) {
        AttentionRows.scaled(results, i * columns, results, i * columns, columns, factor);
      }
      most[i] = max;
    }
    AttentionRows.power(scores, at, seen, max, sums, lanes);
    if (plan.drops()) {
      plan.kept(b, h, query, kept, from, from + seen);
      AttentionRows.multiply(scores, at, kept, from, seen);
    }
  }

  private void store(AttentionShape s, AttentionArrays x, int b, int h, int first, int count) {
    int columns = AttentionTiles.padded(s.valueWidth());
    for (int i = 0; i < count; i++) {
      int to = s.resultAt(b, h, first + i);
      AttentionRows.normalise(results, i * columns, x.y(), to, s.valueWidth(), total[i]);
      x.logs()[s.row(b, h, first + i)] = AttentionRows.log(most[i], total[i]);
    }
  }

  /// The weights of `count` queries to the place of results, `(B, H, T, S)`, from the logarithms of
  /// [#run].
  void weights(AttentionPlan plan, AttentionArrays x, int b, int h, int first, int count) {
    prepare(plan);
    AttentionShape s = plan.shape();
    KeyMask mask = plan.mask();
    loadQueries(plan, x.q(), b, h, first, count);
    int row = s.row(b, h, first);
    Arrays.fill(x.y(), row * s.keys(), (row + count) * s.keys(), 0);
    int end = mask.end(b, s.keys());
    for (int from = 0; from < end; from += KEYS) {
      int n = Math.min(KEYS, end - from);
      int g = h / s.shared();
      AttentionPacks.columns(x.k(), s.keyAt(b, g, from), s.keyStep(), n, s.width(), keys);
      for (int i = 0; i < count; i++) {
        if (i % HEIGHT == 0) {
          multiplyKeys(s, i, Math.min(HEIGHT, count - i), n);
        }
        int at = i % HEIGHT * LINE;
        int seen = Math.clamp(mask.seen(first + i, end) - (long) from, 0, n);
        if (mask.bias() != null) {
          int bias = mask.biasAt(b, h, first + i, from);
          AttentionRows.bias(mask, mask.bias(), bias, scores, at, seen);
        }
        float log = x.logs()[row + i];
        for (int j = 0; j < seen; j++) {
          x.y()[(row + i) * s.keys() + from + j] = AttentionRows.power(scores[at + j] - log);
        }
      }
    }
  }
}
