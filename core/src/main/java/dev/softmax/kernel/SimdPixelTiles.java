package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The tiles of a convolution: up to eight pixels by one or two vectors of output channels stay in
/// registers while all taps are gone through. The pixels under a filter are read where they are: a tap
/// is `depth` consecutive elements of `x`, those of a row `acrossStep` apart, rows `downStep` apart, and
/// the next pixel's `xStep` further. `f` is a strip of filters, `[tap][depth][width]`. Sums begin with `z`,
/// which may be `y`. Pixels past the last of `count` repeat it. See [SimdFloatTiles] for why the tiles are
/// written out.
final class SimdPixelTiles {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  /// Pixels of a tile.
  static final int PIXELS = 8;

  /// Whether eight pixels by two vectors have registers enough.
  static final boolean WIDE = SimdFloatLanes.SHAPE.vectorBitSize() == 512;

  private SimdPixelTiles() {}

  /// Eight pixels by two vectors: 16 sums, for machines with 32 vector registers.
  static void wide(
      float[] x,
      int xAt,
      int xStep,
      int count,
      float[] f,
      int fAt,
      int down,
      int downStep,
      int across,
      int acrossStep,
      int depth,
      float[] z,
      int zAt,
      int zStep,
      float[] y,
      int yAt,
      int yStep) {
    int last = count - 1;
    int o1 = Math.min(1, last) * xStep;
    int o2 = Math.min(2, last) * xStep;
    int o3 = Math.min(3, last) * xStep;
    int o4 = Math.min(4, last) * xStep;
    int o5 = Math.min(5, last) * xStep;
    int o6 = Math.min(6, last) * xStep;
    int o7 = Math.min(7, last) * xStep;
    FloatVector s0a = FloatVector.fromArray(F, z, zAt);
    FloatVector s0b = FloatVector.fromArray(F, z, zAt + WIDTH);
    int z1 = zAt + Math.min(1, last) * zStep;
    FloatVector s1a = FloatVector.fromArray(F, z, z1);
    FloatVector s1b = FloatVector.fromArray(F, z, z1 + WIDTH);
    int z2 = zAt + Math.min(2, last) * zStep;
    FloatVector s2a = FloatVector.fromArray(F, z, z2);
    FloatVector s2b = FloatVector.fromArray(F, z, z2 + WIDTH);
    int z3 = zAt + Math.min(3, last) * zStep;
    FloatVector s3a = FloatVector.fromArray(F, z, z3);
    FloatVector s3b = FloatVector.fromArray(F, z, z3 + WIDTH);
    int z4 = zAt + Math.min(4, last) * zStep;
    FloatVector s4a = FloatVector.fromArray(F, z, z4);
    FloatVector s4b = FloatVector.fromArray(F, z, z4 + WIDTH);
    int z5 = zAt + Math.min(5, last) * zStep;
    FloatVector s5a = FloatVector.fromArray(F, z, z5);
    FloatVector s5b = FloatVector.fromArray(F, z, z5 + WIDTH);
    int z6 = zAt + Math.min(6, last) * zStep;
    FloatVector s6a = FloatVector.fromArray(F, z, z6);
    FloatVector s6b = FloatVector.fromArray(F, z, z6 + WIDTH);
    int z7 = zAt + Math.min(7, last) * zStep;
    FloatVector s7a = FloatVector.fromArray(F, z, z7);
    FloatVector s7b = FloatVector.fromArray(F, z, z7 + WIDTH);
    int at = fAt;
    for (int r = 0; r < down; r++) {
      for (int s = 0; s < across; s++) {
        int from = xAt + r * downStep + s * acrossStep;
        int x1 = from + o1;
        int x2 = from + o2;
        int x3 = from + o3;
        int x4 = from + o4;
        int x5 = from + o5;
        int x6 = from + o6;
        int x7 = from + o7;
        for (int p = 0; p < depth; p++) {
          FloatVector fa = FloatVector.fromArray(F, f, at + p * 2 * WIDTH);
          FloatVector fb = FloatVector.fromArray(F, f, at + p * 2 * WIDTH + WIDTH);
          FloatVector v0 = FloatVector.broadcast(F, x[from + p]);
          s0a = fa.fma(v0, s0a);
          s0b = fb.fma(v0, s0b);
          FloatVector v1 = FloatVector.broadcast(F, x[x1 + p]);
          s1a = fa.fma(v1, s1a);
          s1b = fb.fma(v1, s1b);
          FloatVector v2 = FloatVector.broadcast(F, x[x2 + p]);
          s2a = fa.fma(v2, s2a);
          s2b = fb.fma(v2, s2b);
          FloatVector v3 = FloatVector.broadcast(F, x[x3 + p]);
          s3a = fa.fma(v3, s3a);
          s3b = fb.fma(v3, s3b);
          FloatVector v4 = FloatVector.broadcast(F, x[x4 + p]);
          s4a = fa.fma(v4, s4a);
          s4b = fb.fma(v4, s4b);
          FloatVector v5 = FloatVector.broadcast(F, x[x5 + p]);
          s5a = fa.fma(v5, s5a);
          s5b = fb.fma(v5, s5b);
          FloatVector v6 = FloatVector.broadcast(F, x[x6 + p]);
          s6a = fa.fma(v6, s6a);
          s6b = fb.fma(v6, s6b);
          FloatVector v7 = FloatVector.broadcast(F, x[x7 + p]);
          s7a = fa.fma(v7, s7a);
          s7b = fb.fma(v7, s7b);
        }
        at += depth * 2 * WIDTH;
      }
    }
    s0a.intoArray(y, yAt);
    s0b.intoArray(y, yAt + WIDTH);
    int y1 = yAt + Math.min(1, last) * yStep;
    s1a.intoArray(y, y1);
    s1b.intoArray(y, y1 + WIDTH);
    int y2 = yAt + Math.min(2, last) * yStep;
    s2a.intoArray(y, y2);
    s2b.intoArray(y, y2 + WIDTH);
    int y3 = yAt + Math.min(3, last) * yStep;
    s3a.intoArray(y, y3);
    s3b.intoArray(y, y3 + WIDTH);
    int y4 = yAt + Math.min(4, last) * yStep;
    s4a.intoArray(y, y4);
    s4b.intoArray(y, y4 + WIDTH);
    int y5 = yAt + Math.min(5, last) * yStep;
    s5a.intoArray(y, y5);
    s5b.intoArray(y, y5 + WIDTH);
    int y6 = yAt + Math.min(6, last) * yStep;
    s6a.intoArray(y, y6);
    s6b.intoArray(y, y6 + WIDTH);
    int y7 = yAt + Math.min(7, last) * yStep;
    s7a.intoArray(y, y7);
    s7b.intoArray(y, y7 + WIDTH);
  }

  /// Eight pixels by one vector.
  static void narrow(
      float[] x,
      int xAt,
      int xStep,
      int count,
      float[] f,
      int fAt,
      int down,
      int downStep,
      int across,
      int acrossStep,
      int depth,
      float[] z,
      int zAt,
      int zStep,
      float[] y,
      int yAt,
      int yStep) {
    int last = count - 1;
    int o1 = Math.min(1, last) * xStep;
    int o2 = Math.min(2, last) * xStep;
    int o3 = Math.min(3, last) * xStep;
    int o4 = Math.min(4, last) * xStep;
    int o5 = Math.min(5, last) * xStep;
    int o6 = Math.min(6, last) * xStep;
    int o7 = Math.min(7, last) * xStep;
    FloatVector s0a = FloatVector.fromArray(F, z, zAt);
    int z1 = zAt + Math.min(1, last) * zStep;
    FloatVector s1a = FloatVector.fromArray(F, z, z1);
    int z2 = zAt + Math.min(2, last) * zStep;
    FloatVector s2a = FloatVector.fromArray(F, z, z2);
    int z3 = zAt + Math.min(3, last) * zStep;
    FloatVector s3a = FloatVector.fromArray(F, z, z3);
    int z4 = zAt + Math.min(4, last) * zStep;
    FloatVector s4a = FloatVector.fromArray(F, z, z4);
    int z5 = zAt + Math.min(5, last) * zStep;
    FloatVector s5a = FloatVector.fromArray(F, z, z5);
    int z6 = zAt + Math.min(6, last) * zStep;
    FloatVector s6a = FloatVector.fromArray(F, z, z6);
    int z7 = zAt + Math.min(7, last) * zStep;
    FloatVector s7a = FloatVector.fromArray(F, z, z7);
    int at = fAt;
    for (int r = 0; r < down; r++) {
      for (int s = 0; s < across; s++) {
        int from = xAt + r * downStep + s * acrossStep;
        int x1 = from + o1;
        int x2 = from + o2;
        int x3 = from + o3;
        int x4 = from + o4;
        int x5 = from + o5;
        int x6 = from + o6;
        int x7 = from + o7;
        for (int p = 0; p < depth; p++) {
          FloatVector fa = FloatVector.fromArray(F, f, at + p * WIDTH);
          FloatVector v0 = FloatVector.broadcast(F, x[from + p]);
          s0a = fa.fma(v0, s0a);
          FloatVector v1 = FloatVector.broadcast(F, x[x1 + p]);
          s1a = fa.fma(v1, s1a);
          FloatVector v2 = FloatVector.broadcast(F, x[x2 + p]);
          s2a = fa.fma(v2, s2a);
          FloatVector v3 = FloatVector.broadcast(F, x[x3 + p]);
          s3a = fa.fma(v3, s3a);
          FloatVector v4 = FloatVector.broadcast(F, x[x4 + p]);
          s4a = fa.fma(v4, s4a);
          FloatVector v5 = FloatVector.broadcast(F, x[x5 + p]);
          s5a = fa.fma(v5, s5a);
          FloatVector v6 = FloatVector.broadcast(F, x[x6 + p]);
          s6a = fa.fma(v6, s6a);
          FloatVector v7 = FloatVector.broadcast(F, x[x7 + p]);
          s7a = fa.fma(v7, s7a);
        }
        at += depth * WIDTH;
      }
    }
    s0a.intoArray(y, yAt);
    int y1 = yAt + Math.min(1, last) * yStep;
    s1a.intoArray(y, y1);
    int y2 = yAt + Math.min(2, last) * yStep;
    s2a.intoArray(y, y2);
    int y3 = yAt + Math.min(3, last) * yStep;
    s3a.intoArray(y, y3);
    int y4 = yAt + Math.min(4, last) * yStep;
    s4a.intoArray(y, y4);
    int y5 = yAt + Math.min(5, last) * yStep;
    s5a.intoArray(y, y5);
    int y6 = yAt + Math.min(6, last) * yStep;
    s6a.intoArray(y, y6);
    int y7 = yAt + Math.min(7, last) * yStep;
    s7a.intoArray(y, y7);
  }
}
