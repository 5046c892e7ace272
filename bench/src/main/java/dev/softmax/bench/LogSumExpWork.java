package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.LogSumExp;

/// Log-sum-exp of the vectors of a float array.
final class LogSumExpWork implements Workload {
  private final Axis axis;
  private final float[] x;
  private float[] out = {};

  LogSumExpWork(Axis axis) {
    this.axis = axis;
    this.x = Numbers.floats(axis.elements(), 1, 16);
  }

  @Override
  public void run() {
    out = LogSumExp.along(x, axis);
  }

  @Override
  public double checksum() {
    return Numbers.checksum(out);
  }

  @Override
  public long resultBytes() {
    // A header of 16 bytes, elements of 4, rounded up to 8 as HotSpot lays out arrays.
    return (16 + 4L * axis.vectors() + 7) / 8 * 8;
  }
}
