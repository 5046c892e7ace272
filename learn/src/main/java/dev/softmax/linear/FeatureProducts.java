package dev.softmax.linear;

import dev.softmax.kernel.SparseMatrix;
import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.Preconditioner;
import java.util.Optional;

/// What an objective sees of features `X (N, D)`: products with a point `(D + 1, K)`, or `(D, K)`
/// without intercepts, row-major: the coefficients of a feature lie together, intercepts last.
///
/// A pass is [#begin]; for each block of rows of [#plan], in any order and on any threads, but blocks
/// of one chunk one after the other, [#logits] or [#addTransposed] or both; then [#end]. One pass at a
/// time.
interface FeatureProducts {
  /// The features row by row, zeros left out; dense ones are copied.
  SparseMatrix entries();

  /// The same products with some rows alone, where features are dense; only rough ones are asked for,
  /// and no preconditioner. In a sample of sparse rows rare columns would be missed.
  ///
  /// @param rows indices, ascending
  default Optional<FeatureProducts> of(int[] rows) {
    return Optional.empty();
  }

  /// Number of rows `N`.
  int rows();

  /// Number of features `D`.
  int columns();

  /// How a pass cuts the rows. Depends on shapes alone.
  RowPlan plan();

  /// How logits and residuals lie: row by row, `(rows, K)`, or in strips of 64 rows, `[strip][class][lane]`,
  /// where every block but the last is of whole strips, and residuals of lanes past the last row are 0.
  default boolean inStrips() {
    return false;
  }

  /// Starts a pass with the weights `point`, which stays as it is until the end.
  ///
  /// @param rough whether products to about six digits will do (directions of Newton's method): values
  ///     may then be rounded to `float`
  void begin(double[] point, boolean rough);

  /// Writes the logits of a block, `X W + b`, to `out` from index `at`.
  void logits(Rows rows, double[] out, int at);

  /// Adds `Xᵀ R` to the sum of this pass, and the columns' sums of `R` for the intercepts.
  ///
  /// @param residuals `R` of a block, from index `at`
  void addTransposed(Rows rows, double[] residuals, int at);

  /// Ends the pass; writes the sum of what was added, of a point's shape.
  void end(double[] sum);

  /// Number of columns of curvatures that the next preconditioner wants: 1, their mean over the
  /// classes, or `K`.
  int curvatureGroups();

  /// An approximate inverse of `(1/N) Σ_i c_i ⊗ x_i x_iᵀ + λI`, the intercepts without `λ`.
  ///
  /// @param curvatures `c (N, groups)`, where `groups` is what [#curvatureGroups] said
  /// @param lambda strength of the penalty on the scale of the mean
  Preconditioner preconditioner(double[] curvatures, double lambda);
}
