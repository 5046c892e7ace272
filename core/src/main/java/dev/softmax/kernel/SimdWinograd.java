package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The transforms of Winograd's convolution by filters of three by three in tiles of four by four results,
/// `F(4 × 4, 3 × 3)` (Lavin & Gray, arXiv 1509.09308): `y = Aᵀ[(GgGᵀ) ∘ (BᵀxB)]A`. A lane is a channel. The
/// polynomials are taken at 0, ±√2, ±1/√2 and ∞ instead of 0, ±1, ±2 and ∞, which halves the error:
///
/// ```
///      1     0     −5/2   0     1  0          1      0       0
///      0   −1/√2   −1/2   √2    1  0         1/6    √2/6    1/3         1   1    1    1      1     0
/// Bᵀ = 0    1/√2   −1/2  −√2    1  0   G =   1/6   −√2/6    1/3   Aᵀ =  0   √2  −√2   1/√2  −1/√2  0
///      0    −√2     −2   1/√2   1  0        −2/3   −√2/3   −1/3         0   2    2    1/2    1/2   0
///      0     √2     −2  −1/√2   1  0        −2/3    √2/3   −1/3         0  2√2 −2√2   √2/4  −√2/4  1
///      0     1       0   −5/2   0  1          0      0       1
/// ```
final class SimdWinograd {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();
  private static final float ROOT = (float) Math.sqrt(2);

  private SimdWinograd() {}

  /// `GgGᵀ` of filters: `count` elements, whole vectors, of each of nine taps, which are `tap` apart, to 36
  /// places of `u` that are `step` apart. One piece without an array in its middle: this is done again in
  /// every call.
  static void filters(float[] w, int at, int tap, int count, float[] u, int to, int step) {
    FloatVector two = FloatVector.broadcast(F, 2);
    FloatVector half = FloatVector.broadcast(F, 0.5f);
    FloatVector root = FloatVector.broadcast(F, ROOT);
    FloatVector halfRoot = FloatVector.broadcast(F, ROOT / 2);
    for (int c = 0; c < count; c += WIDTH) {
      int p = at + c;
      int q = to + c;
      FloatVector g00 = FloatVector.fromArray(F, w, p);
      FloatVector g01 = FloatVector.fromArray(F, w, p + tap);
      FloatVector g02 = FloatVector.fromArray(F, w, p + 2 * tap);
      FloatVector g10 = FloatVector.fromArray(F, w, p + 3 * tap);
      FloatVector g11 = FloatVector.fromArray(F, w, p + 4 * tap);
      FloatVector g12 = FloatVector.fromArray(F, w, p + 5 * tap);
      FloatVector g20 = FloatVector.fromArray(F, w, p + 6 * tap);
      FloatVector g21 = FloatVector.fromArray(F, w, p + 7 * tap);
      FloatVector g22 = FloatVector.fromArray(F, w, p + 8 * tap);
      g00.intoArray(u, q);
      FloatVector e0 = g02.fma(two, g00);
      FloatVector f0 = g01.mul(root);
      e0.add(f0).intoArray(u, q + step);
      e0.sub(f0).intoArray(u, q + 2 * step);
      FloatVector h0 = g02.fma(half, g00);
      FloatVector r0 = g01.mul(halfRoot);
      h0.add(r0).intoArray(u, q + 3 * step);
      h0.sub(r0).intoArray(u, q + 4 * step);
      g02.intoArray(u, q + 5 * step);
      g20.intoArray(u, q + 30 * step);
      FloatVector e5 = g22.fma(two, g20);
      FloatVector f5 = g21.mul(root);
      e5.add(f5).intoArray(u, q + 31 * step);
      e5.sub(f5).intoArray(u, q + 32 * step);
      FloatVector h5 = g22.fma(half, g20);
      FloatVector r5 = g21.mul(halfRoot);
      h5.add(r5).intoArray(u, q + 33 * step);
      h5.sub(r5).intoArray(u, q + 34 * step);
      g22.intoArray(u, q + 35 * step);
      FloatVector a0 = g20.fma(two, g00);
      FloatVector a0s = g10.mul(root);
      FloatVector a1 = g21.fma(two, g01);
      FloatVector a1s = g11.mul(root);
      FloatVector a2 = g22.fma(two, g02);
      FloatVector a2s = g12.mul(root);
      FloatVector a0p = a0.add(a0s);
      FloatVector a1p = a1.add(a1s);
      FloatVector a2p = a2.add(a2s);
      a0p.intoArray(u, q + 6 * step);
      FloatVector e1 = a2p.fma(two, a0p);
      FloatVector f1 = a1p.mul(root);
      e1.add(f1).intoArray(u, q + 7 * step);
      e1.sub(f1).intoArray(u, q + 8 * step);
      FloatVector h1 = a2p.fma(half, a0p);
      FloatVector r1 = a1p.mul(halfRoot);
      h1.add(r1).intoArray(u, q + 9 * step);
      h1.sub(r1).intoArray(u, q + 10 * step);
      a2p.intoArray(u, q + 11 * step);
      FloatVector a0m = a0.sub(a0s);
      FloatVector a1m = a1.sub(a1s);
      FloatVector a2m = a2.sub(a2s);
      a0m.intoArray(u, q + 12 * step);
      FloatVector e2 = a2m.fma(two, a0m);
      FloatVector f2 = a1m.mul(root);
      e2.add(f2).intoArray(u, q + 13 * step);
      e2.sub(f2).intoArray(u, q + 14 * step);
      FloatVector h2 = a2m.fma(half, a0m);
      FloatVector r2 = a1m.mul(halfRoot);
      h2.add(r2).intoArray(u, q + 15 * step);
      h2.sub(r2).intoArray(u, q + 16 * step);
      a2m.intoArray(u, q + 17 * step);
      FloatVector b0 = g20.fma(half, g00);
      FloatVector b0s = g10.mul(halfRoot);
      FloatVector b1 = g21.fma(half, g01);
      FloatVector b1s = g11.mul(halfRoot);
      FloatVector b2 = g22.fma(half, g02);
      FloatVector b2s = g12.mul(halfRoot);
      FloatVector b0p = b0.add(b0s);
      FloatVector b1p = b1.add(b1s);
      FloatVector b2p = b2.add(b2s);
      b0p.intoArray(u, q + 18 * step);
      FloatVector e3 = b2p.fma(two, b0p);
      FloatVector f3 = b1p.mul(root);
      e3.add(f3).intoArray(u, q + 19 * step);
      e3.sub(f3).intoArray(u, q + 20 * step);
      FloatVector h3 = b2p.fma(half, b0p);
      FloatVector r3 = b1p.mul(halfRoot);
      h3.add(r3).intoArray(u, q + 21 * step);
      h3.sub(r3).intoArray(u, q + 22 * step);
      b2p.intoArray(u, q + 23 * step);
      FloatVector b0m = b0.sub(b0s);
      FloatVector b1m = b1.sub(b1s);
      FloatVector b2m = b2.sub(b2s);
      b0m.intoArray(u, q + 24 * step);
      FloatVector e4 = b2m.fma(two, b0m);
      FloatVector f4 = b1m.mul(root);
      e4.add(f4).intoArray(u, q + 25 * step);
      e4.sub(f4).intoArray(u, q + 26 * step);
      FloatVector h4 = b2m.fma(half, b0m);
      FloatVector r4 = b1m.mul(halfRoot);
      h4.add(r4).intoArray(u, q + 27 * step);
      h4.sub(r4).intoArray(u, q + 28 * step);
      b2m.intoArray(u, q + 29 * step);
    }
  }

  /// `AᵀmA` of `count` elements, whole vectors, at 36 places of `m` that are `step` apart, to four by four
  /// places of `y` that are `pixel` apart.
  static void output(float[] m, int at, int step, int count, float[] y, int pixel, float[] part) {
    FloatVector near = FloatVector.broadcast(F, 1 / 6f);
    FloatVector near1 = FloatVector.broadcast(F, ROOT / 6);
    FloatVector near2 = FloatVector.broadcast(F, 1 / 3f);
    FloatVector near3 = FloatVector.broadcast(F, ROOT / 3);
    FloatVector far = FloatVector.broadcast(F, -2 / 3f);
    FloatVector far1 = FloatVector.broadcast(F, -ROOT / 3);
    FloatVector far2 = FloatVector.broadcast(F, -1 / 3f);
    FloatVector far3 = FloatVector.broadcast(F, -ROOT / 6);
    for (int c = 0; c < count; c += WIDTH) {
      for (int j = 0; j < 6; j++) {
        int from = at + c + j * step;
        int p = j * WIDTH;
        FloatVector m0 = FloatVector.fromArray(F, m, from);
        FloatVector m1 = FloatVector.fromArray(F, m, from + 6 * step);
        FloatVector m2 = FloatVector.fromArray(F, m, from + 12 * step);
        FloatVector m3 = FloatVector.fromArray(F, m, from + 18 * step);
        FloatVector m4 = FloatVector.fromArray(F, m, from + 24 * step);
        FloatVector m5 = FloatVector.fromArray(F, m, from + 30 * step);
        FloatVector e = m1.add(m2);
        FloatVector f = m1.sub(m2);
        FloatVector g = m3.add(m4);
        FloatVector h = m3.sub(m4);
        g.fma(far, e.fma(near, m0)).intoArray(part, p);
        h.fma(far1, f.mul(near1)).intoArray(part, p + 6 * WIDTH);
        g.fma(far2, e.mul(near2)).intoArray(part, p + 12 * WIDTH);
        h.fma(far3, f.fma(near3, m5)).intoArray(part, p + 18 * WIDTH);
      }
      for (int i = 0; i < 4; i++) {
        int p = i * 6 * WIDTH;
        int q = c + i * 4 * pixel;
        FloatVector m0 = FloatVector.fromArray(F, part, p);
        FloatVector m1 = FloatVector.fromArray(F, part, p + WIDTH);
        FloatVector m2 = FloatVector.fromArray(F, part, p + 2 * WIDTH);
        FloatVector m3 = FloatVector.fromArray(F, part, p + 3 * WIDTH);
        FloatVector m4 = FloatVector.fromArray(F, part, p + 4 * WIDTH);
        FloatVector m5 = FloatVector.fromArray(F, part, p + 5 * WIDTH);
        FloatVector e = m1.add(m2);
        FloatVector f = m1.sub(m2);
        FloatVector g = m3.add(m4);
        FloatVector h = m3.sub(m4);
        g.fma(far, e.fma(near, m0)).intoArray(y, q);
        h.fma(far1, f.mul(near1)).intoArray(y, q + pixel);
        g.fma(far2, e.mul(near2)).intoArray(y, q + 2 * pixel);
        h.fma(far3, f.fma(near3, m5)).intoArray(y, q + 3 * pixel);
      }
    }
  }
}
