package dev.softmax.bench;

import dev.softmax.Compute;
import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// What memory and arithmetic of this machine can do at most, measured with a number of threads.
///
/// @param threads that many
/// @param flops operations of `double` a second; a fused multiply-add is two
/// @param bytes a second from memory
record MachineLimits(int threads, double flops, double bytes) {
  /// Each of three arrays is 64 MB, which no cache of two cores holds.
  private static final int LENGTH = 1 << 23;

  /// Numbers that stay in the first-level cache.
  private static final int CACHED = 512;

  private static final int REPEATS = 20_000;
  private static final int FUSED = 16;
  private static final int SIDE = 512;
  private static final int ATTEMPTS = 7;

  static MachineLimits measure(int threads) {
    Compute.limitThreads(threads);
    double flops = Math.max(fusedRate(threads), productRate());
    double bytes = Math.max(triadRate(threads), readRate(threads));
    return new MachineLimits(threads, flops, bytes);
  }

  /// Seconds that this work takes at least: whichever limit is nearer.
  double seconds(ScalingShape shape) {
    return Math.max(shape.flops() / flops, shape.bytes() / bytes);
  }

  /// Whether memory is that limit.
  boolean memory(ScalingShape shape) {
    return shape.bytes() / bytes > shape.flops() / flops;
  }

  /// Multiply-adds on numbers in cache, sixteen for each that is read and written.
  private static double fusedRate(int threads) {
    double[][] x = new double[threads][CACHED];
    for (double[] row : x) {
      Arrays.fill(row, 0.5);
    }
    double seconds =
        best(
            () ->
                Parallel.forEach(
                    threads,
                    thread -> {
                      for (int i = 0; i < REPEATS; i++) {
                        fuse(x[thread], 0.75, 0.1);
                      }
                    }));
    requirePositive(x[0][0]);
    return 2.0 * FUSED * CACHED * REPEATS * threads / seconds;
  }

  /// The compiler makes vectors of this: the chains of neighbours are independent.
  private static void fuse(double[] x, double a, double b) {
    for (int i = 0; i < x.length; i++) {
      double v = x[i];
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      v = Math.fma(v, a, b);
      x[i] = v;
    }
  }

  /// Our own product of 512 x 512 matrices.
  private static double productRate() {
    DoubleMatrix a = matrix(1);
    DoubleMatrix b = matrix(2);
    DoubleMatrix c = matrix(3);
    return 2.0 * SIDE * SIDE * SIDE / best(() -> MatrixProduct.multiply(a, b, c));
  }

  private static DoubleMatrix matrix(int seed) {
    return DoubleMatrix.of(Numbers.doubles(SIDE * SIDE, seed, 1), SIDE, SIDE);
  }

  /// STREAM's triad `a = b + s c`: three arrays, without what a cache reads before it writes.
  private static double triadRate(int threads) {
    double[] a = new double[LENGTH];
    double[] b = new double[LENGTH];
    double[] c = new double[LENGTH];
    Arrays.fill(b, 1);
    Arrays.fill(c, 2);
    double seconds =
        best(
            () ->
                Parallel.forEach(
                    threads,
                    thread -> triad(a, b, c, start(thread, threads), start(thread + 1, threads))));
    requirePositive(a[LENGTH - 1]);
    return 3.0 * Double.BYTES * LENGTH / seconds;
  }

  private static void triad(double[] a, double[] b, double[] c, int from, int to) {
    for (int i = from; i < to; i++) {
      a[i] = b[i] + 3 * c[i];
    }
  }

  /// Sums of integers: unlike those of `double` the compiler makes vectors of them.
  private static double readRate(int threads) {
    long[] a = new long[2 * LENGTH];
    Arrays.fill(a, 1);
    long[] sums = new long[threads * 8];
    double seconds =
        best(
            () ->
                Parallel.forEach(
                    threads,
                    thread ->
                        sums[thread * 8] +=
                            sum(a, 2 * start(thread, threads), 2 * start(thread + 1, threads))));
    requirePositive((double) sums[0]);
    return (double) Long.BYTES * a.length / seconds;
  }

  private static long sum(long[] a, int from, int to) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      sum += a[i];
    }
    return sum;
  }

  /// Looks at a result, so that no loop is left out.
  private static void requirePositive(double result) {
    if (!(result > 0)) {
      throw new IllegalStateException("limits: a loop has come to " + result);
    }
  }

  private static int start(int thread, int threads) {
    return (int) ((long) LENGTH * thread / threads);
  }

  /// The fastest of some attempts, of which the first ones also warm up.
  private static double best(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS; i++) {
      long begin = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - begin);
    }
    return best * 1e-9;
  }
}
