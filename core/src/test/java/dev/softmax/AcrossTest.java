package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Vectors that lie across an array have the bits of the same vectors as rows, however many lie side by
/// side, and the rest of the array stays as it is.
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
  void vectorsAcrossHaveTheBitsOfRows(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    Axis asRows = Axis.rows(outer * inner, size);
    float[] x = Numbers.floats(1, axis.elements() + 2 * OFFSET, 20);
    double[] wide = Numbers.doubles(2, x.length, 20);
    int[] targets = Numbers.integers(3, axis.vectors(), size);
    for (Softmax softmax :
        new Softmax[] {
          Softmax.STANDARD, Softmax.STANDARD.log(), Softmax.STANDARD.withTemperature(0)
        }) {
      float[] out = x.clone();
      softmax.apply(x, axis, out);
      assertThat(rows(out, axis)).isEqualTo(softmax.apply(rows(x, axis), asRows));
      for (int i = 0; i < x.length; i++) {
        assertThat(isReached(axis, i) || out[i] == x[i]).isTrue();
      }
      double[] wideOut = new double[x.length];
      softmax.apply(wide, axis, wideOut);
      assertThat(rows(wideOut, axis)).isEqualTo(softmax.apply(rows(wide, axis), asRows));
    }
    assertThat(LogSumExp.along(x, axis)).isEqualTo(LogSumExp.along(rows(x, axis), asRows));
    assertThat(LogSumExp.along(wide, axis)).isEqualTo(LogSumExp.along(rows(wide, axis), asRows));

    CrossEntropy loss = CrossEntropy.defaults().withLabelSmoothing(0.1);
    for (CrossEntropy one : new CrossEntropy[] {CrossEntropy.defaults(), loss}) {
      float[] gradient = new float[x.length];
      one.lossAndGradient(x, axis, targets, gradient);
      float[] expected = new float[axis.elements()];
      one.lossAndGradient(rows(x, axis), asRows, targets, expected);
      assertThat(rows(gradient, axis)).isEqualTo(expected);
      double[] wideGradient = new double[x.length];
      one.lossAndGradient(wide, axis, targets, wideGradient);
      double[] wideExpected = new double[axis.elements()];
      one.lossAndGradient(rows(wide, axis), asRows, targets, wideExpected);
      assertThat(rows(wideGradient, axis)).isEqualTo(wideExpected);
    }
  }
}
