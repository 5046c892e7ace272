package dev.softmax.image;

import java.util.Arrays;

/// Coefficients of the macroblocks (RFC 6386, section 13): `(25, 16)` of one at a time, 16 blocks of Y, 4
/// of U and 4 of V.
final class Vp8Residuals {
  private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
  private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
  private static final int[][] LARGE = {
    {173, 148, 140},
    {176, 155, 140, 135},
    {180, 157, 141, 134, 130},
    {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
  };
  private static final int SECOND_ORDER = 8;

  private final Vp8Header header;

  /// Whether blocks above had coefficients: of each column of macroblocks 4 of Y, 2 of U, 2 of V and the
  /// second order.
  private final boolean[][] above;

  private final boolean[] left = new boolean[9];
  private final int[] second = new int[16];

  /// The coefficients of the last macroblock, times their steps.
  final int[] values = new int[24 * 16];

  Vp8Residuals(Vp8Header header, int columns) {
    this.header = header;
    above = new boolean[columns][9];
  }

  /// Begins a row of macroblocks.
  void beginRow() {
    Arrays.fill(left, false);
  }

  /// A macroblock without coefficients.
  ///
  /// @param whole whether its Y is predicted as a whole, and so has a second order
  void skip(int column, boolean whole) {
    Arrays.fill(left, 0, whole ? 9 : 8, false);
    Arrays.fill(above[column], 0, whole ? 9 : 8, false);
    Arrays.fill(values, 0);
  }

  /// Reads a macroblock's coefficients.
  ///
  /// @return whether there are any
  boolean read(Vp8Bits bits, int column, int segment, boolean whole) {
    Arrays.fill(values, 0);
    int[] steps = header.steps[segment];
    boolean[] top = above[column];
    boolean any = false;
    if (whole) {
      Arrays.fill(second, 0);
      int last = block(bits, 1, context(top, SECOND_ORDER, SECOND_ORDER), 0, second, 0, steps, 2);
      top[SECOND_ORDER] = last > 0;
      left[SECOND_ORDER] = last > 0;
      Vp8Transform.hadamard(second, values);
    }
    int first = whole ? 1 : 0;
    for (int i = 0; i < 24; i++) {
      boolean chroma = i >= 16;
      int x = chroma ? 4 + (i - 16) / 4 * 2 + i % 2 : i % 4;
      int y = chroma ? 4 + (i - 16) / 4 * 2 + i % 4 / 2 : i / 4;
      int type = chroma ? 2 : whole ? 0 : 3;
      int from = chroma ? 0 : first;
      int last = block(bits, type, context(top, x, y), from, values, i * 16, steps, chroma ? 4 : 0);
      top[x] = last > from;
      left[y] = last > from;
      any |= last > 1 || values[i * 16] != 0;
    }
    return any;
  }

  private int context(boolean[] top, int x, int y) {
    return (top[x] ? 1 : 0) + (left[y] ? 1 : 0);
  }

  /// Reads a block from its coefficient `from` on.
  ///
  /// @return the index after the last coefficient, `from` if there are none
  private int block(
      Vp8Bits bits, int type, int context, int from, int[] out, int at, int[] steps, int step) {
    int[] p = header.coefficients;
    int n = from;
    int i = ((type * 8 + BANDS[n]) * 3 + context) * 11;
    while (n < 16 && bits.bit(p[i]) == 1) {
      while (bits.bit(p[i + 1]) == 0) {
        n++;
        if (n == 16) {
          return 16;
        }
        i = (type * 8 + BANDS[n]) * 33;
      }
      int value = bits.bit(p[i + 2]) == 0 ? 1 : large(bits, i);
      int signed = bits.flag() == 1 ? -value : value;
      out[at + ZIGZAG[n]] = signed * steps[n == 0 ? step : step + 1];
      n++;
      i = ((type * 8 + BANDS[n]) * 3 + (value == 1 ? 1 : 2)) * 11;
    }
    return n;
  }

  private int large(Vp8Bits bits, int i) {
    int[] p = header.coefficients;
    if (bits.bit(p[i + 3]) == 0) {
      return bits.bit(p[i + 4]) == 0 ? 2 : 3 + bits.bit(p[i + 5]);
    }
    if (bits.bit(p[i + 6]) == 0) {
      if (bits.bit(p[i + 7]) == 0) {
        return 5 + bits.bit(159);
      }
      int two = 2 * bits.bit(165);
      return 7 + two + bits.bit(145);
    }
    int high = bits.bit(p[i + 8]);
    int category = 2 * high + bits.bit(p[i + 9 + high]);
    int value = 0;
    for (int probability : LARGE[category]) {
      value = 2 * value + bits.bit(probability);
    }
    return value + 3 + (8 << category);
  }
}
