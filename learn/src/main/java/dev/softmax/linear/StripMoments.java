package dev.softmax.linear;

import dev.softmax.kernel.FloatFeatures;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// Second moments of all columns, `(1/N) Σ_i c_ig x̃_ij²`: the diagonals of Gram matrices.
final class StripMoments {
  private static final int STRIP = FloatFeatures.STRIP;

  private final FeatureBlocks blocks;
  private final boolean intercept;
  private final RowPlan plan;
  private final int groups;

  /// @param plan of whole blocks
  StripMoments(FeatureBlocks blocks, boolean intercept, RowPlan plan, int groups) {
    this.blocks = blocks;
    this.intercept = intercept;
    this.plan = plan;
    this.groups = groups;
  }

  /// The moments, `(D + 1, groups)`, or `(D, groups)` without intercepts.
  ///
  /// @param curvatures `c (N, groups)`
  double[] sums(double[] curvatures) {
    int columns = blocks.columns();
    int size = (columns + (intercept ? 1 : 0)) * groups;
    double[][] partial = new double[plan.chunks()][size];
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          Block block = new Block();
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            int to = Math.min(from + plan.blockRows(), plan.to(chunk));
            block.add(from, to, curvatures, partial[chunk]);
          }
        });
    double[] total = new double[size];
    for (double[] sum : partial) {
      Vectors.addScaled(total, 1.0 / plan.rows(), sum);
    }
    double[] scales = blocks.scales();
    for (int i = 0; i < columns * groups; i++) {
      total[i] *= scales[i / groups] * scales[i / groups];
    }
    return total;
  }

  /// Arrays for the work on one block.
  private final class Block {
    private final float[] c = new float[plan.blockRows() * groups];
    private final float[] squares = new float[FloatFeatures.COLUMNS * plan.blockRows()];
    private final double[] tile = new double[FloatFeatures.COLUMNS * groups];
    private final float[] room = new float[FloatFeatures.ROOM];

    /// Adds rows `from` to `to`.
    void add(int from, int to, double[] curvatures, double[] sum) {
      int index = from / plan.blockRows();
      int strips = blocks.strips(index);
      int[] active = blocks.active(index);
      turn(from, to, curvatures);
      int step = FloatFeatures.COLUMNS;
      for (int first = 0; first < active.length; first += step) {
        blocks.copy(index, 0, strips, first, first + step, squares);
        for (int i = 0; i < strips * step * STRIP; i++) {
          squares[i] *= squares[i];
        }
        Arrays.fill(tile, 0);
        FloatFeatures.transposed(
            squares, 0, step, step * STRIP, strips, c, 0, groups, tile, 0, room);
        for (int a = first; a < first + step && active[a] >= 0; a++) {
          for (int g = 0; g < groups; g++) {
            sum[active[a] * groups + g] += tile[(a - first) * groups + g];
          }
        }
      }
      for (int i = from * groups; intercept && i < to * groups; i++) {
        sum[blocks.columns() * groups + i % groups] += curvatures[i];
      }
    }

    /// Reads the curvatures of the rows, `[strip][group][lane]`.
    private void turn(int from, int to, double[] curvatures) {
      Arrays.fill(c, 0);
      for (int row = from; row < to; row++) {
        int at = (row - from) / STRIP * STRIP * groups + (row - from) % STRIP;
        for (int g = 0; g < groups; g++) {
          c[at + g * STRIP] = (float) curvatures[row * groups + g];
        }
      }
    }
  }
}
