package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Directions of limited-memory BFGS beside those of the whole matrix, updated by the last steps.
class LbfgsTest {
  private static final int SIZE = 8;

  private static Quadratic quadratic() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] factor = new double[SIZE][SIZE];
    double[][] hessian = new double[SIZE][SIZE];
    double[] linear = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      linear[i] = random.nextDouble() - 0.5;
      for (int j = 0; j < SIZE; j++) {
        factor[i][j] = random.nextDouble() - 0.5;
      }
    }
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        hessian[i][j] = 10 * Vectors.dot(factor[i], factor[j]) + (i == j ? 0.5 : 0);
      }
    }
    return new Quadratic(hessian, linear);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10})
  void goesWhereTheWholeMatrixPoints(int memory) {
    Quadratic quadratic = quadratic();
    double[] start = new double[SIZE];
    Solution solution =
        new Lbfgs(memory).minimise(quadratic, start, new Stopping(1e-9, 40), Progress.NONE);
    assertThat(solution.value()).isEqualTo(quadratic.value(solution.point()));
    assertThat(solution.gradient())
        .containsExactly(quadratic.gradient(solution.point()), within(1e-12));
    assertThat(quadratic.accepted).hasSizeGreaterThan(12);
    for (int k = 0; k < 12; k++) {
      double[] expected = direction(quadratic, memory, k);
      Vectors.addScaled(expected, 1, quadratic.accepted.get(k));
      assertThat(quadratic.tried.get(k)).as("step %d", k).containsExactly(expected, within(1e-7));
    }
  }

  /// `−H g` with `H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ` for the last steps (Nocedal & Wright 2006,
  /// eq. 7.16), from `sᵀy / yᵀy I` (7.20).
  private static double[] direction(Quadratic quadratic, int memory, int k) {
    double[] gradient = quadratic.gradient(quadratic.accepted.get(k));
    double[] direction = gradient.clone();
    if (k == 0) {
      double norm = Math.sqrt(Vectors.dot(gradient, gradient));
      Vectors.scale(direction, -Math.min(1, 1 / norm));
      return direction;
    }
    List<double[]> steps = new ArrayList<>();
    List<double[]> changes = new ArrayList<>();
    for (int i = Math.max(0, k - memory); i < k; i++) {
      double[] step = quadratic.accepted.get(i + 1).clone();
      Vectors.addScaled(step, -1, quadratic.accepted.get(i));
      steps.add(step);
      changes.add(quadratic.multiply(step));
    }
    double[] last = changes.getLast();
    double first = Vectors.dot(steps.getLast(), last) / Vectors.dot(last, last);
    double[][] inverse = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      inverse[i][i] = first;
    }
    for (int i = 0; i < steps.size(); i++) {
      inverse = update(inverse, steps.get(i), changes.get(i));
    }
    for (int i = 0; i < SIZE; i++) {
      direction[i] = -Vectors.dot(inverse[i], gradient);
    }
    return direction;
  }

  private static double[][] update(double[][] inverse, double[] step, double[] change) {
    double rho = 1 / Vectors.dot(step, change);
    double[] image = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      image[i] = Vectors.dot(inverse[i], change);
    }
    double square = Vectors.dot(change, image);
    double[][] updated = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        updated[i][j] =
            inverse[i][j]
                - rho * (step[i] * image[j] + image[i] * step[j])
                + (rho * rho * square + rho) * step[i] * step[j];
      }
    }
    return updated;
  }

  @Test
  void saysWhatItDidInSoManyIterations() {
    List<Double> values = new ArrayList<>();
    Solution solution =
        new Lbfgs()
            .minimise(
                quadratic(),
                new double[SIZE],
                new Stopping(1e-12, 3),
                (stage, done, total, value) -> {
                  values.add(value);
                  assertThat(done).isEqualTo(values.size());
                  assertThat(total).isEqualTo(3);
                });
    assertThat(solution.iterations()).isEqualTo(3);
    assertThat(solution.converged()).isFalse();
    assertThat(values).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(solution.value()).isEqualTo(values.getLast());
    assertThatIllegalArgumentException().isThrownBy(() -> new Lbfgs(0));
  }

  /// No step is good enough, and there is nothing to forget: it ends where it began.
  @Test
  void endsWhereNoDirectionLeadsDown() {
    Quadratic falling = new Quadratic(new double[1][1], new double[] {1});
    Solution solution =
        new Lbfgs().minimise(falling, new double[] {4}, new Stopping(1e-12, 9), Progress.NONE);
    assertThat(solution.converged()).isFalse();
    assertThat(solution.iterations()).isZero();
    assertThat(solution.point()).containsExactly(4);
  }
}
