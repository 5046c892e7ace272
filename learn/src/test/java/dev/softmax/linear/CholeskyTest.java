package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Orders around the sizes of panels (64), tiles (128) and groups (4).
class CholeskyTest {
  private static double[] matrix(int order) {
    double[] a = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        a[i * order + j] = Math.exp(-Math.abs(i - j) / 5.0) + (i == j ? 0.5 : 0);
      }
    }
    return a;
  }

  private static double[] multiply(double[] a, double[] x) {
    double[] b = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        b[i] += a[i * x.length + j] * x[j];
      }
    }
    return b;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 5, 63, 64, 65, 130, 192, 193, 260})
  void solvesForSeveralVectorsAtOnce(int order) {
    double[] a = matrix(order);
    double[][] x = new double[3][order];
    double[][] b = new double[3][];
    for (int v = 0; v < 3; v++) {
      for (int i = 0; i < order; i++) {
        x[v][i] = Math.sin(i + 100 * v);
      }
      b[v] = multiply(a, x[v]);
    }
    // The lower triangle is not read.
    double[] upper = a.clone();
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < i; j++) {
        upper[i * order + j] = Double.NaN;
      }
    }
    Cholesky factor = Cholesky.of(upper, order);
    assertThat(factor.order()).isEqualTo(order);
    factor.solve(b);
    for (int v = 0; v < 3; v++) {
      assertThat(b[v]).containsExactly(x[v], within(1e-12));
    }
  }

  /// The product of the pivots is the determinant: here `9 · (5 − 4²/9) · …`, by hand.
  @Test
  void pivotsAreWhatIsLeftOfTheDiagonal() {
    Cholesky factor = Cholesky.of(new double[] {9, 3, 6, 3, 5, 4, 6, 4, 8}, 3);
    assertThat(factor.pivot(0)).isEqualTo(9, within(1e-14));
    assertThat(factor.pivot(1)).isEqualTo(4, within(1e-14));
    assertThat(factor.pivot(2)).isEqualTo(3, within(1e-14));
  }

  /// Two columns that are the same: the second pivot would be 0.
  @Test
  void aPivotThatIsGoneIsLifted() {
    Cholesky factor = Cholesky.of(new double[] {4, 4, 4, 4}, 2);
    assertThat(factor.pivot(0)).isEqualTo(4);
    assertThat(factor.pivot(1)).isEqualTo(4e-14, within(1e-28));
  }
}
