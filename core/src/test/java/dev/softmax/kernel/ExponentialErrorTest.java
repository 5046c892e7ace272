package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// The error of the exponential in ULP, against `Math.exp` in `double`, which is exact enough for
/// `float`. Samples the inputs; `-Dexhaustive=true` takes every `float` from -87 to 88.
class ExponentialErrorTest {
  private static final int BLOCK = 1 << 14;
  private static final boolean EXHAUSTIVE = Boolean.getBoolean("exhaustive");

  @Test
  void everyFloatIsWithinOneUlp() {
    double worst = Math.max(worst(0x80000000, -87f), worst(0, 88f));
    if (EXHAUSTIVE) {
      System.out.printf(
          "exp of every float from -87 to 88, %d-bit kernels: at most %.4f ULP%n",
          Kernels.choice().bits(), worst);
    }
    assertThat(worst).isLessThanOrEqualTo(1).isGreaterThan(0.4);
  }

  /// Rows of one number alone, few enough of them that their addition hardly rounds.
  @Test
  void exponentialsOfSumsAreAsCloseAsSaid() {
    int width = Kernels.FLOAT.width();
    float[] x = new float[Math.max(16, 2 * width)];
    double rounding = width < 8 ? 6e-8 : 0;
    for (int i = 0; i < 100_000; i++) {
      float value = (i - 50_000) * 5.4e-4f;
      Arrays.fill(x, value);
      double sum = Kernels.FLOAT.sumInWindow(x, 0, x.length);
      if (width == 1) {
        assertThat(sum).isEqualTo(-1);
      } else {
        double error = Math.abs(sum / (x.length * Math.exp(value)) - 1);
        assertThat(error).isLessThan((Math.abs(value) < 2 ? 1.4e-7 : 2.1e-7) + rounding);
      }
    }
  }

  /// The largest error over the floats of one sign, from `firstBits` up to the size of `last`.
  private static double worst(int firstBits, float last) {
    int blocks = (Float.floatToRawIntBits(last) - firstBits) / BLOCK + 1;
    int step = EXHAUSTIVE ? 1 : 997;
    return IntStream.range(0, (blocks + step - 1) / step)
        .parallel()
        .mapToDouble(block -> blockError(firstBits + block * step * BLOCK, last))
        .max()
        .orElseThrow();
  }

  private static double blockError(int bits, float last) {
    float[] x = new float[BLOCK];
    float[] y = new float[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      float value = Float.intBitsToFloat(bits + i);
      x[i] = Math.abs(value) <= Math.abs(last) ? value : last;
    }
    float extreme = Math.max(x[0], x[BLOCK - 1]);
    Kernels.FLOAT.exp(x, 0, y, 0, BLOCK, extreme, 1);
    // The scalar kernels shift by the maximum itself, the others by a power of two.
    double factor =
        Kernels.choice().bits() == 0
            ? Math.exp(-extreme) * 0x1p64
            : Math.scalb(1.0, FloatExp.BIAS - FloatExp.exponent(extreme, 1));
    double worst = 0;
    for (int i = 0; i < BLOCK; i++) {
      double exact = Math.exp(x[i]) * factor;
      worst = Math.max(worst, Math.abs(y[i] - exact) / Math.ulp((float) exact));
    }
    return worst;
  }
}
