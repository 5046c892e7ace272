package dev.softmax.linear;

/// A smooth convex function of a point, with memory: it knows a *current* point, and the *trial*
/// point that was evaluated last, so that values between the two cost no pass over the data.
/// One thread at a time may use it.
public interface Objective {
  /// Number of components of a point.
  int size();

  /// Value at `point`, which becomes the trial point; writes the gradient there.
  double evaluate(double[] point, double[] gradient);

  /// Makes the trial point the current one.
  void accept();

  /// Value and slope at `current + step · (trial − current)`; the slope is the derivative by
  /// `step`.
  LinePoint between(double step);

  /// Value at `current + step · (trial − current)`, which becomes the trial point and is written to
  /// `point`; writes the gradient there.
  double evaluateBetween(double step, double[] point, double[] gradient);

  /// Writes the product of the Hessian at the current point with `direction`.
  void hessianProduct(double[] direction, double[] product);

  /// Has Hessian products until the next call be of about so many rows, drawn with respect to what each
  /// adds to the Hessian at the current point, and weighted so that the mean of all draws is the
  /// Hessian. An objective without rows, or with hardly more, leaves products as they are.
  ///
  /// @param rows how many, infinity for all
  /// @return what a product then costs, in products of all rows
  default double sample(double rows) {
    return 1;
  }

  /// An approximate inverse of the Hessian at the current point; it stays useful near it.
  Preconditioner preconditioner();

  /// Value and slope at a point of a line.
  ///
  /// @param value the objective
  /// @param slope its derivative along the line
  record LinePoint(double value, double slope) {}

  /// A symmetric map, positive definite where gradients lie, that undoes most of what the Hessian
  /// does.
  interface Preconditioner {
    /// Writes the image of `vector`.
    void apply(double[] vector, double[] image);

    /// Effective number of coefficients of a class at the point where it was made: the trace of `H (H +
    /// λI)⁻¹`, which is their number where nothing is penalised. Samples of rows must be several times
    /// as large to say anything about `H`. Infinite where it is not known.
    default double dimension() {
      return Double.POSITIVE_INFINITY;
    }

    /// Whether it is the inverse of the Hessian itself where it was made, but for rounding.
    default boolean isInverse() {
      return false;
    }

    /// What making the next one would cost, in Hessian products.
    double cost();
  }
}
