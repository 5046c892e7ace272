package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// [FloatLanes] on vectors. Each exponential loop has one vector a turn: the compiler schedules that
/// better than a body unrolled by hand, which spills. What is left after the last whole vector is
/// handled once, under a mask. Sums are kept in `float` for a chunk of 8 vectors, whose error stays
/// far below that of one exponential, and in `double` beyond.
final class SimdFloatLanes implements FloatLanes {
  static final VectorShape SHAPE = Kernels.shape();
  static final VectorSpecies<Float> F = VectorSpecies.of(float.class, SHAPE);
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, SHAPE);
  static final VectorSpecies<Double> D = VectorSpecies.of(double.class, SHAPE);
  static final int WIDTH = F.length();
  static final int CHUNK = 8 * WIDTH;

  // Sums of lanes are written out where they are needed, in a fixed order: reduceLanes may use
  // another
  // one before and after it is compiled, and after so many operations the compiler no longer
  // inlines
  // methods of our own, so that a vector handed to one would be allocated.
  static final VectorShuffle<Double> ROTATE4 = rotation(4);
  static final VectorShuffle<Double> ROTATE2 = rotation(2);
  static final VectorShuffle<Double> ROTATE1 = rotation(1);

  private static VectorShuffle<Double> rotation(int by) {
    return VectorShuffle.fromOp(D, lane -> (lane + by) % D.length());
  }

  /// Sum of the lanes in a fixed order: `reduceLanes` may use another one before and after it is
  /// compiled.
  static double sum(DoubleVector v) {
    DoubleVector s = v;
    if (D.length() > 4) {
      s = s.add(s.rearrange(ROTATE4));
    }
    if (D.length() > 2) {
      s = s.add(s.rearrange(ROTATE2));
    }
    return s.add(s.rearrange(ROTATE1)).lane(0);
  }

  /// `2^bias exp(v)`, see [FloatExp#of].
  static FloatVector power(FloatVector v, IntVector bias) {
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    FloatVector z = v.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
    FloatVector n = z.sub(magic);
    FloatVector t = n.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), v);
    t = n.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
    return scale(polynomial(t), z, bias);
  }

  /// `2^bias exp(d (scale + scaleLow))` where `v = d scale`, with the error of that product.
  static FloatVector power(
      FloatVector d, FloatVector v, FloatVector scale, FloatVector scaleLow, IntVector bias) {
    FloatVector magic = FloatVector.broadcast(F, FloatExp.MAGIC);
    FloatVector z = v.fma(FloatVector.broadcast(F, FloatExp.LOG2_E), magic);
    FloatVector n = z.sub(magic);
    FloatVector t = n.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_HIGH), v);
    t = t.add(d.fma(scaleLow, d.fma(scale, v.neg())));
    t = n.fma(FloatVector.broadcast(F, FloatExp.MINUS_LN2_LOW), t);
    return scale(polynomial(t), z, bias);
  }

  /// `2^bias 2^n exp(t)` where `z` is the whole number `n` with [FloatExp#MAGIC] added.
  static FloatVector raised(FloatVector t, FloatVector z, IntVector bias) {
    return scale(polynomial(t), z, bias);
  }

  /// `exp(t)` of what the reduction by powers of two leaves.
  static FloatVector polynomial(FloatVector t) {
    return t.fma(FloatVector.broadcast(F, FloatExp.C6), FloatVector.broadcast(F, FloatExp.C5))
        .fma(t, FloatVector.broadcast(F, FloatExp.C4))
        .fma(t, FloatVector.broadcast(F, FloatExp.C3))
        .fma(t, FloatVector.broadcast(F, FloatExp.C2))
        .fma(t, FloatVector.broadcast(F, 1f))
        .fma(t, FloatVector.broadcast(F, 1f));
  }

  /// `2^(n + bias) p`. A product, since adding to the exponent bits would turn NaN into numbers.
  private static FloatVector scale(FloatVector p, FloatVector z, IntVector bias) {
    IntVector power = z.reinterpretAsInts().add(bias).lanewise(VectorOperators.LSHL, 23);
    return p.mul(power.reinterpretAsFloats());
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public float max(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    // Compare and blend is several times faster than max, whose rules for NaN and -0 cost much.
    for (; i <= n - 4 * WIDTH; i += 4 * WIDTH) {
      FloatVector p = FloatVector.fromArray(F, x, at + i);
      FloatVector q = FloatVector.fromArray(F, x, at + i + WIDTH);
      FloatVector r = FloatVector.fromArray(F, x, at + i + 2 * WIDTH);
      FloatVector s = FloatVector.fromArray(F, x, at + i + 3 * WIDTH);
      a = a.blend(p, a.lt(p));
      b = b.blend(q, b.lt(q));
      c = c.blend(r, c.lt(r));
      d = d.blend(s, d.lt(s));
    }
    for (; i < n; i += WIDTH) {
      FloatVector p = FloatVector.fromArray(F, x, at + Math.min(i, n - WIDTH));
      a = a.blend(p, a.lt(p));
    }
    a = a.blend(b, a.lt(b));
    c = c.blend(d, c.lt(d));
    a = a.blend(c, a.lt(c));
    return a.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float min(float[] x, int at, int n) {
    FloatVector a = FloatVector.broadcast(F, Float.POSITIVE_INFINITY);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector p = FloatVector.fromArray(F, x, at + Math.min(i, n - WIDTH));
      a = a.blend(p, p.lt(a));
    }
    return a.reduceLanes(VectorOperators.MIN);
  }

  @Override
  public double exp(float[] x, int at, float[] y, int to, int n, float extreme, double beta) {
    if (beta != 1) {
      return scaledExp(x, at, y, to, n, extreme, beta);
    }
    float shift = FloatExp.shift(extreme, 1);
    FloatVector less = FloatVector.broadcast(F, shift);
    float low = extreme - shift - FloatExp.DEPTH;
    FloatVector least = FloatVector.broadcast(F, low);
    int exponent = FloatExp.exponent(extreme, 1);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - exponent);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, at + i).sub(less);
        FloatVector e = power(v, bias).blend(0f, v.lt(least));
        e.intoArray(y, to + i);
        sum = sum.add(e);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(ROTATE2)) : total;
    double sum = total.add(total.rearrange(ROTATE1)).lane(0);
    if (bound < n) {
      sum +=
          SimdFloatTail.exp(
              x, at + bound, y, to + bound, n - bound, true, shift, 1, low, exponent, Float.NaN);
    }
    return sum;
  }

  @Override
  public double unit(float extreme) {
    return FloatExp.unit(extreme);
  }

  /// [#exp] with `beta` other than 1.
  private static double scaledExp(
      float[] x, int at, float[] y, int to, int n, float extreme, double beta) {
    float high = (float) beta;
    float shift = FloatExp.shift(extreme, high);
    FloatVector less = FloatVector.broadcast(F, shift);
    FloatVector scale = FloatVector.broadcast(F, high);
    FloatVector scaleLow = FloatVector.broadcast(F, (float) (beta - high));
    float low = (extreme - shift) * high - FloatExp.DEPTH;
    FloatVector least = FloatVector.broadcast(F, low);
    int exponent = FloatExp.exponent(extreme, high);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - exponent);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector d = FloatVector.fromArray(F, x, at + i).sub(less);
        FloatVector v = d.mul(scale);
        FloatVector e = power(d, v, scale, scaleLow, bias).blend(0f, v.lt(least));
        e.intoArray(y, to + i);
        sum = sum.add(e);
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(ROTATE2)) : total;
    double sum = total.add(total.rearrange(ROTATE1)).lane(0);
    if (bound < n) {
      sum +=
          SimdFloatTail.exp(
              x, at + bound, y, to + bound, n - bound, true, shift, beta, low, exponent, Float.NaN);
    }
    return sum;
  }

  @Override
  public double rest(float[] x, int at, int n, float extreme, double beta) {
    if (beta != 1) {
      return scaledRest(x, at, n, extreme, beta);
    }
    float shift = FloatExp.shift(extreme, 1);
    int exponent = FloatExp.exponent(extreme, 1);
    FloatVector less = FloatVector.broadcast(F, shift);
    float low = extreme - shift - FloatExp.DEPTH;
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector top = FloatVector.broadcast(F, extreme - shift);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - exponent);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int ties = 0;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, at + i).sub(less);
        VectorMask<Float> tie = v.eq(top);
        ties += tie.trueCount();
        sum = sum.add(power(v, bias).blend(0f, v.lt(least).or(tie)));
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    double unit = DoubleExp.unit(extreme, shift, beta, exponent) * 0x1p-64;
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(ROTATE2)) : total;
    double sum = total.add(total.rearrange(ROTATE1)).lane(0);
    if (bound < n) {
      sum +=
          SimdFloatTail.exp(
              x, at + bound, x, 0, n - bound, false, shift, 1, low, exponent, extreme);
      ties += SimdFloatTail.count(x, at + bound, n - bound, extreme);
    }
    return sum * unit + Math.max(ties - 1, 0);
  }

  /// [#rest] with `beta` other than 1.
  private static double scaledRest(float[] x, int at, int n, float extreme, double beta) {
    float high = (float) beta;
    float shift = FloatExp.shift(extreme, high);
    int exponent = FloatExp.exponent(extreme, high);
    FloatVector less = FloatVector.broadcast(F, shift);
    FloatVector scale = FloatVector.broadcast(F, high);
    FloatVector scaleLow = FloatVector.broadcast(F, (float) (beta - high));
    float low = (extreme - shift) * high - FloatExp.DEPTH;
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector top = FloatVector.broadcast(F, extreme - shift);
    IntVector bias = IntVector.broadcast(I, FloatExp.BIASED_ONE - exponent);
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    int ties = 0;
    int bound = F.loopBound(n);
    for (int from = 0; from < bound; from += CHUNK) {
      int stop = Math.min(from + CHUNK, bound);
      FloatVector sum = FloatVector.zero(F);
      for (int i = from; i < stop; i += WIDTH) {
        FloatVector d = FloatVector.fromArray(F, x, at + i).sub(less);
        FloatVector v = d.mul(scale);
        VectorMask<Float> tie = d.eq(top);
        ties += tie.trueCount();
        sum = sum.add(power(d, v, scale, scaleLow, bias).blend(0f, v.lt(least).or(tie)));
      }
      even = even.add(sum.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(sum.convertShape(VectorOperators.F2D, D, 1));
    }
    double unit = DoubleExp.unit(extreme, shift, beta, exponent) * 0x1p-64;
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(ROTATE2)) : total;
    double sum = total.add(total.rearrange(ROTATE1)).lane(0);
    if (bound < n) {
      sum +=
          SimdFloatTail.exp(
              x, at + bound, x, 0, n - bound, false, shift, beta, low, exponent, extreme);
      ties += SimdFloatTail.count(x, at + bound, n - bound, extreme);
    }
    return sum * unit + Math.max(ties - 1, 0);
  }

  // The last vector of the following overlaps the one before it: it is computed first, as the row
  // may
  // be overwritten, and stored last. A mask would be an object in every call.

  @Override
  public void divide(float[] y, int at, int n, double sum) {
    double factor = 1 / sum;
    FloatVector high = FloatVector.broadcast(F, (float) factor);
    FloatVector low = FloatVector.broadcast(F, (float) (factor - (float) factor));
    FloatVector end = FloatVector.fromArray(F, y, at + n - WIDTH);
    end = end.fma(high, end.mul(low));
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, y, at + i);
      v.fma(high, v.mul(low)).intoArray(y, at + i);
    }
    end.intoArray(y, at + n - WIDTH);
  }

  @Override
  public void shift(
      float[] x, int at, float[] y, int to, int n, float extreme, double beta, double log) {
    FloatVector top = FloatVector.broadcast(F, extreme);
    FloatVector scale = FloatVector.broadcast(F, (float) beta);
    FloatVector less = FloatVector.broadcast(F, (float) -log);
    FloatVector end = FloatVector.fromArray(F, x, at + n - WIDTH).sub(top).fma(scale, less);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector.fromArray(F, x, at + i).sub(top).fma(scale, less).intoArray(y, to + i);
    }
    end.intoArray(y, to + n - WIDTH);
  }

  @Override
  public double expInWindow(float[] x, int at, float[] y, int to, int n) {
    return SimdFloatWindow.exp(x, at, y, to, n, -1, 1);
  }

  @Override
  public double expInWindow(
      float[] x, int at, float[] y, int to, int n, int before, double divisor) {
    return SimdFloatWindow.exp(x, at, y, to, n, before, divisor);
  }

  @Override
  public double sumInWindow(float[] x, int at, int n) {
    return SimdFloatWindow.sum(x, at, n, x, -1, 0);
  }

  @Override
  public double sumInWindow(float[] x, int at, int n, float[] y, int before, double log) {
    return SimdFloatWindow.sum(x, at, n, y, before, log);
  }

  @Override
  public void subtract(float[] x, int at, float[] y, int to, int n, double log) {
    float rounded = (float) log;
    FloatVector high = FloatVector.broadcast(F, rounded);
    FloatVector low = FloatVector.broadcast(F, (float) (log - rounded));
    FloatVector end = FloatVector.fromArray(F, x, at + n - WIDTH).sub(high).sub(low);
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector.fromArray(F, x, at + i).sub(high).sub(low).intoArray(y, to + i);
    }
    end.intoArray(y, to + n - WIDTH);
  }
}
