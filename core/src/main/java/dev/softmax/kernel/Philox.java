package dev.softmax.kernel;

/// Random numbers from a counter: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random
/// numbers: as easy as 1, 2, 3", SC11). Four words of 32 bits are a function of a key of 64 bits and a
/// counter of 128, so that any part of a sequence can be made by any thread. The key is a seed;
/// the counter's upper half is a stream, the lower half an index.
public final class Philox {
  static final int ROUNDS = 10;
  static final long MULTIPLIER0 = 0xD2511F53L;
  static final long MULTIPLIER1 = 0xCD9E8D57L;

  /// What the halves of the key grow by from round to round: the golden ratio and `√3 - 1`.
  static final int WEYL0 = 0x9E3779B9;

  static final int WEYL1 = 0xBB67AE85;
  static final long MASK = 0xFFFFFFFFL;

  private Philox() {}

  /// Writes the four words of an index of a stream to `out[at .. at + 4)`.
  public static void words(long seed, long stream, long index, int[] out, int at) {
    long low = half(seed, stream, index, 0);
    long high = half(seed, stream, index, 1);
    out[at] = (int) low;
    out[at + 1] = (int) (low >>> 32);
    out[at + 2] = (int) high;
    out[at + 3] = (int) (high >>> 32);
  }

  /// The first 64 bits of an index of a stream: 0 and 1 of its words, the first one lowest.
  public static long bits(long seed, long stream, long index) {
    return half(seed, stream, index, 0);
  }

  /// A number from 0 to 1 (exclusive), a multiple of `2^-53`.
  public static double uniform(long seed, long stream, long index) {
    return (half(seed, stream, index, 0) >>> 11) * 0x1p-53;
  }

  /// Words 0 and 1, or 2 and 3, the first one in the lower bits.
  static long half(long seed, long stream, long index, int half) {
    int key0 = (int) seed;
    int key1 = (int) (seed >>> 32);
    int x0 = (int) index;
    int x1 = (int) (index >>> 32);
    int x2 = (int) stream;
    int x3 = (int) (stream >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER0 * (x0 & MASK);
      long product1 = MULTIPLIER1 * (x2 & MASK);
      x0 = (int) (product1 >>> 32) ^ x1 ^ key0;
      x1 = (int) product1;
      x2 = (int) (product0 >>> 32) ^ x3 ^ key1;
      x3 = (int) product0;
      key0 += WEYL0;
      key1 += WEYL1;
    }
    return half == 0 ? (x0 & MASK) | (long) x1 << 32 : (x2 & MASK) | (long) x3 << 32;
  }
}
