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
/// the window, is left to [FewFloatLogs], of which each has one of these.
final class FewFloatSums {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = F.length();
  private static final int HALF = WIDTH / 2;

  /// Rows of fewer classes have sums close to 1 too often.
  static final int LEAST_CLASSES = 4;

  /// Least logarithm, but for its sign, that a sum is good for: the error of a sum, at most 1e-7 of
  /// it, is less than a unit of a `float` from here on.
  static final double LEAST = 0.7;

  /// Rows whose exponentials are kept for their sums, few enough for the first cache.
  private static final int ROWS = 128;

  private static final VectorMask<Double> FAR = lanes(HALF / 2);
  private static final VectorMask<Double> BIT2 = lanes(2);
  private static final VectorMask<Double> BIT1 = lanes(1);

  /// Where the row with the bits of a lane in reverse has its sum.
  private static final VectorShuffle<Double> ORDER =
      VectorShuffle.fromOp(D, i -> Integer.reverse(i) >>> (Integer.numberOfLeadingZeros(HALF) + 1));

  private final double[] sums = new double[FewFloatLogs.ROWS + WIDTH];
  private final double[] logs = new double[FewFloatLogs.ROWS + WIDTH];
  private final float[] exponentials = new float[(ROWS + 2) * WIDTH];
  private final double[] pairs = new double[(ROWS + 2) / 2 * HALF + 4 * HALF];

  /// Lanes whose number has this bit.
  private static VectorMask<Double> lanes(int bit) {
    long lanes = 0;
    for (int lane = 0; lane < HALF; lane++) {
      lanes |= (lane & bit) == 0 ? 0 : 1L << lane;
    }
    return VectorMask.fromLong(D, lanes);
  }

  /// `y[r]` of as many rows as can be read a vector at a time, at most [FewFloatLogs#ROWS]; NaN where a
  /// row is left to others. Returns how many of these there are.
  int logSumExp(float[] x, int at, float[] y, int to, int rows, int n) {
    if (n > WIDTH) {
      FewFloatPairs.sums(x, at, rows, n, sums);
    } else if (FewFloatRows.places(n) == WIDTH) {
      single(x, at, rows, n);
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

  /// Rows that fill more than half a vector: the exponentials in whole vectors, whichever rows they are
  /// of, then the sums of as many rows at a time as a vector has of them.
  private void single(float[] x, int at, int rows, int n) {
    for (int r = 0; r < rows; r += ROWS) {
      int count = Math.min(ROWS, rows - r);
      exp(x, at + r * n, exponentials, count * n);
      sumPairs(exponentials, count, n, pairs);
      sumAll(pairs, count, sums, r);
    }
  }

  /// `y = exp(x)` with the power of two, NaN above and 0 below the window. At least a vector of `x` can
  /// be read; the last one overlaps the one before it.
  private static void exp(float[] x, int at, float[] y, int count) {
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
    for (int i = 0; i < count; i += WIDTH) {
      int from = Math.max(0, Math.min(i, count - WIDTH));
      FloatVector v = FloatVector.fromArray(F, x, at + from);
      FloatVector z = v.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(low, k.fma(high, v));
      FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> above = v.compare(VectorOperators.GT, FewFloatRows.WINDOW);
      VectorMask<Float> below = v.lt(FewFloatRows.LEAST);
      FloatVector e = u.mul(power.reinterpretAsFloats());
      e.blend(Float.NaN, above).blend(0f, below).intoArray(y, from);
    }
  }

  /// Of each two rows the sums of the lanes that lie half a vector apart, twice: of the first row in the
  /// lower lanes, of the second in the upper ones.
  private static void sumPairs(float[] e, int rows, int n, double[] pairs) {
    VectorMask<Double> rest = D.indexInRange(0, n - HALF);
    for (int r = 0; r < rows; r += 2) {
      int next = (r + 1) * n;
      FloatVector a0 = FloatVector.fromArray(F, e, r * n);
      FloatVector a1 = FloatVector.fromArray(F, e, r * n + HALF);
      FloatVector b0 = FloatVector.fromArray(F, e, next);
      FloatVector b1 = FloatVector.fromArray(F, e, next + HALF);
      DoubleVector a = (DoubleVector) a0.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b = (DoubleVector) b0.convertShape(VectorOperators.F2D, D, 0);
      a = a.add(a1.convertShape(VectorOperators.F2D, D, 0), rest);
      b = b.add(b1.convertShape(VectorOperators.F2D, D, 0), rest);
      DoubleVector s = a.blend(b, FAR).add(b.blend(a, FAR).rearrange(FewFloatRows.FAR));
      s.intoArray(pairs, r / 2 * HALF);
    }
  }

  /// The sums of as many rows at a time as a vector has lanes: each step halves the lanes of a row.
  private static void sumAll(double[] pairs, int rows, double[] sums, int to) {
    for (int r = 0; r < rows; r += HALF) {
      int from = r / 2 * HALF;
      DoubleVector a = DoubleVector.fromArray(D, pairs, from);
      if (HALF > 2) {
        DoubleVector b = DoubleVector.fromArray(D, pairs, from + HALF);
        if (HALF > 4) {
          DoubleVector c = DoubleVector.fromArray(D, pairs, from + 2 * HALF);
          DoubleVector d = DoubleVector.fromArray(D, pairs, from + 3 * HALF);
          a = a.blend(b, BIT2).add(b.blend(a, BIT2).rearrange(FewFloatRows.XOR2));
          b = c.blend(d, BIT2).add(d.blend(c, BIT2).rearrange(FewFloatRows.XOR2));
        }
        a = a.blend(b, BIT1).add(b.blend(a, BIT1).rearrange(FewFloatRows.XOR1));
      }
      a.rearrange(ORDER).intoArray(sums, to + r);
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
      DoubleVector b =
          (DoubleVector) e.rearrange(FewFloatRows.UPPER).convertShape(VectorOperators.F2D, D, 0);
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
