package dev.softmax.linear;

/// Inverse of the diagonal of the Hessian, with one mean curvature for all classes: for more
/// features than a Gram matrix is worth.
final class DiagonalPreconditioner implements Objective.Preconditioner {
  private final double[] inverse;
  private final int classes;

  /// @param inverse `(D + 1)` or `(D)`, the inverse of the curvature of each feature and the
  ///     intercept
  DiagonalPreconditioner(double[] inverse, int classes) {
    this.inverse = inverse;
    this.classes = classes;
  }

  /// @param diagonal `(D)`, or `(D + 1)` with intercepts, of the unpenalised matrix
  static DiagonalPreconditioner of(double[] diagonal, int columns, double lambda, int classes) {
    double[] inverse = new double[diagonal.length];
    for (int j = 0; j < inverse.length; j++) {
      inverse[j] = 1 / (diagonal[j] + (j < columns ? lambda : 0) + Double.MIN_NORMAL);
    }
    return new DiagonalPreconditioner(inverse, classes);
  }

  @Override
  public double cost() {
    return 1;
  }

  @Override
  public void apply(double[] vector, double[] image) {
    for (int j = 0; j < inverse.length; j++) {
      double factor = inverse[j];
      for (int i = j * classes; i < (j + 1) * classes; i++) {
        image[i] = vector[i] * factor;
      }
    }
  }
}
