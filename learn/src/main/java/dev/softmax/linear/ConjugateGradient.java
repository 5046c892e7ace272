package dev.softmax.linear;

import dev.softmax.linear.Objective.Preconditioner;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Preconditioned conjugate gradients for the Newton direction `H d = −g`. The preconditioner is
/// made again when as much has been spent on steps with it as another one would cost.
final class ConjugateGradient {
  private final Objective objective;
  private final int most;
  private final double[] solution;
  private final double[] residual;
  private final double[] conditioned;
  private final double[] direction;
  private final double[] product;
  private @Nullable Preconditioner preconditioner;
  private boolean fresh;
  private double spent;
  private double productCost = 1;

  ConjugateGradient(Objective objective, int most) {
    this.objective = objective;
    this.most = most;
    int size = objective.size();
    solution = new double[size];
    residual = new double[size];
    conditioned = new double[size];
    direction = new double[size];
    product = new double[size];
  }

  /// Readies a preconditioner for the current point and lets Hessian products be of a sample of rows.
  ///
  /// @param rowsPerDimension rows of the sample, next to [Preconditioner#dimension]
  void prepare(double rowsPerDimension) {
    Preconditioner latest = preconditioner;
    fresh = latest == null || spent >= latest.cost();
    if (latest == null || fresh) {
      latest = objective.preconditioner();
      preconditioner = latest;
      spent = 0;
    }
    productCost = objective.sample(rowsPerDimension * latest.dimension());
  }

  /// Whether products are of a sample of rows.
  boolean samples() {
    return productCost < 1;
  }

  /// The direction, in an array that the next call overwrites.
  ///
  /// @param forcing how well: it stops when the last step has brought less than this share of the
  ///     decrease that the steps have brought on average
  /// @param enough largest component of what is left of the gradient, where it stops too
  double[] solve(double[] gradient, double forcing, double enough) {
    Preconditioner preconditioner = Objects.requireNonNull(this.preconditioner);
    Arrays.fill(solution, 0);
    for (int i = 0; i < gradient.length; i++) {
      residual[i] = -gradient[i];
    }
    preconditioner.apply(residual, conditioned);
    if (fresh && preconditioner.isInverse()) {
      return conditioned;
    }
    System.arraycopy(conditioned, 0, direction, 0, direction.length);
    double rho = Vectors.dot(residual, conditioned);
    double decrease = 0;
    for (int step = 1; step <= most; step++) {
      objective.hessianProduct(direction, product);
      spent += productCost;
      double curvature = Vectors.dot(direction, product);
      if (!(curvature > 0) || !Double.isFinite(rho / curvature)) {
        // Flat to rounding: the direction so far is the best there is.
        if (step == 1) {
          System.arraycopy(direction, 0, solution, 0, solution.length);
        }
        break;
      }
      double length = rho / curvature;
      Vectors.addScaled(solution, length, direction);
      Vectors.addScaled(residual, -length, product);
      double gain = 0.5 * length * rho;
      decrease += gain;
      if (step * gain <= forcing * decrease || Vectors.maxNorm(residual) <= enough) {
        break;
      }
      preconditioner.apply(residual, conditioned);
      double next = Vectors.dot(residual, conditioned);
      Vectors.scale(direction, next / rho);
      Vectors.addScaled(direction, 1, conditioned);
      rho = next;
      if (!(rho > 0)) {
        break;
      }
    }
    return solution;
  }
}
