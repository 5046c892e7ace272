package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Rows of `float` whose maximum is near 0, in one pass and without that maximum; see
/// [FloatExp#WINDOW].
final class SimdFloatWindow {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = SimdFloatLanes.WIDTH;
  private static final int CHUNK = SimdFloatLanes.CHUNK;

  private SimdFloatWindow() {}

  /// As [FloatLanes#expInWindow].
  static double exp(float[] x, int at, float[] y, int to, int n, int before, double divisor) {
    double factor = 1 / divisor;
    FloatVector high = FloatVector.broadcast(F, (float) factor);
    FloatVector low = FloatVector.broadcast(F, (float) (factor - (float) factor));
    int last = Math.max(before, 0) + n - WIDTH;
    // Overlaps the one before it, so it is computed first and stored last.
    FloatVector end = FloatVector.fromArray(F, y, last);
    end = end.fma(high, end.mul(low));
    FloatVector least = FloatVector.broadcast(F, FloatExp.WINDOW_LOW);
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, FloatExp.BIASED_ONE);
    FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, at + i);
        max = max.blend(v, max.lt(v));
        FloatVector e = SimdFloatLanes.power(v, bias).blend(0f, v.lt(least));
        e.intoArray(y, to + i);
        sum = sum.add(e);
      }
      for (int i = from; i < stop && before >= 0; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, y, before + i);
        v.fma(high, v.mul(low)).intoArray(y, before + i);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    double sum = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    float largest = max.reduceLanes(VectorOperators.MAX);
    if (before >= 0) {
      end.intoArray(y, last);
    }
    if (bound < n) {
      int left = n - bound;
      largest = Math.max(largest, SmallFloatRows.max(x, at + bound, left));
      sum +=
          SimdFloatTail.exp(
              x, at + bound, y, to + bound, left, true, 0, 1, FloatExp.WINDOW_LOW, 0, Float.NaN);
    }
    return Math.abs(largest) <= FloatExp.WINDOW ? sum : -1;
  }

  /// As [FloatLanes#sumInWindow].
  static double sum(float[] x, int at, int n) {
    FloatVector least = FloatVector.broadcast(F, FloatExp.WINDOW_LOW);
    IntVector bias = IntVector.broadcast(SimdFloatLanes.I, FloatExp.BIASED_ONE);
    FloatVector max = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, at + i);
        max = max.blend(v, max.lt(v));
        sum = sum.add(SimdFloatLanes.power(v, bias).blend(0f, v.lt(least)));
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    double sum = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    float largest = max.reduceLanes(VectorOperators.MAX);
    if (bound < n) {
      int left = n - bound;
      largest = Math.max(largest, SmallFloatRows.max(x, at + bound, left));
      sum +=
          SimdFloatTail.exp(
              x, at + bound, x, 0, left, false, 0, 1, FloatExp.WINDOW_LOW, 0, Float.NaN);
    }
    if (!(Math.abs(largest) <= FloatExp.WINDOW)) {
      return -1;
    }
    float one = FloatExp.of(largest, 0, 1, 0, FloatExp.BIAS, FloatExp.WINDOW_LOW);
    return sum * 0x1p-64 < 8 * one ? -1 : sum * 0x1p-64;
  }
}
