package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RelativesTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  static List<Golden> cases() {
    return Golden.read("relatives.txt");
  }

  private static OutputTransform transform(Golden golden) {
    double parameter = golden.number("parameter");
    OutputTransform transform =
        golden.word("kind").equals("taylor")
            ? TaylorSoftmax.of((int) parameter)
            : SphericalSoftmax.of(parameter);
    return transform.withTemperature(golden.number("temperature"));
  }

  private static SoftTopK topK(Golden golden) {
    int k = golden.integer("parameter");
    double temperature = golden.number("temperature");
    return golden.word("kind").equals("successive")
        ? SoftTopK.successive(k, temperature)
        : SoftTopK.entropic(k, temperature);
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

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheReference(Golden golden) {
    double[] x = golden.numbers("x");
    double[] g = golden.numbers("g");
    Axis axis = Axis.vector(x.length);
    double[] y = new double[x.length];
    double[] gx = new double[x.length];
    switch (golden.word("kind")) {
      case "spherical", "taylor" -> {
        transform(golden).apply(x, axis, y);
        product(transform(golden), x, g, axis, gx);
      }
      case "successive", "entropic" -> {
        topK(golden).apply(x, axis, y);
        topK(golden).vectorJacobianProduct(x, g, axis, gx);
      }
      case "argmax" -> {
        SoftArgmax soft = SoftArgmax.of(golden.number("temperature"));
        y = soft.apply(x, axis);
        soft.vectorJacobianProduct(x, g, axis, gx);
      }
      default -> {
        GumbelSoftmax gumbel = GumbelSoftmax.of(golden.number("temperature"));
        gumbel.apply(x, golden.numbers("noise"), axis, y);
        gumbel.vectorJacobianProduct(y, g, axis, gx);
        if (golden.word("kind").equals("gumbel-hard")) {
          GumbelSoftmax.oneHot(y, axis, y);
        }
      }
    }
    assertThat(y).containsExactly(golden.numbers("y"), within(1e-13 * Math.max(1, x.length)));
    assertThat(gx).containsExactly(golden.numbers("gx"), within(1e-10));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatsAreThoseOfDoubles(Golden golden) {
    float[] x = golden.floats("x");
    float[] g = golden.floats("g");
    Axis axis = Axis.vector(x.length);
    float[] y = new float[x.length];
    float[] gx = new float[x.length];
    switch (golden.word("kind")) {
      case "spherical", "taylor" -> {
        transform(golden).apply(x, axis, y);
        switch (transform(golden)) {
          case SphericalSoftmax spherical -> spherical.vectorJacobianProduct(x, g, axis, gx);
          case TaylorSoftmax taylor -> taylor.vectorJacobianProduct(x, g, axis, gx);
          default -> throw new IllegalStateException(golden.toString());
        }
      }
      case "successive", "entropic" -> {
        topK(golden).apply(x, axis, y);
        topK(golden).vectorJacobianProduct(x, g, axis, gx);
      }
      case "argmax" -> {
        SoftArgmax soft = SoftArgmax.of(golden.number("temperature"));
        y = soft.apply(x, axis);
        soft.vectorJacobianProduct(x, g, axis, gx);
      }
      default -> {
        GumbelSoftmax gumbel = GumbelSoftmax.of(golden.number("temperature"));
        gumbel.apply(x, golden.floats("noise"), axis, y);
        gumbel.vectorJacobianProduct(y, g, axis, gx);
        if (golden.word("kind").equals("gumbel-hard")) {
          GumbelSoftmax.oneHot(y, axis, y);
        }
      }
    }
    assertClose(y, golden.numbers("y"), 5e-6);
    assertClose(gx, golden.numbers("gx"), 2e-4);
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      assertThat((double) actual[i]).isCloseTo(expected[i], within(allowed));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAreLogLosses(Golden golden) {
    if (!golden.has("loss")) {
      assertThat(golden.word("kind")).isNotIn("spherical", "taylor");
      return;
    }
    double[] x = golden.numbers("x");
    int[] target = {golden.integer("target")};
    double[] gradient = new double[x.length];
    Axis axis = Axis.vector(x.length);
    double loss = transform(golden).lossAndGradient(x, axis, target, gradient);
    assertThat(loss).isCloseTo(golden.number("loss"), within(1e-11 * Math.max(1, loss)));
    double[] expected = golden.numbers("gloss");
    for (int i = 0; i < x.length; i++) {
      double allowed = 1e-11 * Math.max(1, Math.abs(expected[i]));
      assertThat(gradient[i]).isCloseTo(expected[i], within(allowed));
    }
    float[] narrow = new float[x.length];
    assertThat(transform(golden).lossAndGradient(golden.floats("x"), axis, target, narrow))
        .isCloseTo(loss, within(1e-4 * Math.max(1, loss)));
  }

  static List<OutputTransform> transforms() {
    return List.of(
        Softmax.STANDARD,
        Softmax.STANDARD.withTemperature(0.6),
        Softmax.SOFTMIN.withTemperature(2),
        Softmax.STANDARD.withMask(true, true, true, false, true),
        Entmax.SPARSEMAX.withTemperature(0.7),
        Entmax.ENTMAX15.withTemperature(1.7),
        Entmax.ENTMAX15.withMask(true, true, true, false, true),
        Entmax.of(1.3).withTemperature(0.5),
        SphericalSoftmax.of(0.01).withTemperature(1.4),
        TaylorSoftmax.of(4).withTemperature(0.8));
  }

  /// Two vectors of five side by side after one element, and a target that counts nothing.
  @ParameterizedTest
  @MethodSource("transforms")
  void gradientsAreCentralDifferences(OutputTransform transform) {
    double[] x = {9, 0.3, -0.2, 0.5, 0.1, 0.45, -0.7, -0.3, 0.2, 0.15, 0.25};
    double[] g = {0, 0.7, -0.4, 0.1, 1, -0.9, 0.2, -0.3, 0.6, 0.8, -0.5};
    Axis axis = new Axis(1, 1, 5, 2);
    int[] targets = {2, 4};
    double[] gx = new double[x.length];
    double[] loss = new double[x.length];
    strided(transform, x, g, axis, gx);
    transform.lossAndGradient(x, axis, targets, loss);
    double step = 1e-6;
    for (int i = 1; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += step;
      down[i] -= step;
      double[] above = x.clone();
      double[] below = x.clone();
      transform.apply(up, axis, above);
      transform.apply(down, axis, below);
      double slope = 0;
      for (int k = 1; k < x.length; k++) {
        slope += g[k] * (above[k] - below[k]) / (2 * step);
      }
      assertThat(gx[i]).isCloseTo(slope, within(1e-7));
      double rise =
          (transform.loss(up, axis, targets) - transform.loss(down, axis, targets)) / (2 * step);
      assertThat(loss[i]).isCloseTo(rise, within(1e-7));
    }
    targets[1] = OutputTransform.IGNORED;
    double both = transform.loss(x, axis, new int[] {2, 4});
    double first = transform.lossAndGradient(x, axis, targets, loss);
    double second = transform.loss(x, axis, new int[] {OutputTransform.IGNORED, 4});
    assertThat((first + second) / 2).isCloseTo(both, within(1e-12));
    assertThat(new double[] {loss[2], loss[4], loss[6]}).containsOnly(0);
    assertThat(transform.loss(x, axis, new int[] {-100, -100})).isNaN();
    float[] narrow = new float[x.length];
    assertThat(transform.lossAndGradient(Numbers.narrowed(x), axis, targets, narrow))
        .isCloseTo(first, within(1e-6));
    assertClose(narrow, loss, 1e-5);
  }

  private static void strided(
      OutputTransform transform, double[] x, double[] g, Axis axis, double[] out) {
    double[] y = x.clone();
    transform.apply(x, axis, y);
    switch (transform) {
      case SphericalSoftmax spherical -> spherical.vectorJacobianProduct(x, g, axis, out);
      case TaylorSoftmax taylor -> taylor.vectorJacobianProduct(x, g, axis, out);
      case Softmax softmax -> softmax.vectorJacobianProduct(y, g, axis, out);
      case Entmax entmax -> entmax.vectorJacobianProduct(y, g, axis, out);
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void namesLeadBack(OutputTransform transform) {
    assertThat(OutputTransform.named(transform.name()).name()).isEqualTo(transform.name());
    assertThatThrownBy(() -> transform.loss(new double[3], Axis.vector(3), new int[] {3}))
        .hasMessageContaining("target 3");
    assertThatThrownBy(() -> transform.loss(new float[4], Axis.rows(2, 2), new int[] {0}))
        .hasMessageContaining("(2, 2) but targets (1)");
  }

  @Test
  void namesThatThereAreNone() {
    assertThatThrownBy(() -> OutputTransform.named("hardmax"))
        .hasMessage(
            "there is no transform 'hardmax'; there are softmax, softmin, sparsemax, entmax15,"
                + " entmax:1.3, spherical, taylor and taylor:4");
    assertThatThrownBy(() -> OutputTransform.named("entmax:x")).hasMessageContaining("'entmax:x'");
    assertThatThrownBy(() -> OutputTransform.named("entmax:0.5")).hasMessageContaining("alpha 0.5");
    assertThatThrownBy(() -> OutputTransform.named("taylor:3")).hasMessageContaining("order 3");
    assertThatThrownBy(() -> OutputTransform.named("taylor:2.5")).hasMessageContaining("2.5");
    assertThat(OutputTransform.named("entmax:2").name()).isEqualTo("sparsemax");
    assertThat(OutputTransform.named("entmax:1")).isSameAs(Softmax.STANDARD);
    assertThat(OutputTransform.named("Taylor:4")).isEqualTo(TaylorSoftmax.of(4));
  }

  @Test
  void specialValuesOfRatios() {
    for (OutputTransform transform : List.of(SphericalSoftmax.STANDARD, TaylorSoftmax.of(6))) {
      assertThat(transform.apply(new double[] {1, Double.NaN})).containsOnly(Double.NaN);
      assertThat(transform.apply(new double[] {1, -INF})).containsOnly(Double.NaN);
      assertThat(transform.apply(new double[0])).isEmpty();
      assertThat(transform.apply(new double[] {-7})).containsExactly(1);
      assertThat(transform.apply(new double[] {1e300, -1e300, 0})).containsExactly(0.5, 0.5, 0);
      assertThat(transform.apply(new float[] {1e38f, -1e38f, 0})).containsExactly(0.5f, 0.5f, 0);
      assertThatThrownBy(() -> transform.withTemperature(0)).hasMessageContaining("above 0");
    }
    assertThat(SphericalSoftmax.STANDARD.apply(new double[] {0, 0})).containsOnly(Double.NaN);
    assertThat(SphericalSoftmax.of(1e-3).apply(new double[] {0, 0})).containsExactly(0.5, 0.5);
    assertThat(SphericalSoftmax.STANDARD.apply(new double[] {1e-200, -1e-200}))
        .containsExactly(0.5, 0.5);
    assertThatThrownBy(() -> SphericalSoftmax.of(-1)).hasMessageContaining("epsilon -1.0");
  }

  @Test
  void taylorTendsToSoftmax() {
    double[] x = {0.4, -1.1, 1.3};
    double[] softmax = Softmax.of(x);
    assertThat(TaylorSoftmax.of(20).apply(x)).containsExactly(softmax, within(1e-15));
    assertThat(TaylorSoftmax.STANDARD.apply(new double[] {0, -1}))
        .containsExactly(new double[] {2.0 / 3, 1.0 / 3}, within(1e-15));
  }

  @Test
  void topKTendsToTheLargest() {
    double[] x = {0.3, 2, -1, 1.9, 0.2};
    Axis axis = Axis.vector(5);
    for (UnaryOperator<double[]> kind :
        List.<UnaryOperator<double[]>>of(
            out -> apply(SoftTopK.successive(2, 1e-3), x, axis, out),
            out -> apply(SoftTopK.entropic(2, 1e-3), x, axis, out))) {
      assertThat(kind.apply(new double[5]))
          .containsExactly(new double[] {0, 1, 0, 1, 0}, within(1e-12));
    }
    double[] all = apply(SoftTopK.entropic(5, 1), x, axis, new double[5]);
    assertThat(all).containsOnly(1);
    double[] ruled = {-INF, 1, 1, 1};
    assertThat(apply(SoftTopK.entropic(2, 1), ruled, Axis.vector(4), new double[4]))
        .containsExactly(new double[] {0, 2.0 / 3, 2.0 / 3, 2.0 / 3}, within(1e-15));
    double[] far = {-1e300, 0, 1e300, 3};
    double[] weights = apply(SoftTopK.entropic(2, 1), far, Axis.vector(4), new double[4]);
    assertThat(Arrays.stream(weights).sum()).isCloseTo(2, within(1e-12));
    assertThat(apply(SoftTopK.entropic(1, 1), new double[] {1, Double.NaN}, Axis.vector(2), far))
        .startsWith(Double.NaN, Double.NaN);
    assertThatThrownBy(() -> SoftTopK.entropic(0, 1)).hasMessageContaining("k 0");
    assertThatThrownBy(
            () -> SoftTopK.successive(3, 1).apply(new double[4], Axis.rows(2, 2), new double[4]))
        .hasMessage("soft top-k: scores (2, 2) but k 3");
  }

  private static double[] apply(SoftTopK topK, double[] x, Axis axis, double[] out) {
    topK.apply(x, axis, out);
    return out;
  }

  @Test
  void drawsFollowSoftmaxWhateverTheTemperature() {
    float[] logits = {1, 0, -1, 2};
    double[] p = Softmax.of(1, 0, -1, 2);
    int draws = 40_000;
    float[] many = new float[4 * draws];
    for (int i = 0; i < many.length; i++) {
      many[i] = logits[i % 4];
    }
    float[] noise = new float[many.length];
    GumbelSoftmax.noise(new SplittableRandom(3), noise);
    Axis axis = Axis.rows(draws, 4);
    for (double temperature : new double[] {0.2, 3}) {
      float[] out = new float[many.length];
      GumbelSoftmax.of(temperature).apply(many, noise, axis, out);
      GumbelSoftmax.oneHot(out, axis, out);
      for (int k = 0; k < 4; k++) {
        double share = 0;
        for (int i = k; i < out.length; i += 4) {
          share += out[i];
        }
        // Four standard deviations.
        double allowed = 4 * Math.sqrt(p[k] * (1 - p[k]) / draws);
        assertThat(share / draws).isCloseTo(p[k], within(allowed));
      }
    }
    float[] missing = {1, Float.NaN};
    GumbelSoftmax.oneHot(missing, Axis.vector(2), missing);
    assertThat(missing).containsOnly(Float.NaN);
    assertThatThrownBy(() -> GumbelSoftmax.of(0)).hasMessageContaining("above 0");
  }

  @Test
  void softArgmaxGoesAlongAnAxis() {
    // Columns (0, 9) and (9, 0) of a (2, 2).
    double[] x = {0, 9, 9, 0};
    Axis axis = new Axis(0, 1, 2, 2);
    assertThat(SoftArgmax.of(0.01).apply(x, axis)).containsExactly(1, 0);
    assertThat(SoftArgmax.of(1e3).withPositions(-1, 1).apply(x, axis))
        .containsExactly(new double[] {0.0045, -0.0045}, within(1e-6));
    assertThatThrownBy(() -> SoftArgmax.of(1).withPositions(1, 2, 3).apply(x, axis))
        .hasMessageContaining("but positions (3)");
    assertThatThrownBy(() -> SoftArgmax.of(1).withPositions()).hasMessageContaining("no positions");
  }
}
