package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tiles of products by a packed matrix: some rows by one or two vectors of columns stay in
/// registers while the depth is gone through. `a` is read where it is: `rows` rows, `aRow` apart, of
/// consecutive elements; rows past the last repeat it. `b` is a strip, `[depth][columns]`. Each tile
/// is `a b + bias`, with `c` added where `add`, negatives 0 where `relu`. See `SimdFloatTiles` for why they
/// are written out.
final class SimdPackedTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  /// Whether eight rows by two vectors have registers enough.
  static final boolean EIGHT = SimdFloatLanes.SHAPE.vectorBitSize() == 512;

  private SimdPackedTiles() {}

  /// Eight rows by two vectors: 16 sums, for machines with 32 vector registers.
  static void eight(
      float[] a,
      int aAt,
      int aRow,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cRow,
      float[] bias,
      int biasAt,
      boolean add,
      boolean relu) {
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int a4 = aAt + Math.min(4, rows - 1) * aRow;
    int a5 = aAt + Math.min(5, rows - 1) * aRow;
    int a6 = aAt + Math.min(6, rows - 1) * aRow;
    int a7 = aAt + Math.min(7, rows - 1) * aRow;
    FloatVector k0 = FloatVector.zero(F);
    FloatVector k1 = FloatVector.zero(F);
    FloatVector l0 = FloatVector.zero(F);
    FloatVector l1 = FloatVector.zero(F);
    FloatVector m0 = FloatVector.zero(F);
    FloatVector m1 = FloatVector.zero(F);
    FloatVector n0 = FloatVector.zero(F);
    FloatVector n1 = FloatVector.zero(F);
    FloatVector o0 = FloatVector.zero(F);
    FloatVector o1 = FloatVector.zero(F);
    FloatVector q0 = FloatVector.zero(F);
    FloatVector q1 = FloatVector.zero(F);
    FloatVector r0 = FloatVector.zero(F);
    FloatVector r1 = FloatVector.zero(F);
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int at = bAt + p * 2 * WIDTH;
      FloatVector y0 = FloatVector.fromArray(F, b, at);
      FloatVector y1 = FloatVector.fromArray(F, b, at + WIDTH);
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      k0 = y0.fma(x0, k0);
      k1 = y1.fma(x0, k1);
      FloatVector x1 = FloatVector.broadcast(F, a[a1 + p]);
      l0 = y0.fma(x1, l0);
      l1 = y1.fma(x1, l1);
      FloatVector x2 = FloatVector.broadcast(F, a[a2 + p]);
      m0 = y0.fma(x2, m0);
      m1 = y1.fma(x2, m1);
      FloatVector x3 = FloatVector.broadcast(F, a[a3 + p]);
      n0 = y0.fma(x3, n0);
      n1 = y1.fma(x3, n1);
      FloatVector x4 = FloatVector.broadcast(F, a[a4 + p]);
      o0 = y0.fma(x4, o0);
      o1 = y1.fma(x4, o1);
      FloatVector x5 = FloatVector.broadcast(F, a[a5 + p]);
      q0 = y0.fma(x5, q0);
      q1 = y1.fma(x5, q1);
      FloatVector x6 = FloatVector.broadcast(F, a[a6 + p]);
      r0 = y0.fma(x6, r0);
      r1 = y1.fma(x6, r1);
      FloatVector x7 = FloatVector.broadcast(F, a[a7 + p]);
      s0 = y0.fma(x7, s0);
      s1 = y1.fma(x7, s1);
    }
    int c1 = cAt + Math.min(1, rows - 1) * cRow;
    int c2 = cAt + Math.min(2, rows - 1) * cRow;
    int c3 = cAt + Math.min(3, rows - 1) * cRow;
    int c4 = cAt + Math.min(4, rows - 1) * cRow;
    int c5 = cAt + Math.min(5, rows - 1) * cRow;
    int c6 = cAt + Math.min(6, rows - 1) * cRow;
    int c7 = cAt + Math.min(7, rows - 1) * cRow;
    FloatVector z0 = FloatVector.fromArray(F, bias, biasAt);
    FloatVector z1 = FloatVector.fromArray(F, bias, biasAt + WIDTH);
    k0 = k0.add(z0);
    k1 = k1.add(z1);
    l0 = l0.add(z0);
    l1 = l1.add(z1);
    m0 = m0.add(z0);
    m1 = m1.add(z1);
    n0 = n0.add(z0);
    n1 = n1.add(z1);
    o0 = o0.add(z0);
    o1 = o1.add(z1);
    q0 = q0.add(z0);
    q1 = q1.add(z1);
    r0 = r0.add(z0);
    r1 = r1.add(z1);
    s0 = s0.add(z0);
    s1 = s1.add(z1);
    if (add) {
      k0 = k0.add(FloatVector.fromArray(F, c, cAt));
      k1 = k1.add(FloatVector.fromArray(F, c, cAt + WIDTH));
      l0 = l0.add(FloatVector.fromArray(F, c, c1));
      l1 = l1.add(FloatVector.fromArray(F, c, c1 + WIDTH));
      m0 = m0.add(FloatVector.fromArray(F, c, c2));
      m1 = m1.add(FloatVector.fromArray(F, c, c2 + WIDTH));
      n0 = n0.add(FloatVector.fromArray(F, c, c3));
      n1 = n1.add(FloatVector.fromArray(F, c, c3 + WIDTH));
      o0 = o0.add(FloatVector.fromArray(F, c, c4));
      o1 = o1.add(FloatVector.fromArray(F, c, c4 + WIDTH));
      q0 = q0.add(FloatVector.fromArray(F, c, c5));
      q1 = q1.add(FloatVector.fromArray(F, c, c5 + WIDTH));
      r0 = r0.add(FloatVector.fromArray(F, c, c6));
      r1 = r1.add(FloatVector.fromArray(F, c, c6 + WIDTH));
      s0 = s0.add(FloatVector.fromArray(F, c, c7));
      s1 = s1.add(FloatVector.fromArray(F, c, c7 + WIDTH));
    }
    if (relu) {
      FloatVector zero = FloatVector.zero(F);
      k0 = k0.blend(zero, k0.lt(zero));
      k1 = k1.blend(zero, k1.lt(zero));
      l0 = l0.blend(zero, l0.lt(zero));
      l1 = l1.blend(zero, l1.lt(zero));
      m0 = m0.blend(zero, m0.lt(zero));
      m1 = m1.blend(zero, m1.lt(zero));
      n0 = n0.blend(zero, n0.lt(zero));
      n1 = n1.blend(zero, n1.lt(zero));
      o0 = o0.blend(zero, o0.lt(zero));
      o1 = o1.blend(zero, o1.lt(zero));
      q0 = q0.blend(zero, q0.lt(zero));
      q1 = q1.blend(zero, q1.lt(zero));
      r0 = r0.blend(zero, r0.lt(zero));
      r1 = r1.blend(zero, r1.lt(zero));
      s0 = s0.blend(zero, s0.lt(zero));
      s1 = s1.blend(zero, s1.lt(zero));
    }
    k0.intoArray(c, cAt);
    k1.intoArray(c, cAt + WIDTH);
    l0.intoArray(c, c1);
    l1.intoArray(c, c1 + WIDTH);
    m0.intoArray(c, c2);
    m1.intoArray(c, c2 + WIDTH);
    n0.intoArray(c, c3);
    n1.intoArray(c, c3 + WIDTH);
    o0.intoArray(c, c4);
    o1.intoArray(c, c4 + WIDTH);
    q0.intoArray(c, c5);
    q1.intoArray(c, c5 + WIDTH);
    r0.intoArray(c, c6);
    r1.intoArray(c, c6 + WIDTH);
    s0.intoArray(c, c7);
    s1.intoArray(c, c7 + WIDTH);
  }

  /// Four rows by two vectors.
  static void four(
      float[] a,
      int aAt,
      int aRow,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cRow,
      float[] bias,
      int biasAt,
      boolean add,
      boolean relu) {
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    FloatVector k0 = FloatVector.zero(F);
    FloatVector k1 = FloatVector.zero(F);
    FloatVector l0 = FloatVector.zero(F);
    FloatVector l1 = FloatVector.zero(F);
    FloatVector m0 = FloatVector.zero(F);
    FloatVector m1 = FloatVector.zero(F);
    FloatVector n0 = FloatVector.zero(F);
    FloatVector n1 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int at = bAt + p * 2 * WIDTH;
      FloatVector y0 = FloatVector.fromArray(F, b, at);
      FloatVector y1 = FloatVector.fromArray(F, b, at + WIDTH);
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      k0 = y0.fma(x0, k0);
      k1 = y1.fma(x0, k1);
      FloatVector x1 = FloatVector.broadcast(F, a[a1 + p]);
      l0 = y0.fma(x1, l0);
      l1 = y1.fma(x1, l1);
      FloatVector x2 = FloatVector.broadcast(F, a[a2 + p]);
      m0 = y0.fma(x2, m0);
      m1 = y1.fma(x2, m1);
      FloatVector x3 = FloatVector.broadcast(F, a[a3 + p]);
      n0 = y0.fma(x3, n0);
      n1 = y1.fma(x3, n1);
    }
    int c1 = cAt + Math.min(1, rows - 1) * cRow;
    int c2 = cAt + Math.min(2, rows - 1) * cRow;
    int c3 = cAt + Math.min(3, rows - 1) * cRow;
    FloatVector z0 = FloatVector.fromArray(F, bias, biasAt);
    FloatVector z1 = FloatVector.fromArray(F, bias, biasAt + WIDTH);
    k0 = k0.add(z0);
    k1 = k1.add(z1);
    l0 = l0.add(z0);
    l1 = l1.add(z1);
    m0 = m0.add(z0);
    m1 = m1.add(z1);
    n0 = n0.add(z0);
    n1 = n1.add(z1);
    if (add) {
      k0 = k0.add(FloatVector.fromArray(F, c, cAt));
      k1 = k1.add(FloatVector.fromArray(F, c, cAt + WIDTH));
      l0 = l0.add(FloatVector.fromArray(F, c, c1));
      l1 = l1.add(FloatVector.fromArray(F, c, c1 + WIDTH));
      m0 = m0.add(FloatVector.fromArray(F, c, c2));
      m1 = m1.add(FloatVector.fromArray(F, c, c2 + WIDTH));
      n0 = n0.add(FloatVector.fromArray(F, c, c3));
      n1 = n1.add(FloatVector.fromArray(F, c, c3 + WIDTH));
    }
    if (relu) {
      FloatVector zero = FloatVector.zero(F);
      k0 = k0.blend(zero, k0.lt(zero));
      k1 = k1.blend(zero, k1.lt(zero));
      l0 = l0.blend(zero, l0.lt(zero));
      l1 = l1.blend(zero, l1.lt(zero));
      m0 = m0.blend(zero, m0.lt(zero));
      m1 = m1.blend(zero, m1.lt(zero));
      n0 = n0.blend(zero, n0.lt(zero));
      n1 = n1.blend(zero, n1.lt(zero));
    }
    k0.intoArray(c, cAt);
    k1.intoArray(c, cAt + WIDTH);
    l0.intoArray(c, c1);
    l1.intoArray(c, c1 + WIDTH);
    m0.intoArray(c, c2);
    m1.intoArray(c, c2 + WIDTH);
    n0.intoArray(c, c3);
    n1.intoArray(c, c3 + WIDTH);
  }

  /// Eight rows by one vector.
  static void narrow(
      float[] a,
      int aAt,
      int aRow,
      int rows,
      float[] b,
      int bAt,
      int depth,
      float[] c,
      int cAt,
      int cRow,
      float[] bias,
      int biasAt,
      boolean add,
      boolean relu) {
    int a1 = aAt + Math.min(1, rows - 1) * aRow;
    int a2 = aAt + Math.min(2, rows - 1) * aRow;
    int a3 = aAt + Math.min(3, rows - 1) * aRow;
    int a4 = aAt + Math.min(4, rows - 1) * aRow;
    int a5 = aAt + Math.min(5, rows - 1) * aRow;
    int a6 = aAt + Math.min(6, rows - 1) * aRow;
    int a7 = aAt + Math.min(7, rows - 1) * aRow;
    FloatVector k0 = FloatVector.zero(F);
    FloatVector l0 = FloatVector.zero(F);
    FloatVector m0 = FloatVector.zero(F);
    FloatVector n0 = FloatVector.zero(F);
    FloatVector o0 = FloatVector.zero(F);
    FloatVector q0 = FloatVector.zero(F);
    FloatVector r0 = FloatVector.zero(F);
    FloatVector s0 = FloatVector.zero(F);
    for (int p = 0; p < depth; p++) {
      int at = bAt + p * WIDTH;
      FloatVector y0 = FloatVector.fromArray(F, b, at);
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      k0 = y0.fma(x0, k0);
      FloatVector x1 = FloatVector.broadcast(F, a[a1 + p]);
      l0 = y0.fma(x1, l0);
      FloatVector x2 = FloatVector.broadcast(F, a[a2 + p]);
      m0 = y0.fma(x2, m0);
      FloatVector x3 = FloatVector.broadcast(F, a[a3 + p]);
      n0 = y0.fma(x3, n0);
      FloatVector x4 = FloatVector.broadcast(F, a[a4 + p]);
      o0 = y0.fma(x4, o0);
      FloatVector x5 = FloatVector.broadcast(F, a[a5 + p]);
      q0 = y0.fma(x5, q0);
      FloatVector x6 = FloatVector.broadcast(F, a[a6 + p]);
      r0 = y0.fma(x6, r0);
      FloatVector x7 = FloatVector.broadcast(F, a[a7 + p]);
      s0 = y0.fma(x7, s0);
    }
    int c1 = cAt + Math.min(1, rows - 1) * cRow;
    int c2 = cAt + Math.min(2, rows - 1) * cRow;
    int c3 = cAt + Math.min(3, rows - 1) * cRow;
    int c4 = cAt + Math.min(4, rows - 1) * cRow;
    int c5 = cAt + Math.min(5, rows - 1) * cRow;
    int c6 = cAt + Math.min(6, rows - 1) * cRow;
    int c7 = cAt + Math.min(7, rows - 1) * cRow;
    FloatVector z0 = FloatVector.fromArray(F, bias, biasAt);
    k0 = k0.add(z0);
    l0 = l0.add(z0);
    m0 = m0.add(z0);
    n0 = n0.add(z0);
    o0 = o0.add(z0);
    q0 = q0.add(z0);
    r0 = r0.add(z0);
    s0 = s0.add(z0);
    if (add) {
      k0 = k0.add(FloatVector.fromArray(F, c, cAt));
      l0 = l0.add(FloatVector.fromArray(F, c, c1));
      m0 = m0.add(FloatVector.fromArray(F, c, c2));
      n0 = n0.add(FloatVector.fromArray(F, c, c3));
      o0 = o0.add(FloatVector.fromArray(F, c, c4));
      q0 = q0.add(FloatVector.fromArray(F, c, c5));
      r0 = r0.add(FloatVector.fromArray(F, c, c6));
      s0 = s0.add(FloatVector.fromArray(F, c, c7));
    }
    if (relu) {
      FloatVector zero = FloatVector.zero(F);
      k0 = k0.blend(zero, k0.lt(zero));
      l0 = l0.blend(zero, l0.lt(zero));
      m0 = m0.blend(zero, m0.lt(zero));
      n0 = n0.blend(zero, n0.lt(zero));
      o0 = o0.blend(zero, o0.lt(zero));
      q0 = q0.blend(zero, q0.lt(zero));
      r0 = r0.blend(zero, r0.lt(zero));
      s0 = s0.blend(zero, s0.lt(zero));
    }
    k0.intoArray(c, cAt);
    l0.intoArray(c, c1);
    m0.intoArray(c, c2);
    n0.intoArray(c, c3);
    o0.intoArray(c, c4);
    q0.intoArray(c, c5);
    r0.intoArray(c, c6);
    s0.intoArray(c, c7);
  }
}
