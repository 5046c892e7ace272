package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sums of `float` on vectors: over everything, in `double`, and over the rows of `(rows, d)`.
final class SimdSums {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  /// Four elements, for what whole vectors leave of a row.
  static final VectorSpecies<Float> QUARTER = FloatVector.SPECIES_128;

  private SimdSums() {}

  /// `Σ x` of whole vectors.
  static double sum(float[] x, int from, int n) {
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, from + i);
      even = even.add(v.convertShape(VectorOperators.F2D, D, 0));
      odd = odd.add(v.convertShape(VectorOperators.F2D, D, 1));
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    return total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// `Σ x²` of whole vectors.
  static double squares(float[] x, int from, int n) {
    DoubleVector even = DoubleVector.zero(D);
    DoubleVector odd = even;
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, from + i);
      DoubleVector first = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
      DoubleVector second = (DoubleVector) v.convertShape(VectorOperators.F2D, D, 1);
      even = first.fma(first, even);
      odd = second.fma(second, odd);
    }
    DoubleVector total = even.add(odd);
    total = D.length() > 4 ? total.add(total.rearrange(SimdFloatLanes.ROTATE4)) : total;
    total = D.length() > 2 ? total.add(total.rearrange(SimdFloatLanes.ROTATE2)) : total;
    return total.add(total.rearrange(SimdFloatLanes.ROTATE1)).lane(0);
  }

  /// `y = x + bias` in every row.
  static void bias(
      float[] x, int xFrom, float[] bias, int biasFrom, float[] y, int yFrom, int rows, int d) {
    int whole = F.loopBound(d);
    int quarters = QUARTER.loopBound(d);
    for (int r = 0; r < rows; r++) {
      int from = xFrom + r * d;
      int to = yFrom + r * d;
      int i = 0;
      for (; i < whole; i += WIDTH) {
        FloatVector v = FloatVector.fromArray(F, x, from + i);
        v.add(FloatVector.fromArray(F, bias, biasFrom + i)).intoArray(y, to + i);
      }
      for (; i < quarters; i += 4) {
        FloatVector v = FloatVector.fromArray(QUARTER, x, from + i);
        v.add(FloatVector.fromArray(QUARTER, bias, biasFrom + i)).intoArray(y, to + i);
      }
      for (; i < d; i++) {
        y[to + i] = x[from + i] + bias[biasFrom + i];
      }
    }
  }

  /// `out += Σ x` over the rows for as many columns as make whole or quarter vectors; returns them.
  static int columns(float[] x, int from, int rows, int d, float[] out, int to) {
    int whole = F.loopBound(d);
    int i = 0;
    for (; i <= whole - 4 * WIDTH; i += 4 * WIDTH) {
      FloatVector a = FloatVector.zero(F);
      FloatVector b = a;
      FloatVector c = a;
      FloatVector e = a;
      for (int r = 0; r < rows; r++) {
        int at = from + r * d + i;
        a = a.add(FloatVector.fromArray(F, x, at));
        b = b.add(FloatVector.fromArray(F, x, at + WIDTH));
        c = c.add(FloatVector.fromArray(F, x, at + 2 * WIDTH));
        e = e.add(FloatVector.fromArray(F, x, at + 3 * WIDTH));
      }
      int o = to + i;
      FloatVector.fromArray(F, out, o).add(a).intoArray(out, o);
      FloatVector.fromArray(F, out, o + WIDTH).add(b).intoArray(out, o + WIDTH);
      FloatVector.fromArray(F, out, o + 2 * WIDTH).add(c).intoArray(out, o + 2 * WIDTH);
      FloatVector.fromArray(F, out, o + 3 * WIDTH).add(e).intoArray(out, o + 3 * WIDTH);
    }
    for (; i < whole; i += WIDTH) {
      FloatVector a = FloatVector.zero(F);
      for (int r = 0; r < rows; r++) {
        a = a.add(FloatVector.fromArray(F, x, from + r * d + i));
      }
      FloatVector.fromArray(F, out, to + i).add(a).intoArray(out, to + i);
    }
    int quarters = QUARTER.loopBound(d);
    for (; i < quarters; i += 4) {
      FloatVector a = FloatVector.zero(QUARTER);
      for (int r = 0; r < rows; r++) {
        a = a.add(FloatVector.fromArray(QUARTER, x, from + r * d + i));
      }
      FloatVector.fromArray(QUARTER, out, to + i).add(a).intoArray(out, to + i);
    }
    return i;
  }
}
