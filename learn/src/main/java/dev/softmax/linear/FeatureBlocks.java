package dev.softmax.linear;

import dev.softmax.kernel.DoubleFeatures;
import dev.softmax.kernel.FloatFeatures;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Dense features cut into blocks of rows, each block into strips of 64 rows: `[strip][column][lane]`,
/// as small as they can be without losing anything that a `double` sum would notice.
///
/// Whole multiples from 0 to 255 of one number (pixels, counts) are bytes. Other columns are scaled by
/// a power of two to a largest magnitude of about 1 and kept as a `float` and, unless all are 0, as
/// another one with what the first has rounded away: 48 bits together. Columns that are 0 throughout a
/// block are left out of it.
final class FeatureBlocks {
  static final int STRIP = FloatFeatures.STRIP;

  /// Most rows of a block: sums over its rows begin and end once for each.
  private static final int MOST_STRIPS = 8;

  /// Values of a block, which should stay in the cache between its two products.
  private static final int BLOCK_VALUES = 1 << 19;

  /// Relative distance from a whole multiple that division may have left.
  private static final double ROUNDING = 1e-14;

  private final int rows;
  private final int columns;
  private final int blockRows;
  private final double[] scales;
  private final int[][] active;
  private final byte[][] bytes;
  private final float[][] high;
  private final float[][] low;

  FeatureBlocks(DenseFeatures features) {
    rows = features.rows();
    columns = features.columns();
    blockRows =
        STRIP
            * Math.clamp(
                BLOCK_VALUES / (STRIP * Math.max(columns, 1)),
                1,
                Math.min(MOST_STRIPS, Math.ceilDiv(Math.max(rows, 1), STRIP)));
    int blocks = Math.ceilDiv(rows, blockRows);
    active = new int[blocks][];
    double unit = unit(features);
    boolean whole = unit > 0;
    scales = whole ? filled(columns, unit) : powers(features);
    bytes = new byte[whole ? blocks : 0][];
    high = new float[whole ? 0 : blocks][];
    low = new float[whole ? 0 : blocks][];
    Parallel.forEach(
        blocks,
        block -> {
          active[block] = occurring(features, block);
          if (whole) {
            bytes[block] = new byte[values(block)];
            fillBytes(features.values(), block, 1 / unit);
          } else {
            high[block] = new float[values(block)];
            low[block] = new float[values(block)];
            if (!fillFloats(features.values(), block)) {
              low[block] = new float[0];
            }
          }
        });
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /// Rows of a block, but for the last: a multiple of [#STRIP].
  int blockRows() {
    return blockRows;
  }

  /// Strips of a block; lanes past the last row are 0.
  int strips(int block) {
    return Math.ceilDiv(Math.min(blockRows, rows - block * blockRows), STRIP);
  }

  /// The columns that a block has, filled up with −1 to a multiple of [FloatFeatures#COLUMNS].
  int[] active(int block) {
    return active[block];
  }

  /// What each column's values must be multiplied with.
  double[] scales() {
    return scales;
  }

  /// Whether [#floats] may be called, whose arrays need no copy.
  boolean hasFloats() {
    return high.length > 0;
  }

  /// The rounded values of a block, not a copy.
  float[] floats(int block) {
    return high[block];
  }

  /// Writes rounded values of some columns of some strips, `[strip][column][lane]`.
  void copy(int block, int strip, int strips, int from, int to, float[] out) {
    int length = (to - from) * STRIP;
    for (int s = 0; s < strips; s++) {
      int at = ((strip + s) * active[block].length + from) * STRIP;
      if (hasFloats()) {
        System.arraycopy(high[block], at, out, s * length, length);
      } else {
        FloatFeatures.unpack(bytes[block], at, out, s * length, length);
      }
    }
  }

  /// Writes the values of some columns of some strips, `[strip][column][lane]`.
  void copy(int block, int strip, int strips, int from, int to, double[] out) {
    int length = (to - from) * STRIP;
    for (int s = 0; s < strips; s++) {
      int at = ((strip + s) * active[block].length + from) * STRIP;
      int start = s * length;
      if (!hasFloats()) {
        DoubleFeatures.unpack(bytes[block], at, out, start, length);
      } else if (low[block].length == 0) {
        float[] data = high[block];
        for (int i = 0; i < length; i++) {
          out[start + i] = data[at + i];
        }
      } else {
        float[] data = high[block];
        float[] rest = low[block];
        for (int i = 0; i < length; i++) {
          out[start + i] = (double) data[at + i] + rest[at + i];
        }
      }
    }
  }

  private int values(int block) {
    return Math.multiplyExact(strips(block) * STRIP, active[block].length);
  }

  private int end(int block) {
    return Math.min(rows, (block + 1) * blockRows);
  }

  private int[] occurring(DenseFeatures features, int block) {
    boolean[] occurs = new boolean[columns];
    double[] values = features.values();
    for (int row = block * blockRows; row < end(block); row++) {
      for (int j = 0; j < columns; j++) {
        occurs[j] |= values[row * columns + j] != 0;
      }
    }
    int count = 0;
    int[] list = new int[columns + FloatFeatures.COLUMNS];
    for (int j = 0; j < columns; j++) {
      if (occurs[j]) {
        list[count++] = j;
      }
    }
    int padded = Math.ceilDiv(count, FloatFeatures.COLUMNS) * FloatFeatures.COLUMNS;
    Arrays.fill(list, count, padded, -1);
    return Arrays.copyOf(list, padded);
  }

  private void fillBytes(double[] values, int block, double inverse) {
    int[] list = active[block];
    byte[] out = bytes[block];
    for (int row = block * blockRows; row < end(block); row++) {
      int lane = row - block * blockRows;
      int to = lane / STRIP * STRIP * list.length + lane % STRIP;
      for (int a = 0; a < list.length && list[a] >= 0; a++) {
        // Rounded to the nearest: values are 0 or more.
        out[to + a * STRIP] = (byte) (int) (values[row * columns + list[a]] * inverse + 0.5);
      }
    }
  }

  /// Returns whether rounding to `float` has lost anything.
  private boolean fillFloats(double[] values, int block) {
    int[] list = active[block];
    float[] out = high[block];
    float[] rest = low[block];
    boolean lossy = false;
    double[] inverses = Arrays.stream(scales).map(scale -> 1 / scale).toArray();
    for (int row = block * blockRows; row < end(block); row++) {
      int lane = row - block * blockRows;
      int to = lane / STRIP * STRIP * list.length + lane % STRIP;
      for (int a = 0; a < list.length && list[a] >= 0; a++) {
        double value = values[row * columns + list[a]] * inverses[list[a]];
        float near = (float) value;
        float lost = (float) (value - near);
        out[to + a * STRIP] = near;
        rest[to + a * STRIP] = lost;
        lossy |= lost != 0;
      }
    }
    return lossy;
  }

  /// The number of which all values are multiples from 0 to 255, or 0.
  private static double unit(DenseFeatures features) {
    double[] values = features.values();
    double least = Double.POSITIVE_INFINITY;
    for (double value : values) {
      if (value < 0) {
        return 0;
      }
      if (value > 0 && value < least) {
        least = value;
      }
    }
    double inverse = 1 / least;
    if (!(least < Double.POSITIVE_INFINITY) || !Double.isFinite(inverse)) {
      return 0;
    }
    for (double value : values) {
      double multiple = value * inverse;
      double near = (int) (multiple + 0.5);
      if (!(near <= 255) || Math.abs(multiple - near) > ROUNDING * near) {
        return 0;
      }
    }
    return least;
  }

  /// For each column the power of two that its largest magnitude divided by it is from 1 to 2.
  private static double[] powers(DenseFeatures features) {
    int columns = features.columns();
    double[] values = features.values();
    double[] largest = new double[columns];
    for (int row = 0; row < features.rows(); row++) {
      for (int j = 0; j < columns; j++) {
        double magnitude = Math.abs(values[row * columns + j]);
        largest[j] = magnitude > largest[j] ? magnitude : largest[j];
      }
    }
    return Arrays.stream(largest)
        .map(v -> v < Double.MIN_NORMAL ? 1 : Math.scalb(1.0, Math.getExponent(v)))
        .toArray();
  }

  private static double[] filled(int length, double value) {
    double[] all = new double[length];
    Arrays.fill(all, value);
    return all;
  }
}
