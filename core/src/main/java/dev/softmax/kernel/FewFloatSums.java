package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Log-sum-exp of `float` rows that are no longer than two vectors, in the lanes and by the common power
/// of two of [FewFloatRows]: no maximum is looked for. The sum of the exponentials is known to half a
/// unit of a `float`, which its logarithm is too, unless it lies close to 0: that, and a row outside
/// the window, is left to [FewFloatLogs].
final class FewFloatSums {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = F.length();
  private static final int HALF = WIDTH / 2;

  /// Rows of fewer classes have sums close to 1 too often.
  static final int LEAST_CLASSES = 4;

  /// Least logarithm, but for its sign, that a sum is good for: the error of a sum, at most 1e-7 of
  /// it, is less than a unit of a `float` from here on.
  private static final double LEAST = 0.7;

  private static final VectorShuffle<Float> UPPER =
      VectorShuffle.fromOp(F, i -> (i + HALF) % WIDTH);

  private FewFloatSums() {}

  /// `y[r]` of as many rows as can be read a vector at a time and fit `sums` and `logs`, which reach
  /// a vector further; NaN where a row is left to others. Returns how many of these there are.
  static int logSumExp(
      float[] x, int at, float[] y, int to, int rows, int n, double[] sums, double[] logs) {
    if (n > WIDTH) {
      FewFloatPairs.sums(x, at, rows, n, sums);
    } else if (FewFloatRows.places(n) == WIDTH) {
      single(x, at, rows, n, sums);
    } else {
      packed(x, at, rows, n, sums);
    }
    VectorLog.log(sums, logs, rows, FewFloatRows.BIAS);
    int left = 0;
    for (int r = 0; r < rows; r++) {
      double log = logs[r];
      boolean good = sums[r] >= FewFloatRows.LEAST_SUM && Math.abs(log) >= LEAST;
      left += good ? 0 : 1;
      y[to + r] = good ? (float) log : Float.NaN;
    }
    return left;
  }

  /// Rows that take a vector each.
  private static void single(float[] x, int at, int rows, int n, double[] sums) {
    VectorMask<Float> pad = F.indexInRange(0, n).not();
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + FewFloatRows.BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int r = 0; r < rows; r++) {
      FloatVector v = FloatVector.fromArray(F, x, at + r * n);
      FloatVector z = v.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(low, k.fma(high, v));
      FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above = v.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> out = v.lt(FewFloatRows.LEAST).or(pad);
      FloatVector e = u.mul(power.reinterpretAsFloats()).blend(Float.NaN, above).blend(0f, out);
      DoubleVector a = (DoubleVector) e.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b = (DoubleVector) e.rearrange(UPPER).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector s = a.add(b);
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR2));
      }
      sums[r] = s.add(s.rearrange(FewFloatRows.XOR1)).lane(0);
    }
  }

  private static void packed(float[] x, int at, int rows, int n, double[] sums) {
    int places = FewFloatRows.places(n);
    VectorMask<Float> pad = FewFloatRows.pad(n);
    VectorMask<Double> eight = D.maskAll(places > 4);
    VectorMask<Double> four = D.maskAll(places > 2);
    FloatVector into = FloatVector.fromArray(F, FewFloatRows.IN, n * WIDTH);
    DoubleVector first = DoubleVector.fromArray(D, FewFloatLogs.FIRST_DOUBLE, n * HALF);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + FewFloatRows.BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int r = 0; r < rows; r += WIDTH / places) {
      FloatVector v = into.selectFrom(FloatVector.fromArray(F, x, at + r * n));
      FloatVector z = v.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(low, k.fma(high, v));
      FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above = v.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> out = v.lt(FewFloatRows.LEAST).or(pad);
      FloatVector e = u.mul(power.reinterpretAsFloats()).blend(Float.NaN, above).blend(0f, out);
      DoubleVector a = (DoubleVector) e.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b = (DoubleVector) e.rearrange(UPPER).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector s = a.add(b);
      if (HALF > 4) {
        s = s.add(s.rearrange(FewFloatRows.XOR2), eight);
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(FewFloatRows.XOR1), four);
      }
      first.selectFrom(s).intoArray(sums, r);
    }
  }
}
