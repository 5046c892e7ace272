package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tiles of a convolution's gradient by its weight: `sums[j][i] += Σ u[i] v[j]` over pixels, with a
/// few vectors of `i` by a few `j` in registers. The pixels are `columns` of a row, `uStep` and `vStep` apart,
/// and rows `uRow` and `vRow` apart, in one loop: of two nested ones the compiler peels parts off, and sums leave their registers. Rows of sums are `step` apart. See [SimdFloatTiles] for why the tiles
/// are written out.
final class SimdFilterSums {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  private SimdFilterSums() {}

  /// Three vectors by eight: 24 sums, for machines with 32 vector registers.
  static void threeByEight(
      float[] u,
      int uAt,
      int uRow,
      int uStep,
      float[] v,
      int vAt,
      int vRow,
      int vStep,
      int rows,
      int columns,
      float[] sums,
      int at,
      int step) {
    FloatVector sa0 = FloatVector.fromArray(F, sums, at);
    FloatVector sa1 = FloatVector.fromArray(F, sums, at + WIDTH);
    FloatVector sa2 = FloatVector.fromArray(F, sums, at + 2 * WIDTH);
    FloatVector sb0 = FloatVector.fromArray(F, sums, at + step);
    FloatVector sb1 = FloatVector.fromArray(F, sums, at + step + WIDTH);
    FloatVector sb2 = FloatVector.fromArray(F, sums, at + step + 2 * WIDTH);
    FloatVector sc0 = FloatVector.fromArray(F, sums, at + 2 * step);
    FloatVector sc1 = FloatVector.fromArray(F, sums, at + 2 * step + WIDTH);
    FloatVector sc2 = FloatVector.fromArray(F, sums, at + 2 * step + 2 * WIDTH);
    FloatVector sd0 = FloatVector.fromArray(F, sums, at + 3 * step);
    FloatVector sd1 = FloatVector.fromArray(F, sums, at + 3 * step + WIDTH);
    FloatVector sd2 = FloatVector.fromArray(F, sums, at + 3 * step + 2 * WIDTH);
    FloatVector se0 = FloatVector.fromArray(F, sums, at + 4 * step);
    FloatVector se1 = FloatVector.fromArray(F, sums, at + 4 * step + WIDTH);
    FloatVector se2 = FloatVector.fromArray(F, sums, at + 4 * step + 2 * WIDTH);
    FloatVector sf0 = FloatVector.fromArray(F, sums, at + 5 * step);
    FloatVector sf1 = FloatVector.fromArray(F, sums, at + 5 * step + WIDTH);
    FloatVector sf2 = FloatVector.fromArray(F, sums, at + 5 * step + 2 * WIDTH);
    FloatVector sg0 = FloatVector.fromArray(F, sums, at + 6 * step);
    FloatVector sg1 = FloatVector.fromArray(F, sums, at + 6 * step + WIDTH);
    FloatVector sg2 = FloatVector.fromArray(F, sums, at + 6 * step + 2 * WIDTH);
    FloatVector sh0 = FloatVector.fromArray(F, sums, at + 7 * step);
    FloatVector sh1 = FloatVector.fromArray(F, sums, at + 7 * step + WIDTH);
    FloatVector sh2 = FloatVector.fromArray(F, sums, at + 7 * step + 2 * WIDTH);
    int a = uAt;
    int b = vAt;
    int uEnd = uRow - (columns - 1) * uStep;
    int vEnd = vRow - (columns - 1) * vStep;
    int left = columns;
    int pixels = rows * columns;
    for (int p = 0; p < pixels; p++) {
      FloatVector u0 = FloatVector.fromArray(F, u, a);
      FloatVector u1 = FloatVector.fromArray(F, u, a + WIDTH);
      FloatVector u2 = FloatVector.fromArray(F, u, a + 2 * WIDTH);
      FloatVector v0 = FloatVector.broadcast(F, v[b]);
      sa0 = u0.fma(v0, sa0);
      sa1 = u1.fma(v0, sa1);
      sa2 = u2.fma(v0, sa2);
      FloatVector v1 = FloatVector.broadcast(F, v[b + 1]);
      sb0 = u0.fma(v1, sb0);
      sb1 = u1.fma(v1, sb1);
      sb2 = u2.fma(v1, sb2);
      FloatVector v2 = FloatVector.broadcast(F, v[b + 2]);
      sc0 = u0.fma(v2, sc0);
      sc1 = u1.fma(v2, sc1);
      sc2 = u2.fma(v2, sc2);
      FloatVector v3 = FloatVector.broadcast(F, v[b + 3]);
      sd0 = u0.fma(v3, sd0);
      sd1 = u1.fma(v3, sd1);
      sd2 = u2.fma(v3, sd2);
      FloatVector v4 = FloatVector.broadcast(F, v[b + 4]);
      se0 = u0.fma(v4, se0);
      se1 = u1.fma(v4, se1);
      se2 = u2.fma(v4, se2);
      FloatVector v5 = FloatVector.broadcast(F, v[b + 5]);
      sf0 = u0.fma(v5, sf0);
      sf1 = u1.fma(v5, sf1);
      sf2 = u2.fma(v5, sf2);
      FloatVector v6 = FloatVector.broadcast(F, v[b + 6]);
      sg0 = u0.fma(v6, sg0);
      sg1 = u1.fma(v6, sg1);
      sg2 = u2.fma(v6, sg2);
      FloatVector v7 = FloatVector.broadcast(F, v[b + 7]);
      sh0 = u0.fma(v7, sh0);
      sh1 = u1.fma(v7, sh1);
      sh2 = u2.fma(v7, sh2);
      left--;
      a += left == 0 ? uEnd : uStep;
      b += left == 0 ? vEnd : vStep;
      left = left == 0 ? columns : left;
    }
    sa0.intoArray(sums, at);
    sa1.intoArray(sums, at + WIDTH);
    sa2.intoArray(sums, at + 2 * WIDTH);
    sb0.intoArray(sums, at + step);
    sb1.intoArray(sums, at + step + WIDTH);
    sb2.intoArray(sums, at + step + 2 * WIDTH);
    sc0.intoArray(sums, at + 2 * step);
    sc1.intoArray(sums, at + 2 * step + WIDTH);
    sc2.intoArray(sums, at + 2 * step + 2 * WIDTH);
    sd0.intoArray(sums, at + 3 * step);
    sd1.intoArray(sums, at + 3 * step + WIDTH);
    sd2.intoArray(sums, at + 3 * step + 2 * WIDTH);
    se0.intoArray(sums, at + 4 * step);
    se1.intoArray(sums, at + 4 * step + WIDTH);
    se2.intoArray(sums, at + 4 * step + 2 * WIDTH);
    sf0.intoArray(sums, at + 5 * step);
    sf1.intoArray(sums, at + 5 * step + WIDTH);
    sf2.intoArray(sums, at + 5 * step + 2 * WIDTH);
    sg0.intoArray(sums, at + 6 * step);
    sg1.intoArray(sums, at + 6 * step + WIDTH);
    sg2.intoArray(sums, at + 6 * step + 2 * WIDTH);
    sh0.intoArray(sums, at + 7 * step);
    sh1.intoArray(sums, at + 7 * step + WIDTH);
    sh2.intoArray(sums, at + 7 * step + 2 * WIDTH);
  }

  /// One vector by twelve.
  static void oneByTwelve(
      float[] u,
      int uAt,
      int uRow,
      int uStep,
      float[] v,
      int vAt,
      int vRow,
      int vStep,
      int rows,
      int columns,
      float[] sums,
      int at,
      int step) {
    FloatVector sa0 = FloatVector.fromArray(F, sums, at);
    FloatVector sb0 = FloatVector.fromArray(F, sums, at + step);
    FloatVector sc0 = FloatVector.fromArray(F, sums, at + 2 * step);
    FloatVector sd0 = FloatVector.fromArray(F, sums, at + 3 * step);
    FloatVector se0 = FloatVector.fromArray(F, sums, at + 4 * step);
    FloatVector sf0 = FloatVector.fromArray(F, sums, at + 5 * step);
    FloatVector sg0 = FloatVector.fromArray(F, sums, at + 6 * step);
    FloatVector sh0 = FloatVector.fromArray(F, sums, at + 7 * step);
    FloatVector si0 = FloatVector.fromArray(F, sums, at + 8 * step);
    FloatVector sj0 = FloatVector.fromArray(F, sums, at + 9 * step);
    FloatVector sk0 = FloatVector.fromArray(F, sums, at + 10 * step);
    FloatVector sl0 = FloatVector.fromArray(F, sums, at + 11 * step);
    int a = uAt;
    int b = vAt;
    int uEnd = uRow - (columns - 1) * uStep;
    int vEnd = vRow - (columns - 1) * vStep;
    int left = columns;
    int pixels = rows * columns;
    for (int p = 0; p < pixels; p++) {
      FloatVector u0 = FloatVector.fromArray(F, u, a);
      FloatVector v0 = FloatVector.broadcast(F, v[b]);
      sa0 = u0.fma(v0, sa0);
      FloatVector v1 = FloatVector.broadcast(F, v[b + 1]);
      sb0 = u0.fma(v1, sb0);
      FloatVector v2 = FloatVector.broadcast(F, v[b + 2]);
      sc0 = u0.fma(v2, sc0);
      FloatVector v3 = FloatVector.broadcast(F, v[b + 3]);
      sd0 = u0.fma(v3, sd0);
      FloatVector v4 = FloatVector.broadcast(F, v[b + 4]);
      se0 = u0.fma(v4, se0);
      FloatVector v5 = FloatVector.broadcast(F, v[b + 5]);
      sf0 = u0.fma(v5, sf0);
      FloatVector v6 = FloatVector.broadcast(F, v[b + 6]);
      sg0 = u0.fma(v6, sg0);
      FloatVector v7 = FloatVector.broadcast(F, v[b + 7]);
      sh0 = u0.fma(v7, sh0);
      FloatVector v8 = FloatVector.broadcast(F, v[b + 8]);
      si0 = u0.fma(v8, si0);
      FloatVector v9 = FloatVector.broadcast(F, v[b + 9]);
      sj0 = u0.fma(v9, sj0);
      FloatVector v10 = FloatVector.broadcast(F, v[b + 10]);
      sk0 = u0.fma(v10, sk0);
      FloatVector v11 = FloatVector.broadcast(F, v[b + 11]);
      sl0 = u0.fma(v11, sl0);
      left--;
      a += left == 0 ? uEnd : uStep;
      b += left == 0 ? vEnd : vStep;
      left = left == 0 ? columns : left;
    }
    sa0.intoArray(sums, at);
    sb0.intoArray(sums, at + step);
    sc0.intoArray(sums, at + 2 * step);
    sd0.intoArray(sums, at + 3 * step);
    se0.intoArray(sums, at + 4 * step);
    sf0.intoArray(sums, at + 5 * step);
    sg0.intoArray(sums, at + 6 * step);
    sh0.intoArray(sums, at + 7 * step);
    si0.intoArray(sums, at + 8 * step);
    sj0.intoArray(sums, at + 9 * step);
    sk0.intoArray(sums, at + 10 * step);
    sl0.intoArray(sums, at + 11 * step);
  }

  /// Two vectors by twelve: 24 sums.
  static void twoByTwelve(
      float[] u,
      int uAt,
      int uRow,
      int uStep,
      float[] v,
      int vAt,
      int vRow,
      int vStep,
      int rows,
      int columns,
      float[] sums,
      int at,
      int step) {
    FloatVector sa0 = FloatVector.fromArray(F, sums, at);
    FloatVector sa1 = FloatVector.fromArray(F, sums, at + WIDTH);
    FloatVector sb0 = FloatVector.fromArray(F, sums, at + step);
    FloatVector sb1 = FloatVector.fromArray(F, sums, at + step + WIDTH);
    FloatVector sc0 = FloatVector.fromArray(F, sums, at + 2 * step);
    FloatVector sc1 = FloatVector.fromArray(F, sums, at + 2 * step + WIDTH);
    FloatVector sd0 = FloatVector.fromArray(F, sums, at + 3 * step);
    FloatVector sd1 = FloatVector.fromArray(F, sums, at + 3 * step + WIDTH);
    FloatVector se0 = FloatVector.fromArray(F, sums, at + 4 * step);
    FloatVector se1 = FloatVector.fromArray(F, sums, at + 4 * step + WIDTH);
    FloatVector sf0 = FloatVector.fromArray(F, sums, at + 5 * step);
    FloatVector sf1 = FloatVector.fromArray(F, sums, at + 5 * step + WIDTH);
    FloatVector sg0 = FloatVector.fromArray(F, sums, at + 6 * step);
    FloatVector sg1 = FloatVector.fromArray(F, sums, at + 6 * step + WIDTH);
    FloatVector sh0 = FloatVector.fromArray(F, sums, at + 7 * step);
    FloatVector sh1 = FloatVector.fromArray(F, sums, at + 7 * step + WIDTH);
    FloatVector si0 = FloatVector.fromArray(F, sums, at + 8 * step);
    FloatVector si1 = FloatVector.fromArray(F, sums, at + 8 * step + WIDTH);
    FloatVector sj0 = FloatVector.fromArray(F, sums, at + 9 * step);
    FloatVector sj1 = FloatVector.fromArray(F, sums, at + 9 * step + WIDTH);
    FloatVector sk0 = FloatVector.fromArray(F, sums, at + 10 * step);
    FloatVector sk1 = FloatVector.fromArray(F, sums, at + 10 * step + WIDTH);
    FloatVector sl0 = FloatVector.fromArray(F, sums, at + 11 * step);
    FloatVector sl1 = FloatVector.fromArray(F, sums, at + 11 * step + WIDTH);
    int a = uAt;
    int b = vAt;
    int uEnd = uRow - (columns - 1) * uStep;
    int vEnd = vRow - (columns - 1) * vStep;
    int left = columns;
    int pixels = rows * columns;
    for (int p = 0; p < pixels; p++) {
      FloatVector u0 = FloatVector.fromArray(F, u, a);
      FloatVector u1 = FloatVector.fromArray(F, u, a + WIDTH);
      FloatVector v0 = FloatVector.broadcast(F, v[b]);
      sa0 = u0.fma(v0, sa0);
      sa1 = u1.fma(v0, sa1);
      FloatVector v1 = FloatVector.broadcast(F, v[b + 1]);
      sb0 = u0.fma(v1, sb0);
      sb1 = u1.fma(v1, sb1);
      FloatVector v2 = FloatVector.broadcast(F, v[b + 2]);
      sc0 = u0.fma(v2, sc0);
      sc1 = u1.fma(v2, sc1);
      FloatVector v3 = FloatVector.broadcast(F, v[b + 3]);
      sd0 = u0.fma(v3, sd0);
      sd1 = u1.fma(v3, sd1);
      FloatVector v4 = FloatVector.broadcast(F, v[b + 4]);
      se0 = u0.fma(v4, se0);
      se1 = u1.fma(v4, se1);
      FloatVector v5 = FloatVector.broadcast(F, v[b + 5]);
      sf0 = u0.fma(v5, sf0);
      sf1 = u1.fma(v5, sf1);
      FloatVector v6 = FloatVector.broadcast(F, v[b + 6]);
      sg0 = u0.fma(v6, sg0);
      sg1 = u1.fma(v6, sg1);
      FloatVector v7 = FloatVector.broadcast(F, v[b + 7]);
      sh0 = u0.fma(v7, sh0);
      sh1 = u1.fma(v7, sh1);
      FloatVector v8 = FloatVector.broadcast(F, v[b + 8]);
      si0 = u0.fma(v8, si0);
      si1 = u1.fma(v8, si1);
      FloatVector v9 = FloatVector.broadcast(F, v[b + 9]);
      sj0 = u0.fma(v9, sj0);
      sj1 = u1.fma(v9, sj1);
      FloatVector v10 = FloatVector.broadcast(F, v[b + 10]);
      sk0 = u0.fma(v10, sk0);
      sk1 = u1.fma(v10, sk1);
      FloatVector v11 = FloatVector.broadcast(F, v[b + 11]);
      sl0 = u0.fma(v11, sl0);
      sl1 = u1.fma(v11, sl1);
      left--;
      a += left == 0 ? uEnd : uStep;
      b += left == 0 ? vEnd : vStep;
      left = left == 0 ? columns : left;
    }
    sa0.intoArray(sums, at);
    sa1.intoArray(sums, at + WIDTH);
    sb0.intoArray(sums, at + step);
    sb1.intoArray(sums, at + step + WIDTH);
    sc0.intoArray(sums, at + 2 * step);
    sc1.intoArray(sums, at + 2 * step + WIDTH);
    sd0.intoArray(sums, at + 3 * step);
    sd1.intoArray(sums, at + 3 * step + WIDTH);
    se0.intoArray(sums, at + 4 * step);
    se1.intoArray(sums, at + 4 * step + WIDTH);
    sf0.intoArray(sums, at + 5 * step);
    sf1.intoArray(sums, at + 5 * step + WIDTH);
    sg0.intoArray(sums, at + 6 * step);
    sg1.intoArray(sums, at + 6 * step + WIDTH);
    sh0.intoArray(sums, at + 7 * step);
    sh1.intoArray(sums, at + 7 * step + WIDTH);
    si0.intoArray(sums, at + 8 * step);
    si1.intoArray(sums, at + 8 * step + WIDTH);
    sj0.intoArray(sums, at + 9 * step);
    sj1.intoArray(sums, at + 9 * step + WIDTH);
    sk0.intoArray(sums, at + 10 * step);
    sk1.intoArray(sums, at + 10 * step + WIDTH);
    sl0.intoArray(sums, at + 11 * step);
    sl1.intoArray(sums, at + 11 * step + WIDTH);
  }
}
