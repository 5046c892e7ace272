package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors that lie across an array have the bits of the same vectors as rows where they are turned into
/// rows: at temperatures other than 1, with smoothed targets, and where few lie side by side. The rest of
/// the array stays as it is.
class AcrossTest {
  private static final int OFFSET = 5;

  /// Where element `k` of vector `v` of `axis` is.
  private static int place(Axis axis, int v, int k) {
    int o = v / axis.inner();
    return axis.offset() + (o * axis.size() + k) * axis.inner() + v % axis.inner();
  }

  private static float[] rows(float[] x, Axis axis) {
    float[] rows = new float[axis.elements()];
    for (int v = 0; v < axis.vectors(); v++) {
      for (int k = 0; k < axis.size(); k++) {
        rows[v * axis.size() + k] = x[place(axis, v, k)];
      }
    }
    return rows;
  }

  private static double[] rows(double[] x, Axis axis) {
    double[] rows = new double[axis.elements()];
    for (int v = 0; v < axis.vectors(); v++) {
      for (int k = 0; k < axis.size(); k++) {
        rows[v * axis.size() + k] = x[place(axis, v, k)];
      }
    }
    return rows;
  }

  /// Without the second element, if there is one.
  private static boolean[] mask(int size) {
    boolean[] mask = new boolean[size];
    for (int k = 0; k < size; k++) {
      mask[k] = k != 1;
    }
    return mask;
  }

  private static boolean isReached(Axis axis, int place) {
    return place >= axis.offset() && place < axis.offset() + axis.elements();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 4",
    "2, 2, 7",
    "2, 3, 1000",
    "1, 7, 9",
    "3, 8, 8",
    "2, 9, 17",
    "1, 10, 2100",
    "2, 16, 33",
    "1, 33, 300",
    "2, 100, 5",
    "2, 129, 90",
    "1, 1000, 49",
    "1, 3000, 20",
    "1, 70000, 3"
  })
  void turnedDoublesHaveTheBitsOfRows(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    Axis asRows = Axis.rows(outer * inner, size);
    double[] x = Numbers.doubles(2, axis.elements() + 2 * OFFSET, 20);
    int[] targets = Numbers.integers(3, axis.vectors(), size);
    boolean[] mask = mask(size);
    for (Softmax softmax :
        new Softmax[] {
          Softmax.STANDARD.withTemperature(1.7).withMask(mask),
          Softmax.SOFTMIN.log().withMask(mask),
          Softmax.STANDARD.withTemperature(0)
        }) {
      double[] out = x.clone();
      softmax.apply(x, axis, out);
      assertThat(rows(out, axis)).isEqualTo(softmax.apply(rows(x, axis), asRows));
      for (int i = 0; i < x.length; i++) {
        assertThat(isReached(axis, i) || out[i] == x[i]).isTrue();
      }
    }
    for (double smoothing : new double[] {0, 0.1}) {
      CrossEntropy loss = CrossEntropy.defaults().withLabelSmoothing(smoothing);
      double[] gradient = new double[x.length];
      loss.lossAndGradient(x, axis, targets, gradient);
      double[] expected = new double[axis.elements()];
      loss.lossAndGradient(rows(x, axis), asRows, targets, expected);
      assertThat(rows(gradient, axis)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 7",
    "2, 3, 1000",
    "3, 8, 8",
    "1, 10, 2100",
    "2, 16, 33",
    "2, 100, 5",
    "1, 1000, 49",
    "1, 70000, 3"
  })
  void turnedFloatsHaveTheBitsOfRows(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    Axis asRows = Axis.rows(outer * inner, size);
    float[] x = Numbers.floats(1, axis.elements() + 2 * OFFSET, 20);
    int[] targets = Numbers.integers(3, axis.vectors(), size);
    Softmax cold = Softmax.STANDARD.withTemperature(0);
    Softmax masked = Softmax.SOFTMIN.withMask(mask(size)).withTemperature(1.7);
    for (Softmax softmax : new Softmax[] {cold, cold.log(), masked, masked.log()}) {
      assertHasTheBitsOfRows(softmax, x, axis);
    }
    CrossEntropy loss = CrossEntropy.defaults().withLabelSmoothing(0.1);
    float[] gradient = new float[x.length];
    loss.lossAndGradient(x, axis, targets, gradient);
    float[] expected = new float[axis.elements()];
    loss.lossAndGradient(rows(x, axis), asRows, targets, expected);
    assertThat(rows(gradient, axis)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"3, 1, 3", "2, 2, 3", "1, 9, 2", "5, 40, 3", "1, 3000, 2", "1, 70000, 3"})
  void fewFloatsHaveTheBitsOfRows(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    Axis asRows = Axis.rows(outer * inner, size);
    float[] x = Numbers.floats(1, axis.elements() + 2 * OFFSET, 20);
    int[] targets = Numbers.integers(3, axis.vectors(), size);
    assertHasTheBitsOfRows(Softmax.STANDARD, x, axis);
    assertHasTheBitsOfRows(Softmax.STANDARD.log(), x, axis);
    assertThat(LogSumExp.along(x, axis)).isEqualTo(LogSumExp.along(rows(x, axis), asRows));
    float[] gradient = new float[x.length];
    CrossEntropy.defaults().lossAndGradient(x, axis, targets, gradient);
    float[] expected = new float[axis.elements()];
    CrossEntropy.defaults().lossAndGradient(rows(x, axis), asRows, targets, expected);
    assertThat(rows(gradient, axis)).isEqualTo(expected);
  }

  private static void assertHasTheBitsOfRows(Softmax softmax, float[] x, Axis axis) {
    float[] out = x.clone();
    softmax.apply(x, axis, out);
    Axis asRows = Axis.rows(axis.vectors(), axis.size());
    assertThat(rows(out, axis)).isEqualTo(softmax.apply(rows(x, axis), asRows));
    for (int i = 0; i < x.length; i++) {
      assertThat(isReached(axis, i) || out[i] == x[i]).isTrue();
    }
  }
}
