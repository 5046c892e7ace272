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

  /// Four rows `(4, W, 1)`, one after the other: each weight is loaded once.
  ///
  /// @param stride samples of a row of `in`
  static void greyRows(
      byte[] in, int from, int stride, ResampleWeights weights, byte[] out, int to) {
    int[] k = weights.weights();
    int[] first = weights.first();
    int[] count = weights.count();
    int width = first.length;
    for (int i = 0; i < width; i++) {
      int at = from + first[i];
      int tap = i * weights.taps();
      int a = HALF;
      int b = HALF;
      int c = HALF;
      int d = HALF;
      for (int end = tap + count[i]; tap < end; tap++, at++) {
        int weight = k[tap];
        a += (in[at] & 0xff) * weight;
        b += (in[at + stride] & 0xff) * weight;
        c += (in[at + 2 * stride] & 0xff) * weight;
        d += (in[at + 3 * stride] & 0xff) * weight;
      }
      out[to + i] = clip(a);
      out[to + i + width] = clip(b);
      out[to + i + 2 * width] = clip(c);
      out[to + i + 3 * width] = clip(d);
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

  /// Adds two rows times their weights, `in[a…] · wa + in[b…] · wb`, to the sums.
  static void addRows(byte[] in, int a, int wa, int b, int wb, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (in[a + i] & 0xff) * wa + (in[b + i] & 0xff) * wb;
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
