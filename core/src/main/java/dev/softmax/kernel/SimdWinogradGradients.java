package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// What the gradient of filters needs of Winograd's convolution `y = Aᵀ[(GgGᵀ) ∘ (BᵀxB)]A`, which is linear in the
/// filters: `dg = Gᵀ[Σ (A dy Aᵀ) ∘ (BᵀxB)]G`, the sum over all tiles. `A` and `G` are scaled as in
/// [SimdWinograd]; a lane is an output channel. Halves of a transform are written out, as in [SimdWinogradTiles].
final class SimdWinogradGradients {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();
  private static final float ROOT = (float) Math.sqrt(2);

  private SimdWinogradGradients() {}

  /// `A dy Aᵀ` of a tile of four by four pixels of `count` channels, whole vectors, `row` and `pixel` apart, to
  /// 36 places of `v` that are `step` apart.
  static void results(
      float[] dy,
      int at,
      int row,
      int pixel,
      int count,
      float[] v,
      int to,
      int step,
      float[] part) {
    FloatVector near = FloatVector.broadcast(F, 1 / 6f);
    FloatVector near1 = FloatVector.broadcast(F, ROOT / 6);
    FloatVector near2 = FloatVector.broadcast(F, 1 / 3f);
    FloatVector near3 = FloatVector.broadcast(F, ROOT / 3);
    FloatVector far = FloatVector.broadcast(F, -2 / 3f);
    FloatVector far1 = FloatVector.broadcast(F, -ROOT / 3);
    FloatVector far2 = FloatVector.broadcast(F, -1 / 3f);
    FloatVector far3 = FloatVector.broadcast(F, -ROOT / 6);
    for (int c = 0; c < count; c += WIDTH) {
      for (int j = 0; j < 4; j++) {
        int from = at + c + j * pixel;
        int p = j * WIDTH;
        FloatVector y0 = FloatVector.fromArray(F, dy, from);
        FloatVector y1 = FloatVector.fromArray(F, dy, from + row);
        FloatVector y2 = FloatVector.fromArray(F, dy, from + 2 * row);
        FloatVector y3 = FloatVector.fromArray(F, dy, from + 3 * row);
        FloatVector e = y2.fma(near2, y0.mul(near));
        FloatVector f = y3.fma(near3, y1.mul(near1));
        FloatVector g = y2.fma(far2, y0.mul(far));
        FloatVector h = y3.fma(far3, y1.mul(far1));
        y0.intoArray(part, p);
        e.add(f).intoArray(part, p + 4 * WIDTH);
        e.sub(f).intoArray(part, p + 8 * WIDTH);
        g.add(h).intoArray(part, p + 12 * WIDTH);
        g.sub(h).intoArray(part, p + 16 * WIDTH);
        y3.intoArray(part, p + 20 * WIDTH);
      }
      for (int i = 0; i < 6; i++) {
        int p = i * 4 * WIDTH;
        int q = to + c + i * 6 * step;
        FloatVector y0 = FloatVector.fromArray(F, part, p);
        FloatVector y1 = FloatVector.fromArray(F, part, p + WIDTH);
        FloatVector y2 = FloatVector.fromArray(F, part, p + 2 * WIDTH);
        FloatVector y3 = FloatVector.fromArray(F, part, p + 3 * WIDTH);
        FloatVector e = y2.fma(near2, y0.mul(near));
        FloatVector f = y3.fma(near3, y1.mul(near1));
        FloatVector g = y2.fma(far2, y0.mul(far));
        FloatVector h = y3.fma(far3, y1.mul(far1));
        y0.intoArray(v, q);
        e.add(f).intoArray(v, q + step);
        e.sub(f).intoArray(v, q + 2 * step);
        g.add(h).intoArray(v, q + 3 * step);
        g.sub(h).intoArray(v, q + 4 * step);
        y3.intoArray(v, q + 5 * step);
      }
    }
  }

  /// `GᵀsG` of `count` elements, whole vectors, at 36 places of `s` that are `step` apart, to nine taps of `dg`
  /// that are `tap` apart.
  static void filters(
      float[] s, int at, int step, int count, float[] dg, int to, int tap, float[] part) {
    FloatVector two = FloatVector.broadcast(F, 2);
    FloatVector half = FloatVector.broadcast(F, 0.5f);
    FloatVector root = FloatVector.broadcast(F, ROOT);
    FloatVector halfRoot = FloatVector.broadcast(F, ROOT / 2);
    for (int c = 0; c < count; c += WIDTH) {
      for (int j = 0; j < 6; j++) {
        int from = at + c + j * step;
        int p = j * WIDTH;
        FloatVector s0 = FloatVector.fromArray(F, s, from);
        FloatVector s1 = FloatVector.fromArray(F, s, from + 6 * step);
        FloatVector s2 = FloatVector.fromArray(F, s, from + 12 * step);
        FloatVector s3 = FloatVector.fromArray(F, s, from + 18 * step);
        FloatVector s4 = FloatVector.fromArray(F, s, from + 24 * step);
        FloatVector s5 = FloatVector.fromArray(F, s, from + 30 * step);
        FloatVector e = s1.add(s2);
        FloatVector g = s3.add(s4);
        s0.add(e).add(g).intoArray(part, p);
        s1.sub(s2).fma(root, s3.sub(s4).mul(halfRoot)).intoArray(part, p + 6 * WIDTH);
        e.fma(two, g.fma(half, s5)).intoArray(part, p + 12 * WIDTH);
      }
      for (int i = 0; i < 3; i++) {
        int p = i * 6 * WIDTH;
        int q = to + c + i * 3 * tap;
        FloatVector s0 = FloatVector.fromArray(F, part, p);
        FloatVector s1 = FloatVector.fromArray(F, part, p + WIDTH);
        FloatVector s2 = FloatVector.fromArray(F, part, p + 2 * WIDTH);
        FloatVector s3 = FloatVector.fromArray(F, part, p + 3 * WIDTH);
        FloatVector s4 = FloatVector.fromArray(F, part, p + 4 * WIDTH);
        FloatVector s5 = FloatVector.fromArray(F, part, p + 5 * WIDTH);
        FloatVector e = s1.add(s2);
        FloatVector g = s3.add(s4);
        s0.add(e).add(g).intoArray(dg, q);
        s1.sub(s2).fma(root, s3.sub(s4).mul(halfRoot)).intoArray(dg, q + tap);
        e.fma(two, g.fma(half, s5)).intoArray(dg, q + 2 * tap);
      }
    }
  }

  /// `s[channel][output] += Σ_tile v[tile][channel] d[tile][output]` at one place: eight channels of a block by two
  /// vectors of outputs, for machines with 32 vector registers.
  static void wide(
      float[] v, int vAt, float[] d, int dAt, int dStep, int tiles, float[] s, int sAt, int sStep) {
    FloatVector s0a = FloatVector.zero(F);
    FloatVector s0b = FloatVector.zero(F);
    FloatVector s1a = FloatVector.zero(F);
    FloatVector s1b = FloatVector.zero(F);
    FloatVector s2a = FloatVector.zero(F);
    FloatVector s2b = FloatVector.zero(F);
    FloatVector s3a = FloatVector.zero(F);
    FloatVector s3b = FloatVector.zero(F);
    FloatVector s4a = FloatVector.zero(F);
    FloatVector s4b = FloatVector.zero(F);
    FloatVector s5a = FloatVector.zero(F);
    FloatVector s5b = FloatVector.zero(F);
    FloatVector s6a = FloatVector.zero(F);
    FloatVector s6b = FloatVector.zero(F);
    FloatVector s7a = FloatVector.zero(F);
    FloatVector s7b = FloatVector.zero(F);
    for (int t = 0; t < tiles; t++) {
      FloatVector a = FloatVector.fromArray(F, d, dAt + t * dStep);
      FloatVector b = FloatVector.fromArray(F, d, dAt + t * dStep + WIDTH);
      FloatVector x0 = FloatVector.broadcast(F, v[vAt + t * WIDTH]);
      s0a = a.fma(x0, s0a);
      s0b = b.fma(x0, s0b);
      FloatVector x1 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 1]);
      s1a = a.fma(x1, s1a);
      s1b = b.fma(x1, s1b);
      FloatVector x2 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 2]);
      s2a = a.fma(x2, s2a);
      s2b = b.fma(x2, s2b);
      FloatVector x3 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 3]);
      s3a = a.fma(x3, s3a);
      s3b = b.fma(x3, s3b);
      FloatVector x4 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 4]);
      s4a = a.fma(x4, s4a);
      s4b = b.fma(x4, s4b);
      FloatVector x5 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 5]);
      s5a = a.fma(x5, s5a);
      s5b = b.fma(x5, s5b);
      FloatVector x6 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 6]);
      s6a = a.fma(x6, s6a);
      s6b = b.fma(x6, s6b);
      FloatVector x7 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 7]);
      s7a = a.fma(x7, s7a);
      s7b = b.fma(x7, s7b);
    }
    s0a.add(FloatVector.fromArray(F, s, sAt)).intoArray(s, sAt);
    s0b.add(FloatVector.fromArray(F, s, sAt + WIDTH)).intoArray(s, sAt + WIDTH);
    s1a.add(FloatVector.fromArray(F, s, sAt + sStep)).intoArray(s, sAt + sStep);
    s1b.add(FloatVector.fromArray(F, s, sAt + sStep + WIDTH)).intoArray(s, sAt + sStep + WIDTH);
    s2a.add(FloatVector.fromArray(F, s, sAt + 2 * sStep)).intoArray(s, sAt + 2 * sStep);
    s2b.add(FloatVector.fromArray(F, s, sAt + 2 * sStep + WIDTH))
        .intoArray(s, sAt + 2 * sStep + WIDTH);
    s3a.add(FloatVector.fromArray(F, s, sAt + 3 * sStep)).intoArray(s, sAt + 3 * sStep);
    s3b.add(FloatVector.fromArray(F, s, sAt + 3 * sStep + WIDTH))
        .intoArray(s, sAt + 3 * sStep + WIDTH);
    s4a.add(FloatVector.fromArray(F, s, sAt + 4 * sStep)).intoArray(s, sAt + 4 * sStep);
    s4b.add(FloatVector.fromArray(F, s, sAt + 4 * sStep + WIDTH))
        .intoArray(s, sAt + 4 * sStep + WIDTH);
    s5a.add(FloatVector.fromArray(F, s, sAt + 5 * sStep)).intoArray(s, sAt + 5 * sStep);
    s5b.add(FloatVector.fromArray(F, s, sAt + 5 * sStep + WIDTH))
        .intoArray(s, sAt + 5 * sStep + WIDTH);
    s6a.add(FloatVector.fromArray(F, s, sAt + 6 * sStep)).intoArray(s, sAt + 6 * sStep);
    s6b.add(FloatVector.fromArray(F, s, sAt + 6 * sStep + WIDTH))
        .intoArray(s, sAt + 6 * sStep + WIDTH);
    s7a.add(FloatVector.fromArray(F, s, sAt + 7 * sStep)).intoArray(s, sAt + 7 * sStep);
    s7b.add(FloatVector.fromArray(F, s, sAt + 7 * sStep + WIDTH))
        .intoArray(s, sAt + 7 * sStep + WIDTH);
  }

  /// The same for sixteen channels by one vector.
  static void narrow(
      float[] v, int vAt, float[] d, int dAt, int dStep, int tiles, float[] s, int sAt, int sStep) {
    FloatVector s0 = FloatVector.zero(F);
    FloatVector s1 = FloatVector.zero(F);
    FloatVector s2 = FloatVector.zero(F);
    FloatVector s3 = FloatVector.zero(F);
    FloatVector s4 = FloatVector.zero(F);
    FloatVector s5 = FloatVector.zero(F);
    FloatVector s6 = FloatVector.zero(F);
    FloatVector s7 = FloatVector.zero(F);
    FloatVector s8 = FloatVector.zero(F);
    FloatVector s9 = FloatVector.zero(F);
    FloatVector s10 = FloatVector.zero(F);
    FloatVector s11 = FloatVector.zero(F);
    FloatVector s12 = FloatVector.zero(F);
    FloatVector s13 = FloatVector.zero(F);
    FloatVector s14 = FloatVector.zero(F);
    FloatVector s15 = FloatVector.zero(F);
    for (int t = 0; t < tiles; t++) {
      FloatVector a = FloatVector.fromArray(F, d, dAt + t * dStep);
      FloatVector x0 = FloatVector.broadcast(F, v[vAt + t * WIDTH]);
      s0 = a.fma(x0, s0);
      FloatVector x1 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 1]);
      s1 = a.fma(x1, s1);
      FloatVector x2 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 2]);
      s2 = a.fma(x2, s2);
      FloatVector x3 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 3]);
      s3 = a.fma(x3, s3);
      FloatVector x4 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 4]);
      s4 = a.fma(x4, s4);
      FloatVector x5 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 5]);
      s5 = a.fma(x5, s5);
      FloatVector x6 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 6]);
      s6 = a.fma(x6, s6);
      FloatVector x7 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 7]);
      s7 = a.fma(x7, s7);
      FloatVector x8 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 8]);
      s8 = a.fma(x8, s8);
      FloatVector x9 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 9]);
      s9 = a.fma(x9, s9);
      FloatVector x10 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 10]);
      s10 = a.fma(x10, s10);
      FloatVector x11 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 11]);
      s11 = a.fma(x11, s11);
      FloatVector x12 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 12]);
      s12 = a.fma(x12, s12);
      FloatVector x13 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 13]);
      s13 = a.fma(x13, s13);
      FloatVector x14 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 14]);
      s14 = a.fma(x14, s14);
      FloatVector x15 = FloatVector.broadcast(F, v[vAt + t * WIDTH + 15]);
      s15 = a.fma(x15, s15);
    }
    s0.add(FloatVector.fromArray(F, s, sAt)).intoArray(s, sAt);
    s1.add(FloatVector.fromArray(F, s, sAt + sStep)).intoArray(s, sAt + sStep);
    s2.add(FloatVector.fromArray(F, s, sAt + 2 * sStep)).intoArray(s, sAt + 2 * sStep);
    s3.add(FloatVector.fromArray(F, s, sAt + 3 * sStep)).intoArray(s, sAt + 3 * sStep);
    s4.add(FloatVector.fromArray(F, s, sAt + 4 * sStep)).intoArray(s, sAt + 4 * sStep);
    s5.add(FloatVector.fromArray(F, s, sAt + 5 * sStep)).intoArray(s, sAt + 5 * sStep);
    s6.add(FloatVector.fromArray(F, s, sAt + 6 * sStep)).intoArray(s, sAt + 6 * sStep);
    s7.add(FloatVector.fromArray(F, s, sAt + 7 * sStep)).intoArray(s, sAt + 7 * sStep);
    s8.add(FloatVector.fromArray(F, s, sAt + 8 * sStep)).intoArray(s, sAt + 8 * sStep);
    s9.add(FloatVector.fromArray(F, s, sAt + 9 * sStep)).intoArray(s, sAt + 9 * sStep);
    s10.add(FloatVector.fromArray(F, s, sAt + 10 * sStep)).intoArray(s, sAt + 10 * sStep);
    s11.add(FloatVector.fromArray(F, s, sAt + 11 * sStep)).intoArray(s, sAt + 11 * sStep);
    s12.add(FloatVector.fromArray(F, s, sAt + 12 * sStep)).intoArray(s, sAt + 12 * sStep);
    s13.add(FloatVector.fromArray(F, s, sAt + 13 * sStep)).intoArray(s, sAt + 13 * sStep);
    s14.add(FloatVector.fromArray(F, s, sAt + 14 * sStep)).intoArray(s, sAt + 14 * sStep);
    s15.add(FloatVector.fromArray(F, s, sAt + 15 * sStep)).intoArray(s, sAt + 15 * sStep);
  }
}
