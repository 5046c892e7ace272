package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.Preconditioner;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Products with dense features. Each chunk of rows has a sum of its own; they are added in order.
final class DenseProducts implements FeatureProducts {
  private final DoubleMatrix features;
  private final int columns;
  private final int classes;
  private final boolean intercept;
  private final RowPlan plan;
  private final double[][] partial;
  private double[] point = {};
  private @Nullable Gram gram;

  DenseProducts(DenseFeatures features, int classes, boolean intercept) {
    this.features = DoubleMatrix.of(features.values(), features.rows(), features.columns());
    this.classes = classes;
    this.intercept = intercept;
    columns = features.columns();
    int size = (columns + (intercept ? 1 : 0)) * classes;
    plan = RowPlan.of(features.rows(), columns + classes, size);
    partial = new double[plan.chunks()][size];
  }

  @Override
  public int rows() {
    return features.rows();
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
  public void begin(double[] point, boolean rough) {
    this.point = point;
    Parallel.forEach(partial.length, chunk -> Arrays.fill(partial[chunk], 0));
  }

  @Override
  public void logits(Rows rows, double[] out, int at) {
    DoubleMatrix block = features.rows(rows.from(), rows.to());
    for (int i = 0; i < block.rows(); i++) {
      if (intercept) {
        System.arraycopy(point, columns * classes, out, at + i * classes, classes);
      } else {
        Arrays.fill(out, at + i * classes, at + (i + 1) * classes, 0);
      }
    }
    MatrixProduct.multiplyAdd(
        block,
        DoubleMatrix.of(point, columns, classes),
        new DoubleMatrix(out, at, block.rows(), classes, classes, 1));
  }

  @Override
  public void addTransposed(Rows rows, double[] residuals, int at) {
    double[] sum = partial[rows.chunk()];
    DoubleMatrix block = features.rows(rows.from(), rows.to());
    MatrixProduct.multiplyAdd(
        block.transposed(),
        new DoubleMatrix(residuals, at, block.rows(), classes, classes, 1),
        DoubleMatrix.of(sum, columns, classes));
    if (intercept) {
      for (int i = 0; i < block.rows(); i++) {
        for (int k = 0; k < classes; k++) {
          sum[columns * classes + k] += residuals[at + i * classes + k];
        }
      }
    }
  }

  @Override
  public void end(double[] sum) {
    Arrays.fill(sum, 0);
    for (double[] chunk : partial) {
      Vectors.addScaled(sum, 1, chunk);
    }
  }

  /// The first one has one block for all classes, whose probabilities are alike where a fit starts.
  @Override
  public int curvatureGroups() {
    return gram != null && GramPreconditioner.suitsBlocks(columns, classes) ? classes : 1;
  }

  @Override
  public Preconditioner preconditioner(double[] curvatures, double lambda) {
    if (gram == null) {
      gram = Gram.of(features, intercept, lambda);
    }
    return columns <= GramPreconditioner.LARGEST
        ? GramPreconditioner.of(gram, curvatures, classes)
        : DiagonalPreconditioner.of(gram, curvatures, classes);
  }
}
