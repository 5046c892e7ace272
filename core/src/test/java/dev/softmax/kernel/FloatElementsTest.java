package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Arithmetic against plain loops at awkward sizes and places, sums against `double`.
class FloatElementsTest {
  private static float[] random(int seed, int n) {
    RandomGenerator random = new SplittableRandom(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() * 4 - 2;
    }
    return x;
  }

  private interface Plain {
    float of(float a, float b, float c);
  }

  private static void check(float[] a, float[] b, float[] before, float[] after, Plain plain) {
    int n = after.length - 8;
    // What lies before and behind is left as it was.
    float[] want = before.clone();
    for (int i = 0; i < n; i++) {
      want[5 + i] = plain.of(a[3 + i], b[1 + i], before[5 + i]);
    }
    assertThat(after).isEqualTo(want);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 16, 17, 207, 4098, 200_003})
  void arithmeticIsThatOfPlainLoops(int n) {
    float[] a = random(1, n + 8);
    float[] b = random(2, n + 8);
    float[] c = random(3, n + 8);
    float[] out = c.clone();
    FloatElements.add(a, 3, b, 1, out, 5, n);
    check(a, b, c, out, (x, y, z) -> x + y);
    FloatElements.subtract(a, 3, b, 1, out, 5, n);
    check(a, b, c, out, (x, y, z) -> x - y);
    FloatElements.multiply(a, 3, b, 1, out, 5, n);
    check(a, b, c, out, (x, y, z) -> x * y);
    FloatElements.divide(a, 3, b, 1, out, 5, n);
    check(a, b, c, out, (x, y, z) -> x / y);
    FloatElements.scale(0.3f, a, 3, out, 5, n);
    check(a, b, c, out, (x, y, z) -> 0.3f * x);
    a[3] = Float.NaN;
    FloatElements.clamp(-1, 1, a, 3, out, 5, n);
    check(a, b, c, out, (x, y, z) -> Math.clamp(x, -1f, 1f));
    FloatElements.fill(7, out, 5, n);
    check(a, b, c, out, (x, y, z) -> 7);
    out = c.clone();
    FloatElements.addProduct(a, 3, b, 1, out, 5, n);
    check(a, b, c, out, Math::fma);
    out = c.clone();
    FloatElements.addScaled(0.3f, a, 3, out, 5, n);
    check(a, b, c, out, (x, y, z) -> Math.fma(0.3f, x, z));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 16, 37, 100, 128, 300})
  void rowsTakeABiasAndGiveColumnSums(int columns) {
    for (int rows : new int[] {1, 5, 64, 65, 300_000 / columns}) {
      float[] x = random(4, rows * columns + 2);
      float[] bias = random(5, columns + 1);
      float[] y = new float[rows * columns + 3];
      FloatElements.addBias(x, 2, bias, 1, y, 3, rows, columns);
      float[] sums = new float[columns + 3];
      Arrays.fill(sums, 0.5f);
      FloatElements.addColumnSums(x, 2, rows, columns, sums, 1);
      double[] exact = new double[columns];
      boolean same = true;
      for (int i = 0; i < rows * columns; i++) {
        same &= y[3 + i] == x[2 + i] + bias[1 + i % columns];
        exact[i % columns] += x[2 + i];
      }
      assertThat(same).isTrue();
      for (int j = 0; j < columns; j++) {
        assertThat((double) sums[1 + j]).isCloseTo(0.5 + exact[j], within(1e-6 * (4 + rows)));
      }
      assertThat(sums[0] + sums[columns + 1]).isEqualTo(1);
    }
  }

  @Test
  void sumsAreThoseOfDoubles() {
    for (int n : new int[] {0, 1, 15, 16, 33, 40_000, 500_001}) {
      float[] x = random(6, n + 3);
      double sum = 0;
      double squares = 0;
      for (int i = 3; i < n + 3; i++) {
        sum += x[i];
        squares += (double) x[i] * x[i];
      }
      assertThat(FloatElements.sum(x, 3, n)).isCloseTo(sum, within(1e-9));
      assertThat(FloatElements.sumOfSquares(x, 3, n)).isCloseTo(squares, within(1e-12 * squares));
    }
    float[] large = {Float.MAX_VALUE, Float.MIN_VALUE};
    assertThat(FloatElements.sumOfSquares(large, 0, 1)).isGreaterThan(1e76).isFinite();
    assertThat(FloatElements.sumOfSquares(large, 1, 1)).isPositive();
  }

  @Test
  void bitsDoNotDependOnThreads() {
    int n = 1_000_003;
    float[] x = random(7, n);
    int threads = Parallel.threads();
    double[] sums = new double[2];
    float[][] columns = new float[2][101];
    try {
      for (int t = 0; t < 2; t++) {
        Parallel.limitThreads(t + 1);
        sums[t] = FloatElements.sumOfSquares(x, 0, n);
        FloatElements.addColumnSums(x, 0, n / 101, 101, columns[t], 0);
      }
    } finally {
      Parallel.limitThreads(threads);
    }
    assertThat(sums[0]).isEqualTo(sums[1]);
    assertThat(columns[0]).isEqualTo(columns[1]);
  }
}
