package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The logarithm of sums of exponentials, a vector of rows at a time: relative error 1.2e-15, far
/// below half a unit of the `float` that becomes of it.
final class VectorLog {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  /// Bits of the square root of one half: less these, the exponent bits of `1 + rest` are `k`.
  private static final long SQRT_HALF = 0x3fe6a09e667f3bcdL;

  private VectorLog() {}

  /// `log[r] = log(1 + rest[r])` for `0 <= rest < 2^53`: `1 + rest = 2^k (1 + f)`, and
  /// `log(1 + f) = 2 atanh(f / (2 + f))`. Where `k` is 0, `f` is the rest itself, unrounded.
  /// The arrays reach a vector past the last row. No method of ours is called within the loop: the
  /// compiler stops taking in those after so many operations, and would make objects of vectors.
  static void log1p(double[] rests, double[] logs, int rows) {
    for (int r = 0; r < rows; r += D.length()) {
      DoubleVector rest = DoubleVector.fromArray(D, rests, r);
      DoubleVector u = rest.add(1);
      LongVector bits = u.reinterpretAsLongs();
      LongVector up = bits.sub(SQRT_HALF);
      LongVector k = up.lanewise(VectorOperators.LSHR, 52);
      LongVector magic = LongVector.broadcast(k.species(), Double.doubleToRawLongBits(0x1p52));
      DoubleVector power = k.or(magic).reinterpretAsDoubles().sub(0x1p52);
      DoubleVector f = bits.sub(k.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles().sub(1);
      f = f.blend(rest, power.eq(0));
      DoubleVector s = f.div(f.add(2));
      DoubleVector z = s.mul(s);
      DoubleVector p =
          z.fma(DoubleVector.broadcast(D, 2 / 17.0), DoubleVector.broadcast(D, 2 / 15.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 13.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 11.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 9.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 7.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 5.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 3.0))
              .mul(z);
      // The difference is 0, or NaN where the rest is.
      DoubleVector log = p.fma(s, s.add(s)).add(rest.sub(rest));
      power.fma(DoubleVector.broadcast(D, DoubleExp.LN2), log).intoArray(logs, r);
    }
  }

  /// `log[r] = log(2^-bias values[r])` for `1 <= values`, but for a logarithm close to 0; NaN where a
  /// value is NaN, and anything where it is less. The arrays reach a vector past the last row.
  static void log(double[] values, double[] logs, int rows, int bias) {
    for (int r = 0; r < rows; r += D.length()) {
      DoubleVector u = DoubleVector.fromArray(D, values, r);
      LongVector bits = u.reinterpretAsLongs();
      LongVector k = bits.sub(SQRT_HALF).lanewise(VectorOperators.LSHR, 52);
      LongVector magic = LongVector.broadcast(k.species(), Double.doubleToRawLongBits(0x1p52));
      DoubleVector power = k.or(magic).reinterpretAsDoubles().sub(0x1p52 + bias);
      DoubleVector f = bits.sub(k.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles().sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector z = s.mul(s);
      DoubleVector p =
          z.fma(DoubleVector.broadcast(D, 2 / 17.0), DoubleVector.broadcast(D, 2 / 15.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 13.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 11.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 9.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 7.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 5.0))
              .fma(z, DoubleVector.broadcast(D, 2 / 3.0))
              .mul(z);
      // The difference is 0, or NaN where the value is.
      DoubleVector log = p.fma(s, s.add(s)).add(u.sub(u));
      power.fma(DoubleVector.broadcast(D, DoubleExp.LN2), log).intoArray(logs, r);
    }
  }
}
