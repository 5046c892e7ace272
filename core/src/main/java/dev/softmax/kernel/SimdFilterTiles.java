package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tiles of convolutions for inference: some pixels by two vectors of output channels stay in registers while the
/// `depth` consecutive elements of a line under the filters are gone through. The next pixel's are `aRow` behind,
/// and pixels past `rows` repeat the last one. `b` is a strip of filters, `[depth][columns]`. The sums are written, or
/// added where `add`, to `c`, `[pixels][columns]`, pixels that are repeated too. See `SimdFloatTiles` for why they are
/// written out.
///
/// One call is one line, and one loop, though that reads and writes the sums once a line. When lines were a loop around
/// it, the compiler put sums into objects in one process of ten, which is ten times slower.
final class SimdFilterTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  private SimdFilterTiles() {}

  /// Eight pixels by two vectors.
  static void eight(
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
    int a4 = Math.min(4, rows - 1) * aRow;
    int a5 = Math.min(5, rows - 1) * aRow;
    int a6 = Math.min(6, rows - 1) * aRow;
    int a7 = Math.min(7, rows - 1) * aRow;
    FloatVector sa0 = FloatVector.zero(F);
    FloatVector sa1 = FloatVector.zero(F);
    FloatVector sb0 = FloatVector.zero(F);
    FloatVector sb1 = FloatVector.zero(F);
    FloatVector sc0 = FloatVector.zero(F);
    FloatVector sc1 = FloatVector.zero(F);
    FloatVector sd0 = FloatVector.zero(F);
    FloatVector sd1 = FloatVector.zero(F);
    FloatVector se0 = FloatVector.zero(F);
    FloatVector se1 = FloatVector.zero(F);
    FloatVector sf0 = FloatVector.zero(F);
    FloatVector sf1 = FloatVector.zero(F);
    FloatVector sg0 = FloatVector.zero(F);
    FloatVector sg1 = FloatVector.zero(F);
    FloatVector sh0 = FloatVector.zero(F);
    FloatVector sh1 = FloatVector.zero(F);
    int r1 = aAt + a1;
    int r2 = aAt + a2;
    int r3 = aAt + a3;
    int r4 = aAt + a4;
    int r5 = aAt + a5;
    int r6 = aAt + a6;
    int r7 = aAt + a7;
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
      FloatVector x4 = FloatVector.broadcast(F, a[r4 + p]);
      se0 = y0.fma(x4, se0);
      se1 = y1.fma(x4, se1);
      FloatVector x5 = FloatVector.broadcast(F, a[r5 + p]);
      sf0 = y0.fma(x5, sf0);
      sf1 = y1.fma(x5, sf1);
      FloatVector x6 = FloatVector.broadcast(F, a[r6 + p]);
      sg0 = y0.fma(x6, sg0);
      sg1 = y1.fma(x6, sg1);
      FloatVector x7 = FloatVector.broadcast(F, a[r7 + p]);
      sh0 = y0.fma(x7, sh0);
      sh1 = y1.fma(x7, sh1);
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
      se0 = se0.add(FloatVector.fromArray(F, c, cAt + 8 * WIDTH));
      se1 = se1.add(FloatVector.fromArray(F, c, cAt + 9 * WIDTH));
      sf0 = sf0.add(FloatVector.fromArray(F, c, cAt + 10 * WIDTH));
      sf1 = sf1.add(FloatVector.fromArray(F, c, cAt + 11 * WIDTH));
      sg0 = sg0.add(FloatVector.fromArray(F, c, cAt + 12 * WIDTH));
      sg1 = sg1.add(FloatVector.fromArray(F, c, cAt + 13 * WIDTH));
      sh0 = sh0.add(FloatVector.fromArray(F, c, cAt + 14 * WIDTH));
      sh1 = sh1.add(FloatVector.fromArray(F, c, cAt + 15 * WIDTH));
    }
    sa0.intoArray(c, cAt);
    sa1.intoArray(c, cAt + WIDTH);
    sb0.intoArray(c, cAt + 2 * WIDTH);
    sb1.intoArray(c, cAt + 3 * WIDTH);
    sc0.intoArray(c, cAt + 4 * WIDTH);
    sc1.intoArray(c, cAt + 5 * WIDTH);
    sd0.intoArray(c, cAt + 6 * WIDTH);
    sd1.intoArray(c, cAt + 7 * WIDTH);
    se0.intoArray(c, cAt + 8 * WIDTH);
    se1.intoArray(c, cAt + 9 * WIDTH);
    sf0.intoArray(c, cAt + 10 * WIDTH);
    sf1.intoArray(c, cAt + 11 * WIDTH);
    sg0.intoArray(c, cAt + 12 * WIDTH);
    sg1.intoArray(c, cAt + 13 * WIDTH);
    sh0.intoArray(c, cAt + 14 * WIDTH);
    sh1.intoArray(c, cAt + 15 * WIDTH);
  }
}
