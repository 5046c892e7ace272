package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Ways to the same number: each method that another could replace gives what that gives.
class WaysTest {
  private static final float[] SCORES = {1, 2, 0.5f, -1, 3, 3};
  private static final double[] DOUBLES = {1, 2, 0.5, -1, 3, 3};
  private static final Axis COLUMNS = new Axis(0, 1, 2, 3);
  private static final Axis ROWS = Axis.rows(2, 3);
  private static final int[] CLASSES = {1, 2};

  @Test
  void logSumExpAlongColumns() {
    float[] found = LogSumExp.along(SCORES, COLUMNS);
    assertThat(found).hasSize(3);
    for (int column = 0; column < 3; column++) {
      float[] pair = {SCORES[column], SCORES[3 + column]};
      assertThat(found[column]).isEqualTo(LogSumExp.of(pair));
    }
    assertThat(LogSumExp.along(DOUBLES, COLUMNS)[2])
        .isCloseTo(Math.log(Math.exp(0.5) + Math.exp(3)), within(1e-15));
  }

  @Test
  void lossesOfDistributionsAndOfClasses() {
    CrossEntropy loss = CrossEntropy.defaults();
    float[] certain = {0, 1, 0, 0, 0, 1};
    float[] gradient = new float[6];
    float[] losses = loss.losses(SCORES, ROWS, CLASSES);
    assertThat(loss.losses(SCORES, ROWS, certain)).containsExactly(losses, within(1e-6f));
    assertThat(loss.lossesAndGradient(SCORES, ROWS, CLASSES, gradient)).containsExactly(losses);
    float[] p = Softmax.STANDARD.apply(SCORES, ROWS);
    for (int i = 0; i < 6; i++) {
      assertThat(gradient[i]).isCloseTo(p[i] - certain[i], within(1e-6f));
    }
    assertThat(loss.loss(SCORES, ROWS, certain))
        .isCloseTo((losses[0] + losses[1]) / 2, within(1e-6));
  }

  @Test
  void aLossOfIgnoredTargetsHasNoPenalty() {
    CrossEntropy loss = CrossEntropy.defaults().withZLoss(0.1);
    int[] ignored = {-100, -100};
    assertThat(loss.loss(SCORES, ROWS, ignored)).isNaN();
    assertThat(loss.loss(SCORES, ROWS, new int[] {1, -100}))
        .isGreaterThan(CrossEntropy.defaults().loss(SCORES, ROWS, new int[] {1, -100}));
  }

  @Test
  void transformsByName() {
    for (String name :
        new String[] {
          "softmax",
          "softmin",
          "sparsemax",
          "entmax15",
          "spherical",
          "spherical:0.5",
          "taylor",
          "taylor:4",
          "entmax:1.25"
        }) {
      assertThat(OutputTransform.named(name).name()).isEqualTo(name);
    }
    assertThat(OutputTransform.named("entmax:1")).isEqualTo(Softmax.STANDARD);
    assertThat(Softmax.STANDARD.log().name()).isEqualTo("log-softmax");
    assertThat(Softmax.SOFTMIN.log().name()).isEqualTo("log-softmin");
    assertThat(Entmax.of(1.75).alpha()).isEqualTo(1.75);
  }

  @Test
  void lossesOfTransformsInFloatAndDouble() {
    for (String name : new String[] {"softmax", "sparsemax", "entmax15", "spherical", "taylor"}) {
      OutputTransform transform = OutputTransform.named(name).withTemperature(0.7);
      double expected = transform.loss(DOUBLES, ROWS, CLASSES);
      assertThat(transform.loss(SCORES, ROWS, CLASSES)).isCloseTo(expected, within(1e-5));
      assertThat(transform.lossAndGradient(DOUBLES, ROWS, CLASSES, new double[6]))
          .isEqualTo(expected);
      assertThat(transform.apply(SCORES)).hasSize(6);
      assertThat(transform.apply(DOUBLES)[4]).isCloseTo(transform.apply(SCORES)[4], within(1e-5));
    }
  }

  @Test
  void productsOfEntmaxInFloatAndDouble() {
    Entmax entmax = Entmax.ENTMAX15.withTemperature(0.5);
    double[] gradients = {1, -1, 2, 0.5, 0, 3};
    double[] expected = new double[6];
    double[] outputs = new double[6];
    entmax.apply(DOUBLES, COLUMNS, outputs);
    entmax.vectorJacobianProduct(outputs, gradients, COLUMNS, expected);
    float[] found = new float[6];
    entmax.vectorJacobianProduct(narrow(outputs), narrow(gradients), COLUMNS, found);
    for (int i = 0; i < 6; i++) {
      assertThat(found[i]).isCloseTo((float) expected[i], within(1e-5f));
    }
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  @Test
  void noiseIsThatOfGumbel() {
    float[] noise = new float[20_000];
    GumbelSoftmax.noise(new SplittableRandom(1), noise);
    double[] wide = new double[20_000];
    GumbelSoftmax.noise(new SplittableRandom(1), wide);
    double mean = 0;
    for (int i = 0; i < noise.length; i++) {
      assertThat(noise[i]).isEqualTo((float) wide[i]);
      mean += wide[i] / wide.length;
    }
    // Euler's constant; the deviation of the mean is π/√6 by √20000.
    assertThat(mean).isCloseTo(0.5772, within(4 * 1.2825 / Math.sqrt(20_000)));
  }

  @Test
  void aMissingProbabilityGivesNoOneHot() {
    double[] out = new double[3];
    GumbelSoftmax.oneHot(new double[] {0.2, Double.NaN, 0.8}, Axis.vector(3), out);
    assertThat(out).containsOnly(Double.NaN);
    float[] outFloat = new float[3];
    GumbelSoftmax.oneHot(new float[] {0.2f, 0.7f, 0.1f}, Axis.vector(3), outFloat);
    assertThat(outFloat).containsExactly(0, 1, 0);
    GumbelSoftmax.oneHot(new float[] {0.2f, Float.NaN, 0.1f}, Axis.vector(3), outFloat);
    assertThat(outFloat).containsOnly(Float.NaN);
  }

  @Test
  void atTemperatureZeroNothingPullsBack() {
    float[] out = {9, 9, 9};
    Softmax hard = Softmax.STANDARD.withTemperature(0);
    float[] gradients = {1, 2, 3};
    hard.vectorJacobianProduct(new float[] {0, 1, 0}, gradients, Axis.vector(3), out);
    assertThat(out).containsExactly(new float[3], within(0f));
    double[] wide = {9, 9, 9};
    hard.vectorJacobianProduct(
        new double[] {0, 1, 0}, new double[] {1, 2, 3}, Axis.vector(3), wide);
    assertThat(wide).containsExactly(new double[3], within(0.0));
  }

  @Test
  void whatAnAxisDoesNotReachIsCopied() {
    Axis middle = new Axis(1, 1, 2, 1);
    float[] out = Softmax.STANDARD.apply(new float[] {7, 0, 0, 8}, middle);
    assertThat(out).containsExactly(7, 0.5f, 0.5f, 8);
    double[] wide = Softmax.STANDARD.apply(new double[] {7, 0, 0, 8}, middle);
    assertThat(wide).containsExactly(7, 0.5, 0.5, 8);
  }

  @Test
  void accumulatorsSayWhatTheyHold() {
    OnlineSoftmax one = new OnlineSoftmax();
    one.add(1);
    one.add(2);
    assertThat(one)
        .asString()
        .startsWith("OnlineSoftmax[count=2, max=2.0, argmax=1, logSumExp=2.3");
    OnlineSoftmax numbered = new OnlineSoftmax();
    numbered.add(17, 5.0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.merge(numbered))
        .withMessage("online softmax: 2 logits without numbers but 1 with");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> numbered.merge(one))
        .withMessage("online softmax: 1 logits with numbers but 2 without");
  }

  @Test
  void settingsAreRead() {
    assertThat(SoftTopK.entropic(2, 0.5).k()).isEqualTo(2);
    assertThat(SoftArgmax.of(0.25).temperature()).isEqualTo(0.25);
    assertThat(Compute.threads()).isPositive();
    assertThat(Compute.vectorBits()).isIn(0, 64, 128, 256, 512);
    Progress.NONE.report("fitting", 1, 2, Double.NaN);
  }
}
