package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.kernel.DoubleMatrix;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GramTest {
  private static final double LAMBDA = 0.01;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void solvesWithTheSampledMatrixAndTheWholeDiagonal(int stride) {
    int rows = 700;
    int columns = 140;
    double[] x = uniforms(rows * columns);
    double[] weights = new double[rows * 2];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (i % 7 + 1) / 8.0;
    }
    Gram gram = new Gram(DoubleMatrix.of(x, rows, columns), true, LAMBDA, stride);
    Cholesky[] factors = gram.factors(weights, 2);
    assertThat(gram.order()).isEqualTo(141);
    assertThat(factors).hasSize(2);
    double[] solution = uniforms(141);
    for (int group = 0; group < 2; group++) {
      double[] vector = multiply(naive(x, weights, group, stride), solution);
      factors[group].solve(vector);
      assertThat(vector).containsExactly(solution, within(1e-8));
    }
  }

  @Test
  void manyFeaturesGetByWithADiagonal() {
    double[] x = uniforms(40 * 2100);
    int[] labels = new int[40];
    for (int i = 0; i < 40; i++) {
      labels[i] = i % 3;
    }
    DenseData data = DenseData.of(x, labels, 3);
    Options options = Options.defaults().withTolerance(1e-9);
    SoftmaxRegression newton =
        SoftmaxRegression.fit(data, options.withSolver(new TruncatedNewton()), Progress.NONE);
    SoftmaxRegression auto = SoftmaxRegression.fit(data, options, Progress.NONE);
    assertThat(auto.report().orElseThrow().solver()).isEqualTo("lbfgs");
    assertThat(newton.report().orElseThrow().converged()).isTrue();
    assertThat(newton.coefficients()).containsExactly(auto.coefficients(), within(1e-6));
  }

  /// The matrix by its definition, with one column of ones at the end.
  private static double[][] naive(double[] x, double[] weights, int group, int stride) {
    int rows = weights.length / 2;
    int columns = x.length / rows;
    double[][] matrix = new double[columns + 1][columns + 1];
    int sampled = Math.ceilDiv(rows, stride);
    double[] whole = new double[columns + 1];
    for (int i = 0; i < rows; i++) {
      double[] row =
          Arrays.copyOf(Arrays.copyOfRange(x, i * columns, (i + 1) * columns), columns + 1);
      row[columns] = 1;
      double weight = weights[2 * i + group];
      for (int j = 0; j <= columns; j++) {
        whole[j] += weight * row[j] * row[j] / rows;
        for (int k = 0; k <= columns && i % stride == 0; k++) {
          matrix[j][k] += weight * row[j] * row[k] / sampled;
        }
      }
    }
    for (int j = 0; j <= columns; j++) {
      matrix[j][j] = Math.max(matrix[j][j], whole[j]) + (j < columns ? LAMBDA : 0);
    }
    return matrix;
  }

  private static double[] multiply(double[][] matrix, double[] x) {
    return Arrays.stream(matrix).mapToDouble(row -> Vectors.dot(row, x)).toArray();
  }

  private static double[] uniforms(int n) {
    RandomGenerator random = new SplittableRandom(n);
    return random.doubles(n).map(u -> 2 * u - 1).toArray();
  }
}
