package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.linear.LogitRows.Rows;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products of every way of storing features against plain loops.
class DenseProductsTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 2, floats",
    "63, 3, 1, floats",
    "64, 4, 5, doubles",
    "65, 5, 7, doubles",
    "513, 17, 10, doubles",
    "513, 17, 10, bytes",
    "1200, 33, 26, bytes",
    "700, 9, 3, gaps"
  })
  void productsAreThoseOfPlainLoops(int rows, int columns, int classes, String kind) {
    double[] x = features(rows * columns, columns, kind);
    FeatureProducts products = new DenseProducts(new DenseFeatures(x, columns), classes, true);
    RandomGenerator random = new SplittableRandom(3);
    double[] point = random.doubles((columns + 1L) * classes).map(u -> u - 0.5).toArray();
    for (boolean rough : new boolean[] {false, true}) {
      double tolerance = rough ? 1e-5 : 1e-12;
      double[] logits = new double[Math.ceilDiv(rows, 64) * 64 * classes];
      double[] residuals = new double[logits.length];
      double[] sums = new double[point.length];
      products.begin(point, rough);
      forEachBlock(
          products,
          block -> {
            int at = block.from() * classes;
            products.logits(block, logits, at);
            for (int row = block.from(); row < block.to(); row++) {
              for (int k = 0; k < classes; k++) {
                residuals[place(row, k, classes)] = residual(row, k);
              }
            }
            products.addTransposed(block, residuals, at);
          });
      products.end(sums);
      for (int row = 0; row < rows; row++) {
        for (int k = 0; k < classes; k++) {
          double expected = point[columns * classes + k];
          for (int j = 0; j < columns; j++) {
            expected += x[row * columns + j] * point[j * classes + k];
          }
          assertThat(logits[place(row, k, classes)])
              .isCloseTo(expected, within(tolerance * (1 + columns)));
        }
      }
      for (int i = 0; i < point.length; i++) {
        double expected = 0;
        for (int row = 0; row < rows; row++) {
          double feature = i < columns * classes ? x[row * columns + i / classes] : 1;
          expected += feature * residual(row, i % classes);
        }
        assertThat(sums[i]).isCloseTo(expected, within(tolerance * (1 + rows)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1300, 17, 10, floats", "1300, 33, 3, bytes", "1300, 9, 3, gaps"})
  void someRowsAreThoseOfAll(int rows, int columns, int classes, String kind) {
    double[] x = features(rows * columns, columns, kind);
    int[] some = IntStream.range(0, rows).filter(i -> i % 3 == 1 || i % 64 == 0).toArray();
    double[] values = new double[some.length * columns];
    for (int i = 0; i < some.length; i++) {
      System.arraycopy(x, some[i] * columns, values, i * columns, columns);
    }
    double[] point =
        new SplittableRandom(3).doubles((columns + 1L) * classes).map(u -> u - 0.5).toArray();
    FeatureProducts all = new DenseProducts(new DenseFeatures(x, columns), classes, true);
    double[] expected =
        product(new DenseProducts(new DenseFeatures(values, columns), classes, true), point);
    assertThat(product(all.of(some).orElseThrow(), point)).containsExactly(expected, within(0.01));
  }

  /// `Xᵀ (X W + b)`, and the columns' sums.
  private static double[] product(FeatureProducts products, double[] point) {
    double[] logits = new double[products.plan().blockRows() * point.length];
    double[] sums = new double[point.length];
    products.begin(point, true);
    forEachBlock(
        products,
        block -> {
          products.logits(block, logits, 0);
          int strips = Math.ceilDiv(block.to() - block.from(), 64);
          int lanes = (block.to() - block.from()) % 64;
          int classes = point.length / (products.columns() + 1);
          for (int k = 0; lanes > 0 && k < classes; k++) {
            int end = ((strips - 1) * classes + k + 1) * 64;
            Arrays.fill(logits, end - 64 + lanes, end, 0);
          }
          products.addTransposed(block, logits, 0);
        });
    products.end(sums);
    return sums;
  }

  private static double residual(int row, int k) {
    return Math.sin(row + 0.7 * k);
  }

  private static int place(int row, int k, int classes) {
    return row / 64 * 64 * classes + k * 64 + row % 64;
  }

  private static double[] features(int n, int columns, String kind) {
    RandomGenerator random = new SplittableRandom(n);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          switch (kind) {
            case "bytes" -> random.nextInt(256) / 255.0;
            case "floats" -> (float) random.nextGaussian();
            case "gaps" -> i % columns % 3 == 1 && i < n / 2 ? 0 : random.nextGaussian();
            default -> random.nextGaussian();
          };
    }
    return x;
  }

  private static void forEachBlock(FeatureProducts products, Consumer<Rows> work) {
    RowPlan plan = products.plan();
    for (int chunk = 0; chunk < plan.chunks(); chunk++) {
      for (int from = plan.from(chunk); from < plan.to(chunk); from += plan.blockRows()) {
        work.accept(new Rows(chunk, from, Math.min(from + plan.blockRows(), plan.to(chunk))));
      }
    }
  }
}
