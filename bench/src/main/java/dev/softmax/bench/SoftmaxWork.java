package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.Softmax;

/// Softmax or log-softmax of the rows of a float matrix, into a given array.
final class SoftmaxWork implements Workload {
  private final Softmax softmax;
  private final Axis axis;
  private final float[] logits;
  private final float[] out;

  private SoftmaxWork(Softmax softmax, int rows, int classes) {
    this.softmax = softmax;
    this.axis = Axis.rows(rows, classes);
    this.logits = Numbers.floats(rows * classes, 1, 16);
    this.out = new float[logits.length];
  }

  static SoftmaxWork probabilities(int rows, int classes) {
    return new SoftmaxWork(Softmax.STANDARD, rows, classes);
  }

  static SoftmaxWork logProbabilities(int rows, int classes) {
    return new SoftmaxWork(Softmax.LOG, rows, classes);
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
