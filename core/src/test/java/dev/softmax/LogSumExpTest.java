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

  @Test
  void hugeLogitsNeitherOverflowNorVanish() {
    assertThat(LogSumExp.of(1e308, 1e308)).isEqualTo(1e308);
    assertThat(LogSumExp.of(-1e308, -1e308)).isEqualTo(-1e308);
    assertThat(LogSumExp.of(1000, 1000)).isCloseTo(1000 + Math.log(2), within(1e-13));
    assertThat(LogSumExp.of(-1000, -1000)).isCloseTo(-1000 + Math.log(2), within(1e-13));
  }
}
