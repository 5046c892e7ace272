package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// [DoubleLanes] on vectors, the twin of [SimdFloatLanes]: here sums carry what their additions lose
/// (Knuth's two-sum), so that their error does not grow with the length.
final class SimdDoubleLanes implements DoubleLanes {
  private static final VectorShape SHAPE = Kernels.shape();
  private static final VectorSpecies<Double> D = VectorSpecies.of(double.class, SHAPE);
  private static final VectorSpecies<Long> I = VectorSpecies.of(long.class, SHAPE);
  private static final int WIDTH = D.length();

  /// `0, 1, ..`
  private static final DoubleVector LANE = DoubleVector.zero(D).addIndex(1);

  /// Larger than any exponential, so that what an addition to a sum that begins with it loses is found
  /// exactly; so much larger that the lanes of a few hundred elements add up without rounding.
  private static final double ABOVE = Math.scalb(1.0, DoubleExp.BIAS + 10);

  /// `2^bias exp(v)`, see [DoubleExp#of].
  static DoubleVector power(DoubleVector v, LongVector bias) {
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    DoubleVector z = v.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
    DoubleVector n = z.sub(magic);
    DoubleVector t = n.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), v);
    t = n.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t);
    return scale(polynomial(t), z, bias);
  }

  /// `2^bias exp(d scale)` where `v = d scale`, with the error of that product.
  static DoubleVector power(DoubleVector d, DoubleVector v, DoubleVector scale, LongVector bias) {
    DoubleVector magic = DoubleVector.broadcast(D, DoubleExp.MAGIC);
    DoubleVector z = v.fma(DoubleVector.broadcast(D, DoubleExp.LOG2_E), magic);
    DoubleVector n = z.sub(magic);
    DoubleVector t = n.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_HIGH), v);
    t = t.add(d.fma(scale, v.neg()));
    t = n.fma(DoubleVector.broadcast(D, DoubleExp.MINUS_LN2_LOW), t);
    return scale(polynomial(t), z, bias);
  }

  static DoubleVector polynomial(DoubleVector t) {
    return t.fma(DoubleVector.broadcast(D, DoubleExp.C11), DoubleVector.broadcast(D, DoubleExp.C10))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C9))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C8))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C7))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C6))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C5))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C4))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C3))
        .fma(t, DoubleVector.broadcast(D, DoubleExp.C2))
        .fma(t, DoubleVector.broadcast(D, 1.0))
        .fma(t, DoubleVector.broadcast(D, 1.0));
  }

  /// `2^(n + bias) p`. A product, since adding to the exponent bits would turn NaN into numbers.
  private static DoubleVector scale(DoubleVector p, DoubleVector z, LongVector bias) {
    LongVector power = z.reinterpretAsLongs().add(bias).lanewise(VectorOperators.LSHL, 52);
    return p.mul(power.reinterpretAsDoubles());
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public double max(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(D, Double.NEGATIVE_INFINITY);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    // Compare and blend is several times faster than max, whose rules for NaN and -0 cost much.
    for (; i <= n - 4 * WIDTH; i += 4 * WIDTH) {
      DoubleVector p = DoubleVector.fromArray(D, x, at + i);
      DoubleVector q = DoubleVector.fromArray(D, x, at + i + WIDTH);
      DoubleVector r = DoubleVector.fromArray(D, x, at + i + 2 * WIDTH);
      DoubleVector s = DoubleVector.fromArray(D, x, at + i + 3 * WIDTH);
      a = a.blend(p, a.lt(p));
      b = b.blend(q, b.lt(q));
      c = c.blend(r, c.lt(r));
      d = d.blend(s, d.lt(s));
    }
    for (; i < n; i += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(D, x, at + Math.min(i, n - WIDTH));
      a = a.blend(p, a.lt(p));
    }
    a = a.blend(b, a.lt(b));
    c = c.blend(d, c.lt(d));
    a = a.blend(c, a.lt(c));
    return a.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public double min(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(D, Double.POSITIVE_INFINITY);
    for (int i = 0; i < n; i += WIDTH) {
      DoubleVector p = DoubleVector.fromArray(D, x, at + Math.min(i, n - WIDTH));
      a = a.blend(p, p.lt(a));
    }
    return a.reduceLanes(VectorOperators.MIN);
  }

  // Where a row is not a number of whole vectors its last vector overlaps the one before it: a mask
  // for the
  // rest would be an object in every call. What was counted is left out of the sums, and a vector
  // is read
  // before the one ahead of it is written, as the row may be overwritten.

  @Override
  public double exp(double[] x, int at, double[] y, int to, int n, double extreme, double beta) {
    if (beta != 1) {
      return scaledExp(x, at, y, to, n, extreme, beta);
    }
    double shift = DoubleExp.shift(extreme, 1);
    DoubleVector less = DoubleVector.broadcast(D, shift);
    DoubleVector least = DoubleVector.broadcast(D, extreme - shift - DoubleExp.DEPTH);
    LongVector bias =
        LongVector.broadcast(I, DoubleExp.BIASED_ONE - DoubleExp.exponent(extreme, 1));
    DoubleVector sum = DoubleVector.broadcast(D, ABOVE);
    DoubleVector lost = DoubleVector.zero(D);
    int last = n - WIDTH;
    DoubleVector ahead = DoubleVector.fromArray(D, x, at);
    for (int i = 0; i < n; i += WIDTH) {
      int from = Math.min(i, last);
      DoubleVector v = ahead.sub(less);
      ahead = DoubleVector.fromArray(D, x, at + Math.min(i + WIDTH, last));
      DoubleVector e = power(v, bias).blend(0.0, v.lt(least));
      e.intoArray(y, to + from);
      e = e.blend(0.0, LANE.lt(i - from));
      DoubleVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    DoubleVector s = sum.sub(ABOVE);
    DoubleVector c = lost;
    s = WIDTH > 4 ? s.add(s.rearrange(SimdFloatLanes.ROTATE4)) : s;
    c = WIDTH > 4 ? c.add(c.rearrange(SimdFloatLanes.ROTATE4)) : c;
    s = WIDTH > 2 ? s.add(s.rearrange(SimdFloatLanes.ROTATE2)) : s;
    c = WIDTH > 2 ? c.add(c.rearrange(SimdFloatLanes.ROTATE2)) : c;
    s = s.add(s.rearrange(SimdFloatLanes.ROTATE1));
    c = c.add(c.rearrange(SimdFloatLanes.ROTATE1));
    return s.lane(0) + c.lane(0);
  }

  /// [#exp] with `beta` other than 1.
  private static double scaledExp(
      double[] x, int at, double[] y, int to, int n, double extreme, double beta) {
    double shift = DoubleExp.shift(extreme, beta);
    DoubleVector less = DoubleVector.broadcast(D, shift);
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector least = DoubleVector.broadcast(D, (extreme - shift) * beta - DoubleExp.DEPTH);
    LongVector bias =
        LongVector.broadcast(I, DoubleExp.BIASED_ONE - DoubleExp.exponent(extreme, beta));
    DoubleVector sum = DoubleVector.broadcast(D, ABOVE);
    DoubleVector lost = DoubleVector.zero(D);
    int last = n - WIDTH;
    DoubleVector ahead = DoubleVector.fromArray(D, x, at);
    for (int i = 0; i < n; i += WIDTH) {
      int from = Math.min(i, last);
      DoubleVector d = ahead.sub(less);
      ahead = DoubleVector.fromArray(D, x, at + Math.min(i + WIDTH, last));
      DoubleVector v = d.mul(scale);
      DoubleVector e = power(d, v, scale, bias).blend(0.0, v.lt(least));
      e.intoArray(y, to + from);
      e = e.blend(0.0, LANE.lt(i - from));
      DoubleVector next = sum.add(e);
      lost = lost.add(e.sub(next.sub(sum)));
      sum = next;
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    DoubleVector s = sum.sub(ABOVE);
    DoubleVector c = lost;
    s = WIDTH > 4 ? s.add(s.rearrange(SimdFloatLanes.ROTATE4)) : s;
    c = WIDTH > 4 ? c.add(c.rearrange(SimdFloatLanes.ROTATE4)) : c;
    s = WIDTH > 2 ? s.add(s.rearrange(SimdFloatLanes.ROTATE2)) : s;
    c = WIDTH > 2 ? c.add(c.rearrange(SimdFloatLanes.ROTATE2)) : c;
    s = s.add(s.rearrange(SimdFloatLanes.ROTATE1));
    c = c.add(c.rearrange(SimdFloatLanes.ROTATE1));
    return s.lane(0) + c.lane(0);
  }

  @Override
  public double unit(double extreme) {
    return unit(extreme, 1);
  }

  private static double unit(double extreme, double beta) {
    double shift = DoubleExp.shift(extreme, beta);
    int exponent = DoubleExp.exponent(extreme, beta);
    return DoubleExp.unit(extreme, shift, beta, exponent) * 0x1p-400;
  }

  @Override
  public double rest(double[] x, int at, int n, double extreme, double beta) {
    if (beta != 1) {
      return scaledRest(x, at, n, extreme, beta);
    }
    double shift = DoubleExp.shift(extreme, 1);
    int exponent = DoubleExp.exponent(extreme, 1);
    DoubleVector less = DoubleVector.broadcast(D, shift);
    DoubleVector least = DoubleVector.broadcast(D, extreme - shift - DoubleExp.DEPTH);
    DoubleVector top = DoubleVector.broadcast(D, extreme - shift);
    LongVector bias = LongVector.broadcast(I, DoubleExp.BIASED_ONE - exponent);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector lost = sum;
    int ties = 0;
    for (int i = 0; i < n; i += WIDTH) {
      int from = Math.min(i, n - WIDTH);
      DoubleVector v = DoubleVector.fromArray(D, x, at + from).sub(less);
      VectorMask<Double> counted = LANE.lt(i - from);
      VectorMask<Double> tie = v.eq(top);
      ties += tie.andNot(counted).trueCount();
      DoubleVector e = power(v, bias).blend(0.0, v.lt(least).or(tie).or(counted));
      DoubleVector next = sum.add(e);
      DoubleVector back = next.sub(sum);
      lost = lost.add(sum.sub(next.sub(back))).add(e.sub(back));
      sum = next;
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    DoubleVector s = sum;
    DoubleVector c = lost;
    s = WIDTH > 4 ? s.add(s.rearrange(SimdFloatLanes.ROTATE4)) : s;
    c = WIDTH > 4 ? c.add(c.rearrange(SimdFloatLanes.ROTATE4)) : c;
    s = WIDTH > 2 ? s.add(s.rearrange(SimdFloatLanes.ROTATE2)) : s;
    c = WIDTH > 2 ? c.add(c.rearrange(SimdFloatLanes.ROTATE2)) : c;
    s = s.add(s.rearrange(SimdFloatLanes.ROTATE1));
    c = c.add(c.rearrange(SimdFloatLanes.ROTATE1));
    return (s.lane(0) + c.lane(0)) * unit(extreme, beta) + Math.max(ties - 1, 0);
  }

  /// [#rest] with `beta` other than 1.
  private static double scaledRest(double[] x, int at, int n, double extreme, double beta) {
    double shift = DoubleExp.shift(extreme, beta);
    int exponent = DoubleExp.exponent(extreme, beta);
    DoubleVector less = DoubleVector.broadcast(D, shift);
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector least = DoubleVector.broadcast(D, (extreme - shift) * beta - DoubleExp.DEPTH);
    DoubleVector top = DoubleVector.broadcast(D, extreme - shift);
    LongVector bias = LongVector.broadcast(I, DoubleExp.BIASED_ONE - exponent);
    DoubleVector sum = DoubleVector.zero(D);
    DoubleVector lost = sum;
    int ties = 0;
    for (int i = 0; i < n; i += WIDTH) {
      int from = Math.min(i, n - WIDTH);
      DoubleVector d = DoubleVector.fromArray(D, x, at + from).sub(less);
      DoubleVector v = d.mul(scale);
      VectorMask<Double> counted = LANE.lt(i - from);
      VectorMask<Double> tie = d.eq(top);
      ties += tie.andNot(counted).trueCount();
      DoubleVector e = power(d, v, scale, bias).blend(0.0, v.lt(least).or(tie).or(counted));
      DoubleVector next = sum.add(e);
      DoubleVector back = next.sub(sum);
      lost = lost.add(sum.sub(next.sub(back))).add(e.sub(back));
      sum = next;
    }
    // Written out: a method that the compiler does not take in would have to be handed objects.
    DoubleVector s = sum;
    DoubleVector c = lost;
    s = WIDTH > 4 ? s.add(s.rearrange(SimdFloatLanes.ROTATE4)) : s;
    c = WIDTH > 4 ? c.add(c.rearrange(SimdFloatLanes.ROTATE4)) : c;
    s = WIDTH > 2 ? s.add(s.rearrange(SimdFloatLanes.ROTATE2)) : s;
    c = WIDTH > 2 ? c.add(c.rearrange(SimdFloatLanes.ROTATE2)) : c;
    s = s.add(s.rearrange(SimdFloatLanes.ROTATE1));
    c = c.add(c.rearrange(SimdFloatLanes.ROTATE1));
    return (s.lane(0) + c.lane(0)) * unit(extreme, beta) + Math.max(ties - 1, 0);
  }

  @Override
  public double log1p(double rest) {
    return DoubleLog.log1p(rest);
  }

  @Override
  public void divide(double[] y, int at, int n, double sum) {
    double factor = 1 / sum;
    DoubleVector high = DoubleVector.broadcast(D, factor);
    DoubleVector low = DoubleVector.broadcast(D, Math.fma(-factor, sum, 1) * factor);
    DoubleVector end = DoubleVector.fromArray(D, y, at + n - WIDTH);
    end = end.fma(high, end.mul(low));
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      DoubleVector v = DoubleVector.fromArray(D, y, at + i);
      v.fma(high, v.mul(low)).intoArray(y, at + i);
    }
    end.intoArray(y, at + n - WIDTH);
  }

  @Override
  public void shift(
      double[] x, int at, double[] y, int to, int n, double extreme, double beta, double log) {
    DoubleVector top = DoubleVector.broadcast(D, extreme);
    DoubleVector scale = DoubleVector.broadcast(D, beta);
    DoubleVector less = DoubleVector.broadcast(D, -log);
    DoubleVector end = DoubleVector.fromArray(D, x, at + n - WIDTH).sub(top).fma(scale, less);
    int bound = D.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      DoubleVector.fromArray(D, x, at + i).sub(top).fma(scale, less).intoArray(y, to + i);
    }
    end.intoArray(y, to + n - WIDTH);
  }
}
