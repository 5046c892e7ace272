package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products of sparse matrices against plain loops over the same numbers written out.
class SparseProductTest {
  private final SplittableRandom random = new SplittableRandom(23);

  /// Every seventh row and the last column are empty.
  private SparseMatrix sparse(int rows, int columns) {
    int[] offsets = new int[rows + 1];
    int[] indices = new int[rows * columns];
    double[] values = new double[rows * columns];
    int n = 0;
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns - 1; j++) {
        if (i % 7 != 0 && random.nextInt(4) == 0) {
          indices[n] = j;
          values[n++] = random.nextDouble(-1, 1);
        }
      }
      offsets[i + 1] = n;
    }
    return new SparseMatrix(offsets, Arrays.copyOf(indices, n), Arrays.copyOf(values, n), columns);
  }

  private static double[] dense(SparseMatrix x) {
    double[] all = new double[x.rows() * x.columns()];
    for (int i = 0; i < x.rows(); i++) {
      for (int e = x.offsets()[i]; e < x.offsets()[i + 1]; e++) {
        all[i * x.columns() + x.indices()[e]] = x.values()[e];
      }
    }
    return all;
  }

  private double[] doubles(int n) {
    return random.doubles(n, -1, 1).toArray();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 20, 23, 24, 25, 31, 32, 33, 39, 40, 41, 71
      })
  void productsAreThoseOfTheNumbersWrittenOut(int width) {
    for (int rows : new int[] {1, 3, 40}) {
      int columns = rows == 3 ? 1 : 29;
      SparseMatrix x = sparse(rows, columns);
      double[] all = dense(x);
      int from = rows / 3;
      int before = 3;
      double[] b = doubles(columns * width);
      double[] start = doubles(before + (rows - from) * width + 2);
      double[] out = start.clone();
      SparseProduct.multiplyAdd(x, from, rows, b, width, out, before);
      double[] want = start.clone();
      for (int i = from; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          for (int k = 0; k < width; k++) {
            want[before + (i - from) * width + k] += all[i * columns + j] * b[j * width + k];
          }
        }
      }
      assertThat(out).containsExactly(want, within(1e-13));
      assertThat(out).startsWith(Arrays.copyOf(start, before));
      assertThat(out).endsWith(Arrays.copyOfRange(start, start.length - 2, start.length));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20, 23, 24, 25, 31, 32, 33, 71})
  void outerProductsAreAddedToTheRowsOfTheEntries(int width) {
    SparseMatrix x = sparse(9, 31);
    double[] all = dense(x);
    for (int row : new int[] {0, 4, 8}) {
      double[] a = doubles(width + 5);
      double[] out = doubles(31 * width);
      double[] want = out.clone();
      for (int j = 0; j < 31; j++) {
        for (int k = 0; k < width; k++) {
          want[j * width + k] += all[row * 31 + j] * a[5 + k];
        }
      }
      SparseProduct.addOuter(x, row, a, 5, width, out);
      assertThat(out).containsExactly(want, within(1e-13));
    }
  }

  @Test
  void theTransposeHasTheSameNumbersColumnByColumn() {
    SparseMatrix x = sparse(23, 17);
    double[] all = dense(x);
    SparseMatrix turned = x.transposed();
    assertThat(turned.rows()).isEqualTo(17);
    assertThat(turned.columns()).isEqualTo(23);
    double[] back = dense(turned);
    for (int i = 0; i < 23; i++) {
      for (int j = 0; j < 17; j++) {
        assertThat(back[j * 23 + i]).isEqualTo(all[i * 17 + j]);
      }
    }
    for (int j = 0; j < 17; j++) {
      for (int e = turned.offsets()[j] + 1; e < turned.offsets()[j + 1]; e++) {
        assertThat(turned.indices()[e]).isGreaterThan(turned.indices()[e - 1]);
      }
    }
  }

  @Test
  void whereRowsAreCutDoesNotChangeABit() {
    SparseMatrix x = sparse(50, 19);
    double[] b = doubles(19 * 21);
    double[] whole = new double[50 * 21];
    SparseProduct.multiplyAdd(x, 0, 50, b, 21, whole, 0);
    int[] cuts = x.cuts(7);
    double[] parts = new double[50 * 21];
    for (int p = 0; p + 1 < cuts.length; p++) {
      SparseProduct.multiplyAdd(x, cuts[p], cuts[p + 1], b, 21, parts, cuts[p] * 21);
    }
    assertThat(parts).containsExactly(whole);
  }

  @Test
  void cutsHaveAboutAsManyEntries() {
    SparseMatrix x = sparse(700, 40);
    int[] cuts = x.cuts(8);
    assertThat(cuts).hasSize(9).isSorted().startsWith(0).endsWith(700);
    for (int p = 0; p < 8; p++) {
      int entries = x.offsets()[cuts[p + 1]] - x.offsets()[cuts[p]];
      assertThat(entries).isBetween(x.entries() / 10, x.entries() / 6);
    }
    SparseMatrix empty = new SparseMatrix(new int[4], new int[0], new double[0], 5);
    assertThat(empty.cuts(8)).isSorted().startsWith(0).endsWith(3);
    assertThat(empty.transposed().rows()).isEqualTo(5);
  }
}
