package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.LogSumExp;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Log-sum-exp of the vectors of an array, into a new one.
///
/// @param <A> the kind of array
final class LogSumExpWork<A> implements Workload {
  private final Supplier<A> sums;
  private final ToDoubleFunction<A> checksum;
  private final long bytes;
  private @Nullable A out;

  private LogSumExpWork(Supplier<A> sums, ToDoubleFunction<A> checksum, long bytes) {
    this.sums = sums;
    this.checksum = checksum;
    this.bytes = bytes;
  }

  static LogSumExpWork<float[]> ofFloats(Axis axis) {
    float[] x = Numbers.floats(axis.elements(), 1, 16);
    return new LogSumExpWork<>(
        () -> LogSumExp.along(x, axis), Numbers::checksum, Float.BYTES * (long) axis.vectors());
  }

  static LogSumExpWork<double[]> ofDoubles(Axis axis) {
    double[] x = Numbers.doubles(axis.elements(), 1, 16);
    return new LogSumExpWork<>(
        () -> LogSumExp.along(x, axis), Numbers::checksum, Double.BYTES * (long) axis.vectors());
  }

  @Override
  public void run() {
    out = sums.get();
  }

  @Override
  public double checksum() {
    return out == null ? 0 : checksum.applyAsDouble(out);
  }

  @Override
  public long resultBytes() {
    // A header of 16 bytes, and rounded up to 8 as HotSpot lays out arrays.
    return (16 + bytes + 7) / 8 * 8;
  }
}
