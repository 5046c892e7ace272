package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /// The plain definition: a stable sort, NaN first, zeros of both signs equal.
  private static int[] sorted(double[] scores, int k) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> scores[i] + 0.0).reversed())
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static void check(double[] scores, int k) {
    int[] expected = sorted(scores, k);
    TopK top = TopK.of(scores, k);
    assertThat(top.indices()).isEqualTo(expected);
    assertThat(top.values())
        .isEqualTo(Arrays.stream(expected).mapToDouble(i -> scores[i]).toArray());
    float[] floats = Numbers.narrowed(scores);
    double[] wide = Numbers.widened(floats);
    int[] expectedFloats = sorted(wide, k);
    TopK topFloats = TopK.of(floats, k);
    assertThat(topFloats.indices()).isEqualTo(expectedFloats);
    assertThat(topFloats.values())
        .isEqualTo(Arrays.stream(expectedFloats).mapToDouble(i -> wide[i]).toArray());
  }

  @Test
  void isTheHeadOfAStableSort() {
    for (int size : Numbers.SIZES) {
      double[] scores = Numbers.doubles(size, size, 10);
      for (int k : new int[] {0, 1, 2, 5, size / 2, size - 1, size}) {
        if (k <= size) {
          check(scores, k);
        }
      }
    }
  }

  @Test
  void manyTiesKeepTheLowestIndices() {
    for (int size : new int[] {7, 100, 5000}) {
      double[] scores = new double[size];
      int[] few = Numbers.integers(size, size, 4);
      Arrays.setAll(scores, i -> few[i] - 2);
      for (int k : new int[] {1, 5, size / 2, size}) {
        check(scores, k);
      }
      check(new double[size], size / 2);
    }
  }

  @Test
  void largeSelectionsAreExactToo() {
    double[] scores = Numbers.doubles(1, 20_000, 3);
    scores[3] = NAN;
    scores[17_000] = NAN;
    scores[500] = -INFINITY;
    scores[501] = INFINITY;
    scores[600] = -0.0;
    scores[601] = 0.0;
    scores[602] = Double.MIN_VALUE;
    scores[603] = -Double.MIN_VALUE;
    for (int k : new int[] {1024, 1025, 5000, 9_999, 10_000, 19_999, 20_000}) {
      check(scores, k);
    }
    double[] rising = scores.clone();
    Arrays.sort(rising);
    check(rising, 40);
    check(rising, 3000);
  }

  @Test
  void nanCountsAsLargest() {
    double[] scores = {1, NAN, INFINITY, -INFINITY, NAN, 3};
    for (int k = 0; k <= scores.length; k++) {
      check(scores, k);
    }
    assertThat(TopK.of(scores, 3).indices()).containsExactly(1, 4, 2);
    check(new double[] {NAN, NAN, NAN, 1}, 2);
    check(new double[] {1, 2, NAN, NAN, NAN}, 2);
  }

  @Test
  void zerosOfBothSignsAreEqual() {
    assertThat(TopK.of(new double[] {-0.0, 0.0, -1}, 2).indices()).containsExactly(0, 1);
    assertThat(TopK.of(new float[] {-1, 0f, -0f}, 2).indices()).containsExactly(1, 2);
  }

  @Test
  void worksAlongAnyAxisOfAnyShape() {
    double[] scores = Numbers.doubles(9, 10 + 3 * 17 * 4, 1);
    Axis axis = Axis.of(new int[] {3, 17, 4}, 1).at(10);
    int k = 5;
    int[] indices = new int[3 * k * 4];
    double[] values = new double[3 * k * 4];
    TopK.along(scores, axis, indices, values);
    int[] floatIndices = new int[3 * k * 4];
    float[] floatValues = new float[3 * k * 4];
    TopK.along(Numbers.narrowed(scores), axis, floatIndices, floatValues);
    for (int o = 0; o < 3; o++) {
      for (int i = 0; i < 4; i++) {
        double[] vector = new double[17];
        for (int j = 0; j < 17; j++) {
          vector[j] = scores[10 + (o * 17 + j) * 4 + i];
        }
        int[] expected = sorted(vector, k);
        for (int j = 0; j < k; j++) {
          int at = (o * k + j) * 4 + i;
          assertThat(indices[at]).isEqualTo(expected[j]);
          assertThat(values[at]).isEqualTo(vector[expected[j]]);
          assertThat(floatIndices[at]).isEqualTo(expected[j]);
          assertThat(floatValues[at]).isEqualTo((float) vector[expected[j]]);
        }
      }
    }
  }

  @Test
  void columnsOfALongMatrixAreSelectedToo() {
    int rows = 3000;
    double[] scores = Numbers.doubles(21, rows * 2, 1);
    int[] indices = new int[2 * 1500];
    double[] values = new double[2 * 1500];
    TopK.along(scores, Axis.of(new int[] {rows, 2}, 0), indices, values);
    double[] column = new double[rows];
    Arrays.setAll(column, i -> scores[2 * i + 1]);
    int[] expected = sorted(column, 1500);
    for (int j = 0; j < 1500; j++) {
      assertThat(indices[2 * j + 1]).isEqualTo(expected[j]);
    }
  }

  @Test
  void nothingOfNothing() {
    assertThat(TopK.of(new double[0], 0).indices()).isEmpty();
    assertThat(TopK.of(new float[] {1, 2}, 0).values()).isEmpty();
    double[] values = {};
    TopK.along(new double[0], Axis.rows(0, 5), new int[0], values);
    assertThat(values).isEmpty();
  }

  @Test
  void wrongSizesStateBothSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopK.of(new double[3], 4))
        .withMessage("top-k: k 4 of scores (3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopK.of(new float[3], -1))
        .withMessage("top-k: k -1 of scores (3)");
    Axis axis = Axis.rows(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopK.along(new double[5], axis, new int[2], new double[2]))
        .withMessageContaining("scores (5)")
        .withMessageContaining("ends at 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopK.along(new double[6], axis, new int[2], new double[4]))
        .withMessage("top-k: indices (2) but values (4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopK.along(new float[6], axis, new int[3], new float[3]))
        .withMessage("top-k: indices (3) but vectors (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopK.along(new float[6], axis, new int[8], new float[8]))
        .withMessage("top-k: k 4 of scores (3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopK(new int[1], new double[2]))
        .withMessage("top-k: indices (1) but values (2)");
  }
}
