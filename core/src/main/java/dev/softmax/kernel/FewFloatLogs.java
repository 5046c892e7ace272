package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Log-sum-exp and log-softmax of `float` rows of up to a few hundred classes: no longer than two vectors in the
/// lanes that [FewFloatRows] gives them, others by [SimdFloatRuns]. First the maximum of each row and the
/// sum of the other exponentials relative to it, then the logarithms of a vector of rows at a time, then what
/// is asked for.
///
/// The maximum itself is left out of the sum: rows that one element dominates keep all digits. What `x - max`
/// loses in rounding is found (Knuth's two-sum) and put back into the exponential, or longer rows are shifted
/// by a power of two instead.
final class FewFloatLogs {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = F.length();
  private static final int HALF = WIDTH / 2;

  /// Power of two that exponentials carry; even with 127, for what rounds to the nearest.
  static final int BIAS = 65;

  /// Rows at a time.
  static final int ROWS = 512;

  /// Elements of longer rows at a time.
  private static final int ELEMENTS = 1 << 12;

  static final Pool<FewFloatLogs> POOL = new Pool<>(FewFloatLogs::new);

  /// For each number of classes: the first lane of each row, in `float` and `double`, and the row of
  /// each element in memory.
  private static final float[] FIRST = new float[(WIDTH + 1) * WIDTH];

  static final double[] FIRST_DOUBLE = new double[(WIDTH + 1) * HALF];
  private static final float[] PLACE = new float[(WIDTH + 1) * WIDTH];
  private static final float[] ROW = new float[(WIDTH + 1) * WIDTH];

  static {
    for (int n = 2; n <= WIDTH; n++) {
      int half = FewFloatRows.places(n) / 2;
      for (int lane = 0; lane < WIDTH; lane++) {
        FIRST[n * WIDTH + lane] = lane * half % HALF;
        ROW[n * WIDTH + lane] = Math.floorDiv(lane, n);
        PLACE[n * WIDTH + lane] = Math.floorDiv(lane % HALF, half);
        if (lane < HALF) {
          FIRST_DOUBLE[n * HALF + lane] = lane * half % HALF;
        }
      }
    }
  }

  /// Of each row; stores of whole vectors reach past the last.
  final float[] max = new float[ROWS + WIDTH];

  final double[] rest = new double[ROWS + WIDTH];
  final double[] log = new double[ROWS + WIDTH];

  /// Of rows of more than two vectors: what their exponentials are multiplied by to be `exp(x - max)`.
  final double[] units = new double[ROWS + WIDTH];

  private final float[] less = new float[ROWS + WIDTH];
  private final float[] spare = new float[WIDTH];
  private final FewFloatSums few = new FewFloatSums();

  private FewFloatLogs() {}

  /// Rows of `n` classes at a time.
  static int rowsEach(int n) {
    return n > 2 * WIDTH ? Math.max(WIDTH, ELEMENTS / n) : ROWS;
  }

  static void rows(RowWork work, float[] x, int at, float[] y, int to, int rows, int n) {
    FewFloatLogs call = POOL.take();
    int each = rowsEach(n);
    try {
      for (int r = 0; r < rows; r += each) {
        int count = Math.min(each, rows - r);
        if (work == RowWork.LOG_SUM_EXP) {
          call.logSumExp(x, at + r * n, y, to + r, count, n);
        } else {
          call.sums(x, at + r * n, count, n, null);
          call.logSoftmax(x, at + r * n, y, to + r * n, count, n);
        }
      }
    } finally {
      POOL.give(call);
    }
  }

  /// Fills in `max`, `rest` and `log` of at most [#ROWS] rows.
  ///
  /// @param keep receives, of rows that are no longer than a vector, their exponentials `2^65 exp(x - max)`: a vector of
  ///     rows at a time in the lanes of [FewFloatRows]; `null` for none
  void sums(float[] x, int at, int rows, int n, float @Nullable [] keep) {
    if (n > 2 * WIDTH) {
      SimdFloatRuns.maxima(x, at, rows, n, max);
      SimdFloatRuns.rests(x, at, rows, n, max, less, rest);
      SimdFloatRest.finish(max, less, rest, units, rows);
      VectorLog.log1p(rest, log, rows);
      return;
    }
    if (n > WIDTH) {
      FewFloatPairs.maxima(x, at, rows, n, max);
      FewFloatPairs.rests(x, at, rows, n, max, rest);
      VectorLog.log1p(rest, log, rows);
      return;
    }
    int each = WIDTH / FewFloatRows.places(n);
    int whole = whole(x, at, rows, n);
    if (each == 1) {
      singleMaxima(x, at, whole, n, max);
      single(x, at, whole, n, max, rest, keep, 0);
    } else {
      maxima(x, at, whole, n, max, less);
      packed(x, at, whole, n, max, rest, keep, 0);
      ties(less, rest, whole);
    }
    for (int r = whole; r < rows; r += each) {
      System.arraycopy(x, at + r * n, spare, 0, Math.min(each, rows - r) * n);
      some(r, n, each, keep);
    }
    VectorLog.log1p(rest, log, rows);
  }

  /// Adds the maxima but one, and takes the factor `2^65` out of the sums.
  private static void ties(float[] ties, double[] rest, int rows) {
    for (int r = 0; r < rows; r++) {
      rest[r] = rest[r] * 0x1p-65 + (ties[r] - 1);
    }
  }

  private final float[] someMax = new float[2 * WIDTH];
  private final double[] someRest = new double[2 * WIDTH];
  private final float[] gathered = new float[(2 * ROWS + 1) * WIDTH];
  private final int[] index = new int[ROWS];

  /// Of the rows in `spare`, as many as a vector holds.
  private void some(int r, int n, int each, float @Nullable [] keep) {
    int to = r / each * WIDTH;
    if (each == 1) {
      singleMaxima(spare, 0, 1, n, someMax);
      single(spare, 0, 1, n, someMax, someRest, keep, to);
    } else {
      maxima(spare, 0, each, n, someMax, less);
      packed(spare, 0, each, n, someMax, someRest, keep, to);
      ties(less, someRest, each);
    }
    System.arraycopy(someMax, 0, max, r, each);
    System.arraycopy(someRest, 0, rest, r, each);
  }

  /// How many rows can be read a vector at a time.
  private static int whole(float[] x, int at, int rows, int n) {
    if (n > WIDTH) {
      return rows;
    }
    int each = WIDTH / FewFloatRows.places(n);
    int readable = Math.max(0, x.length - at - WIDTH + each * n) / n;
    return Math.min(rows, readable) / each * each;
  }

  /// The maxima of rows that take a vector each.
  private static void singleMaxima(float[] x, int at, int rows, int n, float[] max) {
    VectorMask<Float> pad = FewFloatRows.pad(n);
    for (int r = 0; r < rows; r++) {
      FloatVector m = FloatVector.fromArray(F, x, at + r * n).blend(Float.NEGATIVE_INFINITY, pad);
      m = larger(m, m.rearrange(FewFloatRows.UPPER));
      if (HALF > 4) {
        m = larger(m, m.rearrange(FewFloatRows.FLOAT4));
      }
      if (HALF > 2) {
        m = larger(m, m.rearrange(FewFloatRows.FLOAT2));
      }
      max[r] = larger(m, m.rearrange(FewFloatRows.FLOAT1)).lane(0);
    }
  }

  private static void single(
      float[] x,
      int at,
      int rows,
      int n,
      float[] max,
      double[] rest,
      float @Nullable [] kept,
      int to) {
    VectorMask<Float> pad = FewFloatRows.pad(n);
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
    for (int r = 0; r < rows; r++) {
      FloatVector v = FloatVector.fromArray(F, x, at + r * n);
      FloatVector m = FloatVector.broadcast(F, max[r]);
      FloatVector d = v.sub(m);
      VectorMask<Float> tie = d.eq(0f).andNot(pad);
      FloatVector back = d.sub(v);
      FloatVector lost = v.sub(d.sub(back)).sub(m.add(back));
      FloatVector z = d.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(high, d).add(lost);
      t = k.fma(low, t);
      FloatVector p = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      VectorMask<Float> out = d.lt(-FloatExp.DEPTH).or(pad);
      FloatVector e = p.mul(power.reinterpretAsFloats());
      if (kept != null) {
        e.blend(0f, out).intoArray(kept, to + r * WIDTH);
      }
      e = e.blend(0f, out.or(tie));
      double sum = SimdFloatLanes.sum(lower(e).add(lower(e.rearrange(FewFloatRows.UPPER))));
      rest[r] = sum * 0x1p-65 + (tie.trueCount() - 1);
    }
  }

  static FloatVector larger(FloatVector a, FloatVector b) {
    return a.blend(b, a.lt(b));
  }

  private static DoubleVector lower(FloatVector v) {
    return (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
  }

  private static void maxima(float[] x, int at, int rows, int n, float[] max, float[] ties) {
    int places = FewFloatRows.places(n);
    VectorMask<Float> pad = FewFloatRows.pad(n);
    FloatVector into = FloatVector.fromArray(F, FewFloatRows.IN, n * WIDTH);
    FloatVector first = FloatVector.fromArray(F, FIRST, n * WIDTH);
    VectorMask<Float> eight = F.maskAll(places > 4);
    VectorMask<Float> four = F.maskAll(places > 2);
    for (int r = 0; r < rows; r += WIDTH / places) {
      FloatVector v = into.selectFrom(FloatVector.fromArray(F, x, at + r * n));
      v = v.blend(Float.NEGATIVE_INFINITY, pad);
      FloatVector m = larger(v, v.rearrange(FewFloatRows.UPPER));
      if (HALF > 4) {
        m = m.blend(larger(m, m.rearrange(FewFloatRows.FLOAT2)), eight);
      }
      if (HALF > 2) {
        m = m.blend(larger(m, m.rearrange(FewFloatRows.FLOAT1)), four);
      }
      FloatVector t = FloatVector.zero(F).blend(1f, v.eq(m));
      t = t.add(t.rearrange(FewFloatRows.UPPER));
      if (HALF > 4) {
        t = t.add(t.rearrange(FewFloatRows.FLOAT2), eight);
      }
      if (HALF > 2) {
        t = t.add(t.rearrange(FewFloatRows.FLOAT1), four);
      }
      first.selectFrom(m).intoArray(max, r);
      first.selectFrom(t).intoArray(ties, r);
    }
  }

  private static void packed(
      float[] x,
      int at,
      int rows,
      int n,
      float[] max,
      double[] rest,
      float @Nullable [] kept,
      int begin) {
    int to = begin;
    int places = FewFloatRows.places(n);
    VectorMask<Float> pad = FewFloatRows.pad(n);
    FloatVector into = FloatVector.fromArray(F, FewFloatRows.IN, n * WIDTH);
    FloatVector row = FloatVector.fromArray(F, PLACE, n * WIDTH);
    DoubleVector first = DoubleVector.fromArray(D, FIRST_DOUBLE, n * HALF);
    VectorMask<Double> eight = D.maskAll(places > 4);
    VectorMask<Double> four = D.maskAll(places > 2);
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
    for (int r = 0; r < rows; r += WIDTH / places) {
      FloatVector v = into.selectFrom(FloatVector.fromArray(F, x, at + r * n));
      FloatVector m = row.selectFrom(FloatVector.fromArray(F, max, r));
      FloatVector d = v.sub(m);
      VectorMask<Float> out = d.lt(-FloatExp.DEPTH).or(pad);
      FloatVector back = d.sub(v);
      FloatVector lost = v.sub(d.sub(back)).sub(m.add(back));
      FloatVector z = d.fma(log2e, magic);
      FloatVector k = z.sub(magic);
      FloatVector t = k.fma(high, d).add(lost);
      t = k.fma(low, t);
      FloatVector p = t.fma(c6, c5).fma(t, c4).fma(t, c3).fma(t, c2).fma(t, one).fma(t, one);
      IntVector power = z.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      FloatVector e = p.mul(power.reinterpretAsFloats());
      if (kept != null) {
        e.blend(0f, out).intoArray(kept, to);
        to += WIDTH;
      }
      e = e.blend(0f, out.or(d.eq(0f)));
      DoubleVector s = lower(e).add(lower(e.rearrange(FewFloatRows.UPPER)));
      s = FewFloatRows.sums(s, eight, four);
      first.selectFrom(s).intoArray(rest, r);
    }
  }

  private void logSumExp(float[] x, int at, float[] y, int to, int rows, int n) {
    if (n < FewFloatSums.LEAST_CLASSES || n > 2 * WIDTH) {
      sums(x, at, rows, n, null);
      for (int r = 0; r < rows; r++) {
        y[to + r] = logSumExp(x, at + r * n, n, max[r], log[r]);
      }
      return;
    }
    int each = Math.max(1, WIDTH / FewFloatRows.places(n));
    int whole = whole(x, at, rows, n);
    int left = few.logSumExp(x, at, y, to, whole, n);
    for (int r = whole; r < rows; r += each) {
      int count = Math.min(each, rows - r);
      System.arraycopy(x, at + r * n, spare, 0, count * n);
      left += few.logSumExp(spare, 0, y, to + r, count, n);
    }
    if (left > 0) {
      others(x, at, y, to, rows, n);
    }
  }

  /// The rows whose log-sum-exp is NaN so far.
  private void others(float[] x, int at, float[] y, int to, int rows, int n) {
    int count = 0;
    for (int r = 0; r < rows; r++) {
      if (Float.isNaN(y[to + r])) {
        System.arraycopy(x, at + r * n, gathered, count * n, n);
        index[count++] = r;
      }
    }
    sums(gathered, 0, count, n, null);
    for (int i = 0; i < count; i++) {
      y[to + index[i]] = logSumExp(gathered, i * n, n, max[i], log[i]);
    }
  }

  /// Of one row.
  private float logSumExp(float[] x, int at, int n, float max, double log) {
    float sum = (float) (max + log);
    if (!(Math.abs(sum) <= Float.MAX_VALUE)) {
      SmallFloatRows.row(RowWork.LOG_SUM_EXP, x, at, less, 0, n, 1);
      return less[0];
    }
    return sum;
  }

  private void logSoftmax(float[] x, int at, float[] y, int to, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      less[r] = (float) log[r];
    }
    if (n > 2 * WIDTH) {
      SimdFloatRuns.shift(x, at, y, to, rows, n, max, less);
      return;
    }
    if (n > WIDTH) {
      FewFloatPairs.shift(x, at, y, to, rows, n, max, less);
      return;
    }
    int whole = whole(x, at, rows, n);
    shift(x, at, y, to, whole, n, max, less);
    for (int r = whole; r < rows; r++) {
      for (int i = r * n; i < r * n + n; i++) {
        y[to + i] = x[at + i] - max[r] - less[r];
      }
    }
  }

  private static void shift(
      float[] x, int at, float[] y, int to, int rows, int n, float[] max, float[] less) {
    int each = WIDTH / FewFloatRows.places(n);
    VectorMask<Float> in = F.indexInRange(0, each * n);
    FloatVector row = FloatVector.fromArray(F, ROW, n * WIDTH);
    for (int r = 0; r < rows; r += each) {
      FloatVector.fromArray(F, x, at + r * n)
          .sub(row.selectFrom(FloatVector.fromArray(F, max, r)))
          .sub(row.selectFrom(FloatVector.fromArray(F, less, r)))
          .intoArray(y, to + r * n, in);
    }
  }
}
