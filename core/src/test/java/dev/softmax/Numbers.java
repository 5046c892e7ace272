package dev.softmax;

import java.util.Arrays;

/// Numbers from a seed: SplitMix64, the same to the bit as in `golden/golden.py`.
final class Numbers {
  /// Awkward sizes: around vector widths, and primes.
  static final int[] SIZES = {1, 2, 3, 5, 13, 16, 17, 31, 64, 207, 1000, 4098};

  private Numbers() {}

  private static long mixed(long seed, int i) {
    long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /// `size` numbers from `-scale` to `scale`.
  static double[] doubles(long seed, int size, double scale) {
    double[] x = new double[size];
    Arrays.setAll(x, i -> scale * ((mixed(seed, i) >>> 11) * 0x1p-52 - 1));
    return x;
  }

  /// `size` numbers from `-scale` to `scale`.
  static float[] floats(long seed, int size, double scale) {
    float[] x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = (float) scale * ((mixed(seed, i) >>> 40) * 0x1p-23f - 1);
    }
    return x;
  }

  /// `size` whole numbers from 0 to `bound` (exclusive).
  static int[] integers(long seed, int size, int bound) {
    int[] x = new int[size];
    Arrays.setAll(x, i -> (int) ((mixed(seed, i) >>> 33) % bound));
    return x;
  }

  /// A mask that allows about two of three, and always the first.
  static boolean[] mask(long seed, int size) {
    int[] draws = integers(seed, size, 3);
    boolean[] allowed = new boolean[size];
    for (int i = 0; i < size; i++) {
      allowed[i] = i == 0 || draws[i] > 0;
    }
    return allowed;
  }

  static double[] widened(float[] x) {
    double[] wide = new double[x.length];
    Arrays.setAll(wide, i -> x[i]);
    return wide;
  }

  static float[] narrowed(double[] x) {
    float[] narrow = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      narrow[i] = (float) x[i];
    }
    return narrow;
  }

  /// `x (rows, columns)` → `(columns, rows)`.
  static double[] transposed(double[] x, int rows, int columns) {
    double[] turned = new double[x.length];
    Arrays.setAll(turned, i -> x[i % rows * columns + i / rows]);
    return turned;
  }
}
