package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Layouts of log-sum-exp; its accuracy is tested with that of softmax.
class LogSumExpTest {
  @Test
  void rowsAreTheirVectors() {
    for (int size : Numbers.SIZES) {
      for (int rows : new int[] {1, 16, 17, 100}) {
        double[] x = Numbers.doubles(size, rows * size, 10);
        float[] f = Numbers.narrowed(x);
        double[] sums = LogSumExp.rows(x, size);
        float[] floatSums = LogSumExp.rows(f, size);
        assertThat(sums).hasSize(rows);
        for (int row = 0; row < rows; row++) {
          double alone = LogSumExp.of(Arrays.copyOfRange(x, row * size, row * size + size));
          float floatAlone = LogSumExp.of(Arrays.copyOfRange(f, row * size, row * size + size));
          assertThat(sums[row]).isCloseTo(alone, within(Math.ulp(10.0)));
          assertThat(floatSums[row]).isCloseTo(floatAlone, within(Math.ulp(10f)));
        }
        double[] turned = Numbers.transposed(x, rows, size);
        assertThat(LogSumExp.along(turned, new Axis(0, 1, size, rows)))
            .usingComparatorWithPrecision(1e-14)
            .containsExactly(sums);
      }
    }
  }

  /// All elements the same: no error of an exponential is made up for by another's.
  @Test
  void sumsOfEqualFloatsAreWithinOneAndAHalfUlps() {
    double worst = 0;
    for (int size : new int[] {40, 128, 1000}) {
      for (int i = 0; i < 20_000; i++) {
        float value = i * 0.0029f - 29;
        float[] x = new float[size];
        Arrays.fill(x, value);
        double exact = value + Math.log(size);
        double ulp = Math.ulp(Math.max(Math.abs((float) exact), Math.abs(value)));
        worst = Math.max(worst, Math.abs(LogSumExp.of(x) - exact) / ulp);
      }
    }
    assertThat(worst).isBetween(0.4, 1.5);
  }

  /// One element that is more and more of the sum, about an eighth among others.
  @Test
  void oneLargeElementKeepsItsDigits() {
    for (int i = 0; i < 400; i++) {
      float[] x = Numbers.floats(i, 321, 1);
      x[i % 321] = 2 + i * 0.02f;
      double sum = 0;
      for (float value : x) {
        sum += Math.exp(value);
      }
      float[] y = Softmax.LOG.apply(x);
      for (int k = 0; k < x.length; k++) {
        assertThat(Math.abs(Ulps.of(y[k], x[k] - Math.log(sum))))
            .as("%d of %d", k, i)
            .isLessThan(2);
      }
    }
  }

  /// Blocks of a long row that are summed in different ways: peaks, lows, infinities, what is all the same.
  @Test
  void blocksOfLongRowsAreSummedTogether() {
    int size = 5 * 8192 + 777;
    float[][] peaks = {
      {},
      {20_000, 25},
      {20_000, 8},
      {20_000, 9, 30_000, 9},
      {40_960, 700},
      {3, 2e38f},
      {9_000, 27.9f, 3, -5e37f}
    };
    float[] lows = {-1, -27, -30, -200, Float.NEGATIVE_INFINITY};
    for (int i = 0; i < peaks.length; i++) {
      for (float low : lows) {
        float[] x = Numbers.floats(i, size, 2);
        Arrays.fill(x, 8192, 2 * 8192, low);
        x[8200] = low - 1;
        x[8201] = low + 12;
        for (int k = 0; k < peaks[i].length; k += 2) {
          x[(int) peaks[i][k]] = peaks[i][k + 1];
        }
        checkLogs(x);
      }
    }
    float[] masked = new float[size];
    Arrays.fill(masked, Float.NEGATIVE_INFINITY);
    assertThat(LogSumExp.of(masked)).isEqualTo(Float.NEGATIVE_INFINITY);
    masked[30_000] = 3;
    checkLogs(masked);
    masked[30_001] = Float.POSITIVE_INFINITY;
    assertThat(LogSumExp.of(masked)).isEqualTo(Float.POSITIVE_INFINITY);
  }

  private static void checkLogs(float[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (float value : x) {
      max = Math.max(max, value);
    }
    double rest = -1;
    for (float value : x) {
      rest += Math.exp(value - max);
    }
    double log = Math.log1p(rest);
    double ulp = Math.ulp(Math.max(Math.abs((float) (max + log)), Math.abs((float) max)));
    assertThat((double) LogSumExp.of(x)).isCloseTo(max + log, within(1.5 * ulp));
    float[] y = Softmax.LOG.apply(x);
    for (int k = 0; k < x.length; k++) {
      if (x[k] == Float.NEGATIVE_INFINITY) {
        assertThat(y[k]).isEqualTo(Float.NEGATIVE_INFINITY);
      } else {
        double exact = x[k] - max - log;
        double error = Math.abs(y[k] - exact) - 3e-16 * x.length;
        assertThat(error).as("%d: %s", k, exact).isLessThan(2 * Math.ulp((float) exact));
      }
    }
  }

  @Test
  void anyNanIsOneOfTheSum() {
    for (int bits : new int[] {0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff}) {
      for (int at : new int[] {0, 100, 199, 202}) {
        float[] x = Numbers.floats(3, 203, 4);
        x[at] = Float.intBitsToFloat(bits);
        x[150] = Float.NEGATIVE_INFINITY;
        assertThat(LogSumExp.of(x)).isNaN();
        assertThat(Softmax.LOG.apply(x)).containsOnly(Float.NaN);
        assertThat(Softmax.of(x)).containsOnly(Float.NaN);
      }
    }
  }

  @Test
  void onlineAgrees() {
    for (int size : new int[] {1, 17, 1000, 50_257, 131_072}) {
      double[] x = Numbers.doubles(size, size, 20);
      OnlineSoftmax online = new OnlineSoftmax();
      online.addAll(x);
      assertThat(LogSumExp.of(x)).isCloseTo(online.logSumExp(), within(1e-14 * 40));
      float[] f = Numbers.narrowed(x);
      assertThat((double) LogSumExp.of(f)).isCloseTo(online.logSumExp(), within(4e-6));
    }
  }

  @Test
  void weightsAndSignsAgreeWithScipy() {
    for (Golden golden : Golden.read("logsumexp.txt")) {
      LogSumExp.Signed got =
          LogSumExp.weighted(golden.numbers("logits"), golden.numbers("weights"));
      double expected = golden.number("logSumExp");
      double tolerance = 4 * Math.ulp(Math.abs(expected)) + 1e-15;
      assertThat(
              Math.abs(got.logMagnitude() - expected) <= tolerance
                  || Double.compare(got.logMagnitude(), expected) == 0)
          .as("%s: %s", golden, got)
          .isTrue();
      assertThat(got.sign() == golden.number("sign") || Double.isNaN(golden.number("sign")))
          .as("%s: %s", golden, got)
          .isTrue();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSumExp.weighted(new double[3], new double[2]))
        .withMessageContaining("3")
        .withMessageContaining("2");
  }

  /// What SciPy 1.17.1 gives: `logsumexp(x, b=b, return_sign=True)`.
  @Test
  void weightsThatAreNoNumbersAgreeWithScipy() {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    double[][][] broken = {
      {{-inf}, {nan}},
      {{-inf}, {inf}},
      {{-inf}, {-inf}},
      {{-inf, -inf}, {0, nan}},
      {{-inf, 1}, {nan, 1}},
      {{-inf, 0}, {inf, 1}},
      {{0}, {nan}},
      {{0, 0}, {inf, -inf}},
      {{inf}, {nan}},
      {{inf, inf}, {1, -1}},
      {{nan, inf}, {1, 1}},
    };
    for (double[][] pair : broken) {
      LogSumExp.Signed got = LogSumExp.weighted(pair[0], pair[1]);
      assertThat(got.logMagnitude()).as(Arrays.deepToString(pair)).isNaN();
      assertThat(got.sign()).as(Arrays.deepToString(pair)).isNaN();
    }
    assertThat(LogSumExp.weighted(new double[] {-inf, -inf}, new double[] {-1, 1}))
        .isEqualTo(new LogSumExp.Signed(-inf, 0));
    assertThat(LogSumExp.weighted(new double[] {-inf}, new double[] {-1}))
        .isEqualTo(new LogSumExp.Signed(-inf, 0));
    assertThat(LogSumExp.weighted(new double[] {nan, 1}, new double[] {0, 1}))
        .isEqualTo(new LogSumExp.Signed(1, 1));
    assertThat(LogSumExp.weighted(new double[] {0}, new double[] {-inf}))
        .isEqualTo(new LogSumExp.Signed(inf, -1));
    assertThat(LogSumExp.weighted(new double[] {inf, 0}, new double[] {-2, 1}))
        .isEqualTo(new LogSumExp.Signed(inf, -1));
    // Not SciPy's: nothing that takes part.
    assertThat(LogSumExp.weighted(new double[] {inf}, new double[] {0}))
        .isEqualTo(new LogSumExp.Signed(-inf, 0));
    assertThat(LogSumExp.weighted(new double[0], new double[0]))
        .isEqualTo(new LogSumExp.Signed(-inf, 0));
  }

  @Test
  void hugeLogitsNeitherOverflowNorVanish() {
    assertThat(LogSumExp.of(1e308, 1e308)).isEqualTo(1e308);
    assertThat(LogSumExp.of(-1e308, -1e308)).isEqualTo(-1e308);
    assertThat(LogSumExp.of(1000, 1000)).isCloseTo(1000 + Math.log(2), within(1e-13));
    assertThat(LogSumExp.of(-1000, -1000)).isCloseTo(-1000 + Math.log(2), within(1e-13));
  }
}
