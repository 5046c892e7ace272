package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.kernel.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Rows of no more than two vectors, of which several may share one: a neighbour that is too large,
/// infinite or not a number must not change a row.
class FewClassesTest {
  private static final int ROWS = 61;

  @Test
  void neighboursDoNotMatter() {
    for (int classes = 2; classes <= 33; classes++) {
      float[] x = mixed(classes);
      Axis axis = Axis.rows(ROWS, classes);
      for (Softmax softmax :
          new Softmax[] {Softmax.STANDARD, Softmax.LOG, Softmax.STANDARD.withTemperature(1.7)}) {
        float[] all = softmax.apply(x, axis);
        float[] inPlace = x.clone();
        softmax.apply(inPlace, axis, inPlace);
        assertThat(Arrays.equals(inPlace, all)).as("in place, %s classes", classes).isTrue();
        for (int row = 0; row < ROWS; row++) {
          int from = row * classes;
          float[] alone = softmax.apply(Arrays.copyOfRange(x, from, from + classes));
          assertThat(Arrays.equals(all, from, from + classes, alone, 0, classes))
              .as("row %s of %s classes of %s", row, classes, softmax)
              .isTrue();
        }
      }
      float[] sums = LogSumExp.rows(x, classes);
      for (int row = 0; row < ROWS; row++) {
        int from = row * classes;
        float alone = LogSumExp.of(Arrays.copyOfRange(x, from, from + classes));
        assertThat(Float.compare(sums[row], alone))
            .as("row %s of %s classes: %s and %s", row, classes, sums[row], alone)
            .isZero();
      }
    }
  }

  @Test
  void everyLogitIsAccurate() {
    for (int classes = 2; classes <= 33; classes++) {
      for (double scale : new double[] {0.01, 1, 10, 30, 300}) {
        float[] x = Numbers.floats(classes, ROWS * classes, scale);
        float[] p = Softmax.STANDARD.apply(x, Axis.rows(ROWS, classes));
        float[] logs = Softmax.LOG.apply(x, Axis.rows(ROWS, classes));
        float[] sums = LogSumExp.rows(x, classes);
        for (int i = 0; i < x.length; i++) {
          double max = Double.NEGATIVE_INFINITY;
          double others = -1;
          int from = i / classes * classes;
          for (int k = from; k < from + classes; k++) {
            max = Math.max(max, x[k]);
          }
          for (int k = from; k < from + classes; k++) {
            others += Math.exp(x[k] - max);
          }
          // One ULP each of its own exponential and of the largest, and the roundings: in rows of
          // one large element 2 ULP are passed now and then. Sums of rows of more than two vectors
          // begin in floats.
          assertThat(Math.abs(Ulps.of(p[i], Math.exp(x[i] - max) / (1 + others))))
              .as("softmax, %s classes, scale %s, element %s: %s", classes, scale, i, p[i])
              .isLessThanOrEqualTo(
                  classes <= 17 || 16 * classes <= Kernels.choice().bits() ? 2.5 : 3.5);
          double sum = max + Math.log1p(others);
          double size = Math.max(Math.abs(sum), Math.abs(max));
          assertThat((double) sums[i / classes])
              .as("log-sum-exp, %s classes, scale %s, row %s", classes, scale, i / classes)
              .isCloseTo(sum, within(1.5 * Math.ulp((float) size)));
          // A reference by subtracting 1 knows small rests to 1e-16 only.
          double log = Math.log1p(others);
          assertThat((double) logs[i])
              .as("log-softmax, %s classes, scale %s, element %s", classes, scale, i)
              .isCloseTo(
                  x[i] - max - log, within(2 * Math.ulp((float) (x[i] - max - log)) + 4e-16));
        }
      }
    }
  }

  @Test
  void lossesAndGradientsAgreeWithThoseOfDoubles() {
    for (int classes = 2; classes <= 33; classes++) {
      float[] x = Numbers.floats(classes, ROWS * classes, 20);
      int[] targets = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        targets[row] = row % 7 == 3 ? -100 : row % classes;
      }
      Axis axis = Axis.rows(ROWS, classes);
      double[] wide = Numbers.widened(x);
      double[] expected = new double[x.length];
      double loss = CrossEntropy.defaults().lossAndGradient(wide, axis, targets, expected);
      assertThat(CrossEntropy.defaults().lossAndGradient(x, axis, targets, x))
          .isCloseTo(loss, within(1e-6 * loss));
      for (int i = 0; i < x.length; i++) {
        assertThat((double) x[i])
            .as("%s classes, element %s", classes, i)
            .isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i]) + 1e-44));
      }
    }
  }

  @Test
  void weightedSmoothedAndSoftTargetsAgreeWithThoseOfDoubles() {
    for (int classes = 2; classes <= 33; classes++) {
      float[] x = Numbers.floats(classes, ROWS * classes, 5);
      float[] soft =
          Softmax.STANDARD.apply(Numbers.floats(1, x.length, 2), Axis.rows(ROWS, classes));
      int[] targets = new int[ROWS];
      for (int row = 0; row < ROWS; row++) {
        targets[row] = row % 7 == 3 ? -100 : row % classes;
      }
      double[] weights = new double[classes];
      Arrays.setAll(weights, k -> k % 3 * 0.7);
      Axis axis = Axis.rows(ROWS, classes);
      CrossEntropy plain = CrossEntropy.defaults();
      for (CrossEntropy entropy :
          new CrossEntropy[] {
            plain.withZLoss(0.01),
            plain.withClassWeights(weights),
            plain.withClassWeights(weights).withZLoss(0.01),
            plain.withLabelSmoothing(0.2),
            plain.withClassWeights(weights).withLabelSmoothing(0.2).withZLoss(0.01)
          }) {
        double[] wide = Numbers.widened(x);
        double[] expected = new double[x.length];
        float[] gradient = new float[x.length];
        double loss = entropy.lossAndGradient(wide, axis, targets, expected);
        assertThat(entropy.lossAndGradient(x, axis, targets, gradient))
            .isCloseTo(loss, within(1e-6 * loss));
        agree(gradient, expected);
        loss = entropy.lossAndGradient(wide, axis, Numbers.widened(soft), expected);
        assertThat(entropy.lossAndGradient(x, axis, soft, gradient))
            .isCloseTo(loss, within(1e-6 * loss));
        agree(gradient, expected);
      }
    }
  }

  /// To a little more than the rounding of a probability, divided by the number of rows.
  private static void agree(float[] gradient, double[] expected) {
    for (int i = 0; i < gradient.length; i++) {
      assertThat((double) gradient[i])
          .as("element %s", i)
          .isCloseTo(expected[i], within(1e-6 * Math.abs(expected[i]) + 3e-7 / ROWS));
    }
  }

  /// Usual rows among some of large logits and some with infinities or NaN.
  private static float[] mixed(int classes) {
    float[] x = Numbers.floats(classes, ROWS * classes, 3);
    for (int row = 0; row < ROWS; row++) {
      int first = row * classes;
      switch (row % 11) {
        case 2 -> x[first] = 500;
        case 3 -> x[first + 1] = Float.NEGATIVE_INFINITY;
        case 5 -> x[first + 1] = Float.NaN;
        case 6 -> Arrays.fill(x, first, first + classes, -300);
        case 8 -> x[first + classes - 1] = Float.POSITIVE_INFINITY;
        case 9 -> Arrays.fill(x, first, first + classes, Float.NEGATIVE_INFINITY);
        default -> {}
      }
    }
    return x;
  }

  /// Stores of whole vectors end with the last row, however many there are.
  @Test
  void gradientsReachNoFurther() {
    for (int n = 2; n <= 17; n++) {
      for (int rows : new int[] {1, 2, 3, 5, 8, 17, 30}) {
        float[] x = Numbers.floats(n, rows * n, 4);
        int[] targets = Numbers.integers(rows, rows, n);
        float[] gradient = new float[rows * n + 40];
        Arrays.fill(gradient, 7);
        float[] padded = Arrays.copyOf(x, gradient.length);
        Axis axis = Axis.rows(rows, n);
        CrossEntropy.defaults().lossAndGradient(padded, axis, targets, gradient);
        float[] alone = new float[x.length];
        CrossEntropy.defaults().lossAndGradient(x, axis, targets, alone);
        assertThat(Arrays.copyOf(gradient, x.length)).isEqualTo(alone);
        for (int i = x.length; i < gradient.length; i++) {
          assertThat(gradient[i]).as("%d rows of %d", rows, n).isEqualTo(7);
        }
      }
    }
  }
}
