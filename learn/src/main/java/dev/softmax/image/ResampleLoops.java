package dev.softmax.image;

/// The inner loops of resampling, each small enough for the compiler to see through: fixed-point sums of
/// samples without sign times weights, begun at one half and cut to 0 to 255.
final class ResampleLoops {
  private static final int BITS = ResampleWeights.BITS;
  private static final int HALF = 1 << (BITS - 1);

  private ResampleLoops() {}

  /// One row `(W, 1)` from `in[from…]` → `out[to…]`.
  static void greyRow(byte[] in, int from, ResampleWeights weights, byte[] out, int to) {
    int[] k = weights.weights();
    int[] first = weights.first();
    int[] count = weights.count();
    for (int i = 0; i < first.length; i++) {
      int at = from + first[i];
      int tap = i * weights.taps();
      int sum = HALF;
      for (int j = 0; j < count[i]; j++) {
        sum += (in[at + j] & 0xff) * k[tap + j];
      }
      out[to + i] = clip(sum);
    }
  }

  /// One row `(W, 3)` from `in[from…]` → `out[to…]`.
  static void colourRow(byte[] in, int from, ResampleWeights weights, byte[] out, int to) {
    int[] k = weights.weights();
    int[] first = weights.first();
    int[] count = weights.count();
    for (int i = 0; i < first.length; i++) {
      int at = from + 3 * first[i];
      int tap = i * weights.taps();
      int red = HALF;
      int green = HALF;
      int blue = HALF;
      for (int end = tap + count[i]; tap < end; tap++, at += 3) {
        int weight = k[tap];
        red += (in[at] & 0xff) * weight;
        green += (in[at + 1] & 0xff) * weight;
        blue += (in[at + 2] & 0xff) * weight;
      }
      out[to + 3 * i] = clip(red);
      out[to + 3 * i + 1] = clip(green);
      out[to + 3 * i + 2] = clip(blue);
    }
  }

  /// Adds `in[from…] · weight` to the sums.
  static void addRow(byte[] in, int from, int weight, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (in[from + i] & 0xff) * weight;
    }
  }

  /// The sums as samples, to `out[to…]`.
  static void store(int[] sums, byte[] out, int to) {
    for (int i = 0; i < sums.length; i++) {
      out[to + i] = clip(sums[i]);
    }
  }

  /// `Math.clamp` takes a `long`, which is slower.
  private static byte clip(int sum) {
    return (byte) Math.min(Math.max(sum >> BITS, 0), 255);
  }
}
