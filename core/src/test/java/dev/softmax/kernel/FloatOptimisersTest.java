package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Steps by rows have the bits of dense steps; PyTorch's numbers are in `KernelGoldenTest`.
class FloatOptimisersTest {
  private static float[] random(int seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 100, 300})
  void rowsMoveAsInADenseStep(int width) {
    int all = 1000;
    int[] rows = {0, 7, 8, 500, 999};
    for (boolean packed : new boolean[] {false, true}) {
      float[] p = random(1, all * width);
      float[] m = random(2, all * width);
      float[] v = random(3, all * width);
      for (int i = 0; i < v.length; i++) {
        v[i] *= v[i];
      }
      float[] dense = new float[all * width];
      float[] few = random(4, rows.length * width);
      for (int k = 0; k < rows.length; k++) {
        System.arraycopy(few, k * width, dense, rows[k] * width, width);
      }
      AdamStep step = AdamStep.adam(0.01, 0.9, 0.999, 1e-8, packed ? 0.1 : 0, 3);
      float[] p1 = p.clone();
      float[] m1 = m.clone();
      float[] v1 = v.clone();
      FloatOptimisers.adam(p1, dense, m1, v1, 0, p1.length, step);
      float[] p2 = p.clone();
      float[] m2 = m.clone();
      float[] v2 = v.clone();
      FloatOptimisers.adamOfAllRows(
          p2, packed ? few : dense, m2, v2, width, rows, rows.length, packed, step);
      assertThat(p2).isEqualTo(p1);
      assertThat(m2).isEqualTo(m1);
      assertThat(v2).isEqualTo(v1);
      FloatOptimisers.adamOfRows(
          p, packed ? few : dense, m, v, width, rows, rows.length, packed, step);
      for (int k = 0; k < rows.length; k++) {
        int from = rows[k] * width;
        assertThat(Arrays.copyOfRange(p, from, from + width))
            .isEqualTo(Arrays.copyOfRange(p1, from, from + width));
      }
      assertThat(Arrays.copyOfRange(p, width, 7 * width))
          .isEqualTo(Arrays.copyOfRange(random(1, all * width), width, 7 * width));
    }
  }
}
