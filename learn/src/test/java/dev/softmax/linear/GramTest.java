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
  @ValueSource(booleans = {true, false})
  void solvesWithTheMatrixOfAllRows(boolean withPenalty) {
    int rows = 700;
    int columns = 140;
    double[] x = uniforms(rows * columns);
    double[] curvatures = curvatures(rows);
    double lambda = withPenalty ? LAMBDA : 1e-9;
    Gram gram = new Gram(DoubleMatrix.of(x, rows, columns), true, lambda, rows);
    Cholesky[] factors =
        Gram.factors(gram.matrices(curvatures, 2, diagonals(x, curvatures)), columns, lambda);
    assertThat(gram.order()).isEqualTo(141);
    assertThat(factors).hasSize(2);
    double[] solution = uniforms(141);
    for (int group = 0; group < 2; group++) {
      double[] vector = multiply(naive(x, curvatures, group, lambda), solution);
      factors[group].solve(vector);
      // With a penalty the matrix is a sum of floats.
      assertThat(vector).containsExactly(solution, within(withPenalty ? 1e-4 : 1e-7));
    }
  }

  @Test
  void aSampleIsOfTheRowsThatCount() {
    int rows = 4000;
    int columns = 20;
    double[] x = uniforms(rows * columns);
    double[] curvatures = curvatures(rows);
    for (int i = 0; i < rows; i++) {
      // The second group has curvature in the last rows alone.
      curvatures[2 * i + 1] = i < 3000 ? 0 : curvatures[2 * i + 1];
    }
    Gram gram = new Gram(DoubleMatrix.of(x, rows, columns), false, LAMBDA, 500);
    double[] diagonals = diagonals(x, curvatures);
    Cholesky[] factors =
        Gram.factors(
            gram.matrices(curvatures, 2, Arrays.copyOf(diagonals, diagonals.length - 2)),
            columns,
            LAMBDA);
    double[] v = uniforms(columns);
    for (int group = 0; group < 2; group++) {
      double[][] matrix = naive(x, curvatures, group, LAMBDA);
      double[] image = multiply(matrix, Arrays.copyOf(v, columns + 1));
      double[] back = Arrays.copyOf(image, columns);
      factors[group].solve(back);
      assertThat(Vectors.dot(back, back, columns) / Vectors.dot(v, v)).isBetween(0.5, 1.5);
      assertThat(Vectors.dot(back, v) / Vectors.dot(v, v)).isBetween(0.7, 1.3);
    }
  }

  /// Categories: a block has some columns and not others, and some columns are in none.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void columnsThatABlockLacksCountAsZeros(boolean intercept) {
    int rows = 3000;
    int columns = 19;
    double[] x = uniforms(rows * columns);
    for (int i = 0; i < x.length; i++) {
      int row = i / columns;
      int column = i % columns;
      boolean kept = column < 3 || (row / 700 == column % 5 && column < 17);
      x[i] = kept ? x[i] : 0;
    }
    double[] curvatures = curvatures(rows);
    FeatureBlocks blocks = new FeatureBlocks(new DenseFeatures(x, rows, columns));
    RowPlan plan = RowPlan.ofBlocks(rows, blocks.blockRows(), columns * 2);
    double[][] matrices = new StripGram(blocks, intercept, plan, 2).matrices(curvatures);
    double[] ofFirst = new double[rows];
    Arrays.setAll(ofFirst, row -> curvatures[2 * row]);
    double[] one = new StripGram(blocks, intercept, plan, 1).matrices(ofFirst)[0];
    int order = columns + (intercept ? 1 : 0);
    assertUpper(one, naive(x, curvatures, 0, 0), order);
    for (int group = 0; group < 2; group++) {
      assertUpper(matrices[group], naive(x, curvatures, group, 0), order);
    }
  }

  private static void assertUpper(double[] matrix, double[][] expected, int order) {
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        // The lower triangle is not made.
        double is = matrix[i * order + j];
        assertThat(is).isCloseTo(j < i ? 0 : expected[i][j], within(1e-6));
      }
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

  private static double[] curvatures(int rows) {
    double[] curvatures = new double[rows * 2];
    for (int i = 0; i < curvatures.length; i++) {
      curvatures[i] = (i % 7 + 1) / 8.0;
    }
    return curvatures;
  }

  /// The diagonals without penalty, `(columns + 1, 2)`.
  private static double[] diagonals(double[] x, double[] curvatures) {
    double[][][] both = {naive(x, curvatures, 0, 0), naive(x, curvatures, 1, 0)};
    double[] diagonals = new double[2 * both[0].length];
    for (int i = 0; i < diagonals.length; i++) {
      diagonals[i] = both[i % 2][i / 2][i / 2];
    }
    return diagonals;
  }

  /// The matrix by its definition, with one column of ones at the end.
  private static double[][] naive(double[] x, double[] curvatures, int group, double lambda) {
    int rows = curvatures.length / 2;
    int columns = x.length / rows;
    double[][] matrix = new double[columns + 1][columns + 1];
    for (int i = 0; i < rows; i++) {
      double[] row =
          Arrays.copyOf(Arrays.copyOfRange(x, i * columns, (i + 1) * columns), columns + 1);
      row[columns] = 1;
      double weight = curvatures[2 * i + group] / rows;
      for (int j = 0; j <= columns; j++) {
        for (int k = 0; k <= columns; k++) {
          matrix[j][k] += weight * row[j] * row[k];
        }
      }
    }
    for (int j = 0; j < columns; j++) {
      matrix[j][j] += lambda;
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
