package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The gradients of [FloatActivations]; they stop at the last whole vector and return where. Formulas
/// and names are those of [ScalarActivations], to the bit.
final class SimdActivationGradients {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final VectorSpecies<Integer> I = SimdFloatLanes.I;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdActivationGradients() {}

  /// From the result (or the argument).
  static int relu(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      VectorMask<Float> none = v.compare(VectorOperators.LE, 0f);
      d.add(g.blend(0f, none)).intoArray(dx, dxFrom + i);
    }
    return bound;
  }

  static int relu6(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      VectorMask<Float> none =
          v.compare(VectorOperators.LE, 0f).or(v.compare(VectorOperators.GE, 6f));
      d.add(g.blend(0f, none)).intoArray(dx, dxFrom + i);
    }
    return bound;
  }

  /// From the result.
  static int tanh(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      v.neg().fma(v, FloatVector.broadcast(F, 1f)).fma(g, d).intoArray(dx, dxFrom + i);
    }
    return bound;
  }

  /// From the result.
  static int sigmoid(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      FloatVector.broadcast(F, 1f).sub(v).mul(v).fma(g, d).intoArray(dx, dxFrom + i);
    }
    return bound;
  }

  /// From the argument.
  static int gelu(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, 127);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a =
          a.blend(
              ScalarActivations.GELU_GRADIENT_MAX,
              FloatVector.broadcast(F, ScalarActivations.GELU_GRADIENT_MAX).lt(a));
      FloatVector e = SimdFloatLanes.power(a.mul(a).mul(-0.5f), bias);
      FloatVector r =
          FloatVector.broadcast(F, 1f)
              .div(
                  a.fma(
                      FloatVector.broadcast(F, ScalarActivations.R), FloatVector.broadcast(F, 1f)));
      FloatVector p =
          r.fma(
                  FloatVector.broadcast(F, ScalarActivations.R8),
                  FloatVector.broadcast(F, ScalarActivations.R7))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R6))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R5))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R4))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R3))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R2))
              .fma(r, FloatVector.broadcast(F, ScalarActivations.R1));
      FloatVector tail =
          a.fma(FloatVector.broadcast(F, -ScalarActivations.DENSITY), p.mul(r)).mul(e);
      FloatVector slope = FloatVector.broadcast(F, 1f).sub(tail).blend(tail, v.lt(0f));
      slope.fma(g, d).intoArray(dx, dxFrom + i);
    }
    return bound;
  }

  /// From the argument.
  static int geluTanh(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, 127);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a =
          a.blend(
              ScalarActivations.TANH_FORM_GRADIENT_MAX,
              FloatVector.broadcast(F, ScalarActivations.TANH_FORM_GRADIENT_MAX).lt(a));
      FloatVector square = a.mul(a);
      FloatVector w =
          square
              .fma(
                  FloatVector.broadcast(F, ScalarActivations.U3),
                  FloatVector.broadcast(F, ScalarActivations.U1))
              .mul(a);
      FloatVector e = SimdFloatLanes.power(w.neg(), bias);
      FloatVector r = FloatVector.broadcast(F, 1f).div(e.add(1f));
      FloatVector dw =
          square.fma(
              FloatVector.broadcast(F, 3 * ScalarActivations.U3),
              FloatVector.broadcast(F, ScalarActivations.U1));
      FloatVector tail = a.mul(r).neg().fma(dw, FloatVector.broadcast(F, 1f)).mul(e.mul(r));
      FloatVector slope = FloatVector.broadcast(F, 1f).sub(tail).blend(tail, v.lt(0f));
      slope.fma(g, d).intoArray(dx, dxFrom + i);
    }
    return bound;
  }

  /// From the argument.
  static int silu(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
    int bound = F.loopBound(n);
    IntVector bias = IntVector.broadcast(I, 127);
    for (int i = 0; i < bound; i += WIDTH) {
      FloatVector v = FloatVector.fromArray(F, x, xFrom + i);
      FloatVector g = FloatVector.fromArray(F, dy, dyFrom + i);
      FloatVector d = FloatVector.fromArray(F, dx, dxFrom + i);
      FloatVector a = v.lanewise(VectorOperators.ABS);
      a =
          a.blend(
              ScalarActivations.GRADIENT_DEPTH,
              FloatVector.broadcast(F, ScalarActivations.GRADIENT_DEPTH).lt(a));
      FloatVector e = SimdFloatLanes.power(a.neg(), bias);
      FloatVector r = FloatVector.broadcast(F, 1f).div(e.add(1f));
      FloatVector tail = a.neg().fma(r, FloatVector.broadcast(F, 1f)).mul(e.mul(r));
      FloatVector slope = FloatVector.broadcast(F, 1f).sub(tail).blend(tail, v.lt(0f));
      slope.fma(g, d).intoArray(dx, dxFrom + i);
    }
    return bound;
  }
}
