package dev.softmax.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// What is drawn, and where.
class DrawingTest {
  private static final int BLUE = 0xff000000 | Colors.BLUE;

  private static BufferedImage png(Figure figure) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(figure.png(1)));
  }

  /// Pixels of the colour in each column of the picture.
  private static int[] heights(BufferedImage image, int argb) {
    int[] heights = new int[image.getWidth()];
    for (int x = 0; x < heights.length; x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        heights[x] += image.getRGB(x, y) == argb ? 1 : 0;
      }
    }
    return heights;
  }

  @Test
  void barsAreAsHighAsTheirProbabilities() throws IOException {
    int[] heights = heights(png(Samples.bars()), BLUE);
    int[] distinct = Arrays.stream(heights).filter(height -> height > 5).distinct().toArray();
    assertThat(distinct).hasSize(3);
    assertThat((double) distinct[1] / distinct[0])
        .isCloseTo(Samples.P[1] / Samples.P[0], within(0.01));
    assertThat((double) distinct[2] / distinct[0])
        .isCloseTo(Samples.P[2] / Samples.P[0], within(0.01));
  }

  @Test
  void barsCarryTheirLabelsAndValues() throws IOException {
    assertThat(Samples.bars().svg())
        .contains(">alpha<", ">beta &lt;&amp;&gt;<", ">gämma<")
        .contains(">0.659<", ">0.242<", ">0.099<", ">Three bars<", ">probability<");
  }

  @Test
  void hundredsOfBarsShowSomeLabelsAndTheLargestValue() throws IOException {
    List<String> labels = IntStream.range(0, 500).mapToObj(i -> "class " + i).toList();
    double[] values = new double[500];
    Arrays.fill(values, 0.5 / 499);
    values[123] = 0.5;
    String svg = Bars.of(labels, values).svg();
    assertThat(svg.split(">class \\d", -1).length - 1).isBetween(10, 50);
    assertThat(svg).contains(">0.500<").doesNotContain(">0.001<");
  }

  @Test
  void topKeepsTheLargestAndSumsTheRest() throws IOException {
    Bars top = Bars.of(List.of("a", "b", "c", "d"), new double[] {0.1, 0.4, 0.1, 0.4}).top(2);
    assertThat(top.labels).containsExactly("b", "d", "other (2)");
    assertThat(top.probabilities).containsExactly(0.4, 0.4, 0.2);
    int rest = Arrays.stream(heights(png(top), 0xff000000 | Colors.AXIS)).max().orElseThrow();
    assertThat(rest).as("height of the grey bar").isGreaterThan(40);
  }

  @Test
  void zoomedBarsEndAboveTheLargest() throws IOException {
    Bars bars = Bars.of(List.of("a", "b"), new double[] {0.013, 0.031});
    assertThat(bars.svg()).contains(">1.0<");
    assertThat(bars.zoomed().svg()).contains(">0.035<").doesNotContain(">1.0<");
  }

  @Test
  void groupsHaveABarForEachTemperatureInItsOwnColor() throws IOException {
    BufferedImage image = png(Samples.temperatures());
    int last = 1000;
    for (int s = 0; s < 5; s++) {
      int[] heights = heights(image, 0xff000000 | Colors.series(s, 5));
      int first = Arrays.stream(heights, 0, image.getWidth() / 3).max().orElseThrow();
      assertThat(first).as("first class, series " + s).isBetween(50, last - 1);
      last = first;
    }
    assertThat(Samples.temperatures().svg())
        .contains(">T = 0.1<", ">T = 0.5<", ">T = 1<", ">T = 2<", ">T = 5<", ">0.86<", ">1.00<");
  }

  @Test
  void panelsStandSideBySideAtTheSameHeight() throws IOException {
    BufferedImage image = png(Samples.sigmoidAndSoftmax());
    int half = image.getWidth() / 2;
    int[] heights = heights(image, BLUE);
    assertThat(Arrays.stream(heights, 0, half).sum()).isGreaterThan(100);
    assertThat(Arrays.stream(heights, half, 2 * half).sum()).isGreaterThan(100);
    String svg = Samples.sigmoidAndSoftmax().svg();
    List<String> ones = svg.lines().filter(line -> line.endsWith(">1.0</text>")).toList();
    assertThat(ones).hasSize(2);
    String y = ones.getFirst().replaceAll(".* y=\"([^\"]*)\".*", "$1");
    assertThat(ones.getLast()).contains(" y=\"" + y + "\"");
    assertThat(svg).contains(">sigmoid<", ">class 1<", ">class 2<", ">Softmax of (x, −x)<");
  }

  /// A fifth of blue on white beside the line; on the right the band of a higher curve shows through.
  @Test
  void bandsAreTintsBehindTheirLines() throws IOException {
    BufferedImage image = png(Samples.bands());
    int tint = 0xff000000 | 0xcce3f0;
    int[] heights = heights(image, tint);
    assertThat(Arrays.stream(heights, 100, 200).max().orElseThrow()).isLessThan(40);
    assertThat(Arrays.stream(heights, 480, 570).max().orElseThrow()).isBetween(60, 130);
    assertThat(heights(image, BLUE)).contains(1, 2);
    assertThat(Samples.bands().svg()).contains("fill=\"#0072b2\" fill-opacity=\"0.2\"");
    // The axis reaches as far as the band does: 86.8 + 15.
    assertThat(Samples.bands().svg()).contains(">100<");
  }

  @Test
  void surfaceIsDarkWhereTheLossIsLow() throws IOException {
    BufferedImage image = png(Samples.loss());
    // A little inside the corners of the field: low loss right below, high loss left above.
    assertThat(image.getRGB(470, 320) & 0xff00).isLessThan(0x4000);
    assertThat(image.getRGB(80, 55) & 0xff00).isGreaterThan(0xc000);
    assertThat(Samples.loss().svg()).contains(">cross-entropy<", ">first logit<", ">second logit<");
  }

  @Test
  void confusionShowsCountsAndHeatMapShowsSigns() throws IOException {
    assertThat(Samples.confusion().svg()).contains(">50<", ">41<", ">true class<");
    assertThat(Samples.weights().svg())
        .contains(">−2.00<", ">0.50<", ">weight<")
        .contains(String.format(Locale.ROOT, "#%06x", Colors.WHITE));
  }

  @Test
  void pilesOfAHistogramAreAsHighAsTheirCounts() throws IOException {
    BufferedImage image = png(Samples.confidences());
    int last = 9 * image.getWidth() / 10;
    int right = heights(image, BLUE)[last];
    int wrong = heights(image, 0xff000000 | Colors.VERMILLION)[last];
    assertThat((double) right / wrong).isCloseTo(14, within(1.0));
    assertThat(Samples.confidences().svg())
        .contains(">right<", ">wrong<", ">rows<", ">confidence<", ">80<");
  }

  @Test
  void coloursOfAHeatMapMayBeginAtZero() throws IOException {
    HeatMap map = HeatMap.of(List.of("a"), List.of("b", "c"), new double[][] {{0.6, 0.4}});
    String white = String.format(Locale.ROOT, "#%06x", Colors.SHARE.at(0));
    int byItself = map.svg().split(white, -1).length;
    assertThat(map.withRange(0, 1).svg().split(white, -1)).hasSizeLessThan(byItself);
    assertThat(map.withRange(0, 1).svg()).contains(">0.0<", ">1.0<", ">0.60<");
  }

  @Test
  void largeMatricesAreDrawnAsAPicture() throws IOException {
    List<String> names = IntStream.range(0, 120).mapToObj(i -> "c" + i).toList();
    String svg = ConfusionMatrix.of(names, new long[120][120]).svg();
    assertThat(svg.split("<image", -1)).hasSize(3);
    assertThat(svg.length()).isLessThan(100_000);
  }

  @Test
  void reliabilityTellsTheCalibrationError() throws IOException {
    // (100·0.125 + 200·0 + 700·0.125) / 1000
    assertThat(Samples.reliability().svg()).contains(">ECE = 0.1000,  n = 1 000<");
  }

  @Test
  void longLabelsAreCut() throws IOException {
    String svg = Bars.of(List.of("x".repeat(200_000), "b"), new double[] {0.5, 0.5}).svg();
    assertThat(svg).containsPattern(">x{10,50}…<");
  }

  @Test
  void curvesEndOnTicks() {
    Curves curves = Curves.of(Curve.of("c", new double[] {0, 9}, new double[] {-9.1, 6.2}));
    Scale y = Scale.rounded("", Range.over(curves.curves.getFirst().y), 6);
    assertThat(y.range()).isEqualTo(new Range(-10, 8));
    assertThat(y.marks().getLast()).isEqualTo(new Scale.Mark(8, "8"));
  }

  @Test
  void flatAndHugeNumbersAreDrawn() throws IOException {
    double[] one = {1};
    assertThat(Curves.of(Curve.of("point", one, one)).svg()).doesNotContain("NaN");
    double[] wide = {-1e308, 1e308};
    assertThat(Curves.of(Curve.of("wide", wide, wide)).svg()).doesNotContain("NaN");
    double[][] flat = {{3, 3}, {3, 3}};
    assertThat(Surface.of(new double[] {0, 1}, new double[] {0, 1}, flat).svg())
        .doesNotContain("NaN");
    assertThat(HeatMap.of(List.of("a"), List.of("b"), new double[1][1]).svg()).contains(">0.00<");
  }
}
