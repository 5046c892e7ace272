package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Layers in blocks of rows, against plain loops in `double`.
class PackedLayersTest {
  /// Columns of the input and of each layer: plain loops, tiles, and dot products at the end.
  private static final int[][] WIDTHS = {{3, 2}, {5, 4, 3}, {100, 256, 2}, {70, 33, 90, 10}};

  private final Random random = new Random(1);

  private float[] floats(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// Sums of results that are about 1 are, too.
  private float[] weights(int depth, int width) {
    float[] values = floats(depth * width);
    for (int i = 0; i < values.length; i++) {
      values[i] /= (float) Math.sqrt(depth);
    }
    return values;
  }

  private PackedLayers layers(int[] widths) {
    List<PackedLayers.Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      FloatMatrix weight =
          FloatMatrix.of(weights(widths[i - 1], widths[i]), widths[i - 1], widths[i]);
      layers.add(
          new PackedLayers.Layer(
              PackedMatrix.of(weight, floats(widths[i])), i < widths.length - 1));
    }
    return PackedLayers.of(layers);
  }

  private static float[] apply(PackedLayers layers, FloatMatrix x, int threads) {
    FloatMatrix y =
        FloatMatrix.of(new float[x.rows() * layers.outputs()], x.rows(), layers.outputs());
    int before = Parallel.threads();
    Parallel.limitThreads(threads);
    try {
      layers.apply(x, y);
    } finally {
      Parallel.limitThreads(before);
    }
    return y.data();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 15, 16, 17, 64, 130, 700})
  void resultsAreThoseOfOneLayerAfterAnother(int rows) {
    for (int[] widths : WIDTHS) {
      random.setSeed(rows);
      PackedLayers layers = layers(widths);
      FloatMatrix x = FloatMatrix.of(floats(rows * widths[0]), rows, widths[0]);
      random.setSeed(rows);
      double[] y = exact(widths, rows);
      float[] ours = apply(layers, x, Parallel.threads());
      for (int i = 0; i < y.length; i++) {
        assertThat((double) ours[i]).isCloseTo(y[i], within(1e-5));
      }
      assertThat(apply(layers, x, 1)).isEqualTo(ours);
    }
  }

  /// The same numbers from the same seed.
  private double[] exact(int[] widths, int rows) {
    List<float[]> weights = new ArrayList<>();
    List<float[]> biases = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      weights.add(weights(widths[i - 1], widths[i]));
      biases.add(floats(widths[i]));
    }
    float[] input = floats(rows * widths[0]);
    double[] x = new double[input.length];
    Arrays.setAll(x, i -> input[i]);
    for (int layer = 0; layer < weights.size(); layer++) {
      int depth = widths[layer];
      int width = widths[layer + 1];
      double[] y = new double[rows * width];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < width; j++) {
          double sum = biases.get(layer)[j];
          for (int p = 0; p < depth; p++) {
            sum += x[i * depth + p] * weights.get(layer)[p * width + j];
          }
          y[i * width + j] = layer < weights.size() - 1 ? Math.max(0, sum) : sum;
        }
      }
      x = y;
    }
    return x;
  }

  @Test
  void sizesThatDoNotFitAreNamed() {
    PackedLayers layers = layers(new int[] {4, 3, 2});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> apply(layers, FloatMatrix.of(new float[10], 2, 5), 1))
        .withMessage("packed layers: (2, 5) by (4, 2) into (2, 2)");
    PackedLayers.Layer layer =
        new PackedLayers.Layer(PackedMatrix.of(FloatMatrix.of(new float[6], 2, 3)), false);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackedLayers.of(List.of(layer, layer)))
        .withMessage("packed layers: (2, 3) and then (2, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PackedLayers.of(List.of()))
        .withMessage("packed layers: none");
  }
}
