package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.Softmax;

/// The gradient by the logits from that by the probabilities, or log-probabilities, of the vectors of a
/// float array, into a given one.
final class SoftmaxGradientWork implements Workload {
  private final Softmax softmax;
  private final Axis axis;
  private final float[] outputs;
  private final float[] gradients;
  private final float[] out;

  SoftmaxGradientWork(Softmax softmax, Axis axis) {
    this.softmax = softmax;
    this.axis = axis;
    this.outputs = softmax.apply(Numbers.floats(axis.elements(), 1, 16), axis);
    this.gradients = Numbers.floats(axis.elements(), 2, 2);
    this.out = new float[gradients.length];
  }

  @Override
  public void run() {
    softmax.vectorJacobianProduct(outputs, gradients, axis, out);
  }

  @Override
  public double checksum() {
    return Numbers.checksum(out);
  }
}
