package dev.softmax.linear;

import dev.softmax.kernel.DoubleFeatures;
import dev.softmax.kernel.FloatFeatures;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

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

  /// Distance from a whole multiple up to 255 that division may have left.
  private static final double ROUNDING = 1e-12;

  /// Rows that are looked at to find of what all values might be multiples.
  private static final int LOOKED_AT = 2000;

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
    blockRows = blockRows(rows, columns);
    int blocks = Math.ceilDiv(rows, blockRows);
    active = new int[blocks][];
    double[][] largest = new double[blocks][];
    Parallel.forEach(
        blocks,
        block -> {
          largest[block] = magnitudes(features.values(), block);
          active[block] = occurring(largest[block]);
        });
    double unit = unit(features);
    bytes = new byte[unit > 0 ? blocks : 0][];
    if (unit > 0 && fillBytes(features.values(), unit)) {
      scales = filled(columns, unit);
      high = new float[0][];
      low = new float[0][];
      return;
    }
    Arrays.fill(bytes, new byte[0]);
    scales = powers(largest);
    high = new float[blocks][];
    low = new float[blocks][];
    Parallel.forEach(
        blocks,
        block -> {
          high[block] = new float[values(block)];
          low[block] = new float[values(block)];
          if (!fillFloats(features.values(), block)) {
            low[block] = new float[0];
          }
        });
  }

  /// Some rows of `all`, rounded: the rest of what was kept to 48 bits is left out.
  private FeatureBlocks(FeatureBlocks all, int[] chosen) {
    rows = chosen.length;
    columns = all.columns;
    scales = all.scales;
    blockRows = blockRows(rows, columns);
    int blocks = Math.ceilDiv(rows, blockRows);
    active = new int[blocks][];
    boolean floats = all.hasFloats();
    bytes = new byte[floats ? 0 : blocks][];
    high = new float[floats ? blocks : 0][];
    low = new float[floats ? blocks : 0][0];
    Parallel.forEach(
        blocks,
        block -> {
          int[] some = Arrays.copyOfRange(chosen, block * blockRows, end(block));
          active[block] = all.occurring(some);
          if (floats) {
            high[block] = new float[values(block)];
          } else {
            bytes[block] = new byte[values(block)];
          }
          for (int from = 0; from < some.length; ) {
            int to = from;
            int source = some[from] / all.blockRows;
            while (to < some.length && some[to] / all.blockRows == source) {
              to++;
            }
            copy(all, some, from, to, block);
            from = to;
          }
        });
  }

  /// Some rows alone, rounded.
  ///
  /// @param chosen indices, ascending
  FeatureBlocks of(int[] chosen) {
    return new FeatureBlocks(this, chosen);
  }

  /// Copies the rows from place `from` to `to` of a block, which `all` has in one block.
  private void copy(FeatureBlocks all, int[] some, int from, int to, int block) {
    int index = some[from] / all.blockRows;
    int[] theirs = all.active[index];
    int[] place = new int[columns];
    Arrays.fill(place, -1);
    for (int a = 0; a < theirs.length && theirs[a] >= 0; a++) {
      place[theirs[a]] = a;
    }
    int[] own = active[block];
    int[] sources = new int[to - from];
    int[] targets = new int[to - from];
    for (int i = from; i < to; i++) {
      int lane = some[i] - index * all.blockRows;
      sources[i - from] = lane / STRIP * STRIP * theirs.length + lane % STRIP;
      targets[i - from] = i / STRIP * STRIP * own.length + i % STRIP;
    }
    for (int a = 0; a < own.length && own[a] >= 0; a++) {
      int source = place[own[a]] * STRIP;
      if (source < 0) {
        continue;
      }
      int target = a * STRIP;
      if (hasFloats()) {
        for (int i = 0; i < sources.length; i++) {
          high[block][target + targets[i]] = all.high[index][source + sources[i]];
        }
      } else {
        for (int i = 0; i < sources.length; i++) {
          bytes[block][target + targets[i]] = all.bytes[index][source + sources[i]];
        }
      }
    }
  }

  /// The columns of the blocks that these rows are in, filled up like those of a block.
  private int[] occurring(int[] some) {
    boolean[] occurs = new boolean[columns];
    int last = -1;
    for (int row : some) {
      if (row / blockRows != last) {
        last = row / blockRows;
        for (int column : active[last]) {
          if (column >= 0) {
            occurs[column] = true;
          }
        }
      }
    }
    return padded(occurs);
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

  /// The largest magnitude of each column in a block.
  private double[] magnitudes(double[] values, int block) {
    double[] largest = new double[columns];
    for (int row = block * blockRows; row < end(block); row++) {
      int at = row * columns;
      for (int j = 0; j < columns; j++) {
        largest[j] = Math.max(largest[j], Math.abs(values[at + j]));
      }
    }
    return largest;
  }

  private int[] occurring(double[] largest) {
    boolean[] occurs = new boolean[columns];
    for (int j = 0; j < columns; j++) {
      occurs[j] = largest[j] != 0;
    }
    return padded(occurs);
  }

  private static int blockRows(int rows, int columns) {
    return STRIP
        * Math.clamp(
            BLOCK_VALUES / (STRIP * Math.max(columns, 1)),
            1,
            Math.min(MOST_STRIPS, Math.ceilDiv(Math.max(rows, 1), STRIP)));
  }

  private static int[] padded(boolean[] occurs) {
    int count = 0;
    int[] list = new int[occurs.length + FloatFeatures.COLUMNS];
    for (int j = 0; j < occurs.length; j++) {
      if (occurs[j]) {
        list[count++] = j;
      }
    }
    int padded = Math.ceilDiv(count, FloatFeatures.COLUMNS) * FloatFeatures.COLUMNS;
    Arrays.fill(list, count, padded, -1);
    return Arrays.copyOf(list, padded);
  }

  /// Returns whether all values are multiples of `unit` from 0 to 255.
  private boolean fillBytes(double[] values, double unit) {
    AtomicBoolean fits = new AtomicBoolean(true);
    Parallel.forEach(
        bytes.length,
        block -> {
          if (fits.get()) {
            bytes[block] = new byte[values(block)];
            if (!fillBytes(values, block, 1 / unit)) {
              fits.set(false);
            }
          }
        });
    return fits.get();
  }

  private boolean fillBytes(double[] values, int block, double inverse) {
    int[] list = active[block];
    byte[] out = bytes[block];
    double worst = 0;
    double largest = 0;
    for (int row = block * blockRows; row < end(block); row++) {
      int lane = row - block * blockRows;
      int to = lane / STRIP * STRIP * list.length + lane % STRIP;
      for (int a = 0; a < list.length && list[a] >= 0; a++) {
        double multiple = values[row * columns + list[a]] * inverse;
        // Rounded to the nearest where it is not negative, and where it is, far from it.
        int near = (int) (multiple + 0.5);
        out[to + a * STRIP] = (byte) near;
        worst = Math.max(worst, Math.abs(multiple - near));
        largest = Math.max(largest, multiple);
      }
    }
    return worst <= ROUNDING && largest < 255.5;
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

  /// The least positive value of the first rows: if all values are multiples of one number, then
  /// probably of this one. 0 where there is none, or a negative one.
  private double unit(DenseFeatures features) {
    double[] values = features.values();
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < Math.min(values.length, LOOKED_AT * Math.max(columns, 1)); i++) {
      if (values[i] < 0) {
        return 0;
      }
      least = values[i] > 0 ? Math.min(least, values[i]) : least;
    }
    return least < Double.POSITIVE_INFINITY && Double.isFinite(1 / least) ? least : 0;
  }

  /// For each column the power of two that its largest magnitude divided by it is from 1 to 2.
  private double[] powers(double[][] magnitudes) {
    double[] powers = new double[columns];
    for (int j = 0; j < columns; j++) {
      double largest = 0;
      for (double[] block : magnitudes) {
        largest = Math.max(largest, block[j]);
      }
      powers[j] = largest < Double.MIN_NORMAL ? 1 : Math.scalb(1.0, Math.getExponent(largest));
    }
    return powers;
  }

  private static double[] filled(int length, double value) {
    double[] all = new double[length];
    Arrays.fill(all, value);
    return all;
  }
}
