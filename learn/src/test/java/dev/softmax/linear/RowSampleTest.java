package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSampleTest {
  @Test
  void sumsKeepTheirMeans() {
    double[] c = new SplittableRandom(1).doubles(2000).map(u -> u * u * u).toArray();
    double[] values = new SplittableRandom(2).doubles(2000).toArray();
    double exact = 0;
    for (int i = 0; i < c.length; i++) {
      exact += c[i] * values[i];
    }
    double mean = 0;
    for (int seed = 0; seed < 400; seed++) {
      RowSample sample = RowSample.of(c, 100, seed);
      assertThat(sample.rows().length).isBetween(95, 105);
      for (int i = 0; i < sample.rows().length; i++) {
        mean += sample.factors()[i] * c[sample.rows()[i]] * values[sample.rows()[i]] / 400;
      }
    }
    assertThat(mean).isCloseTo(exact, within(0.01 * exact));
  }

  @Test
  void whatCountsMostIsAlwaysThere() {
    double[] c = new double[1000];
    Arrays.fill(c, 1);
    c[17] = 1e6;
    c[999] = 1e5;
    RowSample sample = RowSample.of(c, 50, 3);
    assertThat(sample.rows()).contains(17, 999).isSorted().doesNotHaveDuplicates();
    assertThat(sample.factors()[sample.rows().length - 1]).isEqualTo(1);
    assertThat(sample.rows().length).isBetween(48, 52);
  }

  /// Rows in turns of as many as are passed over must not hide from the sample.
  @ParameterizedTest
  @ValueSource(ints = {2, 10, 25})
  void aPeriodInTheRowsDoesNoHarm(int period) {
    double[] c = new double[5000];
    Arrays.fill(c, 0.1);
    RowSample sample = RowSample.of(c, 5000.0 / period, 1);
    int[] counts = new int[period];
    for (int row : sample.rows()) {
      counts[row % period]++;
    }
    assertThat(Arrays.stream(counts).min().orElseThrow()).isPositive();
  }
}
