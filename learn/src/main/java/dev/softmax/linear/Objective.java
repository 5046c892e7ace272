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

    /// What making the next one would cost, in Hessian products.
    double cost();
  }
}
