package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DoubleLogTest {
  private static final int COUNT = 1 << 16;

  /// From subnormal numbers to a million, most of them near 1, where the parts of the logarithm meet.
  private static double[] rests() {
    SplittableRandom random = new SplittableRandom(5);
    double[] rests = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      rests[i] =
          switch (i % 4) {
            case 0 -> Math.scalb(random.nextDouble(1, 2), random.nextInt(-1074, 20));
            case 1 -> random.nextDouble(0, 1);
            case 2 -> random.nextDouble(0.40, 0.43);
            default -> random.nextDouble(0, 16);
          };
    }
    rests[0] = 0;
    rests[1] = Double.MIN_VALUE;
    rests[2] = 1;
    rests[3] = 0x1p52;
    return rests;
  }

  /// The reference is itself within 1 ULP.
  @Test
  void logarithmsAreWithinOneUlp() {
    assumeThat(Kernels.DOUBLE.width()).isGreaterThan(1);
    for (double rest : rests()) {
      double expected = StrictMath.log1p(rest);
      double ulps = Math.abs(DoubleLog.log1p(rest) - expected) / Math.ulp(expected);
      assertThat(ulps).as("log1p(%s)", rest).isLessThanOrEqualTo(1);
    }
    assertThat(DoubleLog.log1p(Double.NaN)).isNaN();
    assertThat(DoubleLog.log1p(0)).isEqualTo(0);
    assertThat(DoubleLog.log1p(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void lanesHaveTheSameBits() {
    assumeThat(Kernels.DOUBLE.width()).isGreaterThan(1);
    double[] logs = rests();
    logs[7] = Double.NaN;
    double[] expected = logs.clone();
    SimdDoubleLog.log1p(logs, COUNT);
    for (int i = 0; i < COUNT; i++) {
      expected[i] = DoubleLog.log1p(expected[i]);
    }
    assertThat(logs).isEqualTo(expected);
  }
}
