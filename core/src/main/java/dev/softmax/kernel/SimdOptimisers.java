package dev.softmax.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Adam where the gradient lies at another place than the parameter.
final class SimdOptimisers {
  private static final VectorSpecies<Float> F = SimdFloatLanes.F;
  private static final int WIDTH = SimdFloatLanes.WIDTH;

  private SimdOptimisers() {}

  /// The whole vectors of one step on `p[at .. at + n)`, `g` being `shift` places further; returns how
  /// many elements they had.
  static int adam(
      float[] p, float[] g, float[] m, float[] v, int at, int shift, int n, AdamStep step) {
    FloatVector l2 = FloatVector.broadcast(F, step.l2());
    FloatVector keep = FloatVector.broadcast(F, step.keep());
    FloatVector rate = FloatVector.broadcast(F, step.rate());
    FloatVector part1 = FloatVector.broadcast(F, step.first());
    FloatVector part2 = FloatVector.broadcast(F, step.second());
    FloatVector decay2 = FloatVector.broadcast(F, step.decay2());
    FloatVector root = FloatVector.broadcast(F, step.root());
    FloatVector epsilon = FloatVector.broadcast(F, step.epsilon());
    int bound = F.loopBound(n);
    for (int i = at; i < at + bound; i += WIDTH) {
      FloatVector parameter = FloatVector.fromArray(F, p, i);
      FloatVector gradient = l2.fma(parameter, FloatVector.fromArray(F, g, i + shift));
      FloatVector moment = FloatVector.fromArray(F, m, i);
      FloatVector first = gradient.sub(moment).fma(part1, moment);
      FloatVector old = FloatVector.fromArray(F, v, i).mul(decay2);
      FloatVector second = gradient.mul(part2).fma(gradient, old);
      first.intoArray(m, i);
      second.intoArray(v, i);
      FloatVector size = second.sqrt().fma(root, epsilon);
      parameter.mul(keep).sub(rate.mul(first).div(size)).intoArray(p, i);
    }
    return bound;
  }
}
