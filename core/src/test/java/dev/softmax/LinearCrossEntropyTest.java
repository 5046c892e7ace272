package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Against logits that are computed and stored, in double, and [CrossEntropy] of them.
class LinearCrossEntropyTest {
  private static final CrossEntropy MEAN = CrossEntropy.defaults();

  /// Hidden `(n, d)`, weight `(v, d)`, a bias or none.
  record Case(int n, int d, int v, boolean biased) {
    float[] hidden() {
      return Numbers.floats(1, n * d, 2);
    }

    float[] weight() {
      return Numbers.floats(2, v * d, 2);
    }

    LinearLogits logits() {
      return LinearLogits.of(hidden(), weight(), d)
          .withBias(biased ? Numbers.floats(3, v, 1) : null);
    }

    /// Some are to be ignored.
    int[] targets() {
      int[] targets = Numbers.integers(4, n, v);
      for (int i = 1; i < n; i += 5) {
        targets[i] = -100;
      }
      return targets;
    }

    LinearGradients gradients() {
      // What the arrays held must not show.
      float[] hidden = new float[n * d];
      float[] weight = new float[v * d];
      float[] bias = new float[v];
      Arrays.fill(hidden, 7);
      Arrays.fill(weight, 7);
      Arrays.fill(bias, 7);
      return new LinearGradients(hidden, weight, bias);
    }
  }

  /// Loss and gradients in double.
  record Expected(double loss, double[] hidden, double[] weight, double[] bias) {
    static Expected of(LinearLogits logits, int[] targets, CrossEntropy loss) {
      int n = logits.rows();
      int v = logits.vocabulary();
      int d = logits.width();
      float[] bias = logits.bias();
      double[] x = new double[n * v];
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < v; k++) {
          double sum = bias == null ? 0 : bias[k];
          for (int j = 0; j < d; j++) {
            sum += (double) logits.hidden()[i * d + j] * logits.weight()[k * d + j];
          }
          x[i * v + k] = sum;
        }
      }
      double[] g = new double[n * v];
      double value = loss.lossAndGradient(x, Axis.rows(n, v), targets, g);
      Expected expected = new Expected(value, new double[n * d], new double[v * d], new double[v]);
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < v; k++) {
          expected.bias[k] += g[i * v + k];
          for (int j = 0; j < d; j++) {
            expected.hidden[i * d + j] += g[i * v + k] * logits.weight()[k * d + j];
            expected.weight[k * d + j] += g[i * v + k] * logits.hidden()[i * d + j];
          }
        }
      }
      return expected;
    }

    void check(double value, LinearGradients gradients) {
      checkLoss(value);
      checkGradient("hidden", gradients.hidden(), hidden);
      checkGradient("weight", gradients.weight(), weight);
      checkGradient("bias", gradients.bias(), bias);
    }

    /// NaN where the only target has no weight.
    private void checkLoss(double value) {
      if (Double.isNaN(loss)) {
        assertThat(value).isNaN();
      } else {
        assertThat(value).isCloseTo(loss, within(2e-6 * Math.max(1, Math.abs(loss))));
      }
    }

    private static void checkGradient(String name, float[] actual, double[] expected) {
      double size = Arrays.stream(expected).map(Math::abs).max().orElse(0);
      for (int i = 0; i < expected.length; i++) {
        double error = Math.abs(actual[i] - expected[i]);
        if (!(error <= 3e-5 * size + 1e-12)) {
          assertThat((double) actual[i])
              .as("%s[%d]", name, i)
              .isEqualTo(Double.valueOf(expected[i]));
        }
      }
    }
  }

  private static CrossEntropy weighted(int vocabulary) {
    double[] weights = Numbers.doubles(5, vocabulary, 1);
    if (vocabulary > 1) {
      weights[vocabulary / 2] = 0;
    }
    return MEAN.withClassWeights(Arrays.stream(weights).map(Math::abs).toArray());
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(3, 4, 1, true),
        new Case(1, 1, 2, false),
        new Case(7, 13, 17, true),
        new Case(5, 3, 15, false),
        new Case(33, 5, 1030, true),
        // Several tiles, the last with an odd number of columns.
        new Case(700, 3, 1101, true),
        // More rows than a tile has, and logits that are kept in part.
        new Case(2500, 2, 1537, true),
        new Case(200, 2, 20_001, true),
        // Rows that tiles read where they lie: whole panels and strips, and none.
        new Case(37, 768, 131, true),
        new Case(70, 64, 1101, false),
        new Case(40, 13, 3001, true),
        new Case(33, 1, 700, true),
        // Several chunks and segments, the last with lanes of no row, in the fastest mode too.
        new Case(303, 17, 12_011, true));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyModeIsCrossEntropyOfTheLogits(Case one) {
    LinearLogits logits = one.logits();
    List<CrossEntropy> losses =
        List.of(
            MEAN.withReduction(CrossEntropy.Reduction.SUM),
            weighted(one.v()).withLabelSmoothing(0.1).withZLoss(1e-2));
    for (CrossEntropy loss : losses) {
      Expected expected = Expected.of(logits, one.targets(), loss);
      for (LinearCrossEntropy.Mode mode : LinearCrossEntropy.Mode.values()) {
        LinearCrossEntropy head = LinearCrossEntropy.of(loss).withMode(mode);
        LinearGradients gradients = one.gradients();
        expected.check(head.lossAndGradients(logits, one.targets(), gradients), gradients);
        expected.checkLoss(head.loss(logits, one.targets()));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twoPassesAreOne(Case one) {
    LinearLogits logits = one.logits();
    CrossEntropy loss = weighted(one.v()).withLabelSmoothing(0.2);
    LinearCrossEntropy head = LinearCrossEntropy.of(loss);
    float[] memory = new float[head.memory(logits)];
    double value = head.forward(logits, one.targets(), memory);
    LinearGradients gradients = one.gradients();
    head.backward(
        logits, one.targets(), new LinearCrossEntropy.Backward(memory, 1, false), gradients);
    Expected expected = Expected.of(logits, one.targets(), loss);
    expected.check(value, gradients);
    // Three times as much, added: four times in all.
    head.forward(logits, one.targets(), memory);
    head.backward(
        logits, one.targets(), new LinearCrossEntropy.Backward(memory, 3, true), gradients);
    Expected.checkGradient("hidden", gradients.hidden(), times(4, expected.hidden));
    Expected.checkGradient("weight", gradients.weight(), times(4, expected.weight));
    Expected.checkGradient("bias", gradients.bias(), times(4, expected.bias));
  }

  private static double[] times(double factor, double[] x) {
    return Arrays.stream(x).map(value -> factor * value).toArray();
  }

  @ParameterizedTest
  @EnumSource
  void threadsDoNotChangeBits(LinearCrossEntropy.Mode mode) {
    sameBits(mode, new Case(230, 5, 14_001, true));
    sameBits(mode, new Case(403, 21, 10_001, true));
  }

  private static void sameBits(LinearCrossEntropy.Mode mode, Case one) {
    LinearCrossEntropy head = LinearCrossEntropy.of(MEAN).withMode(mode);
    LinearGradients many = one.gradients();
    LinearGradients single = one.gradients();
    double value = head.lossAndGradients(one.logits(), one.targets(), many);
    int threads = Compute.threads();
    try {
      Compute.limitThreads(1);
      assertThat(head.lossAndGradients(one.logits(), one.targets(), single)).isEqualTo(value);
    } finally {
      Compute.limitThreads(threads);
    }
    assertThat(single.hidden()).isEqualTo(many.hidden());
    assertThat(single.weight()).isEqualTo(many.weight());
    assertThat(single.bias()).isEqualTo(many.bias());
  }

  @ParameterizedTest
  @EnumSource
  void largeLogitsAndSureTargets(LinearCrossEntropy.Mode mode) {
    // Logits up to 4e4; the loss and the gradient of the sure row are far below an ULP of 1.
    LinearLogits logits =
        LinearLogits.of(new float[] {20_000, -20_000, 1}, new float[] {2, -2, 1, 1.9995f}, 1)
            .withBias(new float[] {0, 0, 0, -1});
    int[] targets = {0, 1, 3};
    LinearGradients gradients = new LinearGradients(new float[3], new float[4], new float[4]);
    double value =
        LinearCrossEntropy.of(MEAN).withMode(mode).lossAndGradients(logits, targets, gradients);
    Expected expected = Expected.of(logits, targets, MEAN);
    assertThat(value).isCloseTo(expected.loss, within(1e-6));
    Expected.checkGradient("hidden", gradients.hidden(), expected.hidden);
    LinearLogits sure = LinearLogits.of(new float[] {1}, new float[] {30, 0}, 1);
    LinearGradients small = new LinearGradients(new float[1], new float[2], null);
    double loss =
        LinearCrossEntropy.of(MEAN).withMode(mode).lossAndGradients(sure, new int[] {0}, small);
    assertThat(loss).isCloseTo(Math.exp(-30), within(1e-18));
    assertThat(small.weight()[0]).isCloseTo((float) -Math.exp(-30), within(1e-19f));
  }

  @ParameterizedTest
  @EnumSource
  void biasOfMinusInfinityForbidsAWord(LinearCrossEntropy.Mode mode) {
    float[] bias = new float[600];
    Arrays.fill(bias, 1, 600, Float.NEGATIVE_INFINITY);
    bias[599] = 0;
    LinearLogits logits = LinearLogits.of(new float[] {1}, new float[600], 1).withBias(bias);
    LinearGradients gradients = new LinearGradients(null, null, new float[600]);
    double value =
        LinearCrossEntropy.of(MEAN)
            .withMode(mode)
            .lossAndGradients(logits, new int[] {0}, gradients);
    assertThat(value).isCloseTo(Math.log(2), within(1e-12));
    float[] expected = new float[600];
    expected[0] = -0.5f;
    expected[599] = 0.5f;
    assertThat(gradients.bias()).containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource
  void ignoredRowsReachNothing(LinearCrossEntropy.Mode mode) {
    LinearLogits logits = LinearLogits.of(new float[] {Float.NaN, 1, 2}, new float[] {1, -1}, 1);
    LinearGradients gradients = new LinearGradients(new float[3], new float[2], new float[2]);
    LinearCrossEntropy head = LinearCrossEntropy.of(MEAN).withMode(mode);
    double value = head.lossAndGradients(logits, new int[] {-100, 0, 1}, gradients);
    Expected expected =
        Expected.of(
            LinearLogits.of(new float[] {1, 2}, new float[] {1, -1}, 1), new int[] {0, 1}, MEAN);
    assertThat(value).isCloseTo(expected.loss, within(1e-6));
    Expected.checkGradient("weight", gradients.weight(), expected.weight);
    assertThat(gradients.hidden()[0]).isZero();
    assertThat(head.lossAndGradients(logits, new int[] {-100, -100, -100}, gradients)).isNaN();
    assertThat(gradients.hidden()).containsOnly(0);
    assertThat(gradients.weight()).containsOnly(0);
    assertThat(gradients.bias()).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void targetsWithoutWeightHaveNoMean(LinearCrossEntropy.Mode mode) {
    CrossEntropy mean = MEAN.withClassWeights(1, 0).withLabelSmoothing(0.5);
    LinearCrossEntropy head = LinearCrossEntropy.of(mean).withMode(mode);
    LinearLogits logits = LinearLogits.of(new float[] {3, 1, 2}, new float[] {1, -1}, 1);
    LinearGradients gradients = new LinearGradients(new float[3], new float[2], new float[2]);
    int[] targets = {-100, 1, 1};
    assertThat(head.loss(logits, targets)).isNaN();
    assertThat(head.lossAndGradients(logits, targets, gradients)).isNaN();
    assertThat(gradients.hidden()).containsExactly(0, Float.NaN, Float.NaN);
    assertThat(gradients.weight()).containsOnly(Float.NaN);
    assertThat(gradients.bias()).containsOnly(Float.NaN);
    float[] memory = new float[head.memory(logits)];
    assertThat(head.forward(logits, targets, memory)).isNaN();
    LinearGradients later = new LinearGradients(new float[3], new float[2], new float[2]);
    head.backward(logits, targets, new LinearCrossEntropy.Backward(memory, 1, false), later);
    assertThat(later.hidden()).containsExactly(0, Float.NaN, Float.NaN);
    assertThat(later.weight()).containsOnly(Float.NaN);
    int[] none = {-100, -100, -100};
    assertThat(head.lossAndGradients(logits, none, gradients)).isNaN();
    assertThat(gradients.hidden()).containsOnly(0);
    assertThat(gradients.weight()).containsOnly(0);
    assertThat(gradients.bias()).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource
  void noRowsAndBrokenRows(LinearCrossEntropy.Mode mode) {
    LinearCrossEntropy head = LinearCrossEntropy.of(MEAN).withMode(mode);
    float[] weight = {1, 2};
    LinearGradients none = new LinearGradients(new float[0], new float[] {7, 7}, null);
    LinearLogits empty = LinearLogits.of(new float[0], weight, 1);
    assertThat(head.lossAndGradients(empty, new int[0], none)).isNaN();
    assertThat(none.weight()).containsOnly(0);
    LinearLogits broken = LinearLogits.of(new float[] {Float.NaN, 1}, weight, 1);
    LinearGradients gradients = new LinearGradients(new float[2], new float[2], null);
    assertThat(head.lossAndGradients(broken, new int[] {0, 0}, gradients)).isNaN();
    assertThat(gradients.hidden()[0]).isNaN();
    assertThat(gradients.hidden()[1]).isFinite();
    assertThat(gradients.weight()).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void anythingButFiniteStaysInItsRow(LinearCrossEntropy.Mode mode) {
    Case one = new Case(40, 16, 2100, false);
    float[] hidden = one.hidden();
    float[] bias = new float[2100];
    Arrays.fill(bias, 100, 1200, Float.NEGATIVE_INFINITY);
    hidden[3 * 16 + 5] = Float.NaN;
    hidden[7 * 16] = Float.POSITIVE_INFINITY;
    LinearLogits logits = LinearLogits.of(hidden, one.weight(), 16).withBias(bias);
    int[] targets = new int[40];
    LinearCrossEntropy head = LinearCrossEntropy.of(MEAN).withMode(mode);
    LinearGradients gradients = one.gradients();
    assertThat(head.lossAndGradients(logits, targets, gradients)).isNaN();
    assertThat(gradients.weight()).containsOnly(Float.NaN);
    for (int i = 0; i < hidden.length; i++) {
      boolean broken = i / 16 == 3 || i / 16 == 7;
      assertThat(Float.isNaN(gradients.hidden()[i])).as("hidden[%d]", i).isEqualTo(broken);
    }
    // Without them, and then with no word allowed at all.
    targets[3] = -100;
    targets[7] = -100;
    assertThat(head.lossAndGradients(logits, targets, gradients)).isFinite();
    for (int i = 100 * 16; i < 1200 * 16; i++) {
      assertThat(gradients.weight()[i]).as("weight[%d]", i).isZero();
    }
    Arrays.fill(bias, Float.NEGATIVE_INFINITY);
    assertThat(head.lossAndGradients(logits.withBias(bias), targets, gradients)).isNaN();
    assertThat(gradients.bias()).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource
  void sureTargetsAmongManyKeepTheirDigits(LinearCrossEntropy.Mode mode) {
    // Every row's target has a logit of 34, all other words have 0.
    int v = 2000;
    float[] hidden = new float[20 * 16];
    float[] weight = new float[v * 16];
    int[] targets = new int[20];
    for (int i = 0; i < 20; i++) {
      targets[i] = i < 10 ? 1999 : 3;
      hidden[i * 16 + (i < 10 ? 0 : 1)] = 17;
    }
    weight[1999 * 16] = 2;
    weight[3 * 16 + 1] = 2;
    LinearGradients gradients = new LinearGradients(new float[20 * 16], new float[v * 16], null);
    LinearLogits logits = LinearLogits.of(hidden, weight, 16);
    double value =
        LinearCrossEntropy.of(MEAN).withMode(mode).lossAndGradients(logits, targets, gradients);
    double expected = Math.log1p(1999 * Math.exp(-34));
    assertThat(value).isCloseTo(expected, within(1e-6 * expected));
    float slope = (float) (-17 * expected / 2);
    assertThat(gradients.weight()[1999 * 16]).isCloseTo(slope, within(-1e-6f * slope));
    // Two words that tie, far apart: the loss is that of a fair coin, and a bit.
    weight[1000 * 16] = 2;
    weight[1001 * 16 + 1] = 2;
    value = LinearCrossEntropy.of(MEAN).withMode(mode).lossAndGradients(logits, targets, gradients);
    assertThat(value).isCloseTo(Math.log(2) + 1998 * Math.exp(-34) / 2, within(1e-15));
  }

  /// More targets than rows are allowed, and those beyond count nothing.
  @Test
  void targetsBeyondTheRowsCountNothing() {
    int n = 5;
    LinearLogits logits =
        LinearLogits.of(Numbers.floats(1, n * 4, 1), Numbers.floats(2, 7 * 4, 1), 4);
    int[] targets = {3, 0, -100, 6, 2};
    int[] more = {3, 0, -100, 6, 2, 1, 99, -100};
    for (LinearCrossEntropy.Mode mode : LinearCrossEntropy.Mode.values()) {
      for (CrossEntropy plain :
          new CrossEntropy[] {CrossEntropy.defaults(), CrossEntropy.defaults().withZLoss(0.1)}) {
        LinearCrossEntropy loss = LinearCrossEntropy.of(plain).withMode(mode);
        assertThat(loss.loss(logits, more)).isEqualTo(loss.loss(logits, targets));
      }
    }
  }

  @Test
  void memoryBetweenThePassesDoesNotGrowWithTheLogits() {
    // Logits of 48 MB, of which 12 are kept, and of 60 MB, of which none are.
    LinearLogits logits = new Case(240, 2, 50_000, false).logits();
    LinearCrossEntropy head = LinearCrossEntropy.of(MEAN);
    assertThat(head.memory(logits)).isEqualTo(4 * 240 + (3 << 20));
    assertThat(head.withMode(LinearCrossEntropy.Mode.RECOMPUTE).memory(logits)).isEqualTo(4 * 240);
    assertThat(head.memory(new Case(300, 2, 50_000, false).logits())).isEqualTo(4 * 300);
    LinearLogits few = new Case(3, 2, 7, false).logits();
    assertThat(head.memory(few)).isEqualTo(4 * 3 + 3 * 7);
  }

  @Test
  void wrongArgumentsAreNamed() {
    LinearCrossEntropy head = LinearCrossEntropy.of(MEAN);
    LinearLogits logits = LinearLogits.of(new float[6], new float[15], 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.loss(logits, new int[] {4, 5}))
        .withMessage("linear cross-entropy: target 5 of row 1 is no row of a weight (5, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.loss(logits, new int[] {4}))
        .withMessage("linear cross-entropy: hidden (2, 3) but targets (1)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LinearCrossEntropy.of(MEAN.withClassWeights(1, 2)).loss(logits, new int[2]))
        .withMessage("linear cross-entropy: weight (5, 3) but class weights (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinearLogits.of(new float[6], new float[14], 3))
        .withMessage("linear logits: hidden (6) and weight (14) are no whole rows of 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logits.withBias(new float[4]))
        .withMessage("linear logits: weight (5, 3) but bias (4)");
    LinearGradients few = new LinearGradients(new float[5], null, null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.lossAndGradients(logits, new int[2], few))
        .withMessage("linear logits: gradient of hidden (2, 3) of an array of 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> head.forward(logits, new int[2], new float[3]))
        .withMessage("linear cross-entropy: memory of 3 floats where 18 are needed");
  }
}
