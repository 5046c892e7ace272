package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The gates of [FloatGru] on vectors, all of one step in one loop. The loops stop at the last whole
/// vector of each row; [ScalarGru] does the rest. Exponentials are written out: a method that takes a
/// vector would no longer be inlined after so many operations.
final class SimdGru {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdGru() {}

  /// The largest multiple of the vector's length up to `n`.
  static int bound(int n) {
    return F.loopBound(n);
  }

  /// `r = σ(x_r + g_r)`, `z = σ(x_z + g_z)`, `n = tanh(x_n + r g_n)`, `h' = n + z (h − n)` for units of
  /// `rows` rows. Rows of `h` and `next` lie H apart; `kept` gets r, z, n and `g_n` of each row.
  static void forward(
      int rows,
      int hidden,
      float[] x,
      int xAt,
      int ldx,
      float[] g,
      int gAt,
      int ldg,
      float[] h,
      int hAt,
      float[] next,
      int nextAt,
      float[] y,
      int yAt,
      int ldy,
      float[] kept,
      int keptAt) {
    int bound = F.loopBound(hidden);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector most = FloatVector.broadcast(F, ScalarGru.MOST);
    FloatVector least = FloatVector.broadcast(F, -ScalarGru.MOST);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    for (int row = 0; row < rows; row++) {
      int ix = xAt + row * ldx;
      int ig = gAt + row * ldg;
      int ih = hAt + row * hidden;
      int to = nextAt + row * hidden;
      int out = yAt + row * ldy;
      int keep = keptAt + 4 * row * hidden;
      for (int i = 0; i < bound; i += WIDTH) {
        FloatVector aw =
            FloatVector.fromArray(F, x, ix + i).add(FloatVector.fromArray(F, g, ig + i)).neg();
        aw = aw.blend(most, most.lt(aw));
        aw = aw.blend(least, aw.lt(least));
        FloatVector az = aw.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
        FloatVector at = az.sub(magic).fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), aw);
        FloatVector ae =
            at.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
                .fma(at, FloatVector.broadcast(F, FloatExp.C4))
                .fma(at, FloatVector.broadcast(F, FloatExp.C3))
                .fma(at, FloatVector.broadcast(F, FloatExp.C2))
                .fma(at, one)
                .fma(at, one)
                .mul(
                    az.reinterpretAsInts()
                        .add(127)
                        .lanewise(VectorOperators.LSHL, 23)
                        .reinterpretAsFloats());
        FloatVector r = one.div(one.add(ae));
        FloatVector bw =
            FloatVector.fromArray(F, x, ix + hidden + i)
                .add(FloatVector.fromArray(F, g, ig + hidden + i))
                .neg();
        bw = bw.blend(most, most.lt(bw));
        bw = bw.blend(least, bw.lt(least));
        FloatVector bz = bw.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
        FloatVector bt = bz.sub(magic).fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), bw);
        FloatVector be =
            bt.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
                .fma(bt, FloatVector.broadcast(F, FloatExp.C4))
                .fma(bt, FloatVector.broadcast(F, FloatExp.C3))
                .fma(bt, FloatVector.broadcast(F, FloatExp.C2))
                .fma(bt, one)
                .fma(bt, one)
                .mul(
                    bz.reinterpretAsInts()
                        .add(127)
                        .lanewise(VectorOperators.LSHL, 23)
                        .reinterpretAsFloats());
        FloatVector z = one.div(one.add(be));
        FloatVector p = FloatVector.fromArray(F, g, ig + 2 * hidden + i);
        FloatVector v = r.fma(p, FloatVector.fromArray(F, x, ix + 2 * hidden + i));
        FloatVector cw = v.add(v);
        cw = cw.blend(most, most.lt(cw));
        cw = cw.blend(least, cw.lt(least));
        FloatVector cz = cw.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
        FloatVector ct = cz.sub(magic).fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), cw);
        FloatVector ce =
            ct.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
                .fma(ct, FloatVector.broadcast(F, FloatExp.C4))
                .fma(ct, FloatVector.broadcast(F, FloatExp.C3))
                .fma(ct, FloatVector.broadcast(F, FloatExp.C2))
                .fma(ct, one)
                .fma(ct, one)
                .mul(
                    cz.reinterpretAsInts()
                        .add(127)
                        .lanewise(VectorOperators.LSHL, 23)
                        .reinterpretAsFloats());
        FloatVector n = one.div(one.add(ce)).fma(FloatVector.broadcast(F, -2f), one);
        FloatVector state = z.fma(FloatVector.fromArray(F, h, ih + i).sub(n), n);
        r.intoArray(kept, keep + i);
        z.intoArray(kept, keep + hidden + i);
        n.intoArray(kept, keep + 2 * hidden + i);
        p.intoArray(kept, keep + 3 * hidden + i);
        state.intoArray(next, to + i);
        state.intoArray(y, out + i);
      }
    }
  }

  /// With `d = dh + dy`: `dn = d (1 − z) (1 − n²)`, `dz = d (h − n) z (1 − z)` and
  /// `dr = dn g_n r (1 − r)` are `dx`; the same with `r dn` for `dn`, which is the gradient of the products
  /// with the weights, takes the place of r, z and n in `kept`; and `dh` becomes `d z`.
  static void backward(
      int rows,
      int hidden,
      float[] dy,
      int dyAt,
      int lddy,
      float[] dh,
      int dhAt,
      int lddh,
      float[] kept,
      int keptAt,
      float[] h,
      int hAt,
      float[] dx,
      int dxAt,
      int lddx) {
    int bound = F.loopBound(hidden);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int row = 0; row < rows; row++) {
      int keep = keptAt + 4 * row * hidden;
      int ih = hAt + row * hidden;
      int above = dyAt + row * lddy;
      int carry = dhAt + row * lddh;
      int ix = dxAt + row * lddx;
      for (int i = 0; i < bound; i += WIDTH) {
        FloatVector r = FloatVector.fromArray(F, kept, keep + i);
        FloatVector z = FloatVector.fromArray(F, kept, keep + hidden + i);
        FloatVector n = FloatVector.fromArray(F, kept, keep + 2 * hidden + i);
        FloatVector p = FloatVector.fromArray(F, kept, keep + 3 * hidden + i);
        FloatVector d =
            FloatVector.fromArray(F, dh, carry + i).add(FloatVector.fromArray(F, dy, above + i));
        FloatVector inner = d.mul(one.sub(z)).mul(n.neg().fma(n, one));
        FloatVector update =
            d.mul(FloatVector.fromArray(F, h, ih + i).sub(n)).mul(z.mul(one.sub(z)));
        FloatVector reset = inner.mul(p).mul(r.mul(one.sub(r)));
        reset.intoArray(dx, ix + i);
        update.intoArray(dx, ix + hidden + i);
        inner.intoArray(dx, ix + 2 * hidden + i);
        reset.intoArray(kept, keep + i);
        update.intoArray(kept, keep + hidden + i);
        inner.mul(r).intoArray(kept, keep + 2 * hidden + i);
        d.mul(z).intoArray(dh, carry + i);
      }
    }
  }
}
