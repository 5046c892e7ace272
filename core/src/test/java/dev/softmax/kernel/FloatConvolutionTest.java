package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Compute;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Convolutions for training beside plain sums in `double`, above all where they go by Winograd's transforms: filters of
/// three by three that move by one, from and to whole vectors of channels.
class FloatConvolutionTest {
  private static final int THREADS = Compute.threads();

  @ParameterizedTest
  @CsvSource({
    "1, 32, 32, 16, 16, 1",
    "3, 16, 16, 32, 32, 1",
    "5, 8, 8, 64, 64, 1",
    "2, 5, 7, 16, 32, 1",
    "2, 7, 5, 32, 16, 1",
    "1, 1, 1, 16, 16, 1",
    "2, 6, 6, 16, 16, 0",
    "2, 6, 9, 16, 64, 2",
    "1, 4, 4, 16, 16, 3",
    "1, 3, 70, 16, 16, 1",
    "1, 3, 140, 16, 16, 1",
    "2, 9, 9, 17, 16, 1",
    "2, 9, 9, 48, 48, 1",
  })
  void forwardAndGradients(int pictures, int height, int width, int from, int to, int padding) {
    ConvolutionShape shape = shape(pictures, height, width, from, to, padding);
    Random random = new Random(height * 31 + width);
    float[] x = normal(random, pictures * shape.pictureSize());
    float[] weight = normal(random, shape.weights());
    float[] bias = normal(random, to);
    float[] dy = normal(random, pictures * shape.resultSize());
    float[] start = normal(random, x.length);
    Exact exact = new Exact(shape, x, weight, dy);

    float[] y = new float[dy.length];
    FloatConvolution.forward(shape, x, weight, bias, y);
    float[] dx = start.clone();
    float[] dWeight = new float[weight.length];
    FloatConvolution.backward(shape, x, weight, dy, dx, true, dWeight);

    for (int i = 0; i < y.length; i++) {
      exact.y[i] += bias[i % to];
    }
    for (int i = 0; i < dx.length; i++) {
      exact.dx[i] += start[i];
    }
    assertClose(y, exact.y);
    assertClose(dx, exact.dx);
    assertClose(dWeight, exact.dWeight);
    FloatConvolution.backward(shape, x, weight, dy, dx, false, null);
    for (int i = 0; i < dx.length; i++) {
      exact.dx[i] -= start[i];
    }
    assertClose(dx, exact.dx);
  }

  @Test
  void threadsChangeNoBit() {
    ConvolutionShape shape = shape(9, 16, 16, 16, 32, 1);
    Random random = new Random(3);
    float[] x = normal(random, 9 * shape.pictureSize());
    float[] weight = normal(random, shape.weights());
    float[] dy = normal(random, 9 * shape.resultSize());
    float[][] first = results(shape, x, weight, dy);
    Compute.limitThreads(1);
    try {
      float[][] alone = results(shape, x, weight, dy);
      for (int i = 0; i < first.length; i++) {
        assertThat(alone[i]).isEqualTo(first[i]);
      }
    } finally {
      Compute.limitThreads(THREADS);
    }
  }

  @Test
  void noNumberStaysInItsPicture() {
    ConvolutionShape shape = shape(4, 8, 8, 16, 16, 1);
    float[] x = normal(new Random(5), 4 * shape.pictureSize());
    float[] weight = normal(new Random(6), shape.weights());
    float[] clean = new float[4 * shape.resultSize()];
    FloatConvolution.forward(shape, x, weight, null, clean);
    x[2 * shape.pictureSize() + 5] = Float.NaN;
    float[] y = new float[clean.length];
    FloatConvolution.forward(shape, x, weight, null, y);
    int size = shape.resultSize();
    assertThat(y[2 * size]).isNaN();
    Arrays.fill(y, 2 * size, 3 * size, 0);
    Arrays.fill(clean, 2 * size, 3 * size, 0);
    assertThat(y).isEqualTo(clean);
  }

  private static float[][] results(ConvolutionShape shape, float[] x, float[] weight, float[] dy) {
    float[][] results = {new float[dy.length], new float[x.length], new float[weight.length]};
    FloatConvolution.forward(shape, x, weight, null, results[0]);
    FloatConvolution.backward(shape, x, weight, dy, results[1], false, results[2]);
    return results;
  }

  private static ConvolutionShape shape(
      int pictures, int height, int width, int from, int to, int padding) {
    ConvolutionAxis down = new ConvolutionAxis(height, height + 2 * padding - 2, 3, 1, 1, padding);
    ConvolutionAxis across = new ConvolutionAxis(width, width + 2 * padding - 2, 3, 1, 1, padding);
    return new ConvolutionShape(pictures, down, across, from, to, 1);
  }

  private static float[] normal(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// Within a few units of single precision of the results' root mean square.
  private static void assertClose(float[] values, double[] exact) {
    double size = Math.sqrt(Arrays.stream(exact).map(e -> e * e).average().orElse(0));
    for (int i = 0; i < exact.length; i++) {
      assertThat((double) values[i]).as("element %d", i).isCloseTo(exact[i], within(2e-5 * size));
    }
  }

  private static Offset<Double> within(double error) {
    return Offset.offset(error);
  }

  /// Sums as they are defined.
  private static final class Exact {
    final double[] y;
    final double[] dx;
    final double[] dWeight;

    Exact(ConvolutionShape shape, float[] x, float[] weight, float[] dy) {
      y = new double[dy.length];
      dx = new double[x.length];
      dWeight = new double[weight.length];
      ConvolutionAxis v = shape.vertical();
      ConvolutionAxis h = shape.horizontal();
      int channels = shape.channels();
      for (int at = 0; at < y.length; at++) {
        int output = at % shape.outputs();
        int place = at / shape.outputs();
        int column = place % h.places();
        int row = place / h.places() % v.places();
        int picture = place / h.places() / v.places();
        for (int tap = 0; tap < 9; tap++) {
          int i = v.element(row, tap / 3);
          int j = h.element(column, tap % 3);
          if (!v.has(i) || !h.has(j)) {
            continue;
          }
          int pixel = ((picture * v.length() + i) * h.length() + j) * channels;
          for (int c = 0; c < channels; c++) {
            int w = (output * channels + c) * 9 + tap;
            y[at] += (double) x[pixel + c] * weight[w];
            dx[pixel + c] += (double) dy[at] * weight[w];
            dWeight[w] += (double) dy[at] * x[pixel + c];
          }
        }
      }
    }
  }
}
