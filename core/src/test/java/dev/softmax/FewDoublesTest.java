package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rows of `double` of few classes: what a row gives does not depend on those beside it, whether it has a lane
/// or is answered alone.
class FewDoublesTest {
  /// More than are turned together, and no number of whole vectors.
  private static final int ROWS = 301;

  private static final double[] SCALES = {1e-9, 1, 30, 1e4, 4e6};

  private static final MathContext DIGITS = new MathContext(40);

  /// Rows of very different sizes, with equal maxima, and now and then an infinity or NaN.
  private static double[] logits(int n) {
    double[] x = Numbers.doubles(n, ROWS * n, 1);
    for (int r = 0; r < ROWS; r++) {
      for (int k = 0; k < n; k++) {
        int i = r * n + k;
        x[i] *= SCALES[r % SCALES.length];
        x[i] = r % 7 == 3 && k % 2 == 1 ? x[r * n] : x[i];
        x[i] = r % 11 == 5 && k % 3 == 1 ? Double.NEGATIVE_INFINITY : x[i];
      }
    }
    x[17 * n] = Double.NaN;
    x[40 * n + n - 1] = Double.POSITIVE_INFINITY;
    Arrays.fill(x, 90 * n, 91 * n, Double.NEGATIVE_INFINITY);
    return x;
  }

  private static double[] row(double[] x, int n, int r) {
    return Arrays.copyOfRange(x, r * n, (r + 1) * n);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 15, 16, 17, 20, 24, 25})
  void rowsAloneHaveTheBitsOfRowsTogether(int n) {
    double[] x = logits(n);
    for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.STANDARD.log()}) {
      double[] together = softmax.apply(x, Axis.rows(ROWS, n));
      double[] inPlace = x.clone();
      softmax.apply(inPlace, Axis.rows(ROWS, n), inPlace);
      assertThat(inPlace).isEqualTo(together);
      for (int r = 0; r < ROWS; r++) {
        assertThat(softmax.apply(row(x, n, r))).as("row %d", r).isEqualTo(row(together, n, r));
      }
    }
    double[] sums = LogSumExp.rows(x, n);
    for (int r = 0; r < ROWS; r++) {
      double alone = LogSumExp.of(row(x, n, r));
      assertThat(new double[] {sums[r]}).as("row %d", r).containsExactly(alone);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8, 10, 16, 17})
  void lossesAloneHaveTheBitsOfLossesTogether(int n) {
    double[] x = logits(n);
    int[] targets = Numbers.integers(7, ROWS, n);
    targets[17] = -100;
    targets[60] = -100;
    double[] weights = Numbers.doubles(8, n, 1);
    Arrays.setAll(weights, k -> 1 + weights[k]);
    CrossEntropy plain = CrossEntropy.defaults();
    for (CrossEntropy loss :
        new CrossEntropy[] {
          plain, plain.withClassWeights(weights).withZLoss(0.1), plain.withLabelSmoothing(0.1)
        }) {
      double[] gradient = new double[x.length];
      double[] losses = loss.lossesAndGradient(x, Axis.rows(ROWS, n), targets, gradient);
      double[] inPlace = x.clone();
      loss.lossesAndGradient(inPlace, Axis.rows(ROWS, n), targets, inPlace);
      assertThat(inPlace).isEqualTo(gradient);
      for (int r = 0; r < ROWS; r++) {
        double[] slope = new double[n];
        int[] target = {targets[r]};
        double[] alone = loss.lossesAndGradient(row(x, n, r), Axis.rows(1, n), target, slope);
        assertThat(alone).as("row %d", r).containsExactly(losses[r]);
        assertThat(slope).as("row %d", r).isEqualTo(row(gradient, n, r));
      }
      assertThat(row(gradient, n, 17)).as("ignored").containsOnly(0);
    }
  }

  /// Against the definition, where nothing cancels.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 10, 16})
  void lossesAndGradientsFollowTheDefinition(int n) {
    double[] x = Numbers.doubles(n, ROWS * n, 5);
    int[] targets = Numbers.integers(7, ROWS, n);
    double[] gradient = new double[x.length];
    double[] losses =
        CrossEntropy.defaults().lossesAndGradient(x, Axis.rows(ROWS, n), targets, gradient);
    for (int r = 0; r < ROWS; r++) {
      double sum = 0;
      for (double v : row(x, n, r)) {
        sum += StrictMath.exp(v);
      }
      double expected = StrictMath.log(sum) - x[r * n + targets[r]];
      assertThat(Math.abs(losses[r] - expected)).as("row %d", r).isLessThan(4e-15);
      for (int k = 0; k < n; k++) {
        double p = StrictMath.exp(x[r * n + k]) / sum - (k == targets[r] ? 1 : 0);
        assertThat(Math.abs(gradient[r * n + k] - p)).as("row %d", r).isLessThan(2e-15);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 10, 13, 16})
  void randomRowsAreWithinThreeUlps(int n) {
    int rows = 96;
    for (double scale : new double[] {0.5, 5, 40}) {
      double[] x = Numbers.doubles(n, rows * n, scale);
      assertIsWithinThreeUlps(Softmax.rows(x, n), x, n, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 16, 33})
  void vectorsAcrossAtOtherTemperaturesAreWithinThreeUlps(int n) {
    int vectors = 64;
    double[] rows = Numbers.doubles(n, vectors * n, 20);
    double[] x = Numbers.transposed(rows, vectors, n);
    Axis axis = new Axis(0, 1, n, vectors);
    double[] warm = Softmax.STANDARD.withTemperature(1.7).apply(x, axis);
    assertIsWithinThreeUlps(Numbers.transposed(warm, n, vectors), rows, n, 1 / 1.7);
    double[] least = Softmax.SOFTMIN.apply(x, axis);
    assertIsWithinThreeUlps(Numbers.transposed(least, n, vectors), rows, n, -1);
  }

  private static void assertIsWithinThreeUlps(double[] p, double[] x, int n, double beta) {
    for (int r = 0; r < x.length / n; r++) {
      BigDecimal[] e = new BigDecimal[n];
      BigDecimal sum = BigDecimal.ZERO;
      for (int k = 0; k < n; k++) {
        e[k] = exp(new BigDecimal(x[r * n + k]).multiply(new BigDecimal(beta), DIGITS));
        sum = sum.add(e[k], DIGITS);
      }
      for (int k = 0; k < n; k++) {
        BigDecimal exact = e[k].divide(sum, DIGITS);
        BigDecimal error = new BigDecimal(p[r * n + k]).subtract(exact).abs();
        double ulps = error.doubleValue() / Math.ulp(exact.doubleValue());
        assertThat(ulps).as("%d of row %d", k, r).isLessThanOrEqualTo(3);
      }
    }
  }

  /// `exp(x)` of numbers up to 40: that of `x / 1024` by its series, ten times squared.
  private static BigDecimal exp(BigDecimal x) {
    BigDecimal t = x.divide(BigDecimal.valueOf(1024), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int i = 1; i < 30; i++) {
      term = term.multiply(t).divide(BigDecimal.valueOf(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum.pow(1024, DIGITS);
  }

  /// The loss of a class that weighs nothing is 0, though its logarithm is not finite.
  @Test
  void aClassWithoutWeightHasNoLoss() {
    Consumer<Integer> holds =
        n -> {
          double[] x = Numbers.doubles(3, n, 1);
          x[1] = Double.NEGATIVE_INFINITY;
          double[] weights = new double[n];
          Arrays.fill(weights, 1);
          weights[1] = 0;
          CrossEntropy loss = CrossEntropy.defaults().withClassWeights(weights);
          Axis axis = Axis.rows(1, n);
          int[] target = {1};
          assertThat(loss.losses(x, axis, target)).as("%d doubles", n).containsExactly(0);
          float[] narrow = Numbers.narrowed(x);
          assertThat(loss.losses(narrow, axis, target)).as("%d floats", n).containsExactly(0);
          assertThat(loss.lossesAndGradient(x, axis, target, new double[n])).containsExactly(0);
          assertThat(loss.lossesAndGradient(narrow, axis, target, new float[n])).containsExactly(0);
          assertThat(CrossEntropy.defaults().losses(x, axis, target))
              .containsExactly(Double.POSITIVE_INFINITY);
        };
    for (int n : new int[] {2, 3, 10, 16, 20, 40, 300}) {
      holds.accept(n);
    }
  }
}
