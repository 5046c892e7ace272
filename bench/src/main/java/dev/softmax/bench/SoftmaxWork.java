package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.Softmax;
import java.util.function.DoubleSupplier;

/// Softmax or log-softmax of the vectors of an array, into a given one.
final class SoftmaxWork implements Workload {
  private final Runnable softmax;
  private final DoubleSupplier results;

  private SoftmaxWork(Runnable softmax, DoubleSupplier results) {
    this.softmax = softmax;
    this.results = results;
  }

  static SoftmaxWork ofFloats(Softmax softmax, Axis axis) {
    float[] logits = Numbers.floats(axis.elements(), 1, 16);
    float[] out = new float[logits.length];
    return new SoftmaxWork(() -> softmax.apply(logits, axis, out), () -> Numbers.checksum(out));
  }

  static SoftmaxWork ofDoubles(Softmax softmax, Axis axis) {
    double[] logits = Numbers.doubles(axis.elements(), 1, 16);
    double[] out = new double[logits.length];
    return new SoftmaxWork(() -> softmax.apply(logits, axis, out), () -> Numbers.checksum(out));
  }

  @Override
  public void run() {
    softmax.run();
  }

  @Override
  public double checksum() {
    return results.getAsDouble();
  }
}
