package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Temperatures of which the reciprocal is no number, or near it: what counts is x / T.
class ExtremeTemperatureTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  /// The logistic function of 1, and what is left.
  private static final double MORE = 0.7310585786300049;

  private static final double LESS = 0.2689414213699951;

  @Test
  void softmaxIsThatOfTheQuotients() {
    for (double t : new double[] {1e-310, 1e-320, 1e-308, 1e-300, 1, 1e300, 1e308}) {
      Softmax softmax = Softmax.STANDARD.withTemperature(t);
      assertThat(softmax.apply(new double[] {0, t}))
          .containsExactly(new double[] {LESS, MORE}, within(2e-16));
      assertThat(softmax.log().apply(new double[] {0, t}))
          .containsExactly(new double[] {Math.log(LESS), Math.log(MORE)}, within(5e-16));
      assertThat(Softmax.SOFTMIN.withTemperature(t).apply(new double[] {0, t}))
          .containsExactly(new double[] {MORE, LESS}, within(2e-16));
    }
    for (float t : new float[] {1e-39f, 9.8E-45f, 3e-39f, 1, 1e30f, 1e38f}) {
      Softmax softmax = Softmax.STANDARD.withTemperature(t);
      assertThat(softmax.apply(new float[] {0, t}))
          .containsExactly(new float[] {(float) LESS, (float) MORE}, within(6e-8f));
      assertThat(softmax.log().apply(new float[] {t, 0}))
          .containsExactly(
              new float[] {(float) Math.log(MORE), (float) Math.log(LESS)}, within(3e-7f));
    }
    Softmax cold = Softmax.STANDARD.withTemperature(1e-310);
    assertThat(cold.apply(new double[] {1e300, 0, 1e300})).containsExactly(0.5, 0, 0.5);
    assertThat(cold.apply(new double[] {1e308, -1e308})).containsExactly(1, 0);
    assertThat(cold.apply(new double[] {-INF, 0, 1e-310}))
        .containsExactly(new double[] {0, LESS, MORE}, within(2e-16));
    assertThat(cold.apply(new double[] {NAN, 0})).containsOnly(NAN);
    assertThat(cold.apply(new double[] {INF, 0})).containsOnly(NAN);
    assertThat(cold.apply(new double[] {-INF, -INF})).containsOnly(NAN);
    assertThat(cold.apply(new double[0])).isEmpty();
    // Further apart than the largest number, but not by many temperatures.
    double[] far = {1.7e308, -1.7e308};
    double rest = Math.log1p(Math.exp(-3.4));
    assertThat(Softmax.LOG.withTemperature(1e308).apply(far))
        .containsExactly(new double[] {-rest, -3.4 - rest}, within(1e-15));
    assertThat(Softmax.LOG.withTemperature(1e38f).apply(new float[] {3e38f, -3e38f})[1])
        .isCloseTo((float) (-6 - Math.log1p(Math.exp(-6))), within(1e-6f));
  }

  @Test
  void masksAndAxesAtColdTemperatures() {
    double t = 1e-310;
    double[] x = {9, 0, 2 * t, NAN, t, 2 * t, 7};
    Softmax cold = Softmax.STANDARD.withTemperature(t).withMask(true, false, true);
    // A (3, 2) after one element: columns (0, NaN, 2t) and (2t, t, 7), of which the middle is out.
    double[] moved = {9, 0, 2 * t, NAN, t, t, 7};
    cold.apply(moved, new Axis(1, 1, 3, 2), moved);
    assertThat(moved).containsExactly(new double[] {9, LESS, 0, 0, 0, MORE, 1}, within(2e-16));
    boolean[] none = {false, false, false, true, true, true};
    double[] rows = Arrays.copyOfRange(x, 1, 7);
    Softmax.STANDARD.withTemperature(t).withMask(none).apply(rows, Axis.rows(2, 3), rows);
    assertThat(rows).containsExactly(0, 0, 0, 0, 0, 1);
    float[] floats = {0, Float.NaN, 1e-39f, Float.POSITIVE_INFINITY, 3, 3};
    Softmax.STANDARD
        .withTemperature(1e-39f)
        .withMask(true, false, true, false, true, true)
        .apply(floats, Axis.rows(2, 3), floats);
    assertThat(floats)
        .containsExactly(new float[] {(float) LESS, 0, (float) MORE, 0, 0.5f, 0.5f}, within(6e-8f));
  }

  static List<OutputTransform> transforms() {
    return List.of(
        Softmax.STANDARD,
        Softmax.SOFTMIN,
        Softmax.STANDARD.withMask(true, true, false, true, true),
        Entmax.SPARSEMAX,
        Entmax.ENTMAX15,
        Entmax.of(1 + 1e-12),
        Entmax.of(1.3),
        Entmax.of(100),
        Entmax.ENTMAX15.withMask(true, true, false, true, true),
        SphericalSoftmax.STANDARD,
        SphericalSoftmax.of(0.3),
        TaylorSoftmax.STANDARD,
        TaylorSoftmax.of(6));
  }

  private static double[] times(double[] x, int exponent) {
    return Arrays.stream(x).map(value -> Math.scalb(value, exponent)).toArray();
  }

  private static void product(
      OutputTransform transform, double[] x, double[] g, Axis axis, double[] out) {
    switch (transform) {
      case SphericalSoftmax spherical -> spherical.vectorJacobianProduct(x, g, axis, out);
      case TaylorSoftmax taylor -> taylor.vectorJacobianProduct(x, g, axis, out);
      case Softmax softmax -> softmax.vectorJacobianProduct(transform.apply(x), g, axis, out);
      case Entmax entmax -> entmax.vectorJacobianProduct(transform.apply(x), g, axis, out);
    }
  }

  /// Scores and temperature times a power of two give the same, and gradients divided by it.
  @ParameterizedTest
  @MethodSource("transforms")
  void powersOfTwoChangeNothing(OutputTransform transform) {
    double[] x = {0.25, 1.5, 0.75, -1, 1.125};
    double[] g = {0.5, -0.25, 1, 0.125, -2};
    Axis axis = Axis.vector(5);
    double[] p = transform.apply(x);
    double[] gx = new double[5];
    product(transform, x, g, axis, gx);
    double[] slope = new double[5];
    double loss = transform.lossAndGradient(x, axis, new int[] {1}, slope);
    for (int exponent : new int[] {-1060, -1030, -1023, -1000, -300, 300, 999, 1010, 1022}) {
      OutputTransform other = transform.withTemperature(Math.scalb(1.0, exponent));
      double[] far = times(x, exponent);
      assertThat(other.apply(far)).as("2^%d", exponent).containsExactly(p, within(4e-16));
      double[] out = new double[5];
      // Otherwise gradients would be above all numbers, or below.
      int less = exponent / 2;
      product(other, far, times(g, less), axis, out);
      assertThat(times(out, exponent - less))
          .as("2^%d", exponent)
          .containsExactly(gx, within(1e-14));
      assertThat(other.lossAndGradient(far, axis, new int[] {1}, out))
          .isCloseTo(loss, within(1e-14));
      if (exponent >= -1000) {
        assertThat(times(out, exponent)).containsExactly(slope, within(1e-14));
      }
    }
    float[] narrow = transform.apply(Numbers.narrowed(x));
    for (int exponent : new int[] {-140, -128, -100, 66, 100, 126}) {
      OutputTransform other = transform.withTemperature(Math.scalb(1.0, exponent));
      assertThat(other.apply(Numbers.narrowed(times(x, exponent))))
          .as("2^%d", exponent)
          .containsExactly(narrow, within(2e-7f));
    }
  }

  @Test
  void largestAlphaIsNoTemperatureOfZero() {
    // The temperature has a reciprocal, but not (alpha - 1) times as much.
    double[] x = {0, 3e-310};
    double[] p = Entmax.of(100).withTemperature(1e-307).apply(x);
    assertThat(p).containsExactly(Entmax.of(100).apply(new double[] {0, 3e-3}), within(1e-6));
    assertThat(p[0]).isGreaterThan(0.1);
  }

  @Test
  void gradientsOfCertaintyAreZeroNotNan() {
    double[] sure = {0, 1};
    double[] g = {0.5, 2};
    double[] out = new double[2];
    Axis axis = Axis.vector(2);
    Softmax.STANDARD.withTemperature(1e-310).vectorJacobianProduct(sure, g, axis, out);
    assertThat(out).containsExactly(new double[2], within(0.0));
    Softmax.STANDARD.withTemperature(1e-310).jacobianVectorProduct(sure, g, axis, out);
    assertThat(out).containsExactly(new double[2], within(0.0));
    Entmax.ENTMAX15.withTemperature(1e-310).vectorJacobianProduct(sure, g, axis, out);
    assertThat(out).containsExactly(new double[2], within(0.0));
    assertThat(Entmax.ENTMAX15.withTemperature(1e-310).loss(new double[] {0, 1}, 1)).isZero();
    float[] narrow = new float[2];
    float[] floats = {0.5f, 2};
    Softmax.STANDARD
        .withTemperature(1e-310)
        .vectorJacobianProduct(new float[] {0, 1}, floats, axis, narrow);
    assertThat(narrow).containsExactly(new float[2], within(0f));
    Entmax.of(1.2)
        .withTemperature(1e-310)
        .vectorJacobianProduct(new float[] {0, 1}, floats, axis, narrow);
    assertThat(narrow).containsExactly(new float[2], within(0f));
  }

  @Test
  void ratiosOfPolynomialsAreFinite() {
    for (OutputTransform transform :
        List.of(TaylorSoftmax.of(2), SphericalSoftmax.STANDARD, SphericalSoftmax.of(1))) {
      OutputTransform cold = transform.withTemperature(1e-320);
      double[] gradient = new double[2];
      assertThat(cold.apply(new double[] {1, 2}))
          .containsExactly(new double[] {0.2, 0.8}, within(1e-15));
      assertThat(cold.apply(new float[] {1, 2})).containsExactly(0.2f, 0.8f);
      assertThat(cold.lossAndGradient(new double[] {1, 2}, Axis.vector(2), new int[] {1}, gradient))
          .isCloseTo(-Math.log(0.8), within(1e-15));
      // Of -log(x_1^2 / (x_0^2 + x_1^2)).
      assertThat(gradient).containsExactly(new double[] {0.4, -0.2}, within(1e-15));
    }
    SphericalSoftmax hot = SphericalSoftmax.STANDARD.withTemperature(1.3e300);
    for (double scale : new double[] {1e-320, 1e-300, 1, 1e300}) {
      assertThat(hot.apply(new double[] {scale, -2 * scale}))
          .containsExactly(new double[] {0.2, 0.8}, within(1e-15));
    }
    assertThat(SphericalSoftmax.STANDARD.withTemperature(1e-320).apply(new double[] {0, 0}))
        .containsOnly(NAN);
    assertThat(TaylorSoftmax.of(4).withTemperature(1e-320).apply(new double[] {1, INF}))
        .containsOnly(NAN);
  }

  @Test
  void softTopKOfQuotientsThatOverflow() {
    double[] x = {1e300, 2, -1e300, 1e299};
    Axis axis = Axis.vector(4);
    SoftTopK cold = SoftTopK.entropic(2, 1e-300);
    double[] y = new double[4];
    cold.apply(x, axis, y);
    assertThat(y).containsExactly(1, 0, 0, 1);
    double[] g = {1, 2, 3, 4};
    double[] out = new double[4];
    cold.vectorJacobianProduct(x, g, axis, out);
    assertThat(out).containsExactly(new double[4], within(0.0));
    SoftTopK.entropic(3, 1e-300).apply(x, axis, y);
    assertThat(y).containsExactly(1, 1, 0, 1);
    cold.apply(new double[] {1e300, 1e300, -INF, 1e300}, axis, y);
    assertThat(y).containsExactly(new double[] {2.0 / 3, 2.0 / 3, 0, 2.0 / 3}, within(1e-15));
    // Shares of what is close together do not suffer from what is far away.
    double root = 1 / (1 + Math.exp(0.5));
    SoftTopK.entropic(2, 1e-310).apply(new double[] {0, 1e-310, 1e300, -1e300}, axis, y);
    assertThat(y).containsExactly(new double[] {root, 1 - root, 1, 0}, within(1e-13));
    cold.apply(new double[] {1e300, NAN, 1, 2}, axis, y);
    assertThat(y).containsOnly(NAN);
    cold.apply(new double[] {1e300, INF, 1, 2}, axis, y);
    assertThat(y).containsOnly(NAN);
    float[] floats = {1e30f, 2, -1e30f, 1e29f};
    SoftTopK.entropic(2, 1e-290).apply(floats, axis, floats);
    assertThat(floats).containsExactly(1, 0, 0, 1);
    SoftTopK.entropic(1, 1e-10).apply(new double[] {1e308, -1e308}, Axis.vector(2), y);
    assertThat(y).startsWith(1, 0);
  }

  @Test
  void whatIsMadeOfSoftmaxFollows() {
    double[] x = {0, 1e-310};
    assertThat(SoftArgmax.of(1e-310).apply(x, Axis.vector(2))[0]).isCloseTo(MORE, within(2e-16));
    double[] draw = new double[2];
    GumbelSoftmax.of(1e-310).apply(x, new double[2], Axis.vector(2), draw);
    assertThat(draw).containsExactly(new double[] {LESS, MORE}, within(2e-16));
  }
}
