package dev.softmax.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Arguments that no figure can be made of, and numbers as text.
class InputsTest {
  private static final double[] RISING = {0, 1};

  private static void refused(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void valuesThatAreNoNumbersAreNamedByIndex() {
    List<String> ab = List.of("a", "b");
    refused("probabilities[1] is NaN", () -> Bars.of(ab, new double[] {1, Double.NaN}));
    refused("probabilities[0] is 1.5, not in 0..1", () -> Bars.of(ab, new double[] {1.5, 0}));
    refused(
        "values[1][0] is Infinity",
        () -> HeatMap.of(ab, ab, new double[][] {{0, 0}, {Double.POSITIVE_INFINITY, 0}}));
    refused(
        "values[0][1] is -0.5, not in 0..1",
        () -> GroupedBars.of(ab, List.of("s"), new double[][] {{0, -0.5}}));
    refused(
        "curve loss: y[1] is NaN", () -> Curve.of("loss", RISING, new double[] {0, Double.NaN}));
    refused(
        "values[0][0] is NaN",
        () -> Surface.of(RISING, RISING, new double[][] {{Double.NaN, 0}, {0, 0}}));
    refused(
        "accuracy[0] is NaN",
        () -> Reliability.of(new double[] {1}, new double[] {Double.NaN}, new long[] {1}));
    refused(
        "curve c: low[1] is NaN",
        () -> Curve.of("c", RISING, RISING).withBand(new double[] {0, Double.NaN}, RISING));
    refused(
        "curve c: band[1] from 2.0 to 1.0",
        () -> Curve.of("c", RISING, RISING).withBand(new double[] {0, 2}, RISING));
    refused(
        "curve c: high has 1 values but 2 are needed",
        () -> Curve.of("c", RISING, RISING).withBand(RISING, new double[1]));
    refused("counts[0][1] is -1", () -> Histogram.of(0, 1, List.of("a"), new long[][] {{1, -1}}));
    refused("counts[0][0] is -1", () -> ConfusionMatrix.of(List.of("a"), new int[][] {{-1}}));
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    List<String> ab = List.of("a", "b");
    refused("bars: 2 names but 1 values", () -> Bars.of(ab, new double[] {1}));
    refused(
        "histogram: bins from 1.0 to 1.0",
        () -> Histogram.of(1, 1, List.of("a"), new long[][] {{1}}));
    refused(
        "counts[1] has 1 values but 2 are needed",
        () -> Histogram.of(0, 1, ab, new long[][] {{1, 2}, {1}}));
    refused("probabilities is empty", () -> Bars.of(List.of(), new double[0]));
    refused("bars: top 0 must be at least 1", () -> Bars.of(ab, RISING).top(0));
    refused("curves is empty", () -> Curves.of());
    refused("curve c: y has 1 values but 2 are needed", () -> Curve.of("c", RISING, new double[1]));
    refused(
        "values has 1 rows but there are 2 names of rows",
        () -> HeatMap.of(ab, ab, new double[1][2]));
    refused("xs[1] is 0.0 after 0.0: must rise", () -> Surface.of(new double[2], RISING, square()));
    refused(
        "xs has 1 value but needs at least 2", () -> Surface.of(new double[1], RISING, square()));
    refused("counts[0] has 1 values but 2 are needed", () -> ConfusionMatrix.of(ab, new int[2][1]));
    refused("reliability: all 2 bins are empty", () -> Reliability.of(RISING, RISING, new long[2]));
    refused("panels: 0 figures; must be 1 to 4", () -> Panels.of());
    refused("panels: a panel must not hold panels", () -> Panels.of(Samples.sigmoidAndSoftmax()));
    refused(
        "heat map: range of values from 1.0 to 0.0",
        () -> HeatMap.of(ab, ab, new double[2][2]).withRange(1, 0));
    refused(
        "curves: range of y from 1.0 to 1.0",
        () -> Curves.of(Curve.of("c", RISING, RISING)).withYRange(1, 1));
    refused(
        "frame: 100 by 400 pixels; must be 200..4000 by 150..4000",
        () -> Frame.of("", "", "").withSize(100, 400));
  }

  private static double[][] square() {
    return new double[2][2];
  }

  @Test
  void figuresCopyTheirArrays() throws Exception {
    double[] values = {0.25, 0.75};
    Bars bars = Bars.of(List.of("a", "b"), values);
    String before = bars.svg();
    values[0] = Double.NaN;
    assertThat(bars.svg()).isEqualTo(before);
  }

  @Test
  void numbersReadWell() {
    assertThat(Numbers.decimals(-0.5, 1)).isEqualTo("−0.5");
    assertThat(Numbers.decimals(-0.001, 2)).isEqualTo("0.00");
    assertThat(Numbers.shortest(5)).isEqualTo("5");
    assertThat(Numbers.shortest(0.1)).isEqualTo("0.1");
    assertThat(Numbers.shortest(1e-12)).isEqualTo("1e−12");
    assertThat(Numbers.shortest(-2.5e9)).isEqualTo("−2.5e9");
    assertThat(Scale.ticks(new Range(-10, 10), 4).stream().map(Scale.Mark::label))
        .containsExactly("−10", "−5", "0", "5", "10");
    assertThat(Scale.ticks(new Range(0, 2e-9), 2).stream().map(Scale.Mark::label))
        .containsExactly("0", "1e−9", "2e−9");
  }
}
