package dev.softmax.linear;

import dev.softmax.kernel.DoubleFeatures;
import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.FloatFeatures;
import dev.softmax.kernel.Parallel;
import dev.softmax.kernel.SparseMatrix;
import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.Preconditioner;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Products with dense features. Each chunk of rows has a sum of its own; they are added in order.
///
/// Rough products are sums of `float` over the columns, and over the rows of a block; sums of blocks
/// are `double`. Weights are scaled by a power of two first, so that nothing overflows.
final class DenseProducts implements FeatureProducts {
  private static final int STRIP = FeatureBlocks.STRIP;

  /// Columns of a strip that are unpacked at a time, small enough for the first-level cache.
  private static final int COLUMNS = 32;

  /// `p (1 − p)` is never more.
  private static final double LARGEST_CURVATURE = 0.25;

  /// How much longer an operation of a matrix and its factor takes than one of a Hessian product.
  private static final double COST_FACTOR = 2;

  private final DoubleMatrix features;
  private final FeatureBlocks blocks;
  private final int columns;
  private final int classes;
  private final boolean intercept;
  private final RowPlan plan;
  private final double[][] partial;

  /// Coefficients times the scales of their columns, and a row of zeros for columns that are none.
  private final double[] weights;

  private final float[] floatWeights;
  private final double[] biases;
  private final ConcurrentLinkedQueue<Scratch> free = new ConcurrentLinkedQueue<>();
  private boolean rough;

  /// Whether all coefficients are 0, as where a fit starts: logits are the intercepts then.
  private boolean zeros;
  private double factor;
  private boolean first = true;
  private boolean fewColumns;

  DenseProducts(DenseFeatures features, int classes, boolean intercept) {
    this(
        DoubleMatrix.of(features.values(), features.rows(), features.columns()),
        new FeatureBlocks(features),
        classes,
        intercept);
  }

  private DenseProducts(
      DoubleMatrix features, FeatureBlocks blocks, int classes, boolean intercept) {
    this.features = features;
    this.blocks = blocks;
    this.classes = classes;
    this.intercept = intercept;
    columns = features.columns();
    int size = (columns + (intercept ? 1 : 0)) * classes;
    plan = RowPlan.ofBlocks(blocks.rows(), blocks.blockRows(), size);
    partial = new double[plan.chunks()][size];
    weights = new double[(columns + 1) * classes];
    floatWeights = new float[weights.length];
    biases = new double[classes];
  }

  @Override
  public SparseMatrix entries() {
    return DenseFeatures.entries(features.data(), rows(), columns);
  }

  @Override
  public Optional<FeatureProducts> of(int[] rows) {
    return Optional.of(new DenseProducts(features, blocks.of(rows), classes, intercept));
  }

  @Override
  public int rows() {
    return blocks.rows();
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public RowPlan plan() {
    return plan;
  }

  @Override
  public boolean inStrips() {
    return true;
  }

  @Override
  public void begin(double[] point, boolean rough) {
    this.rough = rough;
    Parallel.forEach(partial.length, chunk -> Arrays.fill(partial[chunk], 0));
    if (intercept) {
      System.arraycopy(point, columns * classes, biases, 0, classes);
    }
    double[] scales = blocks.scales();
    for (int j = 0; j < columns; j++) {
      for (int i = j * classes; i < (j + 1) * classes; i++) {
        weights[i] = point[i] * scales[j];
      }
    }
    double most = Vectors.maxNorm(weights);
    zeros = most == 0;
    if (rough) {
      double largest = Math.max(most, Vectors.maxNorm(biases));
      factor = Math.scalb(1.0, -Math.clamp(Math.getExponent(largest), -1000, 1000));
      for (int i = 0; i < weights.length; i++) {
        floatWeights[i] = (float) (weights[i] * factor);
      }
    }
  }

  @Override
  public void logits(Rows rows, double[] out, int at) {
    Scratch scratch = take();
    int block = rows.from() / blocks.blockRows();
    if (rough) {
      roughLogits(block, scratch, out, at);
    } else {
      exactLogits(block, scratch, out, at);
    }
    free.add(scratch);
  }

  /// Copies the rows of active columns one after the other; both are `double[]` or both `float[]`.
  private void gather(Object from, Object to, int[] active) {
    for (int a = 0; a < active.length; a++) {
      int row = active[a] < 0 ? columns : active[a];
      System.arraycopy(from, row * classes, to, a * classes, classes);
    }
  }

  private void exactLogits(int block, Scratch scratch, double[] out, int at) {
    int[] active = blocks.active(block);
    double[] w = scratch.weights;
    gather(weights, w, active);
    for (int strip = 0; strip < blocks.strips(block); strip++) {
      int to = at + strip * STRIP * classes;
      for (int k = 0; k < classes; k++) {
        Arrays.fill(out, to + k * STRIP, to + (k + 1) * STRIP, biases[k]);
      }
      for (int from = 0; from < active.length && !zeros; from += COLUMNS) {
        int count = Math.min(COLUMNS, active.length - from);
        blocks.copy(block, strip, 1, from, from + count, scratch.values);
        DoubleFeatures.forward(scratch.values, 0, count, w, from * classes, classes, out, to);
      }
    }
  }

  private void roughLogits(int block, Scratch scratch, double[] out, int at) {
    int[] active = blocks.active(block);
    float[] w = scratch.floatWeights;
    gather(floatWeights, w, active);
    float[] z = scratch.floatLogits;
    double inverse = 1 / factor;
    for (int strip = 0; strip < blocks.strips(block); strip++) {
      for (int k = 0; k < classes; k++) {
        Arrays.fill(z, k * STRIP, (k + 1) * STRIP, (float) (biases[k] * factor));
      }
      if (blocks.hasFloats()) {
        int start = strip * active.length * STRIP;
        FloatFeatures.forward(blocks.floats(block), start, active.length, w, 0, classes, z, 0);
      } else {
        for (int from = 0; from < active.length; from += COLUMNS) {
          int to = Math.min(from + COLUMNS, active.length);
          blocks.copy(block, strip, 1, from, to, scratch.floatValues);
          FloatFeatures.forward(
              scratch.floatValues, 0, to - from, w, from * classes, classes, z, 0);
        }
      }
      int start = at + strip * STRIP * classes;
      for (int i = 0; i < STRIP * classes; i++) {
        out[start + i] = z[i] * inverse;
      }
    }
  }

  @Override
  public void addTransposed(Rows rows, double[] residuals, int at) {
    Scratch scratch = take();
    int block = rows.from() / blocks.blockRows();
    int[] active = blocks.active(block);
    Arrays.fill(scratch.sums, 0, active.length * classes, 0);
    if (rough) {
      roughTransposed(block, scratch, residuals, at);
    } else {
      exactTransposed(block, scratch, residuals, at);
    }
    double[] sum = partial[rows.chunk()];
    for (int a = 0; a < active.length && active[a] >= 0; a++) {
      for (int k = 0; k < classes; k++) {
        sum[active[a] * classes + k] += scratch.sums[a * classes + k];
      }
    }
    if (intercept) {
      addSums(residuals, at, blocks.strips(block), sum);
    }
    free.add(scratch);
  }

  /// Adds the sums of `R` over the rows to the intercepts', as four that do not wait for each other.
  private void addSums(double[] residuals, int at, int strips, double[] sum) {
    for (int i = 0; i < strips * classes; i++) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      int end = at + (i + 1) * STRIP;
      for (int lane = at + i * STRIP; lane < end; lane += 4) {
        s0 += residuals[lane];
        s1 += residuals[lane + 1];
        s2 += residuals[lane + 2];
        s3 += residuals[lane + 3];
      }
      sum[columns * classes + i % classes] += (s0 + s1) + (s2 + s3);
    }
  }

  private void exactTransposed(int block, Scratch scratch, double[] residuals, int at) {
    int strips = blocks.strips(block);
    int width = blocks.active(block).length;
    int step = DoubleFeatures.COLUMNS;
    for (int from = 0; from < width; from += step) {
      blocks.copy(block, 0, strips, from, from + step, scratch.values);
      DoubleFeatures.transposed(
          scratch.values,
          0,
          step,
          step * STRIP,
          strips,
          residuals,
          at,
          classes,
          scratch.sums,
          from * classes,
          scratch.room);
    }
  }

  private void roughTransposed(int block, Scratch scratch, double[] residuals, int at) {
    int strips = blocks.strips(block);
    int width = blocks.active(block).length;
    float[] r = scratch.floatResiduals;
    for (int i = 0; i < strips * STRIP * classes; i++) {
      r[i] = (float) (residuals[at + i] * factor);
    }
    if (blocks.hasFloats()) {
      FloatFeatures.transposed(
          blocks.floats(block),
          0,
          width,
          width * STRIP,
          strips,
          r,
          0,
          classes,
          scratch.sums,
          0,
          scratch.floatRoom);
      return;
    }
    int step = FloatFeatures.COLUMNS;
    for (int from = 0; from < width; from += step) {
      blocks.copy(block, 0, strips, from, from + step, scratch.floatValues);
      FloatFeatures.transposed(
          scratch.floatValues,
          0,
          step,
          step * STRIP,
          strips,
          r,
          0,
          classes,
          scratch.sums,
          from * classes,
          scratch.floatRoom);
    }
  }

  @Override
  public void end(double[] sum) {
    Arrays.fill(sum, 0);
    for (double[] chunk : partial) {
      Vectors.addScaled(sum, 1, chunk);
    }
    double[] scales = blocks.scales();
    for (int j = 0; j < columns; j++) {
      double scale = rough ? scales[j] / factor : scales[j];
      for (int i = j * classes; i < (j + 1) * classes; i++) {
        sum[i] *= scale;
      }
    }
  }

  /// The first one has one block for all classes, whose probabilities are alike where a fit starts.
  @Override
  public int curvatureGroups() {
    return !first && GramPreconditioner.suitsBlocks(columns, classes) ? classes : 1;
  }

  @Override
  public Preconditioner preconditioner(double[] curvatures, double lambda) {
    int groups = curvatures.length / rows();
    boolean few = first ? sumsFloats(lambda) : fewColumns;
    fewColumns = few;
    first = false;
    if (columns > GramPreconditioner.LARGEST) {
      double[] diagonal = new StripMoments(blocks, intercept, plan, groups).sums(curvatures);
      return DiagonalPreconditioner.of(diagonal, columns, lambda, classes);
    }
    Gram gram = Gram.of(features, intercept, lambda);
    double[][] matrices =
        few
            ? new StripGram(blocks, intercept, plan, groups).matrices(curvatures)
            : gram.matrices(
                curvatures,
                groups,
                new StripMoments(blocks, intercept, plan, groups).sums(curvatures));
    // Operations: a matrix m·D² by symmetry, its factor D³/3, a Hessian product 4·N·K·D.
    double order = gram.order();
    double multiplied = few ? rows() : gram.sampledRows();
    double cost = curvatureGroups() * order * (multiplied + order / 3) / (4.0 * rows() * classes);
    Cholesky[] factors = Gram.factors(matrices, columns, lambda);
    // Few columns have matrices of all rows, and samples were no gain.
    double dimension =
        few ? Double.POSITIVE_INFINITY : GramPreconditioner.dimension(factors, columns, lambda);
    boolean inverse = few && groups == 1 && GramPreconditioner.isWhole(curvatures, classes);
    return new GramPreconditioner(factors, classes, COST_FACTOR * cost, dimension, inverse);
  }

  /// Whether matrices are of few columns and may be sums of `float`.
  private boolean sumsFloats(double lambda) {
    if (columns > StripGram.MOST) {
      return false;
    }
    double[] ones = new double[rows()];
    Arrays.fill(ones, 1);
    double[] moments = new StripMoments(blocks, intercept, plan, 1).sums(ones);
    double largest = 0;
    for (int j = 0; j < columns; j++) {
      largest = Math.max(largest, moments[j]);
    }
    return Gram.hidesRounding(lambda, LARGEST_CURVATURE * largest);
  }

  private Scratch take() {
    Scratch scratch = free.poll();
    return scratch == null ? new Scratch(columns, classes, blocks.blockRows()) : scratch;
  }

  /// Arrays for the work on one block.
  private static final class Scratch {
    final double[] values;
    final float[] floatValues;
    final double[] weights;
    final float[] floatWeights;
    final float[] floatLogits;
    final float[] floatResiduals;
    final double[] sums;
    final double[] room = new double[DoubleFeatures.ROOM];
    final float[] floatRoom = new float[FloatFeatures.ROOM];

    Scratch(int columns, int classes, int blockRows) {
      int width = (columns + DoubleFeatures.COLUMNS) * classes;
      int unpacked = Math.max(COLUMNS * STRIP, DoubleFeatures.COLUMNS * blockRows);
      values = new double[unpacked];
      floatValues = new float[unpacked];
      weights = new double[width];
      floatWeights = new float[width];
      floatLogits = new float[STRIP * classes];
      floatResiduals = new float[blockRows * classes];
      sums = new double[width];
    }
  }
}
