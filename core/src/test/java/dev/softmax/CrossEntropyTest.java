package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossEntropyTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /// What a case of `crossentropy.txt` asks.
  private record Question(Golden golden) {
    Axis axis() {
      return Axis.of(golden.integers("shape"), 1);
    }

    double[] logits() {
      return Numbers.doubles(golden.integer("seed"), axis().elements(), 4);
    }

    /// The softmax along the axis of other logits.
    double[] probabilities() {
      double[] logits = Numbers.doubles(golden.integer("seed") + 2, axis().elements(), 2);
      return Softmax.STANDARD.apply(logits, axis());
    }

    CrossEntropy loss(CrossEntropy.Reduction reduction) {
      CrossEntropy loss = CrossEntropy.defaults().withReduction(reduction);
      if (golden.flag("weighted")) {
        double[] weights = Numbers.doubles(golden.integer("seed") + 1, axis().size(), 1);
        loss = loss.withClassWeights(Arrays.stream(weights).map(w -> Math.abs(w) + 0.25).toArray());
      }
      loss = loss.withIgnoreIndex(golden.integer("ignoreIndex"));
      loss = loss.withLabelSmoothing(golden.number("labelSmoothing"));
      return loss.withZLoss(golden.number("zLoss"));
    }
  }

  @Test
  void indexTargetsAgreeWithTorch() {
    for (Golden golden : Golden.read("crossentropy.txt")) {
      if (!golden.flag("probabilities")) {
        Question question = new Question(golden);
        Axis axis = question.axis();
        double[] logits = question.logits();
        int[] targets = golden.integers("targets");
        for (CrossEntropy.Reduction reduction :
            new CrossEntropy.Reduction[] {
              CrossEntropy.Reduction.SUM, CrossEntropy.Reduction.MEAN
            }) {
          String name = reduction == CrossEntropy.Reduction.SUM ? "sum" : "mean";
          CrossEntropy loss = question.loss(reduction);
          double[] gradient = new double[logits.length];
          double value = loss.lossAndGradient(logits, axis, targets, gradient);
          check(golden, name, 1e-13, loss.loss(logits, axis, targets));
          check(golden, name, 1e-13, value);
          check(golden, name + "Gradient", 1e-13, gradient);
          double[] over = logits.clone();
          check(golden, name, 1e-13, loss.lossAndGradient(over, axis, targets, over));
          assertThat(over).as("gradient over the logits").isEqualTo(gradient);
          float[] floats = Numbers.narrowed(logits);
          float[] floatGradient = new float[floats.length];
          check(golden, name, 1e-5, loss.loss(floats, axis, targets));
          check(golden, name, 1e-5, loss.lossAndGradient(floats, axis, targets, floatGradient));
          check(golden, name + "Gradient", 2e-6, Numbers.widened(floatGradient));
          float[] floatOver = floats.clone();
          loss.lossAndGradient(floatOver, axis, targets, floatOver);
          assertThat(floatOver).isEqualTo(floatGradient);
        }
      }
    }
  }

  @Test
  void lossesOfEachRowAgreeWithTorch() {
    for (Golden golden : Golden.read("crossentropy.txt")) {
      if (!golden.flag("probabilities")) {
        Question question = new Question(golden);
        Axis axis = question.axis();
        double[] logits = question.logits();
        int[] targets = golden.integers("targets");
        CrossEntropy loss = question.loss(CrossEntropy.Reduction.MEAN);
        check(golden, "losses", 1e-13, loss.losses(logits, axis, targets));
        double[] gradient = new double[logits.length];
        check(golden, "losses", 1e-13, loss.lossesAndGradient(logits, axis, targets, gradient));
        check(golden, "sumGradient", 1e-13, gradient);
        float[] floats = Numbers.narrowed(logits);
        check(golden, "losses", 1e-5, Numbers.widened(loss.losses(floats, axis, targets)));
      }
    }
  }

  @Test
  void probabilityTargetsAgreeWithTorch() {
    for (Golden golden : Golden.read("crossentropy.txt")) {
      if (golden.flag("probabilities")) {
        Question question = new Question(golden);
        Axis axis = question.axis();
        double[] logits = question.logits();
        double[] targets = question.probabilities();
        for (CrossEntropy.Reduction reduction :
            new CrossEntropy.Reduction[] {
              CrossEntropy.Reduction.SUM, CrossEntropy.Reduction.MEAN
            }) {
          String name = reduction == CrossEntropy.Reduction.SUM ? "sum" : "mean";
          CrossEntropy loss = question.loss(reduction);
          double[] gradient = new double[logits.length];
          check(golden, name, 1e-13, loss.loss(logits, axis, targets));
          check(golden, name, 1e-13, loss.lossAndGradient(logits, axis, targets, gradient));
          check(golden, name + "Gradient", 1e-13, gradient);
          float[] floats = Numbers.narrowed(logits);
          float[] floatTargets = Numbers.narrowed(targets);
          float[] floatGradient = new float[floats.length];
          check(golden, name, 1e-5, loss.loss(floats, axis, floatTargets));
          check(
              golden, name, 1e-5, loss.lossAndGradient(floats, axis, floatTargets, floatGradient));
          check(golden, name + "Gradient", 2e-6, Numbers.widened(floatGradient));
        }
        CrossEntropy loss = question.loss(CrossEntropy.Reduction.MEAN);
        check(golden, "losses", 1e-13, loss.losses(logits, axis, targets));
      }
    }
  }

  /// Each within `tolerance` of the largest expected number, or of 1.
  private static void check(Golden golden, String name, double tolerance, double... got) {
    double[] expected = golden.numbers(name);
    assertThat(got).hasSameSizeAs(expected);
    double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
    for (int i = 0; i < got.length; i++) {
      if (Double.isNaN(expected[i])) {
        assertThat(got[i]).as("%s at %s of %s", name, i, golden).isNaN();
      } else {
        assertThat(got[i])
            .as("%s at %s of %s", name, i, golden)
            .isCloseTo(expected[i], within(tolerance * scale));
      }
    }
  }

  @Test
  void answersTheMissionsRow() {
    double[] logits = {2, 1, 0.1, 0.3, 3, 1};
    double[] gradient = new double[6];
    double loss =
        CrossEntropy.defaults()
            .lossAndGradient(logits, Axis.rows(2, 3), new int[] {0, 1}, gradient);
    assertThat(loss).isCloseTo(0.30073333233400457, within(1e-15));
    double[] expected = {
      -0.1704994306, 0.1212164854, 0.0492829452, 0.0279431321, -0.0842136902, 0.0562705580
    };
    assertThat(gradient).usingComparatorWithPrecision(5.1e-11).containsExactly(expected);
  }

  @Test
  void gradientsAreTheCentralDifferences() {
    Axis axis = new Axis(2, 2, 5, 3);
    double[] logits = Numbers.doubles(41, axis.end() + 1, 3);
    int[] targets = Numbers.integers(42, 6, 5);
    targets[3] = -7;
    CrossEntropy loss =
        CrossEntropy.defaults()
            .withClassWeights(1, 2, 0.5, 0, 3)
            .withIgnoreIndex(-7)
            .withLabelSmoothing(0.2)
            .withZLoss(0.05);
    double[] gradient = new double[logits.length];
    loss.lossAndGradient(logits, axis, targets, gradient);
    double[] targetProbabilities = new double[logits.length];
    Softmax.STANDARD.apply(Numbers.doubles(43, logits.length, 3), axis, targetProbabilities);
    double[] softGradient = new double[logits.length];
    loss.lossAndGradient(logits, axis, targetProbabilities, softGradient);
    double step = 1e-5;
    for (int i = axis.offset(); i < axis.end(); i++) {
      double at = logits[i];
      logits[i] = at + step;
      double above = loss.loss(logits, axis, targets);
      double softAbove = loss.loss(logits, axis, targetProbabilities);
      logits[i] = at - step;
      double below = loss.loss(logits, axis, targets);
      double softBelow = loss.loss(logits, axis, targetProbabilities);
      logits[i] = at;
      assertThat(gradient[i]).isCloseTo((above - below) / (2 * step), within(1e-8));
      assertThat(softGradient[i]).isCloseTo((softAbove - softBelow) / (2 * step), within(1e-8));
    }
    assertThat(gradient[0]).isZero();
    assertThat(gradient[axis.end()]).isZero();
  }

  @Test
  void everySizeIsTheLogSoftmaxOfTheTarget() {
    for (int size : Numbers.SIZES) {
      for (int rows : new int[] {1, 16, 17, 100}) {
        Axis axis = Axis.rows(rows, size);
        float[] logits = Numbers.floats(size, rows * size, 10);
        int[] targets = Numbers.integers(size, rows, size);
        float[] gradient = new float[logits.length];
        CrossEntropy sum = CrossEntropy.defaults().withReduction(CrossEntropy.Reduction.SUM);
        double loss = sum.lossAndGradient(logits, axis, targets, gradient);
        double[] exact = Softmax.LOG.apply(Numbers.widened(logits), axis);
        double expected = 0;
        for (int row = 0; row < rows; row++) {
          expected -= exact[row * size + targets[row]];
        }
        assertThat(loss).isCloseTo(expected, within(2e-6 * expected + 1e-7));
        for (int i = 0; i < gradient.length; i++) {
          double p = Math.exp(exact[i]) - (i % size == targets[i / size] ? 1 : 0);
          assertThat((double) gradient[i])
              .as("element %s of (%s, %s)", i, rows, size)
              .isCloseTo(p, within(3e-7));
        }
        double[] axisTurned = Numbers.transposed(Numbers.widened(logits), rows, size);
        assertThat(sum.loss(axisTurned, new Axis(0, 1, size, rows), targets))
            .isCloseTo(expected, within(1e-12 * expected + 1e-14));
      }
    }
  }

  @Test
  void extremeLogitsStayFinite() {
    Axis axis = Axis.rows(1, 3);
    CrossEntropy loss = CrossEntropy.defaults();
    double[] logits = {1e4, -1e4, 0};
    double[] gradient = new double[3];
    assertThat(loss.lossAndGradient(logits, axis, new int[] {1}, gradient)).isEqualTo(2e4);
    assertThat(gradient).containsExactly(1, -1, 0);
    assertThat(loss.loss(logits, axis, new int[] {0})).isZero();
    float[] floats = {1e4f, -1e4f, 0};
    double single = loss.loss(floats, axis, new int[] {1});
    assertThat(single).isEqualTo(2e4);
    double[] hole = {0, -INFINITY, 0};
    assertThat(loss.loss(hole, axis, new int[] {0})).isCloseTo(Math.log(2), within(1e-15));
    assertThat(loss.loss(hole, axis, new int[] {1})).isEqualTo(INFINITY);
    assertThat(loss.loss(new double[] {0, Double.NaN, 0}, axis, new int[] {0})).isNaN();
  }

  @Test
  void ignoredRowsDoNotMatter() {
    CrossEntropy loss = CrossEntropy.defaults();
    double[] logits = {2, 1, 0.1, Double.NaN, INFINITY, 7};
    double[] gradient = new double[6];
    double value = loss.lossAndGradient(logits, Axis.rows(2, 3), new int[] {0, -100}, gradient);
    assertThat(value).isCloseTo(-Math.log(0.6590011388859679), within(1e-15));
    assertThat(Arrays.copyOfRange(gradient, 3, 6)).containsOnly(0);
  }

  @Test
  void nothingHasNoMean() {
    CrossEntropy mean = CrossEntropy.defaults();
    assertThat(mean.loss(new double[0], Axis.rows(0, 3), new int[0])).isNaN();
    assertThat(
            mean.withReduction(CrossEntropy.Reduction.SUM)
                .loss(new double[0], Axis.rows(0, 3), new int[0]))
        .isZero();
    assertThat(mean.losses(new double[0], Axis.rows(0, 3), new int[0])).isEmpty();
  }

  /// PyTorch 2.13: 0/0 for the targets' part, whatever the smoothing adds; of ignored rows nothing.
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 1})
  void targetsWithoutWeightHaveNoMean(double smoothing) {
    CrossEntropy mean =
        CrossEntropy.defaults().withClassWeights(1, 0).withLabelSmoothing(smoothing);
    double[] logits = {1, 2, 3, 1};
    for (Axis axis : new Axis[] {Axis.rows(2, 2), new Axis(0, 1, 2, 2)}) {
      int[] targets = {1, -100};
      double[] gradient = new double[4];
      float[] narrow = new float[4];
      assertThat(mean.loss(logits, axis, targets)).isNaN();
      assertThat(mean.lossAndGradient(logits, axis, targets, gradient)).isNaN();
      assertThat(mean.lossAndGradient(Numbers.narrowed(logits), axis, targets, narrow)).isNaN();
      for (int i = 0; i < 4; i++) {
        boolean counts = axis.inner() == 1 ? i < 2 : i % 2 == 0;
        assertThat(gradient[i] == 0).isEqualTo(!counts);
        assertThat(Double.isNaN(gradient[i])).isEqualTo(counts);
        assertThat(narrow[i] == 0).isEqualTo(!counts);
        assertThat(Float.isNaN(narrow[i])).isEqualTo(counts);
      }
      int[] none = {-100, -100};
      assertThat(mean.lossAndGradient(logits, axis, none, gradient)).isNaN();
      assertThat(gradient).containsOnly(0);
      assertThat(mean.lossAndGradient(Numbers.narrowed(logits), axis, none, narrow)).isNaN();
      assertThat(narrow).containsOnly(0);
    }
    double[] gradient = new double[2];
    double sum =
        mean.withReduction(CrossEntropy.Reduction.SUM)
            .lossAndGradient(logits, Axis.rows(1, 2), new int[] {1}, gradient);
    assertThat(sum).isCloseTo(smoothing * 0.6566308437591114, within(1e-15));
    assertThat(gradient)
        .containsExactly(
            new double[] {smoothing * -0.36552928931500245, smoothing * 0.36552928931500245},
            within(1e-15));
    // Against probabilities the mean is over the rows.
    double spread = mean.loss(logits, Axis.rows(1, 2), new double[] {0, 1});
    assertThat(spread).isCloseTo(smoothing * 0.6566308437591114, within(1e-15));
    // A row of vectors' width, and 40 more.
    double[] weights = new double[49];
    weights[0] = 1;
    CrossEntropy wide =
        CrossEntropy.defaults().withClassWeights(weights).withLabelSmoothing(smoothing);
    float[] row = Numbers.floats(4, 49, 3);
    float[] slopes = new float[49];
    assertThat(wide.lossAndGradient(row, Axis.vector(49), new int[] {7}, slopes)).isNaN();
    assertThat(slopes).containsOnly(Float.NaN);
  }

  @Test
  void wrongTargetsStateBothSides() {
    CrossEntropy loss = CrossEntropy.defaults();
    Axis axis = Axis.rows(3, 5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.loss(new double[15], axis, new int[4]))
        .withMessageContaining("(3, 5)")
        .withMessageContaining("(4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.loss(new double[15], axis, new int[] {0, 5, 1}))
        .withMessageContaining("5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.loss(new float[15], axis, new int[] {0, -1, 1}))
        .withMessageContaining("-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.loss(new double[14], axis, new int[3]))
        .withMessageContaining("14")
        .withMessageContaining("15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.loss(new double[15], axis, new double[14]))
        .withMessageContaining("14")
        .withMessageContaining("15");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.lossAndGradient(new double[15], axis, new int[3], new double[2]))
        .withMessageContaining("15")
        .withMessageContaining("2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> loss.withClassWeights(1, 2).loss(new double[15], axis, new int[3]))
        .withMessageContaining("2")
        .withMessageContaining("5");
  }

  @Test
  void aWrongTargetLeavesTheLogitsAlone() {
    double[] logits = Numbers.doubles(1, 15, 3);
    double[] before = logits.clone();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CrossEntropy.defaults()
                    .lossAndGradient(logits, Axis.rows(3, 5), new int[] {0, 1, 9}, logits));
    assertThat(logits).isEqualTo(before);
  }

  @Test
  void wrongOptionsAreRefused() {
    CrossEntropy loss = CrossEntropy.defaults();
    for (double smoothing : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.withLabelSmoothing(smoothing))
          .withMessageContaining(Double.toString(smoothing));
    }
    for (double zLoss : new double[] {-0.1, INFINITY, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.withZLoss(zLoss))
          .withMessageContaining(Double.toString(zLoss));
    }
    for (double weight : new double[] {-1, INFINITY, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> loss.withClassWeights(1, weight))
          .withMessageContaining(Double.toString(weight));
    }
  }
}
