package dev.softmax.kernel;

import java.util.Arrays;

/// Attention of one or a few queries of one head, as in decoding with kept keys: keys and values are
/// read where they lie.
///
/// An instance is the room for one task; instances are used again.
final class FewQueries {
  static final Pool<FewQueries> POOL = new Pool<>(FewQueries::new);

  /// The most queries of a sequence that are few. With more, packing the keys pays.
  static final int MOST = 2;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final int LANES = SIMD ? SimdAttentionRows.WIDTH : 1;

  private final float[] sums = new float[LANES * 8];
  private final float[] totals = new float[1];
  private float[] weights = new float[0];
  private float[] kept = new float[0];
  private float[] query = new float[0];

  FewQueries() {}

  /// Numbers that this has room for.
  long room() {
    return (long) sums.length + weights.length + kept.length + query.length;
  }

  /// The results and logarithms of a head's queries.
  void run(AttentionPlan plan, AttentionArrays x, int b, int h) {
    AttentionShape s = plan.shape();
    KeyMask mask = plan.mask();
    weights = AttentionTiles.room(weights, s.keys() + LANES);
    query = AttentionTiles.room(query, s.width());
    float scale = (float) (plan.scale() / Math.log(2));
    for (int t = 0; t < s.queries(); t++) {
      int seen = mask.seen(t, mask.end(b, s.keys()));
      int from = s.queryAt(b, h, t);
      for (int d = 0; d < s.width(); d++) {
        query[d] = scale * x.q()[from + d];
      }
      dots(s, x.k(), s.keyAt(b, h / s.shared(), 0), seen);
      float max = Float.NEGATIVE_INFINITY;
      double total = 0;
      if (seen > 0) {
        if (mask.bias() != null) {
          AttentionRows.bias(mask, mask.bias(), mask.biasAt(b, h, t, 0), weights, 0, seen);
        }
        max = AttentionRows.max(weights, 0, seen);
        total = total(seen, max);
      }
      if (plan.drops()) {
        kept = AttentionTiles.room(kept, s.keys());
        plan.kept(b, h, t, kept, 0, seen);
        AttentionRows.multiply(weights, 0, kept, 0, seen);
      }
      int to = s.resultAt(b, h, t);
      values(s, x.v(), s.valueAt(b, h / s.shared(), 0), seen, x.y(), to);
      AttentionRows.normalise(x.y(), to, x.y(), to, s.valueWidth(), total);
      x.logs()[s.row(b, h, t)] = AttentionRows.log(max, total);
    }
  }

  private double total(int seen, float max) {
    if (max > Float.NEGATIVE_INFINITY) {
      AttentionRows.power(weights, 0, seen, max, sums, 0);
      AttentionRows.total(sums, 1, totals);
      return totals[0];
    }
    boolean broken = AttentionRows.hasNaN(weights, 0, seen);
    Arrays.fill(weights, 0, seen, 0);
    return broken ? Double.NaN : 0;
  }

  /// Scores of the first `seen` keys.
  private void dots(AttentionShape s, float[] k, int at, int seen) {
    int step = s.keyStep();
    int j = 0;
    if (SIMD && s.width() % LANES == 0) {
      for (; j <= seen - 8; j += 8) {
        SimdFewQueries.dots(query, s.width(), k, at + j * step, step, sums);
        sum(j);
      }
    }
    for (; j <= seen - 4; j += 4) {
      fourDots(s.width(), k, at + j * step, step, j);
    }
    for (; j < seen; j++) {
      float sum = 0;
      for (int d = 0; d < s.width(); d++) {
        sum = Math.fma(query[d], k[at + j * step + d], sum);
      }
      weights[j] = sum;
    }
  }

  /// The sums of the lanes of eight vectors, eight at a time: one alone would wait for each addition.
  private void sum(int j) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    float e = 0;
    float f = 0;
    float g = 0;
    float h = 0;
    for (int i = 0; i < LANES; i++) {
      a += sums[i];
      b += sums[LANES + i];
      c += sums[2 * LANES + i];
      d += sums[3 * LANES + i];
      e += sums[4 * LANES + i];
      f += sums[5 * LANES + i];
      g += sums[6 * LANES + i];
      h += sums[7 * LANES + i];
    }
    weights[j] = a;
    weights[j + 1] = b;
    weights[j + 2] = c;
    weights[j + 3] = d;
    weights[j + 4] = e;
    weights[j + 5] = f;
    weights[j + 6] = g;
    weights[j + 7] = h;
  }

  private void fourDots(int width, float[] k, int at, int step, int j) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int i = 0; i < width; i++) {
      float x = query[i];
      a = Math.fma(x, k[at + i], a);
      b = Math.fma(x, k[at + step + i], b);
      c = Math.fma(x, k[at + 2 * step + i], c);
      d = Math.fma(x, k[at + 3 * step + i], d);
    }
    weights[j] = a;
    weights[j + 1] = b;
    weights[j + 2] = c;
    weights[j + 3] = d;
  }

  /// `y = Σ weight · value`.
  private void values(AttentionShape s, float[] v, int at, int seen, float[] y, int to) {
    int e = 0;
    if (SIMD) {
      for (; e <= s.valueWidth() - 4 * LANES; e += 4 * LANES) {
        SimdFewQueries.four(weights, seen, v, at + e, s.valueStep(), y, to + e);
      }
      for (; e <= s.valueWidth() - LANES; e += LANES) {
        SimdFewQueries.one(weights, seen, v, at + e, s.valueStep(), y, to + e);
      }
    }
    for (; e <= s.valueWidth() - 4; e += 4) {
      fourValues(seen, v, at + e, s.valueStep(), y, to + e);
    }
    for (; e < s.valueWidth(); e++) {
      float sum = 0;
      for (int j = 0; j < seen; j++) {
        sum = Math.fma(weights[j], v[at + e + j * s.valueStep()], sum);
      }
      y[to + e] = sum;
    }
  }

  private void fourValues(int seen, float[] v, int at, int step, float[] y, int to) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    for (int j = 0; j < seen; j++) {
      float x = weights[j];
      int from = at + j * step;
      a = Math.fma(x, v[from], a);
      b = Math.fma(x, v[from + 1], b);
      c = Math.fma(x, v[from + 2], c);
      d = Math.fma(x, v[from + 3], d);
    }
    y[to] = a;
    y[to + 1] = b;
    y[to + 2] = c;
    y[to + 3] = d;
  }
}
