package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Windows over pictures in which each channel is on its own: a lane is a channel. Where channels do not
/// fill the last vector, it ends with them and repeats some of the one before, so there must be a vector of
/// them at least.
final class SimdDepthwise {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  static final int WIDTH = F.length();

  private SimdDepthwise() {}

  /// One pixel: `y = clamp(Σ x w + bias + shortcut)` over `count` taps, tap `i` at `x[xs[i]]` and
  /// `w[ws[i]]`.
  static void pixel(
      float[] x,
      int[] xs,
      float[] w,
      int[] ws,
      int count,
      int channels,
      float[] bias,
      float[] shortcut,
      boolean add,
      float[] y,
      int at,
      float least,
      float most) {
    FloatVector low = FloatVector.broadcast(F, least);
    FloatVector high = FloatVector.broadcast(F, most);
    for (int k = 0; k < channels; k += WIDTH) {
      int c = Math.min(k, channels - WIDTH);
      FloatVector sum = FloatVector.fromArray(F, bias, c);
      for (int tap = 0; tap < count; tap++) {
        FloatVector v = FloatVector.fromArray(F, x, xs[tap] + c);
        sum = v.fma(FloatVector.fromArray(F, w, ws[tap] + c), sum);
      }
      if (add) {
        sum = sum.add(FloatVector.fromArray(F, shortcut, at + c));
      }
      sum = sum.blend(low, sum.lt(low));
      sum.blend(high, high.lt(sum)).intoArray(y, at + c);
    }
  }

  /// Pixels of a row under filters of three by three that reach no padding: those of the first one begin at
  /// `xAt`, their rows are `row` apart and their columns `pixel`; the next pixel's are `step` behind.
  static void three(
      float[] x,
      int xAt,
      int row,
      int pixel,
      int step,
      float[] w,
      int channels,
      int pixels,
      float[] bias,
      float[] y,
      int at,
      float least,
      float most) {
    FloatVector low = FloatVector.broadcast(F, least);
    FloatVector high = FloatVector.broadcast(F, most);
    for (int k = 0; k < channels; k += WIDTH) {
      int c = Math.min(k, channels - WIDTH);
      FloatVector z = FloatVector.fromArray(F, bias, c);
      FloatVector w0 = FloatVector.fromArray(F, w, c);
      FloatVector w1 = FloatVector.fromArray(F, w, c + channels);
      FloatVector w2 = FloatVector.fromArray(F, w, c + 2 * channels);
      FloatVector w3 = FloatVector.fromArray(F, w, c + 3 * channels);
      FloatVector w4 = FloatVector.fromArray(F, w, c + 4 * channels);
      FloatVector w5 = FloatVector.fromArray(F, w, c + 5 * channels);
      FloatVector w6 = FloatVector.fromArray(F, w, c + 6 * channels);
      FloatVector w7 = FloatVector.fromArray(F, w, c + 7 * channels);
      FloatVector w8 = FloatVector.fromArray(F, w, c + 8 * channels);
      int i = 0;
      // Neighbours have six of nine columns in common.
      for (; SimdPackedTiles.EIGHT && step == pixel && i + 4 <= pixels; i += 4) {
        int a = xAt + i * step + c;
        FloatVector a0 = FloatVector.fromArray(F, x, a);
        FloatVector a1 = FloatVector.fromArray(F, x, a + pixel);
        FloatVector a2 = FloatVector.fromArray(F, x, a + 2 * pixel);
        FloatVector a3 = FloatVector.fromArray(F, x, a + 3 * pixel);
        FloatVector a4 = FloatVector.fromArray(F, x, a + 4 * pixel);
        FloatVector a5 = FloatVector.fromArray(F, x, a + 5 * pixel);
        FloatVector s0 = a0.fma(w0, z);
        FloatVector t0 = a1.mul(w1);
        FloatVector u0 = a2.mul(w2);
        FloatVector s1 = a1.fma(w0, z);
        FloatVector t1 = a2.mul(w1);
        FloatVector u1 = a3.mul(w2);
        FloatVector s2 = a2.fma(w0, z);
        FloatVector t2 = a3.mul(w1);
        FloatVector u2 = a4.mul(w2);
        FloatVector s3 = a3.fma(w0, z);
        FloatVector t3 = a4.mul(w1);
        FloatVector u3 = a5.mul(w2);
        int b = a + row;
        FloatVector b0 = FloatVector.fromArray(F, x, b);
        FloatVector b1 = FloatVector.fromArray(F, x, b + pixel);
        FloatVector b2 = FloatVector.fromArray(F, x, b + 2 * pixel);
        FloatVector b3 = FloatVector.fromArray(F, x, b + 3 * pixel);
        FloatVector b4 = FloatVector.fromArray(F, x, b + 4 * pixel);
        FloatVector b5 = FloatVector.fromArray(F, x, b + 5 * pixel);
        s0 = b0.fma(w3, s0);
        t0 = b1.fma(w4, t0);
        u0 = b2.fma(w5, u0);
        s1 = b1.fma(w3, s1);
        t1 = b2.fma(w4, t1);
        u1 = b3.fma(w5, u1);
        s2 = b2.fma(w3, s2);
        t2 = b3.fma(w4, t2);
        u2 = b4.fma(w5, u2);
        s3 = b3.fma(w3, s3);
        t3 = b4.fma(w4, t3);
        u3 = b5.fma(w5, u3);
        int d = b + row;
        FloatVector d0 = FloatVector.fromArray(F, x, d);
        FloatVector d1 = FloatVector.fromArray(F, x, d + pixel);
        FloatVector d2 = FloatVector.fromArray(F, x, d + 2 * pixel);
        FloatVector d3 = FloatVector.fromArray(F, x, d + 3 * pixel);
        FloatVector d4 = FloatVector.fromArray(F, x, d + 4 * pixel);
        FloatVector d5 = FloatVector.fromArray(F, x, d + 5 * pixel);
        s0 = d0.fma(w6, s0);
        t0 = d1.fma(w7, t0);
        u0 = d2.fma(w8, u0);
        s1 = d1.fma(w6, s1);
        t1 = d2.fma(w7, t1);
        u1 = d3.fma(w8, u1);
        s2 = d2.fma(w6, s2);
        t2 = d3.fma(w7, t2);
        u2 = d4.fma(w8, u2);
        s3 = d3.fma(w6, s3);
        t3 = d4.fma(w7, t3);
        u3 = d5.fma(w8, u3);
        s0 = s0.add(t0).add(u0);
        s0 = s0.blend(low, s0.lt(low));
        s0.blend(high, high.lt(s0)).intoArray(y, at + i * channels + c);
        s1 = s1.add(t1).add(u1);
        s1 = s1.blend(low, s1.lt(low));
        s1.blend(high, high.lt(s1)).intoArray(y, at + (i + 1) * channels + c);
        s2 = s2.add(t2).add(u2);
        s2 = s2.blend(low, s2.lt(low));
        s2.blend(high, high.lt(s2)).intoArray(y, at + (i + 2) * channels + c);
        s3 = s3.add(t3).add(u3);
        s3 = s3.blend(low, s3.lt(low));
        s3.blend(high, high.lt(s3)).intoArray(y, at + (i + 3) * channels + c);
      }
      for (; i < pixels; i++) {
        int a = xAt + i * step + c;
        int b = a + row;
        int d = b + row;
        FloatVector s = FloatVector.fromArray(F, x, a).fma(w0, z);
        FloatVector t = FloatVector.fromArray(F, x, a + pixel).mul(w1);
        FloatVector u = FloatVector.fromArray(F, x, a + 2 * pixel).mul(w2);
        s = FloatVector.fromArray(F, x, b).fma(w3, s);
        t = FloatVector.fromArray(F, x, b + pixel).fma(w4, t);
        u = FloatVector.fromArray(F, x, b + 2 * pixel).fma(w5, u);
        s = FloatVector.fromArray(F, x, d).fma(w6, s);
        t = FloatVector.fromArray(F, x, d + pixel).fma(w7, t);
        u = FloatVector.fromArray(F, x, d + 2 * pixel).fma(w8, u);
        s = s.add(t).add(u);
        s = s.blend(low, s.lt(low));
        s.blend(high, high.lt(s)).intoArray(y, at + i * channels + c);
      }
    }
  }
}
