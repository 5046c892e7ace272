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

  /// `BᵀxB` of six by six pixels: `channels` of each, whole vectors, `row` and `pixel` apart, to 36
  /// places of `v` that are `step` apart.
  static void input(
      float[] x,
      int at,
      int row,
      int pixel,
      int channels,
      float[] v,
      int to,
      int step,
      float[] part) {
    FloatVector middle = FloatVector.broadcast(F, -2.5f);
    FloatVector minusTwo = FloatVector.broadcast(F, -2);
    FloatVector minusHalf = FloatVector.broadcast(F, -0.5f);
    FloatVector root = FloatVector.broadcast(F, ROOT);
    FloatVector minusRoot = FloatVector.broadcast(F, -ROOT);
    FloatVector half = FloatVector.broadcast(F, ROOT / 2);
    FloatVector minusHalfRoot = FloatVector.broadcast(F, -ROOT / 2);
    for (int c = 0; c < channels; c += WIDTH) {
      for (int j = 0; j < 6; j++) {
        int from = at + c + j * pixel;
        int p = j * WIDTH;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + row);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * row);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * row);
        FloatVector d4 = FloatVector.fromArray(F, x, from + 4 * row);
        FloatVector d5 = FloatVector.fromArray(F, x, from + 5 * row);
        FloatVector u = d2.fma(minusHalf, d4);
        FloatVector s = d1.fma(minusHalf, d3);
        FloatVector w = d2.fma(minusTwo, d4);
        FloatVector t = d1.fma(minusTwo, d3);
        d2.fma(middle, d4.add(d0)).intoArray(part, p);
        s.fma(root, u).intoArray(part, p + 6 * WIDTH);
        s.fma(minusRoot, u).intoArray(part, p + 12 * WIDTH);
        t.fma(half, w).intoArray(part, p + 18 * WIDTH);
        t.fma(minusHalfRoot, w).intoArray(part, p + 24 * WIDTH);
        d3.fma(middle, d5.add(d1)).intoArray(part, p + 30 * WIDTH);
      }
      for (int i = 0; i < 6; i++) {
        int p = i * 6 * WIDTH;
        int q = to + c + i * 6 * step;
        FloatVector d0 = FloatVector.fromArray(F, part, p);
        FloatVector d1 = FloatVector.fromArray(F, part, p + WIDTH);
        FloatVector d2 = FloatVector.fromArray(F, part, p + 2 * WIDTH);
        FloatVector d3 = FloatVector.fromArray(F, part, p + 3 * WIDTH);
        FloatVector d4 = FloatVector.fromArray(F, part, p + 4 * WIDTH);
        FloatVector d5 = FloatVector.fromArray(F, part, p + 5 * WIDTH);
        FloatVector u = d2.fma(minusHalf, d4);
        FloatVector s = d1.fma(minusHalf, d3);
        FloatVector w = d2.fma(minusTwo, d4);
        FloatVector t = d1.fma(minusTwo, d3);
        d2.fma(middle, d4.add(d0)).intoArray(v, q);
        s.fma(root, u).intoArray(v, q + step);
        s.fma(minusRoot, u).intoArray(v, q + 2 * step);
        t.fma(half, w).intoArray(v, q + 3 * step);
        t.fma(minusHalfRoot, w).intoArray(v, q + 4 * step);
        d3.fma(middle, d5.add(d1)).intoArray(v, q + 5 * step);
      }
    }
  }

  /// `GgGᵀ` of the filters of a strip: `depth` rows of `vectors` vectors of output channels for each of
  /// nine taps, which are `tap` apart, to 36 places of `u` that are `step` apart.
  static void filters(
      float[] w,
      int at,
      int tap,
      int depth,
      int vectors,
      float[] u,
      int to,
      int step,
      float[] part) {
    FloatVector two = FloatVector.broadcast(F, 2);
    FloatVector half = FloatVector.broadcast(F, 0.5f);
    FloatVector sixth = FloatVector.broadcast(F, 1 / 6f);
    FloatVector rootSixth = FloatVector.broadcast(F, ROOT / 6);
    FloatVector minusTwoThirds = FloatVector.broadcast(F, -2 / 3f);
    FloatVector minusRootThird = FloatVector.broadcast(F, -ROOT / 3);
    for (int c = 0; c < depth * vectors * WIDTH; c += WIDTH) {
      for (int j = 0; j < 3; j++) {
        int from = at + c + j * tap;
        int p = j * WIDTH;
        FloatVector g0 = FloatVector.fromArray(F, w, from);
        FloatVector g1 = FloatVector.fromArray(F, w, from + 3 * tap);
        FloatVector g2 = FloatVector.fromArray(F, w, from + 6 * tap);
        FloatVector e = g2.fma(two, g0).mul(sixth);
        FloatVector o = g1.mul(rootSixth);
        FloatVector f = g2.fma(half, g0).mul(minusTwoThirds);
        FloatVector r = g1.mul(minusRootThird);
        g0.intoArray(part, p);
        e.add(o).intoArray(part, p + 3 * WIDTH);
        e.sub(o).intoArray(part, p + 6 * WIDTH);
        f.add(r).intoArray(part, p + 9 * WIDTH);
        f.sub(r).intoArray(part, p + 12 * WIDTH);
        g2.intoArray(part, p + 15 * WIDTH);
      }
      for (int i = 0; i < 6; i++) {
        int p = i * 3 * WIDTH;
        int q = to + c + i * 6 * step;
        FloatVector g0 = FloatVector.fromArray(F, part, p);
        FloatVector g1 = FloatVector.fromArray(F, part, p + WIDTH);
        FloatVector g2 = FloatVector.fromArray(F, part, p + 2 * WIDTH);
        FloatVector e = g2.fma(two, g0).mul(sixth);
        FloatVector o = g1.mul(rootSixth);
        FloatVector f = g2.fma(half, g0).mul(minusTwoThirds);
        FloatVector r = g1.mul(minusRootThird);
        g0.intoArray(u, q);
        e.add(o).intoArray(u, q + step);
        e.sub(o).intoArray(u, q + 2 * step);
        f.add(r).intoArray(u, q + 3 * step);
        f.sub(r).intoArray(u, q + 4 * step);
        g2.intoArray(u, q + 5 * step);
      }
    }
  }

  /// `AᵀmA` of one vector at 36 places of `m` that are `step` apart, to four by four pixels of `y` that are
  /// `pixel` apart.
  static void output(float[] m, int at, int step, float[] y, int to, int pixel, float[] part) {
    FloatVector half = FloatVector.broadcast(F, 0.5f);
    FloatVector root = FloatVector.broadcast(F, ROOT);
    FloatVector twoRoots = FloatVector.broadcast(F, 2 * ROOT);
    FloatVector halfRoot = FloatVector.broadcast(F, ROOT / 2);
    FloatVector quarterRoot = FloatVector.broadcast(F, ROOT / 4);
    for (int j = 0; j < 6; j++) {
      int from = at + j * step;
      int p = j * WIDTH;
      FloatVector m0 = FloatVector.fromArray(F, m, from);
      FloatVector m1 = FloatVector.fromArray(F, m, from + 6 * step);
      FloatVector m2 = FloatVector.fromArray(F, m, from + 12 * step);
      FloatVector m3 = FloatVector.fromArray(F, m, from + 18 * step);
      FloatVector m4 = FloatVector.fromArray(F, m, from + 24 * step);
      FloatVector m5 = FloatVector.fromArray(F, m, from + 30 * step);
      FloatVector s = m1.add(m2);
      FloatVector d = m1.sub(m2);
      FloatVector t = m3.add(m4);
      FloatVector e = m3.sub(m4);
      m0.add(s).add(t).intoArray(part, p);
      e.fma(halfRoot, d.mul(root)).intoArray(part, p + 6 * WIDTH);
      t.fma(half, s.add(s)).intoArray(part, p + 12 * WIDTH);
      e.fma(quarterRoot, d.fma(twoRoots, m5)).intoArray(part, p + 18 * WIDTH);
    }
    for (int i = 0; i < 4; i++) {
      int p = i * 6 * WIDTH;
      int q = to + i * 4 * pixel;
      FloatVector m0 = FloatVector.fromArray(F, part, p);
      FloatVector m1 = FloatVector.fromArray(F, part, p + WIDTH);
      FloatVector m2 = FloatVector.fromArray(F, part, p + 2 * WIDTH);
      FloatVector m3 = FloatVector.fromArray(F, part, p + 3 * WIDTH);
      FloatVector m4 = FloatVector.fromArray(F, part, p + 4 * WIDTH);
      FloatVector m5 = FloatVector.fromArray(F, part, p + 5 * WIDTH);
      FloatVector s = m1.add(m2);
      FloatVector d = m1.sub(m2);
      FloatVector t = m3.add(m4);
      FloatVector e = m3.sub(m4);
      m0.add(s).add(t).intoArray(y, q);
      e.fma(halfRoot, d.mul(root)).intoArray(y, q + pixel);
      t.fma(half, s.add(s)).intoArray(y, q + 2 * pixel);
      e.fma(quarterRoot, d.fma(twoRoots, m5)).intoArray(y, q + 3 * pixel);
    }
  }
}
