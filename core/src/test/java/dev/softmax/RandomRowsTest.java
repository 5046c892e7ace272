package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;

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
}
