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
      for (int i = 0; i < pixels; i++) {
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
