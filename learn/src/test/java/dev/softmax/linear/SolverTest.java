package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Solvers on an objective that has nothing to do with softmax.
class SolverTest {
  static Solver[] solvers() {
    return new Solver[] {
      new Lbfgs(),
      new Lbfgs(1),
      new TruncatedNewton(),
      new TruncatedNewton(2),
      new GradientDescent(0.1)
    };
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void findsTheMinimumOfALongValley(Solver solver) {
    double[] start = {30, -30, 30};
    Solution solution =
        solver.minimise(new Valley(), start, new Stopping(1e-7, 5000), Progress.NONE);
    assertThat(solution.converged()).isTrue();
    assertThat(solution.point()).containsExactly(new double[] {1, 2, 3}, within(1e-6));
    assertThat(solution.value()).isEqualTo(0, within(1e-12));
    assertThat(Vectors.maxNorm(solution.gradient())).isLessThanOrEqualTo(1e-7);
    assertThat(start).containsExactly(30, -30, 30);
  }

  @ParameterizedTest
  @MethodSource("solvers")
  void isDoneAtOnceWhereItStartsAtTheMinimum(Solver solver) {
    Solution solution =
        solver.minimise(new Valley(), new double[] {1, 2, 3}, new Stopping(0, 100), Progress.NONE);
    assertThat(solution.converged()).isTrue();
    assertThat(solution.iterations()).isZero();
  }

  @Test
  void choosesByTheNumberOfFeatures() {
    assertThat(Solver.auto(784).solver()).isEqualTo(new TruncatedNewton());
    assertThat(Solver.auto(784).why()).contains("784 features are few enough");
    assertThat(Solver.auto(100_000).solver()).isEqualTo(new Lbfgs());
    assertThat(Solver.auto(100_000).why()).contains("100000 features are more than the 2000");
  }

  /// `Σ_i c_i (√(1 + (x_i − t_i)²) − 1)`: far from the minimum nearly straight, so that a Newton step
  /// from there goes much too far.
  private static final class Valley implements Objective {
    private static final double[] TARGET = {1, 2, 3};
    private static final double[] SCALE = {1, 10, 0.3};

    private double[] point = new double[3];
    private double[] trial = new double[3];

    @Override
    public int size() {
      return 3;
    }

    @Override
    public double evaluate(double[] at, double[] gradient) {
      trial = at.clone();
      double value = 0;
      for (int i = 0; i < 3; i++) {
        double x = at[i] - TARGET[i];
        double root = Math.sqrt(1 + x * x);
        value += SCALE[i] * x * x / (1 + root);
        gradient[i] = SCALE[i] * x / root;
      }
      return value;
    }

    @Override
    public void accept() {
      point = trial.clone();
    }

    @Override
    public LinePoint between(double step) {
      double[] end = trial;
      double[] gradient = new double[3];
      double[] direction = new double[3];
      for (int i = 0; i < 3; i++) {
        direction[i] = end[i] - point[i];
      }
      double value = evaluate(towards(step), gradient);
      trial = end;
      return new LinePoint(value, Vectors.dot(gradient, direction));
    }

    @Override
    public double evaluateBetween(double step, double[] at, double[] gradient) {
      System.arraycopy(towards(step), 0, at, 0, 3);
      return evaluate(at, gradient);
    }

    @Override
    public void hessianProduct(double[] direction, double[] product) {
      for (int i = 0; i < 3; i++) {
        double x = point[i] - TARGET[i];
        product[i] = SCALE[i] * direction[i] / Math.pow(1 + x * x, 1.5);
      }
    }

    @Override
    public Preconditioner preconditioner() {
      return new Preconditioner() {
        @Override
        public void apply(double[] vector, double[] image) {
          System.arraycopy(vector, 0, image, 0, 3);
        }

        @Override
        public double cost() {
          return 0;
        }
      };
    }

    private double[] towards(double step) {
      double[] at = new double[3];
      for (int i = 0; i < 3; i++) {
        at[i] = point[i] + step * (trial[i] - point[i]);
      }
      return at;
    }
  }
}
