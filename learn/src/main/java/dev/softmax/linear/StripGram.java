package dev.softmax.linear;

import dev.softmax.kernel.FloatColumns;
import dev.softmax.kernel.FloatFeatures;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Gram matrices of few columns, of all rows. One is the product of the columns with themselves, times the
/// curvatures. For several, every product of two columns is one more column, whose sums with the curvatures of
/// all classes are taken at once.
final class StripGram {
  /// Most columns; beyond, a sample of rows is cheaper.
  static final int MOST = 64;

  private static final int STRIP = FloatFeatures.STRIP;

  private final FeatureBlocks blocks;
  private final boolean intercept;
  private final RowPlan plan;
  private final int order;
  private final int groups;

  /// @param plan of whole blocks
  StripGram(FeatureBlocks blocks, boolean intercept, RowPlan plan, int groups) {
    this.blocks = blocks;
    this.intercept = intercept;
    this.plan = plan;
    this.groups = groups;
    order = blocks.columns() + (intercept ? 1 : 0);
  }

  /// `(1/N) Σ_i c_ig x̃_i x̃_iᵀ` of each group, the upper triangles, row-major.
  ///
  /// @param curvatures `c (N, groups)`
  double[][] matrices(double[] curvatures) {
    double[][] sums = new double[plan.chunks()][pairs() * groups];
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          BlockSum sum = groups == 1 ? new Square() : new Pairs();
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            int to = Math.min(from + plan.blockRows(), plan.to(chunk));
            sum.add(from, to, curvatures, sums[chunk]);
          }
        });
    for (int chunk = 1; chunk < sums.length; chunk++) {
      Vectors.addScaled(sums[0], 1, sums[chunk]);
    }
    double[] scales = blocks.scales();
    double[][] matrices = new double[groups][order * order];
    int pair = 0;
    for (int i = 0; i < order; i++) {
      for (int j = i; j < order; j++) {
        double scale = (i < scales.length ? scales[i] : 1) * (j < scales.length ? scales[j] : 1);
        for (int g = 0; g < groups; g++) {
          matrices[g][i * order + j] = sums[0][pair * groups + g] * scale / plan.rows();
        }
        pair++;
      }
    }
    return matrices;
  }

  private int pairs() {
    return order * (order + 1) / 2;
  }

  /// The place of a pair among those of the upper triangle, row by row.
  private int pair(int i, int j) {
    return i * order - i * (i - 1) / 2 + j - i;
  }

  /// What one block adds.
  private interface BlockSum {
    /// Adds the sums of rows `from` to `to` to `sums (pairs, groups)`.
    void add(int from, int to, double[] curvatures, double[] sums);
  }

  /// One group.
  private final class Square implements BlockSum {
    private final int length = plan.blockRows();
    private final int widest = order + FloatFeatures.COLUMNS;
    private final float[] values = new float[widest * length];
    private final float[] weighted = new float[(widest + 1) * length];
    private final double[] products = new double[widest * (widest + 1)];
    private final float[] room = new float[FloatFeatures.ROOM];

    @Override
    public void add(int from, int to, double[] curvatures, double[] sums) {
      int index = from / length;
      int strips = blocks.strips(index);
      int[] active = blocks.active(index);
      int width = active.length;
      int others = width + 1;
      blocks.copy(index, 0, strips, 0, width, values);
      weigh(from, to, curvatures, strips, width);
      Arrays.fill(products, 0, width * others, 0);
      FloatFeatures.transposed(
          values, 0, width, width * STRIP, strips, weighted, 0, others, products, 0, room);
      for (int a = 0; a < width && active[a] >= 0; a++) {
        for (int b = a; b < width && active[b] >= 0; b++) {
          sums[pair(active[a], active[b])] += products[a * others + b];
        }
        if (intercept) {
          sums[pair(active[a], order - 1)] += products[a * others + width];
        }
      }
      for (int row = from; row < to && intercept; row++) {
        sums[sums.length - 1] += curvatures[row];
      }
    }

    /// Writes the columns times the curvatures, and the curvatures behind them.
    private void weigh(int from, int to, double[] curvatures, int strips, int width) {
      for (int strip = 0; strip < strips; strip++) {
        int c = (strip * (width + 1) + width) * STRIP;
        for (int lane = 0; lane < STRIP; lane++) {
          int row = from + strip * STRIP + lane;
          weighted[c + lane] = row < to ? (float) curvatures[row] : 0;
        }
        for (int a = 0; a < width; a++) {
          int x = (strip * width + a) * STRIP;
          int y = (strip * (width + 1) + a) * STRIP;
          for (int lane = 0; lane < STRIP; lane++) {
            weighted[y + lane] = values[x + lane] * weighted[c + lane];
          }
        }
      }
    }
  }

  /// Several groups: the columns that one block has, one after the other `[column][strip][lane]`, and its
  /// curvatures. Most columns of categories are in few blocks.
  private final class Pairs implements BlockSum {
    private static final int TOGETHER = FloatFeatures.COLUMNS;

    private final int length = plan.blockRows();
    private final int[] present = new int[order];
    private final float[] columns = new float[order * length];
    private final float[] unpacked = new float[TOGETHER * length];
    private final float[] products = new float[TOGETHER * length];
    private final int[] places = new int[TOGETHER];
    private final double[] added = new double[TOGETHER * groups];
    private final float[] c = new float[length * groups];
    private final float[] room = new float[FloatFeatures.ROOM];
    private int count;

    @Override
    public void add(int from, int to, double[] curvatures, double[] sums) {
      read(from, to, curvatures);
      sumInto(from / length, sums);
    }

    private void read(int from, int to, double[] curvatures) {
      int index = from / length;
      int strips = blocks.strips(index);
      int[] active = blocks.active(index);
      count = 0;
      for (int first = 0; first < active.length; first += TOGETHER) {
        blocks.copy(index, 0, strips, first, first + TOGETHER, unpacked);
        for (int a = 0; a < TOGETHER && active[first + a] >= 0; a++) {
          for (int strip = 0; strip < strips; strip++) {
            int source = (strip * TOGETHER + a) * STRIP;
            System.arraycopy(unpacked, source, columns, count * length + strip * STRIP, STRIP);
          }
          present[count++] = active[first + a];
        }
      }
      if (intercept) {
        Arrays.fill(columns, count * length, (count + 1) * length, 1);
        present[count++] = order - 1;
      }
      Arrays.fill(c, 0);
      for (int row = from; row < to; row++) {
        int at = (row - from) / STRIP * STRIP * groups + (row - from) % STRIP;
        for (int g = 0; g < groups; g++) {
          c[at + g * STRIP] = (float) curvatures[row * groups + g];
        }
      }
    }

    private void sumInto(int index, double[] sums) {
      int strips = blocks.strips(index);
      int filled = 0;
      for (int i = 0; i < count; i++) {
        for (int j = i; j < count; j++) {
          FloatColumns.multiply(
              columns, i * length, j * length, strips, products, filled * STRIP, TOGETHER * STRIP);
          places[filled++] = pair(present[i], present[j]);
          if (filled == TOGETHER) {
            flush(strips, filled, sums);
            filled = 0;
          }
        }
      }
      if (filled > 0) {
        flush(strips, filled, sums);
      }
    }

    /// Sums the first products with the curvatures; what the others still hold is summed in vain.
    private void flush(int strips, int filled, double[] sums) {
      Arrays.fill(added, 0);
      int step = TOGETHER * STRIP;
      FloatFeatures.transposed(products, 0, TOGETHER, step, strips, c, 0, groups, added, 0, room);
      for (int p = 0; p < filled; p++) {
        for (int g = 0; g < groups; g++) {
          sums[places[p] * groups + g] += added[p * groups + g];
        }
      }
    }
  }
}
