package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// [FewQueries] on vectors.
final class SimdFewQueries {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();

  private SimdFewQueries() {}

  /// Products of `q` with eight rows of `k`, `step` apart, each in a vector of `sums` whose lanes are
  /// still to be added; `n` is a multiple of a vector's length.
  static void dots(float[] q, int n, float[] k, int at, int step, float[] sums) {
    FloatVector a = FloatVector.zero(F);
    FloatVector b = FloatVector.zero(F);
    FloatVector c = FloatVector.zero(F);
    FloatVector d = FloatVector.zero(F);
    FloatVector e = FloatVector.zero(F);
    FloatVector f = FloatVector.zero(F);
    FloatVector g = FloatVector.zero(F);
    FloatVector h = FloatVector.zero(F);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, q, i);
      a = FloatVector.fromArray(F, k, at + i).fma(x, a);
      b = FloatVector.fromArray(F, k, at + step + i).fma(x, b);
      c = FloatVector.fromArray(F, k, at + 2 * step + i).fma(x, c);
      d = FloatVector.fromArray(F, k, at + 3 * step + i).fma(x, d);
      e = FloatVector.fromArray(F, k, at + 4 * step + i).fma(x, e);
      f = FloatVector.fromArray(F, k, at + 5 * step + i).fma(x, f);
      g = FloatVector.fromArray(F, k, at + 6 * step + i).fma(x, g);
      h = FloatVector.fromArray(F, k, at + 7 * step + i).fma(x, h);
    }
    a.intoArray(sums, 0);
    b.intoArray(sums, WIDTH);
    c.intoArray(sums, 2 * WIDTH);
    d.intoArray(sums, 3 * WIDTH);
    e.intoArray(sums, 4 * WIDTH);
    f.intoArray(sums, 5 * WIDTH);
    g.intoArray(sums, 6 * WIDTH);
    h.intoArray(sums, 7 * WIDTH);
  }

  /// `y = Σ p[j] v[j]` for four vectors of columns and `n` rows of `v`, `step` apart.
  static void four(float[] p, int n, float[] v, int at, int step, float[] y, int to) {
    FloatVector a = FloatVector.zero(F);
    FloatVector b = FloatVector.zero(F);
    FloatVector c = FloatVector.zero(F);
    FloatVector d = FloatVector.zero(F);
    for (int j = 0; j < n; j++) {
      FloatVector x = FloatVector.broadcast(F, p[j]);
      int i = at + j * step;
      a = FloatVector.fromArray(F, v, i).fma(x, a);
      b = FloatVector.fromArray(F, v, i + WIDTH).fma(x, b);
      c = FloatVector.fromArray(F, v, i + 2 * WIDTH).fma(x, c);
      d = FloatVector.fromArray(F, v, i + 3 * WIDTH).fma(x, d);
    }
    a.intoArray(y, to);
    b.intoArray(y, to + WIDTH);
    c.intoArray(y, to + 2 * WIDTH);
    d.intoArray(y, to + 3 * WIDTH);
  }

  /// [#four] for one vector of columns.
  static void one(float[] p, int n, float[] v, int at, int step, float[] y, int to) {
    FloatVector a = FloatVector.zero(F);
    for (int j = 0; j < n; j++) {
      FloatVector x = FloatVector.broadcast(F, p[j]);
      a = FloatVector.fromArray(F, v, at + j * step).fma(x, a);
    }
    a.intoArray(y, to);
  }
}
