package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Vectors that lie anywhere in an array: each is treated as it would be alone, and nothing else is touched.
class AxesTest {
  /// At 3 of 30: 2 by 4 by 3, vectors of 4 numbers that are 3 apart.
  private static final Axis AXIS = new Axis(3, 2, 4, 3);

  private static final int LENGTH = 30;

  private static double[] numbers(long seed) {
    return new SplittableRandom(seed).doubles(LENGTH, -2, 2).toArray();
  }

  private static float[] narrow(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  /// Where number `k` of vector `v` is.
  private static int place(int v, int k) {
    return 3 + v / 3 * 12 + k * 3 + v % 3;
  }

  private static double[] vector(double[] x, int v) {
    return new double[] {x[place(v, 0)], x[place(v, 1)], x[place(v, 2)], x[place(v, 3)]};
  }

  @Test
  void logSumExp() {
    double[] x = numbers(1);
    double[] found = LogSumExp.along(x, AXIS);
    float[] foundFloat = LogSumExp.along(narrow(x), AXIS);
    assertThat(found).hasSize(6);
    for (int v = 0; v < 6; v++) {
      assertThat(found[v]).isEqualTo(LogSumExp.of(vector(x, v)));
      assertThat(foundFloat[v]).isEqualTo(LogSumExp.of(narrow(vector(x, v))));
    }
  }

  @Test
  void oneHot() {
    double[] x = numbers(2);
    double[] found = new double[LENGTH];
    float[] foundFloat = new float[LENGTH];
    GumbelSoftmax.oneHot(x, AXIS, found);
    GumbelSoftmax.oneHot(narrow(x), AXIS, foundFloat);
    double sum = 0;
    for (int v = 0; v < 6; v++) {
      double[] vector = vector(x, v);
      for (int k = 0; k < 4; k++) {
        boolean best =
            vector[k] >= Math.max(Math.max(vector[0], vector[1]), Math.max(vector[2], vector[3]));
        assertThat(found[place(v, k)]).isEqualTo(best ? 1 : 0);
        assertThat(foundFloat[place(v, k)]).isEqualTo(best ? 1 : 0);
        sum += found[place(v, k)];
      }
    }
    assertThat(sum).isEqualTo(6);
    // Of equal ones the first.
    double[] tied = new double[2];
    GumbelSoftmax.oneHot(new double[] {0.5, 0.5}, Axis.vector(2), tied);
    assertThat(tied).containsExactly(1, 0);
    float[] tiedFloat = new float[2];
    GumbelSoftmax.oneHot(new float[] {0.5f, 0.5f}, Axis.vector(2), tiedFloat);
    assertThat(tiedFloat).containsExactly(1, 0);
  }

  @Test
  void gumbelSoftmax() {
    double[] logits = numbers(3);
    double[] noise = numbers(4);
    GumbelSoftmax gumbel = GumbelSoftmax.of(0.5);
    double[] found = new double[LENGTH];
    float[] foundFloat = new float[LENGTH];
    gumbel.apply(logits, noise, AXIS, found);
    gumbel.apply(narrow(logits), narrow(noise), AXIS, foundFloat);
    for (int v = 0; v < 6; v++) {
      double[] sum = new double[4];
      for (int k = 0; k < 4; k++) {
        sum[k] = logits[place(v, k)] + noise[place(v, k)];
      }
      double[] expected = Softmax.STANDARD.withTemperature(0.5).apply(sum);
      for (int k = 0; k < 4; k++) {
        assertThat(found[place(v, k)]).isCloseTo(expected[k], within(1e-15));
        assertThat(foundFloat[place(v, k)]).isCloseTo((float) expected[k], within(1e-6f));
      }
    }
    assertThat(found[2]).isZero();
    assertThat(found[27]).isZero();
    assertThat(foundFloat[27]).isZero();
    double[] back = new double[LENGTH];
    double[] same = new double[LENGTH];
    gumbel.vectorJacobianProduct(found, noise, AXIS, back);
    Softmax.STANDARD.withTemperature(0.5).vectorJacobianProduct(found, noise, AXIS, same);
    assertThat(back).containsExactly(same).isNotEqualTo(new double[LENGTH]);
    float[] backFloat = new float[LENGTH];
    gumbel.vectorJacobianProduct(foundFloat, narrow(noise), AXIS, backFloat);
    for (int i = 0; i < LENGTH; i++) {
      assertThat(backFloat[i]).isCloseTo((float) back[i], within(1e-5f));
    }
  }

  @Test
  void arraysThatEndBeforeTheirAxis() {
    double[] x = new double[26];
    float[] xFloat = new float[26];
    double[] whole = new double[27];
    float[] wholeFloat = new float[27];
    GumbelSoftmax gumbel = GumbelSoftmax.of(1);
    Runnable[] calls = {
      () -> LogSumExp.along(x, AXIS),
      () -> LogSumExp.along(xFloat, AXIS),
      () -> GumbelSoftmax.oneHot(x, AXIS, whole),
      () -> GumbelSoftmax.oneHot(whole, AXIS, x),
      () -> GumbelSoftmax.oneHot(xFloat, AXIS, wholeFloat),
      () -> GumbelSoftmax.oneHot(wholeFloat, AXIS, xFloat),
      () -> gumbel.apply(x, whole, AXIS, whole),
      () -> gumbel.apply(whole, x, AXIS, whole),
      () -> gumbel.apply(whole, whole, AXIS, x),
      () -> gumbel.apply(xFloat, wholeFloat, AXIS, wholeFloat),
      () -> gumbel.apply(wholeFloat, xFloat, AXIS, wholeFloat),
      () -> gumbel.apply(wholeFloat, wholeFloat, AXIS, xFloat)
    };
    for (Runnable call : calls) {
      assertThatIllegalArgumentException()
          .isThrownBy(call::run)
          .withMessageContaining("has 26 elements, but (2, 4, 3) at 3 ends at 27");
    }
    assertThat(LogSumExp.along(whole, AXIS)).hasSize(6);
  }

  @Test
  void linearLogits() {
    float[] hidden = {1, 2, 3, 4};
    float[] weight = {1, 0, 0, 1, 1, 1};
    LinearLogits logits = LinearLogits.of(hidden, weight, 2);
    assertThat(logits.rows()).isEqualTo(2);
    assertThat(logits.vocabulary()).isEqualTo(3);
    float[] bias = {1, 2, 3};
    assertThat(logits.withBias(bias).bias()).isSameAs(bias);
    assertThat(logits.withBias(bias).hidden()).isSameAs(hidden);
    assertThat(LinearLogits.of(hidden, weight, 1).vocabulary()).isEqualTo(6);
    assertThat(new LinearLogits(hidden, 0, weight, 1, 1).rows()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logits.withBias(new float[2]))
        .withMessage("linear logits: weight (3, 2) but bias (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearLogits(hidden, 3, weight, 3, 2))
        .withMessage("linear logits: hidden (3, 2) of an array of 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LinearLogits(hidden, 2, weight, 4, 2))
        .withMessage("linear logits: weight (4, 2) of an array of 6");
  }

  @Test
  void weightsThatCancel() {
    // e^0.5 + 1e-3 - e^0.5: what is left is 1e-3 where the sum is compensated.
    LogSumExp.Signed sum =
        LogSumExp.weighted(new double[] {40, Math.log(1e-3), 40}, new double[] {1, 1, -1});
    assertThat(sum.sign()).isEqualTo(1);
    assertThat(sum.logMagnitude()).isCloseTo(Math.log(1e-3), within(1e-9));
  }
}
