package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Compute;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Convolutions for inference and pools of awkward sizes against plain loops in `double`, which follow
/// PyTorch's definitions and know nothing of strips, bands and transforms.
class PackedFiltersTest {
  private static final int[][] PICTURES = {{1, 1}, {3, 5}, {7, 7}, {15, 16}, {10, 37}};
  private static final int[] CHANNELS = {1, 3, 13, 16, 17, 33, 64};

  /// A picture between others, so that reading or writing beyond it shows.
  private static final int BATCH = 2;

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 13, 16, 17, 33, 64})
  void filtersOfOneAndThree(int outputs) {
    Random random = new Random(outputs);
    for (int[] picture : PICTURES) {
      for (int channels : CHANNELS) {
        check(shape(picture, new int[] {3, 1, 1, 1, 1}, channels, outputs, 1), random);
        check(shape(picture, new int[] {1, 1, 1, 0, 0}, channels, outputs, 1), random);
        check(shape(picture, new int[] {3, 2, 1, 1, 0}, channels, outputs, 1), random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 7})
  void otherFiltersAndGroups(int size) {
    Random random = new Random(size);
    for (int stride : new int[] {1, 2, 3}) {
      for (int dilation : new int[] {1, 2}) {
        int[] window = {size, stride, dilation, size / 2 * dilation, size / 2};
        check(shape(new int[] {15, 16}, window, 3, 17, 1), random);
        check(shape(new int[] {16, 15}, window, 34, 64, 2), random);
        check(shape(new int[] {15, 16}, window, 39, 9, 3), random);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 8, 13, 16, 17, 33, 64})
  void channelsOnTheirOwn(int channels) {
    Random random = new Random(channels);
    for (int[] picture : PICTURES) {
      for (int stride : new int[] {1, 2}) {
        check(shape(picture, new int[] {3, stride, 1, 1, 1}, channels, channels, channels), random);
        check(shape(picture, new int[] {3, stride, 1, 0, 2}, channels, channels, channels), random);
        check(shape(picture, new int[] {5, stride, 2, 4, 4}, channels, channels, channels), random);
      }
    }
  }

  @Test
  void longRowsAndManyTasks() {
    Random random = new Random(9);
    check(shape(new int[] {5, 3001}, new int[] {3, 1, 1, 1, 1}, 3, 16, 1), random);
    check(shape(new int[] {3, 901}, new int[] {3, 2, 1, 1, 1}, 48, 33, 1), random);
    check(shape(new int[] {60, 61}, new int[] {3, 1, 1, 1, 1}, 40, 64, 1), random);
    check(shape(new int[] {2, 203}, new int[] {3, 1, 1, 1, 1}, 288, 32, 1), random);
  }

  /// Whoever computes which tile, beside which others.
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8})
  void threadsChangeNoBit(int pictures) {
    int[][] sizes = {{28, 28, 128, 64}, {14, 13, 256, 96}, {7, 7, 512, 64}, {56, 30, 64, 64}};
    Random random = new Random(3);
    for (int[] of : sizes) {
      ConvolutionShape size =
          new ConvolutionShape(
              pictures,
              axis(of[0], new int[] {3, 1, 1}, 1, 1),
              axis(of[1], new int[] {3, 1, 1}, 1, 1),
              of[2],
              of[3],
              1);
      float[] x = normal(random, pictures * size.pictureSize(), 1);
      PackedFilters filters = PackedFilters.of(size, normal(random, size.weights(), 0.1), null);
      Compute.limitThreads(1);
      float[] alone = apply(filters, size, x, null);
      Compute.limitThreads(Integer.MAX_VALUE);
      assertThat(apply(filters, size, x, null)).as("%s", size).isEqualTo(alone);
    }
  }

  private static ConvolutionShape shape(
      int[] picture, int[] window, int channels, int outputs, int groups) {
    int pad = picture[0] + picture[1] < 4 ? window[0] * window[2] : 0;
    return new ConvolutionShape(
        BATCH,
        axis(picture[0], window, window[3], window[4] + pad),
        axis(picture[1], window, window[4], window[3] + pad),
        channels,
        outputs,
        groups);
  }

  private static ConvolutionAxis axis(int length, int[] window, int before, int after) {
    int room = length + before + after - window[2] * (window[0] - 1) - 1;
    return new ConvolutionAxis(
        length, room / window[1] + 1, window[0], window[1], window[2], before);
  }

  private static void check(ConvolutionShape size, Random random) {
    float[] x = normal(random, size.pictures() * size.pictureSize(), 1);
    double deviation = 1 / Math.sqrt(size.taps() * size.groupChannels());
    float[] weight = normal(random, size.weights(), deviation);
    float[] bias = normal(random, size.outputs(), 0.1);
    float[] shortcut = normal(random, size.pictures() * size.resultSize(), 1);
    PackedFilters filters = PackedFilters.of(size, weight, bias);
    double[] exact = convolution(size, x, weight, bias);
    assertClose(apply(filters, size, x, null), exact, size);
    double[] cut = Arrays.stream(exact).map(value -> Math.clamp(value, -0.5, 0.75)).toArray();
    assertClose(apply(filters.within(-0.5f, 0.75f), size, x, null), cut, size);
    for (int i = 0; i < exact.length; i++) {
      exact[i] = Math.clamp(exact[i] + shortcut[i], 0, 1.5);
    }
    assertClose(apply(filters.within(0, 1.5f), size, x, shortcut), exact, size);
  }

  private static void assertClose(float[] y, double[] exact, ConvolutionShape size) {
    double worst = 0;
    for (int i = 0; i < exact.length; i++) {
      double error = Math.abs(y[i] - exact[i]);
      // Not the larger of the two: that would forget what is no number.
      worst = error <= worst ? worst : error;
    }
    assertThat(worst).as("error of %s", size).isLessThan(2e-5);
    for (int i = exact.length; i < y.length; i++) {
      assertThat(y[i]).as("beyond the end").isEqualTo(77);
    }
  }

  private static float[] apply(
      PackedFilters filters, ConvolutionShape size, float[] x, float @Nullable [] shortcut) {
    float[] y = new float[size.pictures() * size.resultSize() + 40];
    Arrays.fill(y, 77);
    filters.apply(size, x, shortcut, y);
    return y;
  }

  private static double[] convolution(
      ConvolutionShape size, float[] x, float[] weight, float[] bias) {
    double[] y = new double[size.pictures() * size.resultSize()];
    for (int i = 0; i < y.length; i++) {
      int output = i % size.outputs();
      int place = i / size.outputs();
      int column = place % size.horizontal().places();
      int row = place / size.horizontal().places() % size.vertical().places();
      int picture = place / size.horizontal().places() / size.vertical().places();
      double sum = bias[output];
      for (int tap = 0; tap < size.taps(); tap++) {
        int v = size.vertical().element(row, tap / size.horizontal().size());
        int h = size.horizontal().element(column, tap % size.horizontal().size());
        if (v < 0 || h < 0 || v >= size.vertical().length() || h >= size.horizontal().length()) {
          continue;
        }
        int pixel = (picture * size.vertical().length() + v) * size.horizontal().length() + h;
        int first = output / size.groupOutputs() * size.groupChannels();
        for (int c = 0; c < size.groupChannels(); c++) {
          sum +=
              (double) x[pixel * size.channels() + first + c]
                  * weight[(output * size.groupChannels() + c) * size.taps() + tap];
        }
      }
      y[i] = sum;
    }
    return y;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void theNumberOfThreadsChangesNoBit(int channels) {
    Random random = new Random(channels);
    for (int stride : new int[] {1, 2}) {
      for (int groups : new int[] {1, channels}) {
        ConvolutionShape size =
            shape(new int[] {30, 29}, new int[] {3, stride, 1, 1, 1}, channels, channels, groups);
        float[] x = normal(random, size.pictures() * size.pictureSize(), 1);
        PackedFilters filters =
            PackedFilters.of(size, normal(random, size.weights(), 0.1), null).within(0, 6);
        int threads = Parallel.threads();
        float[] all = apply(filters, size, x, null);
        Parallel.limitThreads(1);
        try {
          assertThat(apply(filters, size, x, null)).isEqualTo(all);
        } finally {
          Parallel.limitThreads(threads);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 64})
  void whatIsNoNumberStaysNearItsPixel(int channels) {
    ConvolutionShape size = shape(new int[] {30, 30}, new int[] {3, 1, 1, 1, 1}, channels, 64, 1);
    float[] x = new float[size.pictures() * size.pictureSize()];
    Arrays.fill(x, 1);
    x[(12 * 30 + 13) * channels] = Float.NaN;
    PackedFilters filters =
        PackedFilters.of(size, normal(new Random(1), size.weights(), 0.1), null).within(0, 6);
    float[] y = apply(filters, size, x, null);
    for (int row = 0; row < 60; row++) {
      for (int column = 0; column < 30; column++) {
        float v = y[(row * 30 + column) * 64];
        if (Math.abs(row - 12) <= 1 && Math.abs(column - 13) <= 1) {
          assertThat(v).isNaN();
        } else if (Math.abs(row - 12) > 5 || Math.abs(column - 13) > 5) {
          assertThat(v).isFinite();
        }
      }
    }
  }

  private static float[] normal(Random random, int n, double deviation) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
