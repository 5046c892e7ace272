package dev.softmax.linear;

import dev.softmax.kernel.FloatFeatures;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Gram matrices of few columns, of all rows: every product of two columns is one more column, whose
/// sums with the curvatures of all classes are taken at once.
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
          Block block = new Block();
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            block.add(from, Math.min(from + plan.blockRows(), plan.to(chunk)), curvatures);
            block.sumInto(from / plan.blockRows(), sums[chunk]);
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

  /// Pairs of columns, filled up to what the kernel takes.
  private int pairs() {
    return Math.ceilDiv(order * (order + 1) / 2, FloatFeatures.COLUMNS) * FloatFeatures.COLUMNS;
  }

  /// One block's columns, one after the other `[column][strip][lane]`, and its curvatures.
  private final class Block {
    private final int length = plan.blockRows();
    private final float[] columns = new float[(order + 1) * length];
    private final float[] unpacked = new float[FloatFeatures.COLUMNS * length];
    private final float[] products = new float[FloatFeatures.COLUMNS * length];
    private final float[] c = new float[length * groups];
    private final float[] room = new float[FloatFeatures.ROOM];

    /// Reads rows `from` to `to`.
    void add(int from, int to, double[] curvatures) {
      int index = from / length;
      int strips = blocks.strips(index);
      int[] active = blocks.active(index);
      Arrays.fill(columns, 0);
      for (int first = 0; first < active.length; first += FloatFeatures.COLUMNS) {
        blocks.copy(index, 0, strips, first, first + FloatFeatures.COLUMNS, unpacked);
        for (int a = 0; a < FloatFeatures.COLUMNS && active[first + a] >= 0; a++) {
          for (int strip = 0; strip < strips; strip++) {
            System.arraycopy(
                unpacked,
                (strip * FloatFeatures.COLUMNS + a) * STRIP,
                columns,
                active[first + a] * length + strip * STRIP,
                STRIP);
          }
        }
      }
      if (intercept) {
        Arrays.fill(columns, (order - 1) * length, order * length, 1);
      }
      Arrays.fill(c, 0);
      for (int row = from; row < to; row++) {
        int at = (row - from) / STRIP * STRIP * groups + (row - from) % STRIP;
        for (int g = 0; g < groups; g++) {
          c[at + g * STRIP] = (float) curvatures[row * groups + g];
        }
      }
    }

    /// Adds the sums of what was read, `(pairs, groups)`.
    void sumInto(int index, double[] sums) {
      int strips = blocks.strips(index);
      int i = 0;
      int j = 0;
      for (int pair = 0; pair < pairs(); pair += FloatFeatures.COLUMNS) {
        for (int a = 0; a < FloatFeatures.COLUMNS; a++) {
          multiply(i * length, j * length, a * STRIP, strips);
          // Past the last pair both stay at a column of zeros.
          i = j >= order - 1 ? Math.min(i + 1, order) : i;
          j = j >= order - 1 ? i : j + 1;
        }
        int width = FloatFeatures.COLUMNS;
        FloatFeatures.transposed(
            products, 0, width, width * STRIP, strips, c, 0, groups, sums, pair * groups, room);
      }
    }

    private void multiply(int i, int j, int to, int strips) {
      for (int strip = 0; strip < strips; strip++) {
        int p = i + strip * STRIP;
        int q = j + strip * STRIP;
        int r = to + strip * FloatFeatures.COLUMNS * STRIP;
        for (int lane = 0; lane < STRIP; lane++) {
          products[r + lane] = columns[p + lane] * columns[q + lane];
        }
      }
    }
  }
}
