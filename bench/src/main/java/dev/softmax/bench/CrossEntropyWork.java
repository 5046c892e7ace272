package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;

/// Mean cross-entropy and its gradient. The gradient goes to an array of its own: written over the
/// logits it would change the input of the next call.
final class CrossEntropyWork implements Workload {
  private final CrossEntropy crossEntropy = CrossEntropy.defaults();
  private final Axis axis;
  private final float[] logits;
  private final int[] targets;
  private final float[] gradient;
  private double loss;

  CrossEntropyWork(Axis axis) {
    this.axis = axis;
    this.logits = Numbers.floats(axis.elements(), 1, 16);
    this.targets = Numbers.targets(axis.vectors(), 2, axis.size());
    this.gradient = new float[logits.length];
  }

  @Override
  public void run() {
    loss = crossEntropy.lossAndGradient(logits, axis, targets, gradient);
  }

  @Override
  public double checksum() {
    return loss + Numbers.checksum(gradient);
  }
}
