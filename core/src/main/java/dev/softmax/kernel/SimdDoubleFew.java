package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The exponentials of one row of few classes that fills a vector, for [SmallDoubleRows], which adds them
/// up one by one. Rows that are no number of whole vectors end with one that overlaps the one before it;
/// it is read before that is written, as the row may be overwritten.
final class SimdDoubleFew {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, SimdFloatLanes.SHAPE);
  private static final int WIDTH = D.length();

  private SimdDoubleFew() {}

  /// `y = c exp(x)` as [DoubleExp#of] has it.
  static void exp(double[] x, int at, double[] y, int to, int n, double extreme) {
    double shift = DoubleExp.shift(extreme, 1);
    DoubleVector less = DoubleVector.broadcast(D, shift);
    DoubleVector least = DoubleVector.broadcast(D, extreme - shift - DoubleExp.DEPTH);
    LongVector bias =
        LongVector.broadcast(L, DoubleExp.BIASED_ONE - DoubleExp.exponent(extreme, 1));
    int last = n - WIDTH;
    DoubleVector ahead = DoubleVector.fromArray(D, x, at);
    for (int i = 0; i < n; i += WIDTH) {
      DoubleVector v = ahead.sub(less);
      ahead = DoubleVector.fromArray(D, x, at + Math.min(i + WIDTH, last));
      SimdDoubleLanes.power(v, bias).blend(0.0, v.lt(least)).intoArray(y, to + Math.min(i, last));
    }
  }

  /// `y = exp(x - extreme)` as [DoubleExp#ofRest] has it.
  static void rest(double[] x, int at, double[] y, int n, double extreme) {
    DoubleVector most = DoubleVector.broadcast(D, extreme);
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    LongVector bias = LongVector.broadcast(L, DoubleExp.BIASED_ONE);
    int last = n - WIDTH;
    for (int i = 0; i < n; i += WIDTH) {
      int from = Math.min(i, last);
      DoubleVector v = DoubleVector.fromArray(D, x, at + from);
      DoubleVector d = v.sub(most);
      DoubleVector back = d.sub(v);
      DoubleVector lost = v.sub(d.sub(back)).sub(most.add(back));
      DoubleVector z = d.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
      DoubleVector w = z.sub(magic);
      DoubleVector t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), d);
      t = w.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t.add(lost));
      LongVector power = z.reinterpretAsLongs().add(bias).lanewise(VectorOperators.LSHL, 52);
      VectorMask<Double> out = d.eq(0.0).or(d.lt(-DoubleExp.DEPTH));
      DoubleVector e = SimdDoubleLanes.polynomial(t).mul(power.reinterpretAsDoubles());
      e.blend(0.0, out).intoArray(y, from);
    }
  }
}
