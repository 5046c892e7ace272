package dev.softmax.linear;

import java.util.ArrayList;
import java.util.List;

/// `½ xᵀ H x − bᵀ x`, which counts what is asked of it: everything a solver does on it is known in closed form.
final class Quadratic implements Objective {
  /// What preconditioners say of themselves.
  static final double DIMENSION = 7;

  private final double[][] hessian;
  private final double[] linear;
  private final Preconditioner preconditioner;
  private double[] point;
  private double[] trial;

  /// The current points, in order, and the first point that was evaluated from each.
  final List<double[]> accepted = new ArrayList<>();

  final List<double[]> tried = new ArrayList<>();

  /// Rows that were asked of each sample.
  final List<Double> sampled = new ArrayList<>();

  int products;
  int preconditioners;

  /// What a product of a sample costs.
  double sampleCost = 1;

  Quadratic(double[][] hessian, double[] linear, Preconditioner preconditioner) {
    this.hessian = hessian;
    this.linear = linear;
    this.preconditioner = preconditioner;
    point = new double[linear.length];
    trial = point;
  }

  /// Preconditioned by nothing.
  Quadratic(double[][] hessian, double[] linear) {
    this(hessian, linear, scaled(1, 0));
  }

  /// Multiplies by a factor.
  static Preconditioner scaled(double factor, double cost) {
    return new Preconditioner() {
      @Override
      public void apply(double[] vector, double[] image) {
        for (int i = 0; i < vector.length; i++) {
          image[i] = factor * vector[i];
        }
      }

      @Override
      public double cost() {
        return cost;
      }

      @Override
      public double dimension() {
        return DIMENSION;
      }
    };
  }

  /// Multiplies by a factor, and says that this is the inverse.
  static Preconditioner inverse(double factor) {
    Preconditioner scaled = scaled(factor, Double.POSITIVE_INFINITY);
    return new Preconditioner() {
      @Override
      public void apply(double[] vector, double[] image) {
        scaled.apply(vector, image);
      }

      @Override
      public double cost() {
        return scaled.cost();
      }

      @Override
      public boolean isInverse() {
        return true;
      }
    };
  }

  double[] multiply(double[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Vectors.dot(hessian[i], x);
    }
    return y;
  }

  double[] gradient(double[] x) {
    double[] gradient = multiply(x);
    Vectors.addScaled(gradient, -1, linear);
    return gradient;
  }

  double value(double[] x) {
    return 0.5 * Vectors.dot(x, multiply(x)) - Vectors.dot(linear, x);
  }

  @Override
  public int size() {
    return linear.length;
  }

  @Override
  public double evaluate(double[] at, double[] gradient) {
    trial = at.clone();
    if (tried.size() < accepted.size()) {
      tried.add(trial);
    }
    System.arraycopy(gradient(at), 0, gradient, 0, at.length);
    return value(at);
  }

  @Override
  public void accept() {
    point = trial;
    accepted.add(point);
  }

  @Override
  public LinePoint between(double step) {
    double[] direction = trial.clone();
    Vectors.addScaled(direction, -1, point);
    double[] at = point.clone();
    Vectors.addScaled(at, step, direction);
    return new LinePoint(value(at), Vectors.dot(gradient(at), direction));
  }

  @Override
  public double evaluateBetween(double step, double[] at, double[] gradient) {
    double[] there = point.clone();
    for (int i = 0; i < there.length; i++) {
      there[i] += step * (trial[i] - point[i]);
    }
    System.arraycopy(there, 0, at, 0, at.length);
    return evaluate(there, gradient);
  }

  @Override
  public void hessianProduct(double[] direction, double[] product) {
    products++;
    System.arraycopy(multiply(direction), 0, product, 0, product.length);
  }

  @Override
  public double sample(double rows) {
    sampled.add(rows);
    return sampleCost;
  }

  @Override
  public Preconditioner preconditioner() {
    preconditioners++;
    return preconditioner;
  }
}
