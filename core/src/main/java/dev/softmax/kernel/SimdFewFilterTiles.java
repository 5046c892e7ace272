package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// More tiles of convolutions, for few pixels, few channels and few registers; see [SimdFilterTiles].
final class SimdFewFilterTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();

  private SimdFewFilterTiles() {}

  /// Four pixels by two vectors, for few pixels and for machines with 16 vector registers.
  static void four(
      float[] a,
      int aAt,
      int aRow,
      int rows,
      int depth,
      float[] b,
      int bAt,
      float[] c,
      int cAt,
      boolean add) {
    int a1 = Math.min(1, rows - 1) * aRow;
    int a2 = Math.min(2, rows - 1) * aRow;
    int a3 = Math.min(3, rows - 1) * aRow;
    FloatVector sa0 = FloatVector.zero(F);
    FloatVector sa1 = FloatVector.zero(F);
    FloatVector sb0 = FloatVector.zero(F);
    FloatVector sb1 = FloatVector.zero(F);
    FloatVector sc0 = FloatVector.zero(F);
    FloatVector sc1 = FloatVector.zero(F);
    FloatVector sd0 = FloatVector.zero(F);
    FloatVector sd1 = FloatVector.zero(F);
    int r1 = aAt + a1;
    int r2 = aAt + a2;
    int r3 = aAt + a3;
    for (int p = 0; p < depth; p++) {
      FloatVector y0 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH);
      FloatVector y1 = FloatVector.fromArray(F, b, bAt + p * 2 * WIDTH + WIDTH);
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      sa0 = y0.fma(x0, sa0);
      sa1 = y1.fma(x0, sa1);
      FloatVector x1 = FloatVector.broadcast(F, a[r1 + p]);
      sb0 = y0.fma(x1, sb0);
      sb1 = y1.fma(x1, sb1);
      FloatVector x2 = FloatVector.broadcast(F, a[r2 + p]);
      sc0 = y0.fma(x2, sc0);
      sc1 = y1.fma(x2, sc1);
      FloatVector x3 = FloatVector.broadcast(F, a[r3 + p]);
      sd0 = y0.fma(x3, sd0);
      sd1 = y1.fma(x3, sd1);
    }
    if (add) {
      sa0 = sa0.add(FloatVector.fromArray(F, c, cAt));
      sa1 = sa1.add(FloatVector.fromArray(F, c, cAt + WIDTH));
      sb0 = sb0.add(FloatVector.fromArray(F, c, cAt + 2 * WIDTH));
      sb1 = sb1.add(FloatVector.fromArray(F, c, cAt + 3 * WIDTH));
      sc0 = sc0.add(FloatVector.fromArray(F, c, cAt + 4 * WIDTH));
      sc1 = sc1.add(FloatVector.fromArray(F, c, cAt + 5 * WIDTH));
      sd0 = sd0.add(FloatVector.fromArray(F, c, cAt + 6 * WIDTH));
      sd1 = sd1.add(FloatVector.fromArray(F, c, cAt + 7 * WIDTH));
    }
    sa0.intoArray(c, cAt);
    sa1.intoArray(c, cAt + WIDTH);
    sb0.intoArray(c, cAt + 2 * WIDTH);
    sb1.intoArray(c, cAt + 3 * WIDTH);
    sc0.intoArray(c, cAt + 4 * WIDTH);
    sc1.intoArray(c, cAt + 5 * WIDTH);
    sd0.intoArray(c, cAt + 6 * WIDTH);
    sd1.intoArray(c, cAt + 7 * WIDTH);
  }

  /// Seven pixels by one vector, with sums of their own for every other element, of `count` lines, line `i` at
  /// `aAt + lines[i]`: those of few channels are short. The results, with the bias and cut at two bounds, are
  /// `cRow` apart, and of those that overlap the later one stays.
  static void narrow(
      float[] a,
      int aAt,
      int aRow,
      int rows,
      int[] lines,
      int count,
      int depth,
      float[] b,
      int bAt,
      float[] bias,
      int biasAt,
      float least,
      float most,
      float[] c,
      int cAt,
      int cRow) {
    int a1 = Math.min(1, rows - 1) * aRow;
    int a2 = Math.min(2, rows - 1) * aRow;
    int a3 = Math.min(3, rows - 1) * aRow;
    int a4 = Math.min(4, rows - 1) * aRow;
    int a5 = Math.min(5, rows - 1) * aRow;
    int a6 = Math.min(6, rows - 1) * aRow;
    FloatVector sa0 = FloatVector.zero(F);
    FloatVector sb0 = FloatVector.zero(F);
    FloatVector sc0 = FloatVector.zero(F);
    FloatVector sd0 = FloatVector.zero(F);
    FloatVector se0 = FloatVector.zero(F);
    FloatVector sf0 = FloatVector.zero(F);
    FloatVector sg0 = FloatVector.zero(F);
    FloatVector ta0 = FloatVector.zero(F);
    FloatVector tb0 = FloatVector.zero(F);
    FloatVector tc0 = FloatVector.zero(F);
    FloatVector td0 = FloatVector.zero(F);
    FloatVector te0 = FloatVector.zero(F);
    FloatVector tf0 = FloatVector.zero(F);
    FloatVector tg0 = FloatVector.zero(F);
    for (int line = 0; line < count; line++) {
      int from = aAt + lines[line];
      int r1 = from + a1;
      int r2 = from + a2;
      int r3 = from + a3;
      int r4 = from + a4;
      int r5 = from + a5;
      int r6 = from + a6;
      int w = bAt + line * depth * WIDTH;
      int even = depth & -2;
      for (int p = 0; p < even; p += 2) {
        FloatVector y0 = FloatVector.fromArray(F, b, w + p * WIDTH);
        FloatVector x0 = FloatVector.broadcast(F, a[from + p]);
        sa0 = y0.fma(x0, sa0);
        FloatVector x1 = FloatVector.broadcast(F, a[r1 + p]);
        sb0 = y0.fma(x1, sb0);
        FloatVector x2 = FloatVector.broadcast(F, a[r2 + p]);
        sc0 = y0.fma(x2, sc0);
        FloatVector x3 = FloatVector.broadcast(F, a[r3 + p]);
        sd0 = y0.fma(x3, sd0);
        FloatVector x4 = FloatVector.broadcast(F, a[r4 + p]);
        se0 = y0.fma(x4, se0);
        FloatVector x5 = FloatVector.broadcast(F, a[r5 + p]);
        sf0 = y0.fma(x5, sf0);
        FloatVector x6 = FloatVector.broadcast(F, a[r6 + p]);
        sg0 = y0.fma(x6, sg0);
        FloatVector zy0 = FloatVector.fromArray(F, b, w + p * WIDTH + WIDTH);
        FloatVector zx0 = FloatVector.broadcast(F, a[from + p + 1]);
        ta0 = zy0.fma(zx0, ta0);
        FloatVector zx1 = FloatVector.broadcast(F, a[r1 + p + 1]);
        tb0 = zy0.fma(zx1, tb0);
        FloatVector zx2 = FloatVector.broadcast(F, a[r2 + p + 1]);
        tc0 = zy0.fma(zx2, tc0);
        FloatVector zx3 = FloatVector.broadcast(F, a[r3 + p + 1]);
        td0 = zy0.fma(zx3, td0);
        FloatVector zx4 = FloatVector.broadcast(F, a[r4 + p + 1]);
        te0 = zy0.fma(zx4, te0);
        FloatVector zx5 = FloatVector.broadcast(F, a[r5 + p + 1]);
        tf0 = zy0.fma(zx5, tf0);
        FloatVector zx6 = FloatVector.broadcast(F, a[r6 + p + 1]);
        tg0 = zy0.fma(zx6, tg0);
      }
      if (even < depth) {
        FloatVector y0 = FloatVector.fromArray(F, b, w + even * WIDTH);
        FloatVector x0 = FloatVector.broadcast(F, a[from + even]);
        sa0 = y0.fma(x0, sa0);
        FloatVector x1 = FloatVector.broadcast(F, a[r1 + even]);
        sb0 = y0.fma(x1, sb0);
        FloatVector x2 = FloatVector.broadcast(F, a[r2 + even]);
        sc0 = y0.fma(x2, sc0);
        FloatVector x3 = FloatVector.broadcast(F, a[r3 + even]);
        sd0 = y0.fma(x3, sd0);
        FloatVector x4 = FloatVector.broadcast(F, a[r4 + even]);
        se0 = y0.fma(x4, se0);
        FloatVector x5 = FloatVector.broadcast(F, a[r5 + even]);
        sf0 = y0.fma(x5, sf0);
        FloatVector x6 = FloatVector.broadcast(F, a[r6 + even]);
        sg0 = y0.fma(x6, sg0);
      }
    }
    FloatVector z = FloatVector.fromArray(F, bias, biasAt);
    FloatVector low = FloatVector.broadcast(F, least);
    FloatVector high = FloatVector.broadcast(F, most);
    sa0 = sa0.add(ta0).add(z);
    sb0 = sb0.add(tb0).add(z);
    sc0 = sc0.add(tc0).add(z);
    sd0 = sd0.add(td0).add(z);
    se0 = se0.add(te0).add(z);
    sf0 = sf0.add(tf0).add(z);
    sg0 = sg0.add(tg0).add(z);
    sa0 = sa0.blend(low, sa0.lt(low));
    sb0 = sb0.blend(low, sb0.lt(low));
    sc0 = sc0.blend(low, sc0.lt(low));
    sd0 = sd0.blend(low, sd0.lt(low));
    se0 = se0.blend(low, se0.lt(low));
    sf0 = sf0.blend(low, sf0.lt(low));
    sg0 = sg0.blend(low, sg0.lt(low));
    sa0.blend(high, high.lt(sa0)).intoArray(c, cAt);
    sb0.blend(high, high.lt(sb0)).intoArray(c, cAt + cRow);
    sc0.blend(high, high.lt(sc0)).intoArray(c, cAt + 2 * cRow);
    sd0.blend(high, high.lt(sd0)).intoArray(c, cAt + 3 * cRow);
    se0.blend(high, high.lt(se0)).intoArray(c, cAt + 4 * cRow);
    sf0.blend(high, high.lt(sf0)).intoArray(c, cAt + 5 * cRow);
    sg0.blend(high, high.lt(sg0)).intoArray(c, cAt + 6 * cRow);
  }
}
