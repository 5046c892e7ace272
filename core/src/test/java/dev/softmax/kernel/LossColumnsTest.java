package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernels of this machine against the scalar ones.
class LossColumnsTest {
  private static final int LANES = 64;
  private static final int STRIDE = 80;
  private static final int AT = 5;

  /// Logits whose lanes are of very different sizes, and some with infinities, NaN and equal maxima.
  private static float[] logits(int rows) {
    SplittableRandom random = new SplittableRandom(rows);
    float[] scales = {1e-3f, 1, 20, 1e3f, 3e4f};
    float[] x = new float[AT + rows * STRIDE];
    for (int v = 0; v < rows; v++) {
      for (int lane = 0; lane < LANES; lane++) {
        float scale = scales[lane % scales.length];
        x[AT + v * STRIDE + lane] = scale * (2 * random.nextFloat() - 1) + (lane % 3 - 1) * scale;
      }
      x[AT + v * STRIDE + 10] = Float.NEGATIVE_INFINITY;
      x[AT + v * STRIDE + 11] = v % 2 == 0 ? 3 : -1;
      x[AT + v * STRIDE + 15] = v == rows - 1 ? 2 : Float.NEGATIVE_INFINITY;
    }
    x[AT + (rows - 1) * STRIDE + 12] = Float.NaN;
    x[AT + 13] = Float.POSITIVE_INFINITY;
    x[AT + (rows / 2) * STRIDE + 10] = rows > 20 ? Float.NaN : Float.NEGATIVE_INFINITY;
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 8, 9, 31, 192, 1001})
  void sumsAreThoseOfPlainLoops(int rows) {
    float[] x = logits(rows);
    float[] max = new float[LANES];
    float[] expectedMax = new float[LANES];
    double[] rest = new double[LANES];
    double[] expected = new double[LANES];
    float[] room = new float[LANES];
    LossColumns.COLUMNS.sums(x, AT, STRIDE, rows, LANES, max, room, rest);
    new ScalarLossColumns().sums(x, AT, STRIDE, rows, LANES, expectedMax, room, expected);
    assertThat(max).isEqualTo(expectedMax);
    for (int lane = 0; lane < LANES; lane++) {
      if (Double.isNaN(expected[lane])) {
        assertThat(rest[lane]).as("lane %d", lane).isNaN();
      } else {
        // What is 106 below the maximum counts nothing.
        assertThat(rest[lane])
            .as("lane %d", lane)
            .isCloseTo(expected[lane], within(1e-6 * Math.abs(expected[lane]) + 1e-42));
      }
    }
    assertThat((Double) rest[10]).isEqualTo((Double) (rows > 20 ? Double.NaN : -1.0));
    assertThat(rest[13]).isNaN();
    assertThat(rest[15]).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 192, 1001})
  void slopesAreThoseOfPlainLoops(int rows) {
    float[] x = logits(rows);
    float[] max = new float[LANES];
    new ScalarLossColumns()
        .sums(x, AT, STRIDE, rows, LANES, max, new float[LANES], new double[LANES]);
    float[] high = new float[LANES];
    float[] low = new float[LANES];
    float[] plain = new float[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      // Lanes without a finite maximum are NaN by their factor.
      boolean broken = !(Math.abs(max[lane]) <= Float.MAX_VALUE);
      max[lane] = broken ? 0 : max[lane];
      double factor = (broken ? Double.NaN : 0.37) * Kernels.FLOAT.unit(max[lane]);
      high[lane] = (float) factor;
      low[lane] = (float) (factor - high[lane]);
      plain[lane] = broken ? Float.NaN : (float) (0.37 * 0x1p-64);
    }
    float[] y = new float[rows * LANES];
    float[] expected = new float[rows * LANES];
    LossColumns.COLUMNS.slopes(x, AT, STRIDE, rows, LANES, max, high, low, y);
    new ScalarLossColumns()
        .slopes(x, AT, STRIDE, rows, LANES, max, plain, new float[LANES], expected);
    for (int i = 0; i < y.length; i++) {
      if (Float.isNaN(expected[i])) {
        assertThat(y[i]).as("element %d", i).isNaN();
      } else {
        assertThat(y[i])
            .as("element %d", i)
            .isCloseTo(expected[i], within(3e-7f * Math.abs(expected[i]) + 8 * Float.MIN_VALUE));
      }
    }
    assertThat(y[13]).isNaN();
  }
}
