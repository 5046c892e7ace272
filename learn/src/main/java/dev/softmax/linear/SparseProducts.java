package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import dev.softmax.kernel.SparseMatrix;
import dev.softmax.kernel.SparseProduct;
import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.Preconditioner;
import java.util.Arrays;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Products with sparse features. Logits are made row by row. For `Xᵀ R` the residuals of all rows
/// are kept, and summed column by column from a transposed copy of the features: partial sums of
/// chunks of rows would be as large as the coefficients, which here are many.
final class SparseProducts implements FeatureProducts {
  /// Always the same order of the rows: the same rows give the same bits.
  private static final long SEED = 1;

  /// Parts that the columns are cut into: tasks enough to keep the cores of a large machine even.
  private static final int PARTS = 64;

  private final SparseMatrix features;
  private final SparseMatrix turned;
  private final int classes;
  private final boolean intercept;
  private final RowPlan plan;
  private final int[] cuts;
  private final double[] residuals;
  private final double[] interceptSums;
  private final double[] zeros;
  private double[] point = {};
  private @Nullable SparseGram gram;

  SparseProducts(SparseFeatures sparse, int classes, boolean intercept) {
    this.classes = classes;
    this.intercept = intercept;
    features =
        new SparseMatrix(sparse.offsets(), sparse.indices(), sparse.values(), sparse.columns());
    turned = features.transposed();
    cuts = turned.cuts(PARTS);
    plan = RowPlan.of(features.rows(), features.entries() / features.rows() + classes, classes);
    residuals = new double[features.rows() * classes];
    interceptSums = new double[plan.chunks() * classes];
    zeros = new double[classes];
  }

  @Override
  public SparseMatrix entries() {
    return features;
  }

  @Override
  public int rows() {
    return features.rows();
  }

  @Override
  public int columns() {
    return features.columns();
  }

  @Override
  public RowPlan plan() {
    return plan;
  }

  @Override
  public void begin(double[] point, boolean rough) {
    this.point = point;
    Arrays.fill(interceptSums, 0);
  }

  @Override
  public void logits(Rows rows, double[] out, int at) {
    for (int row = rows.from(); row < rows.to(); row++) {
      System.arraycopy(
          intercept ? point : zeros,
          intercept ? columns() * classes : 0,
          out,
          at + (row - rows.from()) * classes,
          classes);
    }
    SparseProduct.multiplyAdd(features, rows.from(), rows.to(), point, classes, out, at);
  }

  @Override
  public void addTransposed(Rows rows, double[] from, int at) {
    int values = (rows.to() - rows.from()) * classes;
    System.arraycopy(from, at, residuals, rows.from() * classes, values);
    int sum = rows.chunk() * classes;
    for (int i = 0; i < values; i += classes) {
      for (int k = 0; k < classes; k++) {
        interceptSums[sum + k] += from[at + i + k];
      }
    }
  }

  @Override
  public void end(double[] sum) {
    Parallel.forEach(
        cuts.length - 1,
        part -> {
          int from = cuts[part];
          int to = cuts[part + 1];
          Arrays.fill(sum, from * classes, to * classes, 0);
          SparseProduct.multiplyAdd(turned, from, to, residuals, classes, sum, from * classes);
        });
    if (intercept) {
      int last = columns() * classes;
      Arrays.fill(sum, last, last + classes, 0);
      for (int i = 0; i < interceptSums.length; i++) {
        sum[last + i % classes] += interceptSums[i];
      }
    }
  }

  /// A class each where Gram matrices of that many are affordable and the probabilities differ.
  @Override
  public int curvatureGroups() {
    return gram != null && GramPreconditioner.suitsBlocks(columns(), classes) ? classes : 1;
  }

  @Override
  public Preconditioner preconditioner(double[] curvatures, double lambda) {
    if (gram == null) {
      gram = new SparseGram(features, turned, intercept, lambda);
    }
    return columns() <= GramPreconditioner.LARGEST
        ? gram.preconditioner(curvatures, classes)
        : gram.tempered(curvatures, classes);
  }

  /// A point that is nearer to the answer than zeros are, where it is cheap to find; see
  /// [DualAscent].
  ///
  /// @param lambda strength of the penalty on the scale of the mean, positive
  /// @param enough whether a point is near enough; asked now and then
  double[] start(RowTargets targets, double lambda, Predicate<double[]> enough) {
    double penalty = lambda * features.rows();
    return new DualAscent(features, targets, penalty, intercept, SEED).run(enough);
  }
}
