package dev.softmax.bench;

/// Inputs that are the same bits here and in `bench/peers/rows.py`, so that both sides' results can
/// be compared.
final class Numbers {
  private Numbers() {}

  /// `n` floats, uniform in `[-scale / 2, scale / 2)`; exact, whatever the language.
  static float[] floats(int n, int seed, float scale) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (bits(i, seed) * 0x1p-24f - 0.5f) * scale;
    }
    return x;
  }

  /// The same numbers as [#floats], as `double`.
  static double[] doubles(int n, int seed, float scale) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (bits(i, seed) * 0x1p-24f - 0.5f) * scale;
    }
    return x;
  }

  /// `n` class numbers below `classes`.
  static int[] targets(int n, int seed, int classes) {
    int[] targets = new int[n];
    for (int i = 0; i < n; i++) {
      targets[i] = bits(i, seed) % classes;
    }
    return targets;
  }

  /// Sum of `|x[i]| (1 + i mod 7)`: tells apart results that differ in value or in place.
  static double checksum(float[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs((double) x[i]) * (1 + i % 7);
    }
    return sum;
  }

  /// The same sum for `double` numbers.
  static double checksum(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += Math.abs(x[i]) * (1 + i % 7);
    }
    return sum;
  }

  /// 24 pseudo-random bits for an index: Wellons' `lowbias32` integer hash, 2018.
  private static int bits(int index, int seed) {
    int h = index + seed * 0x9E3779B9;
    h = (h ^ (h >>> 16)) * 0x7FEB352D;
    h = (h ^ (h >>> 15)) * 0x846CA68B;
    return (h ^ (h >>> 16)) >>> 8;
  }
}
