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

  /// Rounds to the nearest whole number, which then stands in the low bits with that of [FloatExp#BIAS].
  private static final float MAGIC = FloatExp.MAGIC + FloatExp.BIASED_ONE;

  /// The bits of `MAGIC + n` are larger by `n`.
  private static final int ZERO = Float.floatToRawIntBits(MAGIC);

  /// Elements by which the row before is ahead in its chunks: where rows are multiples of 4 KiB, loads
  /// would seem to wait for stores to the same place of another page.
  private static final int AHEAD = 512;

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
    FloatVector magic = FloatVector.broadcast(F, MAGIC);
    FloatVector least = FloatVector.broadcast(F, FloatExp.WINDOW_LOW);
    IntVector top = IntVector.zero(SimdFloatLanes.I);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    int ahead = bound % CHUNK == 0 && bound > AHEAD ? AHEAD : 0;
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, at + i);
        FloatVector z = v.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
        FloatVector k = z.sub(magic);
        FloatVector t = k.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), v);
        t = k.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
        IntVector bits = z.reinterpretAsInts();
        top = top.max(bits);
        FloatVector power = bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector e = SimdFloatLanes.polynomial(t).mul(power).blend(0f, v.lt(least));
        e.intoArray(y, to + i);
        sum = sum.add(e);
      }
      int other = from + ahead < bound ? from + ahead : from + ahead - bound;
      int otherStop = Math.min(other + CHUNK, bound);
      for (int i = other; i < otherStop && before >= 0; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, y, before + i);
        v.fma(high, v.mul(low)).intoArray(y, before + i);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    if (before >= 0) {
      end.intoArray(y, last);
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    double sum = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
    int largest = top.reduceLanes(VectorOperators.MAX) - ZERO;
    if (bound < n) {
      int left = n - bound;
      largest = Math.max(largest, exponent(SmallFloatRows.max(x, at + bound, left)));
      sum +=
          SimdFloatTail.exp(
              x, at + bound, y, to + bound, left, true, 0, 1, FloatExp.WINDOW_LOW, 0, Float.NaN);
    }
    return Math.abs(largest) <= FloatExp.WINDOW_EXPONENT ? sum : -1;
  }

  /// The whole power of two of an exponential.
  private static int exponent(float x) {
    return (int) Math.rint(x * FloatExp.LOG2_E);
  }

  /// As [FloatLanes#sumInWindow].
  static double sum(float[] x, int at, int n, float[] y, int before, double log) {
    float rounded = (float) log;
    FloatVector high = FloatVector.broadcast(F, rounded);
    FloatVector low = FloatVector.broadcast(F, (float) (log - rounded));
    FloatVector end = FloatVector.fromArray(F, x, before < 0 ? at : at - WIDTH).sub(high).sub(low);
    FloatVector magic = FloatVector.broadcast(F, MAGIC);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector ln2 = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.SUM_C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.SUM_C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.SUM_C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.SUM_C2);
    FloatVector c1 = FloatVector.broadcast(F, FloatExp.SUM_C1);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector least = FloatVector.broadcast(F, FloatExp.WINDOW_LOW);
    IntVector top = IntVector.zero(SimdFloatLanes.I);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, at + i);
        FloatVector z = v.fma(log2e, magic);
        FloatVector t = z.sub(magic).fma(ln2, v);
        IntVector bits = z.reinterpretAsInts();
        top = top.max(bits);
        FloatVector p = t.fma(c5, c4).fma(t, c3).fma(t, c2).fma(t, c1).fma(t, one);
        FloatVector e = p.mul(bits.lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats());
        sum = sum.add(e.blend(0f, v.lt(least)));
      }
      for (int i = from; i < stop && before >= 0; i += WIDTH) {
        FloatVector.fromArray(F, x, at - n + i).sub(high).sub(low).intoArray(y, before + i);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    if (before >= 0) {
      end.intoArray(y, before + n - WIDTH);
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    double sum = total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0) * FloatExp.SUM_SCALE;
    int largest = top.reduceLanes(VectorOperators.MAX) - ZERO;
    if (bound < n) {
      int left = n - bound;
      largest = Math.max(largest, exponent(SmallFloatRows.max(x, at + bound, left)));
      sum +=
          SimdFloatTail.exp(
              x, at + bound, x, 0, left, false, 0, 1, FloatExp.WINDOW_LOW, 0, Float.NaN);
    }
    boolean inside = Math.abs(largest) <= FloatExp.WINDOW_EXPONENT;
    return inside && isSpread(sum * 0x1p-64, largest, x, at, n) ? sum * 0x1p-64 : -1;
  }

  /// Whether no exponential is more than an eighth of the sum. The largest is `2^exponent` but for a
  /// factor between the square roots of 1/2 and 2; it is looked for only where that does not decide.
  private static boolean isSpread(double sum, int exponent, float[] x, int at, int n) {
    double eighths = Math.scalb(sum, -exponent - 3);
    return eighths >= 1.42 || (eighths >= 0.7 && sum >= 8 * Math.exp(Kernels.FLOAT.max(x, at, n)));
  }
}
