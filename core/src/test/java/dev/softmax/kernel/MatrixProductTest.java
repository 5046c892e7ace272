package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products of every layout and of awkward sizes against plain loops in `double`.
class MatrixProductTest {
  /// Rows, columns and depth: below, at and beyond tiles, panels, strips and blocks.
  private static final int[][] SIZES = {
    {1, 1, 1},
    {3, 5, 2},
    {13, 17, 33},
    {12, 32, 64},
    {1, 300, 50},
    {1, 520, 260},
    {2, 70, 100},
    {7, 37, 261},
    {300, 1, 50},
    {25, 10, 784},
    {97, 65, 513},
    {130, 1030, 40},
    {1540, 9, 7}
  };

  @Test
  void everyLayoutAgreesWithPlainLoops() {
    Random random = new Random(1);
    for (int[] size : SIZES) {
      for (int layout = 0; layout < 8; layout++) {
        DoubleMatrix a = matrix(size[0], size[2], (layout & 1) != 0, random);
        DoubleMatrix b = matrix(size[2], size[1], (layout & 2) != 0, random);
        DoubleMatrix c = matrix(size[0], size[1], (layout & 4) != 0, random);
        check(a, b, c);
      }
    }
  }

  private static void check(DoubleMatrix a, DoubleMatrix b, DoubleMatrix c) {
    DoubleMatrix sum =
        new DoubleMatrix(
            c.data().clone(), c.offset(), c.rows(), c.columns(), c.rowStride(), c.columnStride());
    FloatMatrix floats = narrowed(c);
    FloatMatrix floatSum = narrowed(c);
    double[] before = c.data().clone();
    MatrixProduct.multiply(a, b, c);
    MatrixProduct.multiplyAdd(a, b, sum);
    MatrixProduct.multiply(narrowed(a), narrowed(b), floats);
    MatrixProduct.multiplyAdd(narrowed(a), narrowed(b), floatSum);
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double exact = 0;
        for (int p = 0; p < a.columns(); p++) {
          exact += a.data()[at(a, i, p)] * b.data()[at(b, p, j)];
        }
        int here = at(c, i, j);
        double size = a.columns();
        assertThat(c.data()[here]).isCloseTo(exact, within(1e-15 * size));
        assertThat(sum.data()[here]).isCloseTo(exact + before[here], within(2e-15 * (size + 1)));
        assertThat((double) floats.data()[here]).isCloseTo(exact, within(5e-7 * size));
        assertThat((double) floatSum.data()[here])
            .isCloseTo(exact + before[here], within(5e-7 * (size + 1)));
      }
    }
    assertThat(c.data()[c.offset() - 1]).as("outside the view").isEqualTo(before[c.offset() - 1]);
    assertThat(floatSum.data()[c.offset() - 1]).isEqualTo((float) before[c.offset() - 1]);
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    Random random = new Random(2);
    for (int[] size : new int[][] {{200, 150, 600}, {64, 128, 784}, {3, 900, 700}}) {
      for (boolean transposed : new boolean[] {false, true}) {
        DoubleMatrix a = matrix(size[0], size[2], false, random);
        DoubleMatrix b = matrix(size[2], size[1], transposed, random);
        assertThat(product(a, b, 1)).isEqualTo(product(a, b, Parallel.threads()));
      }
    }
  }

  private static double[] product(DoubleMatrix a, DoubleMatrix b, int limit) {
    DoubleMatrix c = DoubleMatrix.of(new double[a.rows() * b.columns()], a.rows(), b.columns());
    int threads = Parallel.threads();
    Parallel.limitThreads(limit);
    try {
      MatrixProduct.multiply(a, b, c);
    } finally {
      Parallel.limitThreads(threads);
    }
    return c.data();
  }

  @Test
  void noDepthGivesZeros() {
    double[] c = {1, 2, 3, 4};
    MatrixProduct.multiply(
        DoubleMatrix.of(new double[0], 2, 0),
        DoubleMatrix.of(new double[0], 0, 2),
        DoubleMatrix.of(c, 2, 2));
    assertThat(c).containsOnly(0);
    float[] floats = {1, 2, 3, 4};
    MatrixProduct.multiply(
        FloatMatrix.of(new float[0], 2, 0),
        FloatMatrix.of(new float[0], 0, 2),
        FloatMatrix.of(floats, 2, 2));
    assertThat(floats).containsOnly(0);
  }

  /// Rows and columns of both factors and of the result: one size is wrong.
  @ParameterizedTest
  @CsvSource({"3,4, 4,5, 2,5", "3,4, 3,5, 3,5", "3,4, 4,5, 3,4", "2,3, 2,3, 2,3"})
  void sizesThatDoNotMatchAreNamed(int m, int k, int depth, int n, int rows, int columns) {
    String message =
        "matrix product: (%d, %d) by (%d, %d) into (%d, %d)"
            .formatted(m, k, depth, n, rows, columns);
    DoubleMatrix a = DoubleMatrix.of(new double[m * k], m, k);
    DoubleMatrix b = DoubleMatrix.of(new double[depth * n], depth, n);
    DoubleMatrix c = DoubleMatrix.of(new double[rows * columns], rows, columns);
    assertThatThrownBy(() -> MatrixProduct.multiply(a, b, c))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> MatrixProduct.multiplyAdd(narrowed(a), narrowed(b), narrowed(c)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /// Numbers from -1 to 1 in a view with an offset and a gap behind each row or column.
  private static DoubleMatrix matrix(int rows, int columns, boolean transposed, Random random) {
    int gap = 2;
    int stride = (transposed ? rows : columns) + gap;
    double[] data = new double[3 + stride * (transposed ? columns : rows)];
    for (int i = 0; i < data.length; i++) {
      // A float holds them exactly, so that both types multiply the same numbers.
      data[i] = (random.nextInt(2049) - 1024) / 1024.0;
    }
    return transposed
        ? new DoubleMatrix(data, 3, rows, columns, 1, stride)
        : new DoubleMatrix(data, 3, rows, columns, stride, 1);
  }

  private static FloatMatrix narrowed(DoubleMatrix m) {
    float[] data = new float[m.data().length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) m.data()[i];
    }
    return new FloatMatrix(
        data, m.offset(), m.rows(), m.columns(), m.rowStride(), m.columnStride());
  }

  private static int at(DoubleMatrix m, int i, int j) {
    return m.offset() + i * m.rowStride() + j * m.columnStride();
  }
}
