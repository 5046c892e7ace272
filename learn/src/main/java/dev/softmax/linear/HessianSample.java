package dev.softmax.linear;

import dev.softmax.kernel.Parallel;
import dev.softmax.linear.LogitRows.Rows;

/// The Hessian of a mean cross-entropy at a point, estimated from some rows.
final class HessianSample {
  private final FeatureProducts products;
  private final LogitWork work;
  private final double[] probabilities;
  private final double[] scratch;

  /// @param products of the rows drawn
  /// @param work with their weights, times how many rows each stands for
  /// @param probabilities at the point, as `work` has them
  HessianSample(FeatureProducts products, LogitWork work, double[] probabilities) {
    this.products = products;
    this.work = work;
    this.probabilities = probabilities;
    RowPlan plan = products.plan();
    scratch = new double[plan.chunks() * work.length(plan.blockRows())];
  }

  /// Number of rows drawn.
  int rows() {
    return products.rows();
  }

  /// Writes the product with `direction`, summed over the rows that the sample stands for.
  void product(double[] direction, double[] product) {
    products.begin(direction, true);
    RowPlan plan = products.plan();
    Parallel.forEach(
        plan.chunks(),
        chunk -> {
          int at = chunk * work.length(plan.blockRows());
          for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
            Rows block = new Rows(chunk, from, Math.min(from + plan.blockRows(), plan.to(chunk)));
            products.logits(block, scratch, at);
            work.curvature(block, probabilities, scratch, at);
            products.addTransposed(block, scratch, at);
          }
        });
    products.end(product);
  }
}
