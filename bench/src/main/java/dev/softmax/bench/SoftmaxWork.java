package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.Softmax;

/// Softmax or log-softmax of the vectors of a float array, into a given one.
final class SoftmaxWork implements Workload {
  private final Softmax softmax;
  private final Axis axis;
  private final float[] logits;
  private final float[] out;

  private SoftmaxWork(Softmax softmax, Axis axis) {
    this.softmax = softmax;
    this.axis = axis;
    this.logits = Numbers.floats(axis.elements(), 1, 16);
    this.out = new float[logits.length];
  }

  static SoftmaxWork probabilities(Axis axis) {
    return new SoftmaxWork(Softmax.STANDARD, axis);
  }

  static SoftmaxWork logProbabilities(Axis axis) {
    return new SoftmaxWork(Softmax.LOG, axis);
  }

  @Override
  public void run() {
    softmax.apply(logits, axis, out);
  }

  @Override
  public double checksum() {
    return Numbers.checksum(out);
  }
}
