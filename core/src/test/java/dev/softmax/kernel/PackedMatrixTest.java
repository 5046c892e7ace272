package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Products by packed matrices of awkward sizes and of every layout, against plain loops in `double`.
class PackedMatrixTest {
  /// Rows, columns and depth: below, at and beyond tiles, strips and tasks, whatever the width.
  private static final int[][] SIZES = {
    {1, 1, 1},
    {3, 5, 2},
    {1, 128, 784},
    {2, 256, 100},
    {4, 33, 90},
    {5, 31, 90},
    {9, 16, 77},
    {64, 2, 256},
    {13, 10, 128},
    {37, 23, 60},
    {64, 100, 100},
    {70, 47, 65},
    {21, 49, 64},
    {300, 10, 70},
    {530, 40, 65},
    {600, 130, 30}
  };

  private static final float GUARD = 77;

  @Test
  void everyLayoutAgreesWithPlainLoops() {
    Random random = new Random(1);
    for (int[] size : SIZES) {
      for (int layout = 0; layout < 16; layout++) {
        int gap = (layout & 8) != 0 ? 3 : 0;
        FloatMatrix a = matrix(size[0], size[2], (layout & 1) != 0, gap, random);
        FloatMatrix b = matrix(size[2], size[1], (layout & 2) != 0, gap, random);
        FloatMatrix c = matrix(size[0], size[1], (layout & 4) != 0, gap, random);
        float[] bias = matrix(1, size[1], false, 0, random).data();
        check(a, b, c, Arrays.copyOfRange(bias, 1, 1 + size[1]));
      }
    }
  }

  private static void check(FloatMatrix a, FloatMatrix b, FloatMatrix c, float[] bias) {
    FloatMatrix sum = copy(c);
    FloatMatrix rectified = copy(c);
    FloatMatrix unbiased = copy(c);
    PackedMatrix packed = PackedMatrix.of(b, bias);
    MatrixProduct.multiply(a, PackedMatrix.of(b), unbiased);
    MatrixProduct.multiplyAdd(a, packed, sum);
    MatrixProduct.multiplyRelu(a, packed, rectified);
    FloatMatrix before = copy(c);
    MatrixProduct.multiply(a, packed, c);
    double tolerance = 5e-7 * (a.columns() + 2);
    boolean[] inside = new boolean[c.data().length];
    for (int i = 0; i < c.rows(); i++) {
      for (int j = 0; j < c.columns(); j++) {
        double exact = 0;
        for (int p = 0; p < a.columns(); p++) {
          exact += (double) a.data()[at(a, i, p)] * b.data()[at(b, p, j)];
        }
        int here = at(c, i, j);
        inside[here] = true;
        double whole = exact + bias[j];
        assertThat((double) unbiased.data()[here]).isCloseTo(exact, within(tolerance));
        assertThat((double) c.data()[here]).isCloseTo(whole, within(tolerance));
        assertThat((double) sum.data()[here])
            .isCloseTo(whole + before.data()[here], within(tolerance));
        assertThat((double) rectified.data()[here])
            .isCloseTo(Math.max(0, whole), within(tolerance));
      }
    }
    for (int i = 0; i < inside.length; i++) {
      if (!inside[i]) {
        assertThat(new float[] {c.data()[i], sum.data()[i], rectified.data()[i]})
            .as("outside the view")
            .containsOnly(before.data()[i]);
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    Random random = new Random(2);
    for (int[] size :
        new int[][] {{200, 150, 600}, {64, 128, 784}, {3, 900, 700}, {700, 10, 300}}) {
      FloatMatrix a = matrix(size[0], size[2], false, 0, random);
      PackedMatrix b = PackedMatrix.of(matrix(size[2], size[1], true, 0, random));
      assertThat(product(a, b, 1)).isEqualTo(product(a, b, Parallel.threads()));
    }
  }

  private static float[] product(FloatMatrix a, PackedMatrix b, int limit) {
    FloatMatrix c = FloatMatrix.of(new float[a.rows() * b.columns()], a.rows(), b.columns());
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
  void aRowIsTheSameInEveryBatch() {
    Random random = new Random(3);
    FloatMatrix a = matrix(40, 700, false, 0, random);
    PackedMatrix b = PackedMatrix.of(matrix(700, 75, true, 0, random));
    float[] all = product(a, b, 1);
    for (int row = 0; row < 40; row++) {
      assertThat(product(a.rows(row, row + 1), b, 1))
          .isEqualTo(Arrays.copyOfRange(all, row * 75, (row + 1) * 75));
    }
  }

  @Test
  void infinitiesStayInTheirRows() {
    // Columns beyond the last are 0 in a strip: times infinity that is not a number, which must not
    // be
    // seen.
    float[] x = new float[3 * 2000];
    Arrays.fill(x, 0, 2000, Float.POSITIVE_INFINITY);
    float[] ones = new float[2000 * 5];
    Arrays.fill(ones, 1);
    FloatMatrix c = FloatMatrix.of(new float[15], 3, 5);
    PackedMatrix b = PackedMatrix.of(FloatMatrix.of(ones, 2000, 5));
    MatrixProduct.multiplyAdd(FloatMatrix.of(x, 3, 2000), b, c);
    assertThat(Arrays.copyOf(c.data(), 5)).containsOnly(Float.POSITIVE_INFINITY);
    assertThat(Arrays.copyOfRange(c.data(), 5, 15)).containsOnly(0);
  }

  @Test
  void itIsACopyUntilItIsPackedAgain() {
    float[] numbers = {1, 2, 3, 4, 5, 6};
    FloatMatrix b = FloatMatrix.of(numbers, 2, 3);
    PackedMatrix packed = PackedMatrix.of(b, new float[] {10, 20, 30});
    numbers[0] = 100;
    FloatMatrix a = FloatMatrix.of(new float[] {1, 1}, 1, 2);
    FloatMatrix c = FloatMatrix.of(new float[3], 1, 3);
    MatrixProduct.multiply(a, packed, c);
    assertThat(c.data()).containsExactly(15, 27, 39);
    packed.pack(b);
    packed.setBias(new float[3]);
    MatrixProduct.multiply(a, packed, c);
    assertThat(c.data()).containsExactly(104, 7, 9);
  }

  @Test
  void noDepthGivesTheBias() {
    PackedMatrix packed = PackedMatrix.of(FloatMatrix.of(new float[0], 0, 2), new float[] {3, -4});
    FloatMatrix a = FloatMatrix.of(new float[0], 2, 0);
    FloatMatrix c = FloatMatrix.of(new float[4], 2, 2);
    MatrixProduct.multiplyRelu(a, packed, c);
    assertThat(c.data()).containsExactly(3, 0, 3, 0);
  }

  @Test
  void sizesThatDoNotMatchAreNamed() {
    FloatMatrix a = FloatMatrix.of(new float[6], 2, 3);
    PackedMatrix packed = PackedMatrix.of(a);
    assertThatThrownBy(() -> MatrixProduct.multiply(a, packed, a))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("matrix product: (2, 3) by packed (2, 3) into (2, 3)");
    assertThatThrownBy(() -> packed.pack(a.transposed()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("packed matrix: (2, 3) from (3, 2)");
    assertThatThrownBy(() -> packed.setBias(new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("packed matrix: (2, 3) but bias (2)");
  }

  /// Numbers from -1 to 1 in a view with an offset and a gap behind each row or column.
  private static FloatMatrix matrix(
      int rows, int columns, boolean transposed, int gap, Random random) {
    int stride = (transposed ? rows : columns) + gap;
    float[] data = new float[1 + stride * (transposed ? columns : rows)];
    Arrays.fill(data, GUARD);
    FloatMatrix m =
        transposed
            ? new FloatMatrix(data, 1, rows, columns, 1, stride)
            : new FloatMatrix(data, 1, rows, columns, stride, 1);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        data[at(m, i, j)] = (random.nextInt(2049) - 1024) / 1024f;
      }
    }
    return m;
  }

  private static FloatMatrix copy(FloatMatrix m) {
    return new FloatMatrix(
        m.data().clone(), m.offset(), m.rows(), m.columns(), m.rowStride(), m.columnStride());
  }

  private static int at(FloatMatrix m, int i, int j) {
    return m.offset() + i * m.rowStride() + j * m.columnStride();
  }
}
