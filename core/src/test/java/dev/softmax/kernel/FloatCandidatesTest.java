package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every kind of kernel gives the bits of the plain loops.
class FloatCandidatesTest {
  private static float[] logits(int n, double scale) {
    SplittableRandom random = new SplittableRandom(n);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 11 == 5 ? Float.NEGATIVE_INFINITY : (float) ((random.nextDouble() - 0.6) * scale);
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 17, 127, 128, 129, 1000, 1024, 1031, 2047, 4098})
  void weightsAreBitsOfOneFormula(int n) {
    for (double scale : new double[] {0.1, 20, 1e4, 1e30}) {
      float[] x = logits(n, scale);
      float max = Float.NEGATIVE_INFINITY;
      for (float value : x) {
        max = Math.max(max, value);
      }
      for (double temperature : new double[] {1, 0.7, 1e-3, 5, 1e-40, 1e40}) {
        float beta = (float) Math.clamp(1 / temperature, 1e-30, 1e30);
        float rest = (float) (Math.clamp(1 / temperature, 1e-30, 1e30) - beta);
        float shift = FloatExp.shift(max, beta);
        int exponent = FloatExp.exponent(max, beta);
        float[] expected = new float[n];
        for (int i = 0; i < n; i++) {
          float low = (max - shift) * beta - FloatExp.DEPTH;
          expected[i] = FloatExp.of(x[i], shift, beta, rest, exponent, low);
        }
        float[] found = new float[n];
        FloatCandidates.weights(x, n, max, temperature, found);
        assertThat(found).containsExactly(expected);
        float largest = FloatCandidates.largestWeight(max, temperature);
        assertThat(largest).isBetween(0x1p63f, 0x1p65f);
        float most = 0;
        for (float weight : found) {
          most = Math.max(most, weight);
        }
        assertThat(most).isEqualTo(largest);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 127, 128, 129, 1000, 1024, 1031, 2047, 4098})
  void maximaAreExactAndNansAreSeen(int n) {
    float[] x = logits(n, 9);
    x[n / 2] = -0f;
    int blocks = (n + FloatCandidates.BLOCK - 1) / FloatCandidates.BLOCK;
    float[] maxima = new float[blocks];
    assertThat(FloatCandidates.maxima(x, n, maxima)).isTrue();
    for (int block = 0; block < blocks; block++) {
      int end = Math.min(n, (block + 1) * FloatCandidates.BLOCK);
      float[] part = Arrays.copyOfRange(x, block * FloatCandidates.BLOCK, end);
      Arrays.sort(part);
      assertThat(maxima[block]).isEqualTo(part[part.length - 1] + 0f);
    }
    x[n / 2] = Float.POSITIVE_INFINITY;
    assertThat(FloatCandidates.maxima(x, n, maxima)).isTrue();
    assertThat(maxima[n / 2 / FloatCandidates.BLOCK]).isEqualTo(Float.POSITIVE_INFINITY);
    for (int i = 0; i < n; i += 37) {
      float before = x[i];
      x[i] = i % 2 == 0 ? Float.NaN : Float.intBitsToFloat(0xFFC00001);
      assertThat(FloatCandidates.maxima(x, n, maxima)).as("NaN at " + i).isFalse();
      x[i] = before;
    }
  }
}
