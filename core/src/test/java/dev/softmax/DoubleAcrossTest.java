package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `double` vectors that lie across an array, against rows of the same numbers, whose errors other tests
/// measure.
class DoubleAcrossTest {
  private static final int OFFSET = 3;

  /// Sizes of logits, vector by vector.
  private static final double[] SCALES = {1e-3, 1, 20, 700, 3e6};

  private static int place(Axis axis, int v, int k) {
    int o = v / axis.inner();
    return axis.offset() + (o * axis.size() + k) * axis.inner() + v % axis.inner();
  }

  /// Vectors of very different sizes, shifted apart; some of them hold infinities or equal maxima.
  private static double[] logits(Axis axis) {
    double[] x = Numbers.doubles(axis.size(), axis.elements() + 2 * OFFSET, 1);
    for (int v = 0; v < axis.vectors(); v++) {
      double scale = SCALES[v % SCALES.length];
      for (int k = 0; k < axis.size(); k++) {
        int i = place(axis, v, k);
        x[i] = scale * (x[i] + v % 3 - 1);
        x[i] = v % 11 == 7 && k % 2 == 1 ? Double.NEGATIVE_INFINITY : x[i];
        x[i] = v % 13 == 8 && k % 3 == 0 ? 2 * scale : x[i];
      }
    }
    return x;
  }

  private static double[] row(double[] x, Axis axis, int v) {
    double[] row = new double[axis.size()];
    for (int k = 0; k < row.length; k++) {
      row[k] = x[place(axis, v, k)];
    }
    return row;
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 8",
    "2, 3, 9",
    "2, 5, 1000",
    "1, 10, 5000",
    "2, 21, 130",
    "1, 100, 50",
    "1, 1000, 49",
    "1, 8192, 9",
    "1, 9000, 8"
  })
  void everyVectorIsThatOfARow(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    double[] x = logits(axis);
    double[] p = x.clone();
    Softmax.STANDARD.apply(x, axis, p);
    double[] logs = x.clone();
    Softmax.STANDARD.log().apply(x, axis, logs);
    double[] sums = LogSumExp.along(x, axis);
    for (int v = 0; v < axis.vectors(); v++) {
      double[] row = row(x, axis, v);
      double[] expected = Softmax.STANDARD.apply(row);
      double[] expectedLogs = Softmax.STANDARD.log().apply(row);
      for (int k = 0; k < size; k++) {
        int i = place(axis, v, k);
        assertThat(Ulps.between(p[i], expected[k])).as("p %d of %d", k, v).isLessThanOrEqualTo(4);
        assertThat(Ulps.between(logs[i], expectedLogs[k]))
            .as("log %d of %d", k, v)
            .isLessThanOrEqualTo(4);
      }
      double sum = LogSumExp.of(row);
      double unit = Math.abs(sum) + Math.abs(sum - expectedLogs[0]);
      assertThat(sums[v]).as("sum %d", v).isCloseTo(sum, within(2 * Math.ulp(unit)));
    }
    for (int i = 0; i < OFFSET; i++) {
      int end = x.length - 1 - i;
      assertThat(p[i]).isEqualTo(x[i]);
      assertThat(p[end]).isEqualTo(x[end]);
      assertThat(logs[i]).isEqualTo(x[i]);
      assertThat(logs[end]).isEqualTo(x[end]);
    }
    double[] inPlace = x.clone();
    Softmax.STANDARD.apply(inPlace, axis, inPlace);
    assertThat(inPlace).isEqualTo(p);
  }

  @ParameterizedTest
  @CsvSource({"3, 2, 8", "2, 3, 9", "2, 5, 1000", "2, 21, 130", "1, 1000, 49"})
  void temperaturesAreThoseOfRows(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    double[] x = logits(axis);
    for (double temperature : new double[] {1.7, 0.3, 0.5, 1e-200, 1e200}) {
      for (Softmax base : new Softmax[] {Softmax.STANDARD, Softmax.SOFTMIN}) {
        Softmax softmax = base.withTemperature(temperature);
        double[] p = x.clone();
        softmax.apply(x, axis, p);
        double[] logs = x.clone();
        softmax.log().apply(x, axis, logs);
        for (int v = 0; v < axis.vectors(); v++) {
          double[] row = row(x, axis, v);
          double[] expected = softmax.apply(row);
          double[] expectedLogs = softmax.log().apply(row);
          for (int k = 0; k < size; k++) {
            int i = place(axis, v, k);
            assertThat(Ulps.between(p[i], expected[k]))
                .as("p %d of %d", k, v)
                .isLessThanOrEqualTo(4);
            assertThat(Ulps.between(logs[i], expectedLogs[k]))
                .as("log %d of %d at %s", k, v, temperature)
                .isLessThanOrEqualTo(4);
          }
        }
        assertThat(p[0]).isEqualTo(x[0]);
        assertThat(p[p.length - 1]).isEqualTo(x[x.length - 1]);
        double[] inPlace = x.clone();
        softmax.log().apply(inPlace, axis, inPlace);
        assertThat(inPlace).isEqualTo(logs);
      }
    }
  }

  @Test
  void vectorsWithoutAFiniteMaximum() {
    Axis axis = new Axis(0, 1, 6, 40);
    double[] x = Numbers.doubles(1, axis.elements(), 3);
    x[place(axis, 3, 2)] = Double.NaN;
    x[place(axis, 4, 2)] = Double.POSITIVE_INFINITY;
    x[place(axis, 5, 1)] = Double.POSITIVE_INFINITY;
    x[place(axis, 5, 4)] = Double.NaN;
    for (int k = 0; k < 6; k++) {
      x[place(axis, 6, k)] = Double.NEGATIVE_INFINITY;
      x[place(axis, 7, k)] = k == 3 ? Double.NaN : Double.NEGATIVE_INFINITY;
    }
    double[] p = Softmax.STANDARD.apply(x, axis);
    double[] logs = Softmax.STANDARD.log().apply(x, axis);
    double[] sums = LogSumExp.along(x, axis);
    for (int v = 0; v < 40; v++) {
      for (int k = 0; k < 6; k++) {
        boolean broken = v >= 3 && v <= 7;
        assertThat(Double.isNaN(p[place(axis, v, k)])).isEqualTo(broken);
        assertThat(Double.isNaN(logs[place(axis, v, k)])).isEqualTo(broken);
      }
    }
    assertThat(sums[3]).isNaN();
    assertThat(sums[4]).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(sums[5]).isNaN();
    assertThat(sums[6]).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sums[7]).isNaN();
    assertThat(sums[8]).isFinite();
  }
}
