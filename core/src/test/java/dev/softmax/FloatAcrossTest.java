package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `float` vectors that lie across an array, against `double` rows of the same numbers.
class FloatAcrossTest {
  private static final int OFFSET = 5;
  private static final int IGNORED = -100;

  /// Sizes of logits, vector by vector.
  private static final float[] SCALES = {1e-3f, 1, 20, 300, 3e4f};

  /// Vectors of very different sizes, shifted apart; some of them hold infinities or equal maxima.
  private static float[] logits(Axis axis) {
    float[] x = Numbers.floats(axis.size(), axis.elements() + 2 * OFFSET, 1);
    for (int v = 0; v < axis.vectors(); v++) {
      float scale = SCALES[v % SCALES.length];
      for (int k = 0; k < axis.size(); k++) {
        int i = place(axis, v, k);
        x[i] = scale * (x[i] + v % 3 - 1);
        x[i] = v % 11 == 7 && k % 2 == 1 ? Float.NEGATIVE_INFINITY : x[i];
        x[i] = v % 13 == 8 && k % 3 == 0 ? 2 * scale : x[i];
      }
    }
    return x;
  }

  private static int place(Axis axis, int v, int k) {
    int o = v / axis.inner();
    return axis.offset() + (o * axis.size() + k) * axis.inner() + v % axis.inner();
  }

  private static double[] row(float[] x, Axis axis, int v) {
    double[] row = new double[axis.size()];
    for (int k = 0; k < row.length; k++) {
      row[k] = x[place(axis, v, k)];
    }
    return row;
  }

  private static double max(double[] row) {
    double max = row[0];
    for (double x : row) {
      max = Math.max(max, x);
    }
    return max;
  }

  private static void assertOutsideIsKept(float[] out, float[] before, Axis axis) {
    for (int i = 0; i < OFFSET; i++) {
      assertThat(out[i]).isEqualTo(before[i]);
      int end = before.length - 1 - i;
      assertThat(out[end]).isEqualTo(before[end]);
    }
    assertThat(axis.offset()).isEqualTo(OFFSET);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 16",
    "2, 3, 17",
    "1, 4, 31",
    "2, 5, 1000",
    "1, 8, 33",
    "2, 9, 64",
    "1, 10, 7000",
    "2, 21, 130",
    "1, 100, 50",
    "1, 1000, 49",
    "1, 3001, 20",
    "1, 8192, 18",
    "1, 9000, 16"
  })
  void everyVectorIsAsExactAsARow(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    float[] x = logits(axis);
    float[] p = x.clone();
    Softmax.STANDARD.apply(x, axis, p);
    float[] logs = x.clone();
    Softmax.STANDARD.log().apply(x, axis, logs);
    float[] sums = LogSumExp.along(x, axis);
    for (int v = 0; v < axis.vectors(); v++) {
      double[] row = row(x, axis, v);
      double[] expected = Softmax.STANDARD.apply(row);
      double[] expectedLogs = Softmax.STANDARD.log().apply(row);
      double sum = LogSumExp.of(row);
      for (int k = 0; k < size; k++) {
        int i = place(axis, v, k);
        assertThat(Ulps.of(p[i], expected[k])).as("p %d of %d", k, v).isBetween(-2.0, 2.0);
        assertThat(Ulps.of(logs[i], expectedLogs[k])).as("log %d of %d", k, v).isBetween(-2.0, 2.0);
      }
      // Where the maximum and the rest cancel, what is left is known as well as the maximum.
      double unit = Math.ulp((float) Math.max(Math.abs(sum), Math.abs(max(row))));
      assertThat((double) sums[v]).as("sum %d", v).isCloseTo(sum, within(1.5 * unit));
    }
    assertOutsideIsKept(p, x, axis);
    assertOutsideIsKept(logs, x, axis);
    float[] inPlace = x.clone();
    Softmax.STANDARD.apply(inPlace, axis, inPlace);
    assertThat(inPlace).isEqualTo(p);
    inPlace = x.clone();
    Softmax.STANDARD.log().apply(inPlace, axis, inPlace);
    assertThat(inPlace).isEqualTo(logs);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2, 16",
    "3, 3, 17",
    "2, 5, 1000",
    "1, 8, 33",
    "2, 9, 64",
    "2, 33, 130",
    "1, 1000, 49"
  })
  void temperaturesAreAsExact(int outer, int size, int inner) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    float[] x = logits(axis);
    x[place(axis, 1, 0)] = Float.NEGATIVE_INFINITY;
    for (double temperature : new double[] {1.7, 0.3, 0.5, 1e-25, 1e25}) {
      for (Softmax base : new Softmax[] {Softmax.STANDARD, Softmax.SOFTMIN}) {
        Softmax softmax = base.withTemperature(temperature);
        float[] p = x.clone();
        softmax.apply(x, axis, p);
        float[] logs = x.clone();
        softmax.log().apply(x, axis, logs);
        for (int v = 0; v < axis.vectors(); v++) {
          double[] row = row(x, axis, v);
          double[] expected = softmax.apply(row);
          double[] expectedLogs = softmax.log().apply(row);
          for (int k = 0; k < size; k++) {
            int i = place(axis, v, k);
            if (Double.isNaN(expected[k])) {
              assertThat(p[i]).isNaN();
              assertThat(logs[i]).isNaN();
            } else {
              assertThat(Ulps.of(p[i], expected[k])).as("p %d of %d", k, v).isBetween(-2.0, 2.0);
              assertThat(logs[i] == (float) expectedLogs[k] ? 0 : Ulps.of(logs[i], expectedLogs[k]))
                  .as("log %d of %d at %s", k, v, temperature)
                  .isBetween(-2.5, 2.5);
            }
          }
        }
        assertOutsideIsKept(p, x, axis);
        assertOutsideIsKept(logs, x, axis);
        float[] inPlace = x.clone();
        softmax.log().apply(inPlace, axis, inPlace);
        assertThat(inPlace).isEqualTo(logs);
      }
    }
  }

  /// Not even of what makes the sum of a neighbour close to 1.
  @ParameterizedTest
  @CsvSource({"3, 5", "20, 900", "70, 40"})
  void aVectorDependsOnItselfAlone(int size, int more) {
    int few = 16;
    Axis narrow = new Axis(OFFSET, 1, size, few);
    Axis wide = new Axis(OFFSET, 1, size, few + more);
    float[] x = logits(wide);
    float[] cut = new float[narrow.elements() + OFFSET];
    for (int v = 0; v < few; v++) {
      for (int k = 0; k < size; k++) {
        cut[place(narrow, v, k)] = x[place(wide, v, k)];
      }
    }
    float[] p = new float[x.length];
    float[] pCut = new float[cut.length];
    for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.STANDARD.log()}) {
      softmax.apply(x, wide, p);
      softmax.apply(cut, narrow, pCut);
      for (int v = 0; v < few; v++) {
        for (int k = 0; k < size; k++) {
          assertThat(pCut[place(narrow, v, k)]).isEqualTo(p[place(wide, v, k)]);
        }
      }
    }
    float[] sums = LogSumExp.along(x, wide);
    float[] sumsCut = LogSumExp.along(cut, narrow);
    for (int v = 0; v < few; v++) {
      assertThat(sumsCut[v]).isEqualTo(sums[v]);
    }
  }

  @Test
  void vectorsWithoutAFiniteMaximum() {
    Axis axis = new Axis(0, 1, 6, 40);
    float[] x = Numbers.floats(1, axis.elements(), 3);
    x[place(axis, 3, 2)] = Float.NaN;
    x[place(axis, 4, 2)] = Float.POSITIVE_INFINITY;
    x[place(axis, 5, 1)] = Float.POSITIVE_INFINITY;
    x[place(axis, 5, 4)] = Float.NaN;
    for (int k = 0; k < 6; k++) {
      x[place(axis, 6, k)] = Float.NEGATIVE_INFINITY;
      x[place(axis, 7, k)] = k == 3 ? Float.NaN : Float.NEGATIVE_INFINITY;
    }
    int[] targets = Numbers.integers(2, 40, 6);
    float[] p = Softmax.STANDARD.apply(x, axis);
    float[] logs = Softmax.STANDARD.log().apply(x, axis);
    float[] gradient = new float[x.length];
    CrossEntropy.defaults().lossAndGradient(x, axis, targets, gradient);
    float[] losses = CrossEntropy.defaults().losses(x, axis, targets);
    float[] sums = LogSumExp.along(x, axis);
    for (int v = 0; v < 40; v++) {
      boolean broken = v >= 3 && v <= 7;
      for (int k = 0; k < 6; k++) {
        int i = place(axis, v, k);
        assertThat(Float.isNaN(p[i])).isEqualTo(broken);
        assertThat(Float.isNaN(logs[i])).isEqualTo(broken);
        assertThat(Float.isNaN(gradient[i])).isEqualTo(broken);
      }
      assertThat(Float.isNaN(losses[v])).isEqualTo(broken);
    }
    assertThat(sums[3]).isNaN();
    assertThat(sums[4]).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(sums[5]).isNaN();
    assertThat(sums[6]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(sums[7]).isNaN();
    assertThat(sums[8]).isFinite();
  }

  @ParameterizedTest
  @CsvSource({
    "3, 2, 16, 0, false",
    "2, 3, 17, 0.1, true",
    "2, 5, 1000, 0, true",
    "1, 10, 7000, 0.01, false",
    "2, 21, 130, 0.1, true",
    "1, 1000, 49, 0, true",
    "1, 8193, 17, 0.1, true"
  })
  void crossEntropyIsThatOfDoubleRows(
      int outer, int size, int inner, double zLoss, boolean weighted) {
    Axis axis = new Axis(OFFSET, outer, size, inner);
    float[] x = Numbers.floats(size, axis.elements() + 2 * OFFSET, 8);
    int[] targets = Numbers.integers(3, axis.vectors(), size);
    targets[1] = IGNORED;
    targets[axis.vectors() - 2] = IGNORED;
    // A target that has nearly all of the probability.
    x[place(axis, 0, targets[0])] = 25;
    // What is ignored may be anything.
    x[place(axis, 1, 0)] = Float.NaN;
    CrossEntropy loss = CrossEntropy.defaults().withZLoss(zLoss);
    if (weighted) {
      double[] weights = Numbers.doubles(4, size, 1);
      for (int k = 0; k < size; k++) {
        weights[k] = k == targets[2] ? 0 : 1 + weights[k];
      }
      loss = loss.withClassWeights(weights);
    }
    float[] gradient = x.clone();
    double mean = loss.lossAndGradient(x, axis, targets, gradient);
    double[] wide = Numbers.widened(x);
    double[] expected = wide.clone();
    double expectedMean = loss.lossAndGradient(wide, axis, targets, expected);
    assertThat(mean).isCloseTo(expectedMean, within(1e-6 * expectedMean));
    for (int v = 0; v < axis.vectors(); v++) {
      double largest = 0;
      for (int k = 0; k < size; k++) {
        largest = Math.max(largest, Math.abs(expected[place(axis, v, k)]));
      }
      for (int k = 0; k < size; k++) {
        int i = place(axis, v, k);
        assertThat((double) gradient[i])
            .as("%d of %d", k, v)
            .isCloseTo(expected[i], within(3e-7 * largest));
      }
    }
    int first = place(axis, 0, targets[0]);
    assertThat((double) gradient[first])
        .isCloseTo(expected[first], within(1e-6 * Math.abs(expected[first])));
    assertThat(gradient[place(axis, 1, 0)]).isZero();
    assertOutsideIsKept(gradient, x, axis);
    float[] losses = loss.losses(x, axis, targets);
    double[] expectedLosses = loss.losses(wide, axis, targets);
    for (int v = 0; v < losses.length; v++) {
      assertThat((double) losses[v])
          .isCloseTo(expectedLosses[v], within(1e-6 * Math.abs(expectedLosses[v])));
    }
    float[] inPlace = x.clone();
    assertThat(loss.lossAndGradient(inPlace, axis, targets, inPlace)).isEqualTo(mean);
    assertThat(inPlace).isEqualTo(gradient);
  }

  @Test
  void oneThreadGivesTheBitsOfAll() {
    Axis axis = new Axis(0, 2, 7, 20_000);
    float[] x = Numbers.floats(1, axis.elements(), 4);
    int[] targets = Numbers.integers(2, axis.vectors(), 7);
    float[] gradient = new float[x.length];
    double loss = CrossEntropy.defaults().lossAndGradient(x, axis, targets, gradient);
    float[] p = Softmax.STANDARD.apply(x, axis);
    int threads = Compute.threads();
    Compute.limitThreads(1);
    try {
      float[] alone = new float[x.length];
      assertThat(CrossEntropy.defaults().lossAndGradient(x, axis, targets, alone)).isEqualTo(loss);
      assertThat(alone).isEqualTo(gradient);
      assertThat(Softmax.STANDARD.apply(x, axis)).isEqualTo(p);
    } finally {
      Compute.limitThreads(threads);
    }
  }
}
