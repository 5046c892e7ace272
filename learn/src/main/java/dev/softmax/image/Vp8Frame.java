package dev.softmax.image;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A key frame of VP8, which a lossy WebP picture is (RFC 6386): macroblocks of 16 × 16 are predicted from
/// their neighbours, corrected by transformed coefficients, and smoothed at their edges when all are there.
final class Vp8Frame {
  private static final int SMALL = 4;
  private static final int[] MODE_OF_BLOCK = {0, 2, 3, 1};

  private final int width;
  private final int height;
  private final int columns;
  private final int rows;
  private final Vp8Header header;
  private final Vp8Bits modes;
  private final Vp8Bits[] partitions;
  private final Vp8Residuals residuals;
  private final Vp8Plane luma;
  private final Vp8Plane[] chroma;

  /// Modes of the 4 × 4 blocks above, and of those to the left.
  private final int[] above;

  private final int[] left = new int[4];
  private final int[] edge = new int[15];
  private final Vp8Filter.@Nullable Strength[] strengths;
  private final boolean[] inside;

  private Vp8Frame(byte[] data, int begin, int end) throws IOException {
    int tag = (data[begin] & 0xff) | (data[begin + 1] & 0xff) << 8 | (data[begin + 2] & 0xff) << 16;
    if ((tag & 1) != 0 || (data[begin + 3] & 0xff) != 0x9d || data[begin + 4] != 1) {
      throw new IOException("its frame is no key frame");
    }
    width = (data[begin + 6] & 0xff) | (data[begin + 7] & 0x3f) << 8;
    height = (data[begin + 8] & 0xff) | (data[begin + 9] & 0x3f) << 8;
    columns = (width + 15) / 16;
    rows = (height + 15) / 16;
    int first = begin + 10;
    int at = first + (tag >> 5);
    if (width == 0 || height == 0 || at > end) {
      throw new EOFException("frame");
    }
    modes = new Vp8Bits(data, first, at);
    header = new Vp8Header(modes);
    partitions = partitions(data, at, end);
    residuals = new Vp8Residuals(header, columns);
    luma = new Vp8Plane(columns, rows, 16);
    chroma = new Vp8Plane[] {new Vp8Plane(columns, rows, 8), new Vp8Plane(columns, rows, 8)};
    above = new int[4 * columns];
    strengths = new Vp8Filter.Strength[columns * rows];
    inside = new boolean[columns * rows];
  }

  private Vp8Bits[] partitions(byte[] data, int at, int end) throws EOFException {
    Vp8Bits[] found = new Vp8Bits[header.partitions];
    int from = at + 3 * (found.length - 1);
    for (int i = 0; i < found.length; i++) {
      int size = end - from;
      if (i < found.length - 1) {
        int k = at + 3 * i;
        size = (data[k] & 0xff) | (data[k + 1] & 0xff) << 8 | (data[k + 2] & 0xff) << 16;
      }
      if (size < 0 || size > end - from) {
        throw new EOFException("partition");
      }
      found[i] = new Vp8Bits(data, from, from + size);
      from += size;
    }
    return found;
  }

  /// Decodes `data[begin…end]` to red, green and blue.
  static Picture decode(byte[] data, int begin, int end) throws IOException {
    Vp8Frame frame = new Vp8Frame(data, begin, end);
    for (int row = 0; row < frame.rows; row++) {
      Arrays.fill(frame.left, 0);
      frame.residuals.beginRow();
      for (int column = 0; column < frame.columns; column++) {
        frame.macroblock(row, column);
      }
    }
    if (frame.header.filterLevel > 0) {
      frame.filter();
    }
    byte[] samples =
        Vp8Colours.toRgb(frame.luma, frame.chroma[0], frame.chroma[1], frame.height, frame.width);
    return Picture.owning(samples, frame.height, frame.width, 3);
  }

  private void macroblock(int row, int column) {
    int segment = header.segmentMap ? segment() : 0;
    boolean skipped = header.skipped >= 0 && modes.bit(header.skipped) == 1;
    int mode = mode();
    int[] small = new int[16];
    if (mode == SMALL) {
      readSmall(column, small);
    } else {
      Arrays.fill(left, MODE_OF_BLOCK[mode]);
      Arrays.fill(above, 4 * column, 4 * column + 4, MODE_OF_BLOCK[mode]);
    }
    int chromaMode = modes.bit(142) == 0 ? 0 : modes.bit(114) == 0 ? 1 : 2 + modes.bit(183);
    boolean any = false;
    if (skipped) {
      residuals.skip(column, mode != SMALL);
    } else {
      Vp8Bits bits = partitions[row & (partitions.length - 1)];
      any = residuals.read(bits, column, segment, mode != SMALL);
    }
    int level = header.levels[segment][mode == SMALL ? 1 : 0];
    if (level > 0) {
      strengths[row * columns + column] = Vp8Filter.Strength.of(level, header.sharpness);
    }
    inside[row * columns + column] = any || mode == SMALL;
    if (mode == SMALL) {
      smallBlocks(row, column, small);
    } else {
      Vp8Prediction.block(luma, 16 * row, 16 * column, mode);
      for (int i = 0; i < 16; i++) {
        Vp8Transform.add(
            residuals.values, 16 * i, luma, luma.at(16 * row + i / 4 * 4, 16 * column + i % 4 * 4));
      }
    }
    for (int i = 0; i < 8; i++) {
      Vp8Plane plane = chroma[i / 4];
      if (i % 4 == 0) {
        Vp8Prediction.block(plane, 8 * row, 8 * column, chromaMode);
      }
      int at = plane.at(8 * row + i % 4 / 2 * 4, 8 * column + i % 2 * 4);
      Vp8Transform.add(residuals.values, 16 * (16 + i), plane, at);
    }
  }

  private int segment() {
    int[] p = header.segmentProbabilities;
    return modes.bit(p[0]) == 0 ? modes.bit(p[1]) : 2 + modes.bit(p[2]);
  }

  /// The mode of a macroblock's Y: the four of a whole block, or 4 × 4.
  private int mode() {
    if (modes.bit(145) == 0) {
      return SMALL;
    }
    return modes.bit(156) == 0 ? modes.bit(163) : 2 + modes.bit(128);
  }

  private void readSmall(int column, int[] small) {
    for (int i = 0; i < 16; i++) {
      int x = 4 * column + i % 4;
      int p = (above[x] * 10 + left[i / 4]) * 9;
      int mode = smallMode(p);
      small[i] = mode;
      above[x] = mode;
      left[i / 4] = mode;
    }
  }

  /// The tree of section 11.2, along which `MODES[p…]` are probabilities.
  private int smallMode(int p) {
    int[] table = Vp8Tables.MODES;
    for (int mode = 0; mode < 3; mode++) {
      if (modes.bit(table[p + mode]) == 0) {
        return mode; // DC, TM, VE
      }
    }
    if (modes.bit(table[p + 3]) == 0) {
      if (modes.bit(table[p + 4]) == 0) {
        return 3; // HE
      }
      return 5 + modes.bit(table[p + 5]); // RD, VR
    }
    if (modes.bit(table[p + 6]) == 0) {
      return 4; // LD
    }
    return modes.bit(table[p + 7]) == 0 ? 7 : 8 + modes.bit(table[p + 8]); // VL, HD, HU
  }

  private void smallBlocks(int row, int column, int[] small) {
    for (int i = 0; i < 16; i++) {
      int y = 16 * row + i / 4 * 4;
      int x = 16 * column + i % 4 * 4;
      int at = luma.at(y, x);
      for (int j = 0; j < 4; j++) {
        edge[4 - j] = luma.sample(at - 1 + j * luma.stride);
      }
      edge[0] = edge[1];
      // To the right above, the last column of blocks sees the row above the macroblock.
      int beyond = i % 4 == 3 ? luma.at(16 * row - 1, x + 4) : at - luma.stride + 4;
      boolean last = i % 4 == 3 && column == columns - 1 && row > 0;
      for (int j = 0; j < 9; j++) {
        int from = j < 5 ? at - luma.stride - 1 + j : last ? beyond - 1 : beyond + j - 5;
        edge[5 + j] = luma.sample(from);
      }
      edge[14] = edge[13];
      Vp8Prediction.small(luma, at, small[i], edge);
      Vp8Transform.add(residuals.values, 16 * i, luma, at);
    }
  }

  private void filter() {
    for (int i = 0; i < strengths.length; i++) {
      Vp8Filter.@Nullable Strength strength = strengths[i];
      if (strength == null) {
        continue;
      }
      int row = i / columns;
      int column = i % columns;
      Vp8Filter.macroblock(luma, 16 * row, 16 * column, strength, inside[i], header.simpleFilter);
      for (Vp8Plane plane : chroma) {
        if (!header.simpleFilter) {
          Vp8Filter.macroblock(plane, 8 * row, 8 * column, strength, inside[i], false);
        }
      }
    }
  }
}
