package dev.softmax.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [DoubleLog] for as many rows at a time as a vector has lanes. [VectorLog] is cheaper, for results that
/// are `float`.
final class SimdDoubleLog {
  private static final VectorSpecies<Double> D = SimdFloatLanes.D;

  private SimdDoubleLog() {}

  /// `rests = log(1 + rests)`.
  ///
  /// @param rows a multiple of a vector's lanes
  static void log1p(double[] rests, int rows) {
    for (int r = 0; r < rows; r += D.length()) {
      DoubleVector rest = DoubleVector.fromArray(D, rests, r);
      DoubleVector u = rest.add(1);
      DoubleVector back = u.sub(rest);
      DoubleVector lost = rest.sub(u.sub(back)).add(back.neg().add(1));
      LongVector bits = u.reinterpretAsLongs();
      LongVector exponent = bits.sub(DoubleLog.SQRT_HALF).lanewise(VectorOperators.LSHR, 52);
      // A whole number below 2^52 becomes a `double` by its bits.
      LongVector magic = LongVector.broadcast(exponent.species(), 0x4330000000000000L);
      DoubleVector k = exponent.or(magic).reinterpretAsDoubles().sub(0x1p52);
      DoubleVector m = bits.sub(exponent.lanewise(VectorOperators.LSHL, 52)).reinterpretAsDoubles();
      VectorMask<Double> whole = k.eq(0);
      DoubleVector f = m.sub(1).blend(rest, whole);
      DoubleVector c = lost.div(u).blend(0, whole);
      DoubleVector s = f.div(f.add(2));
      DoubleVector z = s.mul(s);
      DoubleVector p =
          z.fma(DoubleVector.broadcast(D, DoubleLog.P6), DoubleVector.broadcast(D, DoubleLog.P5))
              .fma(z, DoubleVector.broadcast(D, DoubleLog.P4))
              .fma(z, DoubleVector.broadcast(D, DoubleLog.P3))
              .fma(z, DoubleVector.broadcast(D, DoubleLog.P2))
              .fma(z, DoubleVector.broadcast(D, DoubleLog.P1))
              .fma(z, DoubleVector.broadcast(D, DoubleLog.P0));
      DoubleVector h = f.mul(f).mul(0.5);
      DoubleVector low = k.fma(DoubleVector.broadcast(D, DoubleLog.LN2_LOW), c);
      DoubleVector difference = h.sub(s.fma(p.fma(z, h), low)).sub(f);
      DoubleVector log = k.fma(DoubleVector.broadcast(D, DoubleLog.LN2_HIGH), difference.neg());
      log.add(rest.mul(0)).intoArray(rests, r);
    }
  }
}
