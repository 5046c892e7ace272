package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Winograd's transforms of neighbouring tiles of few channels, and the products between them; see [SimdWinograd].
/// Columns are transformed once though tiles share them. The products read `v [place][block][tile][lane]`, a
/// block being a vector of channels, so that their tiles lie at distances that are known when this is compiled. The products are for machines with 32 vector registers. The
/// transform stands here twice, for a method of vectors that is not inlined would put each of them in an object.
final class SimdWinogradTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = F.length();
  private static final float ROOT = (float) Math.sqrt(2);

  private SimdWinogradTiles() {}

  /// `Bᵀx` of six rows of `count` elements, whole vectors, which are `row` apart, to rows of `part` that are
  /// `partRow` apart.
  static void down(float[] x, int at, int row, int count, float[] part, int to, int partRow) {
    FloatVector middle = FloatVector.broadcast(F, -2.5f);
    FloatVector minusTwo = FloatVector.broadcast(F, -2);
    FloatVector minusHalf = FloatVector.broadcast(F, -0.5f);
    FloatVector root = FloatVector.broadcast(F, ROOT);
    FloatVector halfRoot = FloatVector.broadcast(F, ROOT / 2);
    for (int c = 0; c < count; c += WIDTH) {
      int from = at + c;
      int p = to + c;
      FloatVector d0 = FloatVector.fromArray(F, x, from);
      FloatVector d1 = FloatVector.fromArray(F, x, from + row);
      FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * row);
      FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * row);
      FloatVector d4 = FloatVector.fromArray(F, x, from + 4 * row);
      FloatVector d5 = FloatVector.fromArray(F, x, from + 5 * row);
      FloatVector e = d2.fma(minusHalf, d4);
      FloatVector f = d1.fma(minusHalf, d3).mul(root);
      FloatVector g = d2.fma(minusTwo, d4);
      FloatVector h = d1.fma(minusTwo, d3).mul(halfRoot);
      d2.fma(middle, d4.add(d0)).intoArray(part, p);
      e.add(f).intoArray(part, p + partRow);
      e.sub(f).intoArray(part, p + 2 * partRow);
      g.add(h).intoArray(part, p + 3 * partRow);
      g.sub(h).intoArray(part, p + 4 * partRow);
      d3.fma(middle, d5.add(d1)).intoArray(part, p + 5 * partRow);
    }
  }

  /// The other half, `(Bᵀx)B`, of a row's tiles: of `count` tiles, four pixels apart, of one vector of channels of
  /// a row of `part`, to six places of `v` that are `step` apart, tiles being `next` apart.
  static void across(
      float[] part, int at, int channels, int count, float[] v, int to, int next, int step) {
    FloatVector middle = FloatVector.broadcast(F, -2.5f);
    FloatVector minusTwo = FloatVector.broadcast(F, -2);
    FloatVector minusHalf = FloatVector.broadcast(F, -0.5f);
    FloatVector root = FloatVector.broadcast(F, ROOT);
    FloatVector halfRoot = FloatVector.broadcast(F, ROOT / 2);
    for (int tile = 0; tile < count; tile++) {
      int p = at + tile * 4 * channels;
      int q = to + tile * next;
      FloatVector d0 = FloatVector.fromArray(F, part, p);
      FloatVector d1 = FloatVector.fromArray(F, part, p + channels);
      FloatVector d2 = FloatVector.fromArray(F, part, p + 2 * channels);
      FloatVector d3 = FloatVector.fromArray(F, part, p + 3 * channels);
      FloatVector d4 = FloatVector.fromArray(F, part, p + 4 * channels);
      FloatVector d5 = FloatVector.fromArray(F, part, p + 5 * channels);
      FloatVector e = d2.fma(minusHalf, d4);
      FloatVector f = d1.fma(minusHalf, d3).mul(root);
      FloatVector g = d2.fma(minusTwo, d4);
      FloatVector h = d1.fma(minusTwo, d3).mul(halfRoot);
      d2.fma(middle, d4.add(d0)).intoArray(v, q);
      e.add(f).intoArray(v, q + step);
      e.sub(f).intoArray(v, q + 2 * step);
      g.add(h).intoArray(v, q + 3 * step);
      g.sub(h).intoArray(v, q + 4 * step);
      d3.fma(middle, d5.add(d1)).intoArray(v, q + 5 * step);
    }
  }

  /// Sixteen tiles by one vector of output channels, at one place: `m = v u`, `u [channel][width]`,
  /// `m [tile][width]`.
  static void narrow(
      float[] v, int vAt, int vBlock, int blocks, float[] u, int uAt, float[] m, int mAt) {
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
    for (int block = 0; block < blocks; block++) {
      int x = vAt + block * vBlock;
      int w = uAt + block * WIDTH * WIDTH;
      for (int p = 0; p < WIDTH; p++) {
        FloatVector a = FloatVector.fromArray(F, u, w + p * WIDTH);
        FloatVector x0 = FloatVector.broadcast(F, v[x + p]);
        s0 = a.fma(x0, s0);
        FloatVector x1 = FloatVector.broadcast(F, v[x + WIDTH + p]);
        s1 = a.fma(x1, s1);
        FloatVector x2 = FloatVector.broadcast(F, v[x + 2 * WIDTH + p]);
        s2 = a.fma(x2, s2);
        FloatVector x3 = FloatVector.broadcast(F, v[x + 3 * WIDTH + p]);
        s3 = a.fma(x3, s3);
        FloatVector x4 = FloatVector.broadcast(F, v[x + 4 * WIDTH + p]);
        s4 = a.fma(x4, s4);
        FloatVector x5 = FloatVector.broadcast(F, v[x + 5 * WIDTH + p]);
        s5 = a.fma(x5, s5);
        FloatVector x6 = FloatVector.broadcast(F, v[x + 6 * WIDTH + p]);
        s6 = a.fma(x6, s6);
        FloatVector x7 = FloatVector.broadcast(F, v[x + 7 * WIDTH + p]);
        s7 = a.fma(x7, s7);
        FloatVector x8 = FloatVector.broadcast(F, v[x + 8 * WIDTH + p]);
        s8 = a.fma(x8, s8);
        FloatVector x9 = FloatVector.broadcast(F, v[x + 9 * WIDTH + p]);
        s9 = a.fma(x9, s9);
        FloatVector x10 = FloatVector.broadcast(F, v[x + 10 * WIDTH + p]);
        s10 = a.fma(x10, s10);
        FloatVector x11 = FloatVector.broadcast(F, v[x + 11 * WIDTH + p]);
        s11 = a.fma(x11, s11);
        FloatVector x12 = FloatVector.broadcast(F, v[x + 12 * WIDTH + p]);
        s12 = a.fma(x12, s12);
        FloatVector x13 = FloatVector.broadcast(F, v[x + 13 * WIDTH + p]);
        s13 = a.fma(x13, s13);
        FloatVector x14 = FloatVector.broadcast(F, v[x + 14 * WIDTH + p]);
        s14 = a.fma(x14, s14);
        FloatVector x15 = FloatVector.broadcast(F, v[x + 15 * WIDTH + p]);
        s15 = a.fma(x15, s15);
      }
    }
    s0.intoArray(m, mAt);
    s1.intoArray(m, mAt + WIDTH);
    s2.intoArray(m, mAt + 2 * WIDTH);
    s3.intoArray(m, mAt + 3 * WIDTH);
    s4.intoArray(m, mAt + 4 * WIDTH);
    s5.intoArray(m, mAt + 5 * WIDTH);
    s6.intoArray(m, mAt + 6 * WIDTH);
    s7.intoArray(m, mAt + 7 * WIDTH);
    s8.intoArray(m, mAt + 8 * WIDTH);
    s9.intoArray(m, mAt + 9 * WIDTH);
    s10.intoArray(m, mAt + 10 * WIDTH);
    s11.intoArray(m, mAt + 11 * WIDTH);
    s12.intoArray(m, mAt + 12 * WIDTH);
    s13.intoArray(m, mAt + 13 * WIDTH);
    s14.intoArray(m, mAt + 14 * WIDTH);
    s15.intoArray(m, mAt + 15 * WIDTH);
  }

  /// The same for eight tiles by two vectors.
  static void wide(
      float[] v, int vAt, int vBlock, int blocks, float[] u, int uAt, float[] m, int mAt) {
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
    for (int block = 0; block < blocks; block++) {
      int x = vAt + block * vBlock;
      int w = uAt + block * WIDTH * 2 * WIDTH;
      for (int p = 0; p < WIDTH; p++) {
        FloatVector a = FloatVector.fromArray(F, u, w + p * 2 * WIDTH);
        FloatVector b = FloatVector.fromArray(F, u, w + p * 2 * WIDTH + WIDTH);
        FloatVector x0 = FloatVector.broadcast(F, v[x + p]);
        s0a = a.fma(x0, s0a);
        s0b = b.fma(x0, s0b);
        FloatVector x1 = FloatVector.broadcast(F, v[x + WIDTH + p]);
        s1a = a.fma(x1, s1a);
        s1b = b.fma(x1, s1b);
        FloatVector x2 = FloatVector.broadcast(F, v[x + 2 * WIDTH + p]);
        s2a = a.fma(x2, s2a);
        s2b = b.fma(x2, s2b);
        FloatVector x3 = FloatVector.broadcast(F, v[x + 3 * WIDTH + p]);
        s3a = a.fma(x3, s3a);
        s3b = b.fma(x3, s3b);
        FloatVector x4 = FloatVector.broadcast(F, v[x + 4 * WIDTH + p]);
        s4a = a.fma(x4, s4a);
        s4b = b.fma(x4, s4b);
        FloatVector x5 = FloatVector.broadcast(F, v[x + 5 * WIDTH + p]);
        s5a = a.fma(x5, s5a);
        s5b = b.fma(x5, s5b);
        FloatVector x6 = FloatVector.broadcast(F, v[x + 6 * WIDTH + p]);
        s6a = a.fma(x6, s6a);
        s6b = b.fma(x6, s6b);
        FloatVector x7 = FloatVector.broadcast(F, v[x + 7 * WIDTH + p]);
        s7a = a.fma(x7, s7a);
        s7b = b.fma(x7, s7b);
      }
    }
    s0a.intoArray(m, mAt);
    s0b.intoArray(m, mAt + WIDTH);
    s1a.intoArray(m, mAt + 2 * WIDTH);
    s1b.intoArray(m, mAt + 3 * WIDTH);
    s2a.intoArray(m, mAt + 4 * WIDTH);
    s2b.intoArray(m, mAt + 5 * WIDTH);
    s3a.intoArray(m, mAt + 6 * WIDTH);
    s3b.intoArray(m, mAt + 7 * WIDTH);
    s4a.intoArray(m, mAt + 8 * WIDTH);
    s4b.intoArray(m, mAt + 9 * WIDTH);
    s5a.intoArray(m, mAt + 10 * WIDTH);
    s5b.intoArray(m, mAt + 11 * WIDTH);
    s6a.intoArray(m, mAt + 12 * WIDTH);
    s6b.intoArray(m, mAt + 13 * WIDTH);
    s7a.intoArray(m, mAt + 14 * WIDTH);
    s7b.intoArray(m, mAt + 15 * WIDTH);
  }
}
