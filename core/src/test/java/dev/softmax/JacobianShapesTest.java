package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Jacobian products of rows of every length and of vectors across an array, against the formulas as plain
/// loops; some logits are left out.
class JacobianShapesTest {
  private static final int OFFSET = 3;

  private static int place(Axis axis, int v, int k) {
    int o = v / axis.inner();
    return axis.offset() + (o * axis.size() + k) * axis.inner() + v % axis.inner();
  }

  private static double[] logits(Axis axis) {
    double[] x = Numbers.doubles(1, axis.elements() + 2 * OFFSET, 3);
    for (int v = 0; v < axis.vectors(); v++) {
      for (int k = 1; k < axis.size(); k++) {
        int i = place(axis, v, k);
        x[i] = (v + k) % 7 == 3 ? Double.NEGATIVE_INFINITY : x[i];
        x[i] = (v + k) % 7 == 4 ? x[i] - 900 : x[i];
      }
    }
    return x;
  }

  /// The Jacobian of vector `v` times that of `g`, or, transposed, the other way about.
  private static double[] expected(
      double[] y, double[] g, Axis axis, int v, double beta, boolean log, boolean transposed) {
    int n = axis.size();
    double sum = 0;
    double mean = 0;
    for (int k = 0; k < n; k++) {
      int i = place(axis, v, k);
      sum += g[i];
      mean += (log ? Math.exp(y[i]) : y[i]) * g[i];
    }
    double[] product = new double[n];
    for (int k = 0; k < n; k++) {
      int i = place(axis, v, k);
      double p = log ? Math.exp(y[i]) : y[i];
      double d = log && transposed ? g[i] - p * sum : g[i] - mean;
      boolean excluded = log && y[i] == Double.NEGATIVE_INFINITY;
      product[k] = excluded ? 0 : beta * (log ? d : p * d);
    }
    return product;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 3, 1",
    "700, 10, 1",
    "5, 15, 1",
    "4, 16, 1",
    "4, 33, 1",
    "3, 257, 1",
    "2, 4099, 1",
    "1, 20000, 1",
    "2, 5, 9",
    "3, 40, 17",
    "1, 300, 70",
    "1, 12, 3000"
  })
  void productsAreThoseOfPlainLoops(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    double[] x = logits(axis);
    double[] g = Numbers.doubles(2, x.length, 2);
    for (double temperature : new double[] {1, 0.5}) {
      for (boolean log : new boolean[] {false, true}) {
        Softmax softmax = Softmax.STANDARD.withTemperature(temperature);
        softmax = log ? softmax.log() : softmax;
        for (boolean transposed : new boolean[] {false, true}) {
          assertAgree(softmax, x, g, axis, 1 / temperature, log, transposed);
        }
      }
    }
  }

  private static void assertAgree(
      Softmax softmax,
      double[] x,
      double[] g,
      Axis axis,
      double beta,
      boolean log,
      boolean transposed) {
    double[] y = softmax.apply(x, axis);
    float[] yFloat = Numbers.narrowed(y);
    double[] product = g.clone();
    float[] gFloat = Numbers.narrowed(g);
    float[] productFloat = gFloat.clone();
    if (transposed) {
      softmax.vectorJacobianProduct(y, product, axis, product);
      softmax.vectorJacobianProduct(yFloat, gFloat, axis, productFloat);
    } else {
      softmax.jacobianVectorProduct(y, product, axis, product);
      softmax.jacobianVectorProduct(yFloat, gFloat, axis, productFloat);
    }
    double[] yWide = Numbers.widened(yFloat);
    double[] gWide = Numbers.widened(gFloat);
    for (int v = 0; v < axis.vectors(); v++) {
      double[] expected = expected(y, g, axis, v, beta, log, transposed);
      double[] rounded = expected(yWide, gWide, axis, v, beta, log, transposed);
      for (int k = 0; k < axis.size(); k++) {
        int i = place(axis, v, k);
        double p = log ? Math.exp(y[i]) : y[i];
        // Of what is subtracted from each other; the elements of g lie between -2 and 2.
        double size = beta * (log ? 2 + 2 * p * axis.size() : 2 * p) + 1e-44;
        assertThat(product[i]).as("%d of %d", k, v).isCloseTo(expected[k], within(1e-14 * size));
        assertThat((double) productFloat[i])
            .as("float %d of %d", k, v)
            .isCloseTo(rounded[k], within(5e-7 * size));
      }
    }
    for (int i = 0; i < OFFSET; i++) {
      assertThat(product[i]).isEqualTo(g[i]);
      assertThat(productFloat[productFloat.length - 1 - i])
          .isEqualTo(gFloat[gFloat.length - 1 - i]);
    }
  }
}
