package dev.softmax.plot;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// One figure of each kind.
final class Samples {
  static final List<String> CLASSES = List.of("alpha", "beta <&>", "gämma");
  static final double[] P = {0.6590011388859679, 0.24243297070471392, 0.09856589040931818};

  private Samples() {}

  static Bars bars() {
    return Bars.of(CLASSES, P).with(Frame.of("Three bars", "class", "probability"));
  }

  static GroupedBars temperatures() {
    double[][] values = {
      {0.9999545965, 4.5397868e-05, 5.6025421e-09},
      {0.8637771182, 0.1168995209, 0.0193233608},
      P,
      {0.5016877571, 0.3042890063, 0.1940232366},
      {0.3995856836, 0.3271530877, 0.2732612287}
    };
    return GroupedBars.ofTemperatures(CLASSES, new double[] {0.1, 0.5, 1, 2, 5}, values);
  }

  static double[] grid(double from, double to, int count) {
    return IntStream.range(0, count)
        .mapToDouble(i -> from + (to - from) * i / (count - 1))
        .toArray();
  }

  static Panels sigmoidAndSoftmax() {
    double[] x = grid(-10, 10, 100);
    double[] one = DoubleStream.of(x).map(v -> 1 / (1 + Math.exp(-v))).toArray();
    double[] first = DoubleStream.of(x).map(v -> 1 / (1 + Math.exp(-2 * v))).toArray();
    double[] second = DoubleStream.of(first).map(p -> 1 - p).toArray();
    Curves left = Curves.of(Curve.of("sigmoid", x, one)).with(Frame.of("Sigmoid", "x", "p"));
    Curves right =
        Curves.of(Curve.of("class 1", x, first), Curve.of("class 2", x, second))
            .with(Frame.of("Softmax of (x, \u2212x)", "x", "p"));
    return Panels.of(left, right);
  }

  /// Two noisy curves that cross, each with a band that widens.
  static Curves bands() {
    double[] x = grid(0, 100, 200);
    double[] up = DoubleStream.of(x).map(v -> 90 * (1 - Math.exp(-v / 30))).toArray();
    double[] flat = DoubleStream.of(x).map(v -> 40 + 2 * Math.sin(v)).toArray();
    return Curves.of(banded("up", x, up, 0.15), banded("flat", x, flat, 0.08))
        .with(Frame.of("Learning", "episode", "return"));
  }

  private static Curve banded(String name, double[] x, double[] y, double width) {
    double[] low = IntStream.range(0, x.length).mapToDouble(i -> y[i] - width * x[i]).toArray();
    double[] high = IntStream.range(0, x.length).mapToDouble(i -> y[i] + width * x[i]).toArray();
    return Curve.of(name, x, y).withBand(low, high);
  }

  static Surface loss() {
    double[] at = grid(-5, 5, 41);
    double[][] loss = new double[at.length][at.length];
    for (int j = 0; j < at.length; j++) {
      for (int i = 0; i < at.length; i++) {
        loss[j][i] = Math.log(Math.exp(at[i]) + Math.exp(at[j]) + 1) - at[i];
      }
    }
    return Surface.of(at, at, loss)
        .withValueName("cross-entropy")
        .with(Frame.of("Loss", "first logit", "second logit"));
  }

  static ConfusionMatrix confusion() {
    return ConfusionMatrix.of(CLASSES, new int[][] {{50, 2, 0}, {3, 41, 1}, {0, 0, 0}});
  }

  static Reliability reliability() {
    return Reliability.of(
        new double[] {Double.NaN, 0.375, 0.625, 0.875},
        new double[] {Double.NaN, 0.25, 0.625, 0.75},
        new long[] {0, 100, 200, 700});
  }

  static HeatMap weights() {
    return HeatMap.of(List.of("row 1", "row 2"), CLASSES, new double[][] {{-1, 0, 2}, {.5, 1, -2}})
        .withValueName("weight");
  }

  static Histogram confidences() {
    return Histogram.of(
            0, 1, List.of("right", "wrong"), new long[][] {{0, 10, 20, 70}, {5, 10, 0, 5}})
        .with(Frame.of("", "confidence", "rows"));
  }

  /// Red grows to the right, green downwards.
  static Raster picture(int height, int width) {
    byte[] rgb = new byte[3 * height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[3 * (y * width + x)] = (byte) (255 * x / width);
        rgb[3 * (y * width + x) + 1] = (byte) (255 * y / height);
        rgb[3 * (y * width + x) + 2] = (byte) ((x / 8 + y / 8) % 2 * 200);
      }
    }
    return Raster.of(rgb, height, width);
  }

  static Panels pictureAndBars() {
    List<String> names =
        List.of("Egyptian cat", "black-and-tan coonhound, a dog", "tench", "gämma", "five", "six");
    Bars bars = Bars.of(names, new double[] {0.61, 0.2, 0.1, 0.05, 0.03, 0.01});
    return Panels.of(picture(90, 130), bars.top(5).horizontal());
  }

  static List<Figure> all() {
    return List.of(
        bars(),
        temperatures(),
        sigmoidAndSoftmax(),
        bands(),
        loss(),
        confusion(),
        reliability(),
        weights(),
        confidences(),
        pictureAndBars());
  }
}
