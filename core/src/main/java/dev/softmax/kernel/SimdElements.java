package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The arithmetic of [FloatElements] on whole vectors: `n` is a multiple of the vector's length. With
/// places of their own for each array, the compiler does not make vectors of plain loops.
final class SimdElements {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdElements() {}

  /// The largest multiple of the vector's length up to `n`.
  static int bound(int n) {
    return F.loopBound(n);
  }

  static void add(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, a, aFrom + i);
      FloatVector y = FloatVector.fromArray(F, b, bFrom + i);
      x.add(y).intoArray(c, cFrom + i);
    }
  }

  static void subtract(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, a, aFrom + i);
      FloatVector y = FloatVector.fromArray(F, b, bFrom + i);
      x.sub(y).intoArray(c, cFrom + i);
    }
  }

  static void multiply(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, a, aFrom + i);
      FloatVector y = FloatVector.fromArray(F, b, bFrom + i);
      x.mul(y).intoArray(c, cFrom + i);
    }
  }

  static void divide(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, a, aFrom + i);
      FloatVector y = FloatVector.fromArray(F, b, bFrom + i);
      x.div(y).intoArray(c, cFrom + i);
    }
  }

  static void addProduct(float[] a, int aFrom, float[] b, int bFrom, float[] c, int cFrom, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector x = FloatVector.fromArray(F, a, aFrom + i);
      FloatVector y = FloatVector.fromArray(F, b, bFrom + i);
      x.fma(y, FloatVector.fromArray(F, c, cFrom + i)).intoArray(c, cFrom + i);
    }
  }

  static void addScaled(float factor, float[] x, int xFrom, float[] y, int yFrom, int n) {
    FloatVector f = FloatVector.broadcast(F, factor);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      v.fma(f, FloatVector.fromArray(F, y, yFrom + i)).intoArray(y, yFrom + i);
    }
  }

  static void scale(float factor, float[] x, int xFrom, float[] y, int yFrom, int n) {
    FloatVector f = FloatVector.broadcast(F, factor);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector.fromArray(F, x, xFrom + i).mul(f).intoArray(y, yFrom + i);
    }
  }

  static void clamp(float low, float high, float[] x, int xFrom, float[] y, int yFrom, int n) {
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      v.blend(least, v.lt(least)).blend(most, most.lt(v)).intoArray(y, yFrom + i);
    }
  }
}
