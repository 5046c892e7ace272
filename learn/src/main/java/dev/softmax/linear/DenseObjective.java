package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import dev.softmax.linear.LogitRows.Rows;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Mean cross-entropy plus `λ/2 ‖W‖²` over dense rows. A point is the coefficients `(K, D)`, then
/// the intercepts `(K)` if there are any.
///
/// A pass goes block by block: logits, residual, `residualᵀ · X`, while the block is in cache. The
/// logits of the current and of the trial point are kept.
final class DenseObjective implements Objective {
  private final DenseData data;
  private final DoubleMatrix features;
  private final int classes;
  private final int columns;
  private final boolean fitIntercept;
  private final double lambda;
  private final RowPlan plan;

  private final double[] scratch;
  private final double[][] partial;
  private final double[] chunkValue;
  private final double[] chunkSlope;

  private double[] point;
  private double[] trialPoint;
  private double[] margins;
  private double[] trialMargins;
  private double[] probabilities = {};
  private boolean probabilitiesKnown;
  private @Nullable Gram gram;
  private double[] curvatures = {};
  private long passes;

  /// @param data the rows
  /// @param lambda strength of the penalty on the scale of the mean: `1 / (C N)`
  /// @param fitIntercept whether a point has intercepts
  DenseObjective(DenseData data, double lambda, boolean fitIntercept) {
    this.data = data;
    this.lambda = lambda;
    this.fitIntercept = fitIntercept;
    classes = data.classes();
    columns = data.columns();
    features = DoubleMatrix.of(data.features(), data.rows(), columns);
    plan = RowPlan.of(data.rows(), columns + classes, size());
    scratch = new double[plan.chunks() * plan.blockRows() * classes];
    partial = new double[plan.chunks()][size()];
    chunkValue = new double[plan.chunks()];
    chunkSlope = new double[plan.chunks()];
    point = new double[size()];
    trialPoint = new double[size()];
    margins = new double[data.rows() * classes];
    trialMargins = new double[data.rows() * classes];
  }

  @Override
  public int size() {
    return classes * columns + (fitIntercept ? classes : 0);
  }

  /// Products of all rows with a matrix of the coefficients' shape so far; a gradient has two.
  long passes() {
    return passes;
  }

  @Override
  public double evaluate(double[] at, double[] gradient) {
    System.arraycopy(at, 0, trialPoint, 0, at.length);
    passes += 2;
    return trial(gradient, true);
  }

  @Override
  public void accept() {
    double[] swap = margins;
    margins = trialMargins;
    trialMargins = swap;
    swap = point;
    point = trialPoint;
    trialPoint = swap;
    probabilitiesKnown = false;
  }

  @Override
  public LinePoint between(double step) {
    double[] from = margins;
    double[] to = trialMargins;
    forEachBlock(
        (chunk, rows) -> {
          LinePoint sum = LogitRows.between(rows, from, to, data.labels(), step, scratch);
          chunkValue[chunk] += sum.value();
          chunkSlope[chunk] += sum.slope();
        });
    double norm = 0;
    double slope = 0;
    for (int i = 0; i < classes * columns; i++) {
      double direction = trialPoint[i] - point[i];
      double w = point[i] + step * direction;
      norm += w * w;
      slope += w * direction;
    }
    return new LinePoint(
        total(chunkValue) / data.rows() + lambda / 2 * norm,
        total(chunkSlope) / data.rows() + lambda * slope);
  }

  @Override
  public double evaluateBetween(double step, double[] at, double[] gradient) {
    for (int i = 0; i < at.length; i++) {
      trialPoint[i] = point[i] + step * (trialPoint[i] - point[i]);
    }
    System.arraycopy(trialPoint, 0, at, 0, at.length);
    double[] from = margins;
    double[] to = trialMargins;
    forEachBlock(
        (chunk, rows) -> {
          for (int i = rows.from() * classes; i < rows.to() * classes; i++) {
            to[i] = from[i] + step * (to[i] - from[i]);
          }
        });
    passes++;
    return trial(gradient, false);
  }

  @Override
  public void hessianProduct(double[] direction, double[] product) {
    findProbabilities();
    clearPartials();
    double[] p = probabilities;
    forEachBlock(
        (chunk, rows) -> {
          multiply(rows, direction, scratch, rows.scratch());
          LogitRows.curvature(rows, p, scratch);
          addTransposed(rows, partial[chunk]);
        });
    passes += 2;
    combine(direction, product);
  }

  /// The first one has one block for all classes, whose probabilities are alike where a fit starts.
  @Override
  public Preconditioner preconditioner() {
    findProbabilities();
    if (gram == null) {
      gram = Gram.of(features, fitIntercept, lambda);
      curvatures = new double[data.rows()];
    } else if (GramPreconditioner.suitsBlocks(columns, classes)) {
      curvatures = curvatures.length == margins.length ? curvatures : new double[margins.length];
    }
    double[] p = probabilities;
    double[] to = curvatures;
    boolean each = to.length == p.length;
    forEachBlock(
        (chunk, rows) -> {
          if (each) {
            LogitRows.curvatures(rows, p, to);
          } else {
            LogitRows.meanCurvatures(rows, p, to);
          }
        });
    return columns <= GramPreconditioner.LARGEST
        ? GramPreconditioner.of(gram, to, data)
        : DiagonalPreconditioner.of(gram, to, data);
  }

  /// Value and gradient at the trial point, whose margins are found first or known.
  private double trial(double[] gradient, boolean fresh) {
    clearPartials();
    double[] to = trialMargins;
    double[] at = trialPoint;
    forEachBlock(
        (chunk, rows) -> {
          if (fresh) {
            multiply(rows, at, to, rows.from() * classes);
          }
          chunkValue[chunk] += LogitRows.residuals(rows, to, data.labels(), scratch);
          addTransposed(rows, partial[chunk]);
        });
    combine(at, gradient);
    double norm = 0;
    for (int i = 0; i < classes * columns; i++) {
      norm += at[i] * at[i];
    }
    return total(chunkValue) / data.rows() + lambda / 2 * norm;
  }

  private void findProbabilities() {
    if (probabilitiesKnown) {
      return;
    }
    if (probabilities.length != margins.length) {
      probabilities = new double[margins.length];
    }
    double[] from = margins;
    double[] to = probabilities;
    forEachBlock(
        (chunk, rows) -> {
          for (int row = rows.from(); row < rows.to(); row++) {
            LogitRows.softmax(from, row * classes, classes, to, row * classes);
          }
        });
    probabilitiesKnown = true;
  }

  /// `out (rows, K) = X (rows, D) · Wᵀ + b`, from index `at` of `out`.
  private void multiply(Rows rows, double[] w, double[] out, int at) {
    DoubleMatrix block = features.rows(rows.from(), rows.to());
    DoubleMatrix result = new DoubleMatrix(out, at, block.rows(), classes, classes, 1);
    DoubleMatrix coefficients = DoubleMatrix.of(w, classes, columns).transposed();
    for (int i = 0; i < block.rows(); i++) {
      for (int k = 0; k < classes; k++) {
        out[at + i * classes + k] = fitIntercept ? w[classes * columns + k] : 0;
      }
    }
    MatrixProduct.multiplyAdd(block, coefficients, result);
  }

  /// `sum (K, D) += scratchᵀ (K, rows) · X (rows, D)`, and the columns' sums for the intercepts.
  private void addTransposed(Rows rows, double[] sum) {
    DoubleMatrix block = features.rows(rows.from(), rows.to());
    DoubleMatrix residual =
        new DoubleMatrix(scratch, rows.scratch(), block.rows(), classes, classes, 1);
    MatrixProduct.multiplyAdd(residual.transposed(), block, DoubleMatrix.of(sum, classes, columns));
    if (fitIntercept) {
      for (int i = 0; i < block.rows(); i++) {
        for (int k = 0; k < classes; k++) {
          sum[classes * columns + k] += scratch[rows.scratch() + i * classes + k];
        }
      }
    }
  }

  private void clearPartials() {
    Parallel.forEach(partial.length, chunk -> Arrays.fill(partial[chunk], 0));
  }

  /// `result = mean of the partial sums + λ · at`, the intercepts without `λ`.
  private void combine(double[] at, double[] result) {
    Arrays.fill(result, 0);
    for (double[] sum : partial) {
      Vectors.addScaled(result, 1, sum);
    }
    Vectors.scale(result, 1.0 / data.rows());
    for (int i = 0; i < classes * columns; i++) {
      result[i] += lambda * at[i];
    }
  }

  /// Runs `work` on each block, the blocks of a chunk in order; the chunks' values start at 0.
  private void forEachBlock(BlockWork work) {
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          chunkValue[chunk] = 0;
          chunkSlope[chunk] = 0;
          int at = chunk * plan.blockRows() * classes;
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            int to = Math.min(from + plan.blockRows(), plan.to(chunk));
            work.run(chunk, new Rows(from, to, classes, at));
          }
        });
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  @FunctionalInterface
  private interface BlockWork {
    void run(int chunk, Rows rows);
  }
}
