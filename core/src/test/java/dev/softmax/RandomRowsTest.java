package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random vectors, many with one large element, whose sums err most: further from the exact result than the
/// golden rows, since the sums of a row begin in `float`.
class RandomRowsTest {
  private static final int VECTORS = 480;

  @ParameterizedTest
  @ValueSource(ints = {34, 64, 112, 128, 150, 1000})
  void rowsStayWithinFiveUlps(int size) {
    Random random = new Random(size);
    double worst = 0;
    double worstAcross = 0;
    for (double scale : new double[] {0.5, 2, 5, 8}) {
      float[] rows = new float[VECTORS * size];
      float[] across = new float[rows.length];
      for (int v = 0; v < VECTORS; v++) {
        int large = random.nextInt(2 * size);
        for (int k = 0; k < size; k++) {
          double more = k == large ? 5 * random.nextDouble() : 0;
          float x = (float) (scale * random.nextGaussian() + more);
          rows[v * size + k] = x;
          across[k * VECTORS + v] = x;
        }
      }
      double[] exact = Softmax.rows(Numbers.widened(rows), size);
      float[] p = Softmax.rows(rows, size);
      float[] q = Softmax.STANDARD.apply(across, new Axis(0, 1, size, VECTORS));
      for (int v = 0; v < VECTORS; v++) {
        for (int k = 0; k < size; k++) {
          double expected = exact[v * size + k];
          worst = Math.max(worst, Math.abs(Ulps.of(p[v * size + k], expected)));
          worstAcross = Math.max(worstAcross, Math.abs(Ulps.of(q[k * VECTORS + v], expected)));
        }
      }
    }
    assertThat(worst).isLessThanOrEqualTo(5);
    // Side by side they have sums of doubles.
    assertThat(worstAcross).isLessThanOrEqualTo(2.5);
  }

  /// Whether the common power of two suits a row or not, in place or not, alone or not.
  @ParameterizedTest
  @ValueSource(ints = {17, 20, 32, 33, 50, 100, 256, 512, 513})
  void temperaturesStayWithinFiveUlps(int size) {
    int rows = 60;
    float[] x = Numbers.floats(size, rows * size, 12);
    for (int i = 0; i < x.length; i++) {
      // Every third row is far from 0, and in others something is excluded.
      x[i] += i / size % 3 == 2 ? 70 : 0;
      x[i] = i % 41 == 40 ? Float.NEGATIVE_INFINITY : x[i];
    }
    x[5 * size] = Float.NaN;
    for (double temperature : new double[] {1.7, 0.3, 2}) {
      Softmax softmax = Softmax.STANDARD.withTemperature(temperature);
      Axis axis = Axis.rows(rows, size);
      float[] p = softmax.apply(x, axis);
      double[] exact = softmax.apply(Numbers.widened(x), axis);
      for (int i = 0; i < p.length; i++) {
        if (i / size == 5) {
          assertThat(p[i]).isNaN();
        } else {
          assertThat(Ulps.of(p[i], exact[i])).as("%d at %s", i, temperature).isBetween(-5.0, 5.0);
        }
      }
      float[] inPlace = x.clone();
      softmax.apply(inPlace, axis, inPlace);
      assertThat(inPlace).isEqualTo(p);
      for (int r = 0; r < rows; r++) {
        float[] row = Arrays.copyOfRange(x, r * size, (r + 1) * size);
        assertThat(softmax.apply(row)).isEqualTo(Arrays.copyOfRange(p, r * size, (r + 1) * size));
      }
    }
  }
}
