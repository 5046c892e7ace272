package dev.softmax.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Softmax of `float` rows that are no longer than a vector: as many rows in one vector as fit.
///
/// A row of `n` classes takes `places` lanes, the next power of two, one half of them in the lower
/// half of the vector and the other in the upper: turned into `double` vectors the halves meet lane
/// by lane, and all lanes of a row learn its sum by a few exchanges with their neighbours. What the
/// row does not fill holds `-∞`.
///
/// No maximum is looked for. Which power of two the exponentials of a row carry does not change
/// what comes out (see [FloatExp]), and one will do for all rows whose maximum lies within
/// [#WINDOW] or so: that is seen in their sums. Other rows are left to [SmallFloatRows]. Which of
/// the two answers a row depends on that row alone.
final class FewFloatRows {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  static final int WIDTH = F.length();
  static final int HALF = WIDTH / 2;

  /// Largest `beta x` that the common power of two suits.
  static final float WINDOW = 33;

  /// Power of two that all exponentials carry: `exp(33) 2^77 < 2^126`.
  static final int BIAS = 77;

  /// Least sum: the maximum of such a row is above `2^-48`, as there are at most 16 classes, and
  /// what matters beside it above `2^(-48 - 153)`, with the bias a normal number.
  static final double LEAST_SUM = 0x1p33;

  /// `ln 2^(-48 - 153)`, rounded down: below, the result is 0.
  static final float LEAST = -139.4f;

  /// What [FloatVector#selectFrom] takes, for each number of classes: where each lane finds its
  /// element (rows in a piece to places), and where each element its lane.
  static final float[] IN = new float[(WIDTH + 1) * WIDTH];

  static final float[] OUT = new float[(WIDTH + 1) * WIDTH];

  static {
    // No row has 0 classes: there stands what joins the lower halves of two vectors.
    for (int lane = 0; lane < WIDTH; lane++) {
      OUT[lane] = lane < HALF ? lane : lane + HALF;
    }
    for (int n = 2; n <= WIDTH; n++) {
      int half = places(n) / 2;
      for (int lane = 0; lane < WIDTH; lane++) {
        int row = lane % HALF / half;
        int k = lane % half + (lane < HALF ? 0 : half);
        // A lane that is not of the memory's n * rows is empty.
        IN[n * WIDTH + lane] = k < n ? row * n + k : 0;
        int element = lane % n;
        int home = lane / n * half + element % half + (element < half ? 0 : WIDTH);
        OUT[n * WIDTH + lane] = lane < n * (WIDTH / places(n)) ? home : 0;
      }
    }
  }

  /// Exchanges the halves of a vector, their halves, and so on.
  static final VectorShuffle<Float> UPPER = exchange(HALF);

  static final VectorShuffle<Float> FLOAT4 = exchange(4);
  static final VectorShuffle<Float> FLOAT2 = exchange(2);
  static final VectorShuffle<Float> FLOAT1 = exchange(1);

  private static VectorShuffle<Float> exchange(int by) {
    return VectorShuffle.fromOp(F, lane -> (lane ^ by) % WIDTH);
  }

  private FewFloatRows() {}

  private static DoubleVector lower(FloatVector v) {
    return (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
  }

  /// Lanes that a row of `n` classes takes: the next power of two.
  static int places(int n) {
    return Math.max(2, 2 * Integer.highestOneBit(n - 1));
  }

  /// A vector's worth of rows, for rows that do not fill a vector or are not answered by it.
  private static final class Spare {
    static final Pool<Spare> POOL = new Pool<>(Spare::new);
    final float[] values = new float[WIDTH];
  }

  /// `y = scale softmax(beta x)` row by row; `y` may be `x` at the same place. Where `beta` is 1, rows
  /// may be up to two vectors long.
  static void softmax(
      float[] x, int at, float[] y, int to, int rows, int n, double beta, double scale) {
    if (n > WIDTH) {
      FewFloatPairs.softmax(x, at, y, to, rows, n, scale);
      return;
    }
    int each = WIDTH / places(n);
    int readable = Math.max(0, x.length - at - WIDTH + each * n) / n;
    int whole = Math.min(rows, readable) / each * each;
    int row = 0;
    while (row < whole) {
      row += vectors(x, at + row * n, y, to + row * n, whole - row, n, beta, scale);
      if (row < whole) {
        apart(x, at + row * n, y, to + row * n, each, n, beta, scale);
        row += each;
      }
    }
    if (row < rows) {
      apart(x, at + row * n, y, to + row * n, rows - row, n, beta, scale);
    }
  }

  private static int vectors(
      float[] x, int at, float[] y, int to, int rows, int n, double beta, double scale) {
    if (beta != 1) {
      return scaled(x, at, y, to, rows, n, beta, scale);
    }
    return places(n) == WIDTH
        ? single(x, at, y, to, rows, n, scale)
        : packed(x, at, y, to, rows, n, scale);
  }

  /// Rows one at a time, in a vector of their own.
  private static void apart(
      float[] x, int at, float[] y, int to, int rows, int n, double beta, double scale) {
    int each = WIDTH / places(n);
    Spare spare = Spare.POOL.take();
    float[] row = spare.values;
    for (int r = 0; r < rows; r++) {
      Arrays.fill(row, 0);
      System.arraycopy(x, at + r * n, row, 0, n);
      if (vectors(row, 0, row, 0, each, n, beta, scale) == 0) {
        SmallFloatRows.softmax(row, 0, n, beta, scale);
      }
      System.arraycopy(row, 0, y, to + r * n, n);
    }
    Spare.POOL.give(spare);
  }

  /// Rows that take a vector each. Returns how many rows are done: all, or those before the first
  /// that is not for this method.
  private static int single(float[] x, int at, float[] y, int to, int rows, int n, double scale) {
    VectorMask<Float> in = F.indexInRange(0, n);
    VectorMask<Float> pad = in.not();
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector join = FloatVector.fromArray(F, OUT, 0);
    DoubleVector numerator = DoubleVector.broadcast(D, scale);
    for (int r = 0; r < rows; r++) {
      FloatVector v = FloatVector.fromArray(F, x, at + r * n);
      FloatVector z = v.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(low, k.fma(high, v));
      FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector e = inside(v, u.mul(power.reinterpretAsFloats()), pad);
      DoubleVector a = lower(e);
      DoubleVector b = lower(e.rearrange(UPPER));
      DoubleVector s = a.add(b);
      if (HALF > 4) {
        s = s.add(s.rearrange(XOR4));
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(XOR2));
      }
      s = s.add(s.rearrange(XOR1));
      if (!s.compare(VectorOperators.GE, LEAST_SUM).allTrue()) {
        return r;
      }
      DoubleVector factor = numerator.div(s);
      join.selectFrom(narrow(a.mul(factor)), narrow(b.mul(factor))).intoArray(y, to + r * n, in);
    }
    return rows;
  }

  private static int packed(float[] x, int at, float[] y, int to, int rows, int n, double scale) {
    int places = places(n);
    int each = WIDTH / places;
    VectorMask<Double> eight = D.maskAll(places > 4);
    VectorMask<Double> four = D.maskAll(places > 2);
    VectorMask<Float> memory = F.indexInRange(0, each * n);
    VectorMask<Float> pad = pad(n);
    FloatVector into = FloatVector.fromArray(F, IN, n * WIDTH);
    FloatVector back = FloatVector.fromArray(F, OUT, n * WIDTH);
    DoubleVector numerator = DoubleVector.broadcast(D, scale);
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC + 127 + BIAS);
    FloatVector log2e = FloatVector.broadcast(F, FloatExp.LOG2_E);
    FloatVector high = FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH);
    FloatVector low = FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW);
    FloatVector c6 = FloatVector.broadcast(F, FloatExp.C6);
    FloatVector c5 = FloatVector.broadcast(F, FloatExp.C5);
    FloatVector c4 = FloatVector.broadcast(F, FloatExp.C4);
    FloatVector c3 = FloatVector.broadcast(F, FloatExp.C3);
    FloatVector c2 = FloatVector.broadcast(F, FloatExp.C2);
    FloatVector one = FloatVector.broadcast(F, 1f);
    for (int r = 0; r < rows; r += each) {
      FloatVector v = into.selectFrom(FloatVector.fromArray(F, x, at + r * n));
      FloatVector z = v.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(low, k.fma(high, v));
      FloatVector u = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector e = inside(v, u.mul(power.reinterpretAsFloats()), pad);
      DoubleVector a = lower(e);
      DoubleVector b = lower(e.rearrange(UPPER));
      DoubleVector s = sums(a.add(b), eight, four);
      if (!s.compare(VectorOperators.GE, LEAST_SUM).allTrue()) {
        return r;
      }
      DoubleVector factor = numerator.div(s);
      FloatVector p = narrow(a.mul(factor));
      FloatVector q = narrow(b.mul(factor));
      back.selectFrom(p, q).intoArray(y, to + r * n, memory);
    }
    return rows;
  }

  private static int scaled(
      float[] x, int at, float[] y, int to, int rows, int n, double beta, double scale) {
    int places = places(n);
    int each = WIDTH / places;
    VectorMask<Double> single = D.maskAll(places == WIDTH && HALF > 1);
    VectorMask<Double> eight = D.maskAll(places > 4);
    VectorMask<Double> four = D.maskAll(places > 2);
    VectorMask<Float> memory = F.indexInRange(0, each * n);
    VectorMask<Float> pad = pad(n);
    FloatVector into = FloatVector.fromArray(F, IN, n * WIDTH);
    FloatVector back = FloatVector.fromArray(F, OUT, n * WIDTH);
    DoubleVector numerator = DoubleVector.broadcast(D, scale);
    FloatVector high = FloatVector.broadcast(F, (float) beta);
    FloatVector low = FloatVector.broadcast(F, (float) (beta - (float) beta));
    IntVector bias = IntVector.broadcast(I, 127 + BIAS);
    for (int r = 0; r < rows; r += each) {
      FloatVector d = into.selectFrom(FloatVector.fromArray(F, x, at + r * n));
      FloatVector v = d.mul(high);
      FloatVector e = SimdFloatLanes.power(d, v, high, low, bias);
      VectorMask<Float> above = v.compare(VectorOperators.GT, WINDOW);
      e = e.blend(Float.NaN, above).blend(0f, v.lt(LEAST).or(pad));
      DoubleVector a = (DoubleVector) e.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector b = (DoubleVector) e.rearrange(UPPER).convertShape(VectorOperators.F2D, D, 0);
      DoubleVector s = a.add(b);
      s = s.add(s.rearrange(FAR), single);
      if (HALF > 4) {
        s = s.add(s.rearrange(XOR2), eight);
      }
      if (HALF > 2) {
        s = s.add(s.rearrange(XOR1), four);
      }
      if (!s.compare(VectorOperators.GE, LEAST_SUM).allTrue()) {
        return r;
      }
      DoubleVector factor = numerator.div(s);
      FloatVector p = (FloatVector) a.mul(factor).convertShape(VectorOperators.D2F, F, 0);
      FloatVector q = (FloatVector) b.mul(factor).convertShape(VectorOperators.D2F, F, 0);
      back.selectFrom(p, q).intoArray(y, to + r * n, memory);
    }
    return rows;
  }

  /// Lanes that hold no element.
  static VectorMask<Float> pad(int n) {
    int half = places(n) / 2;
    long upper = (1L << half) - (1L << (n - half));
    long bits = 0;
    for (int lane = HALF; lane < WIDTH; lane += half) {
      bits |= upper << lane;
    }
    return VectorMask.fromLong(F, bits);
  }

  static final VectorShuffle<Double> FAR = VectorShuffle.fromOp(D, i -> i ^ (HALF / 2));
  static final VectorShuffle<Double> XOR4 = VectorShuffle.fromOp(D, i -> (i ^ 4) % HALF);
  static final VectorShuffle<Double> XOR2 = VectorShuffle.fromOp(D, i -> (i ^ 2) % HALF);
  static final VectorShuffle<Double> XOR1 = VectorShuffle.fromOp(D, i -> (i ^ 1) % HALF);

  /// The sum of each row in all of its lanes. Steps that shorter rows do not take are masked out:
  /// branches would be compiled for one number of classes and thrown away with the next.
  static DoubleVector sums(DoubleVector half, VectorMask<Double> eight, VectorMask<Double> four) {
    DoubleVector s = half;
    if (HALF > 4) {
      s = s.add(s.rearrange(XOR2), eight);
    }
    return HALF > 2 ? s.add(s.rearrange(XOR1), four) : s;
  }

  private static FloatVector narrow(DoubleVector v) {
    return (FloatVector) v.convertShape(VectorOperators.D2F, F, 0);
  }

  /// NaN above and 0 below what `e = exp(v)` is good for, and 0 in lanes that hold no element.
  private static FloatVector inside(FloatVector v, FloatVector e, VectorMask<Float> pad) {
    VectorMask<Float> above = v.compare(VectorOperators.GT, FloatVector.broadcast(F, WINDOW));
    VectorMask<Float> below = v.lt(FloatVector.broadcast(F, LEAST));
    return e.blend(Float.NaN, above).blend(0f, below.or(pad));
  }
}
