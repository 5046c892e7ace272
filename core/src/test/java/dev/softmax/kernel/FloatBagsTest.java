package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bags and gathered rows against plain loops in `double`.
class FloatBagsTest {
  private static final int ROWS = 331;

  private final SplittableRandom random = new SplittableRandom(17);

  private float[] floats(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  /// Bags of 0 to 39 tokens, of which small ones are frequent.
  private int[] offsets(int bags) {
    int[] offsets = new int[bags + 1];
    for (int i = 0; i < bags; i++) {
      offsets[i + 1] = offsets[i] + (i == 1 ? 0 : random.nextInt(40));
    }
    return offsets;
  }

  private int[] tokens(int count) {
    int[] tokens = new int[count];
    Arrays.setAll(tokens, i -> random.nextInt(1 + random.nextInt(ROWS)));
    return tokens;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 16, 17, 64, 65, 100, 128, 207, 300})
  void bagsAreSumsOfRowsAndTheirGradientsSpread(int width) {
    for (int bags : new int[] {1, 5, 64, 300}) {
      float[] table = floats(ROWS * width);
      int[] offsets = offsets(bags);
      int[] tokens = tokens(offsets[bags]);
      float[] dOut = floats(bags * width);
      for (boolean mean : new boolean[] {false, true}) {
        double[] want = new double[bags * width];
        double[] wantGradient = new double[ROWS * width];
        for (int b = 0; b < bags; b++) {
          double factor = mean ? 1.0 / (offsets[b + 1] - offsets[b]) : 1;
          for (int t = offsets[b]; t < offsets[b + 1]; t++) {
            for (int i = 0; i < width; i++) {
              want[b * width + i] += factor * table[tokens[t] * width + i];
              wantGradient[tokens[t] * width + i] += factor * dOut[b * width + i];
            }
          }
        }
        float[] out = floats(bags * width);
        FloatBags.forward(table, width, tokens, offsets, bags, mean, out);
        close(out, want);
        float[] gradient = new float[ROWS * width];
        FloatBags.addGradient(dOut, width, tokens, offsets, bags, mean, gradient);
        close(gradient, wantGradient);
        packedIsTheSame(dOut, width, tokens, offsets, bags, mean, gradient);
      }
    }
  }

  private static void close(float[] got, double[] want) {
    for (int i = 0; i < want.length; i++) {
      // Not the larger of the two: that would let through what is no number.
      if (!(Math.abs(got[i] - want[i]) <= 1e-5 * (1 + Math.abs(want[i])))) {
        assertThat((double) got[i]).as("%d", i).isCloseTo(want[i], within(1e-6));
      }
    }
    assertThat(got).hasSameSizeAs(want);
  }

  private static void packedIsTheSame(
      float[] dOut,
      int width,
      int[] tokens,
      int[] offsets,
      int bags,
      boolean mean,
      float[] gradient) {
    int[] rows = new int[tokens.length];
    int count = FloatBags.distinct(tokens, 0, tokens.length, new long[ROWS / 64 + 1], rows);
    int[] places = new int[ROWS];
    FloatBags.places(rows, count, places);
    float[] packed = new float[count * width];
    int threads = Parallel.threads();
    try {
      Parallel.limitThreads(1);
      FloatBags.addGradient(dOut, width, tokens, offsets, bags, mean, places, packed);
    } finally {
      Parallel.limitThreads(threads);
    }
    for (int k = 0; k < count; k++) {
      assertThat(Arrays.copyOfRange(packed, k * width, (k + 1) * width))
          .isEqualTo(Arrays.copyOfRange(gradient, rows[k] * width, (rows[k] + 1) * width));
    }
    FloatBags.clear(gradient, width, rows, count);
    for (float left : gradient) {
      assertThat(left).isZero();
    }
  }

  @Test
  void distinctRowsAscendAndLeaveNoMark() {
    int[] tokens = tokens(500);
    long[] marks = new long[ROWS / 64 + 1];
    int[] rows = new int[500];
    int count = FloatBags.distinct(tokens, 100, 400, marks, rows);
    int[] want = Arrays.stream(tokens, 100, 400).distinct().sorted().toArray();
    assertThat(Arrays.copyOf(rows, count)).isEqualTo(want);
    assertThat(marks).containsOnly(0L);
    assertThat(FloatBags.distinct(tokens, 7, 7, marks, rows)).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 100})
  void gatheredRowsComeBack(int width) {
    float[] table = floats(ROWS * width);
    int[] ids = {5, 3, 5, 330, 0};
    float[] out = new float[4 * width];
    FloatBags.gather(table, width, ids, 1, 4, out);
    for (int i = 0; i < 4 * width; i++) {
      assertThat(out[i]).isEqualTo(table[ids[1 + i / width] * width + i % width]);
    }
    float[] gradient = new float[ROWS * width];
    FloatBags.addGatherGradient(out, width, ids, 0, 4, new int[0], gradient);
    for (int i = 0; i < width; i++) {
      assertThat(gradient[5 * width + i]).isEqualTo(out[i] + out[2 * width + i]);
      assertThat(gradient[330 * width + i]).isEqualTo(out[3 * width + i]);
    }
    int[] places = new int[ROWS];
    places[330] = 1;
    places[5] = 2;
    float[] packed = new float[3 * width];
    FloatBags.addGatherGradient(out, width, ids, 1, 4, places, packed);
    for (int i = 0; i < width; i++) {
      assertThat(packed[i]).isEqualTo(out[i] + out[3 * width + i]);
      assertThat(packed[width + i]).isEqualTo(out[2 * width + i]);
      assertThat(packed[2 * width + i]).isEqualTo(out[width + i]);
    }
  }
}
