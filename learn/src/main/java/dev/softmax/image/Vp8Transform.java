package dev.softmax.image;

/// VP8's inverse transforms (RFC 6386, section 14), in libwebp's order of operations.
final class Vp8Transform {
  private Vp8Transform() {}

  /// The second order: coefficients `in (16)` → the first ones of 16 blocks of `out (16, 16)`.
  static void hadamard(int[] in, int[] out) {
    int[] t = new int[16];
    for (int i = 0; i < 4; i++) {
      int a0 = in[i] + in[12 + i];
      int a1 = in[4 + i] + in[8 + i];
      int a2 = in[4 + i] - in[8 + i];
      int a3 = in[i] - in[12 + i];
      t[i] = a0 + a1;
      t[8 + i] = a0 - a1;
      t[4 + i] = a3 + a2;
      t[12 + i] = a3 - a2;
    }
    for (int i = 0; i < 4; i++) {
      int first = t[4 * i] + 3;
      int a0 = first + t[4 * i + 3];
      int a1 = t[4 * i + 1] + t[4 * i + 2];
      int a2 = t[4 * i + 1] - t[4 * i + 2];
      int a3 = first - t[4 * i + 3];
      out[64 * i] = (a0 + a1) >> 3;
      out[64 * i + 16] = (a3 + a2) >> 3;
      out[64 * i + 32] = (a0 - a1) >> 3;
      out[64 * i + 48] = (a3 - a2) >> 3;
    }
  }

  /// Adds the inverse cosine transform of `in[from…]` to a block of 4 × 4 samples.
  static void add(int[] in, int from, Vp8Plane plane, int at) {
    int[] t = new int[16];
    for (int i = 0; i < 4; i++) {
      int k = from + i;
      int a = in[k] + in[k + 8];
      int b = in[k] - in[k + 8];
      int c = sine(in[k + 4]) - cosine(in[k + 12]);
      int d = cosine(in[k + 4]) + sine(in[k + 12]);
      t[4 * i] = a + d;
      t[4 * i + 1] = b + c;
      t[4 * i + 2] = b - c;
      t[4 * i + 3] = a - d;
    }
    for (int i = 0; i < 4; i++) {
      int first = t[i] + 4;
      int a = first + t[8 + i];
      int b = first - t[8 + i];
      int c = sine(t[4 + i]) - cosine(t[12 + i]);
      int d = cosine(t[4 + i]) + sine(t[12 + i]);
      int row = at + i * plane.stride;
      plane.add(row, (a + d) >> 3);
      plane.add(row + 1, (b + c) >> 3);
      plane.add(row + 2, (b - c) >> 3);
      plane.add(row + 3, (a - d) >> 3);
    }
  }

  /// √2 cos(π/8) in 16 bits behind the point.
  private static int cosine(int x) {
    return ((x * 20091) >> 16) + x;
  }

  /// √2 sin(π/8).
  private static int sine(int x) {
    return (x * 35468) >> 16;
  }
}
