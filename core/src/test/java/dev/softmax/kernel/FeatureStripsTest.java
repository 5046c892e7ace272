package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products and softmax of strips against plain sums, at every width of vectors.
class FeatureStripsTest {
  private static final int STRIP = DoubleFeatures.STRIP;
  private static final int COLUMNS = 12;
  private static final int STRIPS = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 26})
  void forwardAddsWeightedColumns(int classes) {
    double[] x = numbers(5 + COLUMNS * STRIP, 1);
    double[] w = numbers(3 + COLUMNS * classes, 2);
    double[] z = numbers(7 + classes * STRIP, 3);
    double[] expected = z.clone();
    for (int k = 0; k < classes; k++) {
      for (int j = 0; j < COLUMNS; j++) {
        for (int lane = 0; lane < STRIP; lane++) {
          expected[7 + k * STRIP + lane] += x[5 + j * STRIP + lane] * w[3 + j * classes + k];
        }
      }
    }
    float[] floats = floats(z);
    DoubleFeatures.forward(x, 5, COLUMNS, w, 3, classes, z, 7);
    FloatFeatures.forward(floats(x), 5, COLUMNS, floats(w), 3, classes, floats, 7);
    assertThat(z).containsExactly(expected, within(1e-13));
    assertThat(doubles(floats)).containsExactly(expected, within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 26})
  void transposedAddsProductsOverRows(int classes) {
    int xStrip = (COLUMNS + 1) * STRIP;
    double[] x = numbers(5 + STRIPS * xStrip, 1);
    double[] r = numbers(9 + STRIPS * classes * STRIP, 2);
    double[] g = numbers(4 + COLUMNS * classes, 3);
    double[] expected = g.clone();
    for (int j = 0; j < COLUMNS; j++) {
      for (int k = 0; k < classes; k++) {
        for (int i = 0; i < STRIPS * STRIP; i++) {
          expected[4 + j * classes + k] +=
              x[5 + i / STRIP * xStrip + j * STRIP + i % STRIP]
                  * r[9 + (i / STRIP * classes + k) * STRIP + i % STRIP];
        }
      }
    }
    double[] fromFloats = g.clone();
    double[] room = new double[DoubleFeatures.ROOM];
    DoubleFeatures.transposed(x, 5, COLUMNS, xStrip, STRIPS, r, 9, classes, g, 4, room);
    FloatFeatures.transposed(
        floats(x),
        5,
        COLUMNS,
        xStrip,
        STRIPS,
        floats(r),
        9,
        classes,
        fromFloats,
        4,
        new float[FloatFeatures.ROOM]);
    assertThat(g).containsExactly(expected, within(1e-12));
    assertThat(fromFloats).containsExactly(expected, within(1e-4));
  }

  @Test
  void productsOfColumns() {
    double[] x = numbers(11 + 2 * STRIPS * STRIP, 4);
    int step = 2 * STRIP;
    float[] y = new float[5 + STRIPS * step];
    FloatColumns.multiply(floats(x), 3, 11 + STRIPS * STRIP, STRIPS, y, 5, step);
    for (int i = 5; i < y.length; i++) {
      int strip = (i - 5) / step;
      int lane = (i - 5) % step;
      int row = strip * STRIP + lane;
      double expected = lane < STRIP ? x[3 + row] * x[11 + STRIPS * STRIP + row] : 0;
      assertThat(y[i]).isCloseTo((float) expected, within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 64, 192})
  void bytesBecomeNumbersFromZero(int n) {
    byte[] bytes = new byte[3 + n];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 37);
    }
    float[] floats = new float[2 + n];
    double[] doubles = new double[2 + n];
    FloatFeatures.unpack(bytes, 3, floats, 2, n);
    DoubleFeatures.unpack(bytes, 3, doubles, 2, n);
    for (int i = 0; i < n; i++) {
      assertThat(floats[2 + i]).isEqualTo(bytes[3 + i] & 0xff);
      assertThat(doubles[2 + i]).isEqualTo(bytes[3 + i] & 0xff);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 10, 33})
  void softmaxOfLanesIsThatOfRows(int classes) {
    double[] z = numbers(3 + classes * STRIP, 4);
    for (int i = 0; i < z.length; i++) {
      // Some rows are far apart, one so far that exponentials vanish.
      z[i] *= i % STRIP == 5 ? 5000 : i % STRIP == 6 ? 100 : 4;
    }
    double[] p = new double[4 + classes * STRIP];
    double[] logSums = new double[STRIP];
    double[] row = new double[classes];
    double[] rowP = new double[classes];
    double[] logSum = new double[1];
    DoubleStrips.softmax(z, 3, classes, p, 4, logSums, new double[STRIP]);
    double[] a = numbers(2 + classes * STRIP, 5);
    double[] image = a.clone();
    double[] weights = numbers(STRIP, 6);
    DoubleStrips.curvature(p, 4, image, 2, classes, weights);
    for (int lane = 0; lane < STRIP; lane++) {
      for (int k = 0; k < classes; k++) {
        row[k] = z[3 + k * STRIP + lane];
      }
      DoubleRows.softmax(row, 0, rowP, 0, 1, classes, 1);
      DoubleRows.logSumExp(row, 0, logSum, 0, 1, classes);
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        assertThat(p[4 + k * STRIP + lane]).isCloseTo(rowP[k], within(1e-15));
        mean += rowP[k] * a[2 + k * STRIP + lane];
      }
      assertThat(logSums[lane]).isCloseTo(logSum[0], within(1e-12));
      for (int k = 0; k < classes; k++) {
        assertThat(image[2 + k * STRIP + lane])
            .isCloseTo(weights[lane] * rowP[k] * (a[2 + k * STRIP + lane] - mean), within(1e-14));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 31, 32, 33, 100, 207})
  void dotsAreSumsOfProducts(int n) {
    double[] a = numbers(n + 3, 7);
    double[] b = numbers(n + 5, 8);
    double expected = 0;
    for (int i = 0; i < n; i++) {
      expected += a[3 + i] * b[5 + i];
    }
    assertThat(DoubleDots.dot(a, 3, b, 5, n)).isCloseTo(expected, within(1e-13));
  }

  private static double[] numbers(int n, long seed) {
    return new SplittableRandom(seed).doubles(n).map(u -> (float) (2 * u - 1)).toArray();
  }

  private static float[] floats(double[] x) {
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = (float) x[i];
    }
    return floats;
  }

  private static double[] doubles(float[] x) {
    double[] doubles = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      doubles[i] = x[i];
    }
    return doubles;
  }
}
