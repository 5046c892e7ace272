// Softmax regression as it is taught: gradient descent from zero on the mean loss of four points,
// 100 steps of rate 0.01. Then the same data fitted to the end, by the solver the library chooses.
// Prints weights, biases, and the first point's probabilities.
//
//   examples/run S12              prints the numbers
//   examples/run S12 classes.svg  draws the probabilities along the points' line, too

import dev.softmax.Progress;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.GradientDescent;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Frame;

void main(String[] args) throws IOException {
  double[] x = {
    1, 2,
    2, 3,
    3, 4,
    4, 5
  };
  int[] classes = {0, 1, 2, 0};
  DenseData data = DenseData.of(x, classes, 3);

  // As taught, nothing keeps weights small: C, the inverse strength of the penalty, is infinite.
  Options taught =
      Options.defaults()
          .withC(Double.POSITIVE_INFINITY)
          .withSolver(new GradientDescent(0.01))
          .withTolerance(0)
          .withMaxIterations(100);
  show("100 steps of gradient descent", SoftmaxRegression.fit(data, taught, Progress.NONE), x);
  SoftmaxRegression model = SoftmaxRegression.fit(data, Options.defaults(), Progress.NONE);
  show("C = 1, to the end", model, x);
  if (args.length > 0) {
    draw(model).save(Path.of(args[0]));
    IO.println("drawn to " + args[0]);
  }
}

/// The probabilities at x1 from 0 to 6 and x2 = x1 + 1, the line that the four points are on.
Curves draw(SoftmaxRegression model) {
  double[] x1 = IntStream.rangeClosed(0, 60).mapToDouble(i -> i / 10.0).toArray();
  double[] points = Arrays.stream(x1).flatMap(v -> DoubleStream.of(v, v + 1)).toArray();
  double[] p = model.probabilities(points);
  Curve[] curves = new Curve[3];
  for (int k = 0; k < 3; k++) {
    int of = k;
    double[] y = IntStream.range(0, x1.length).mapToDouble(i -> p[3 * i + of]).toArray();
    curves[k] = Curve.of("class " + k, x1, y);
  }
  return Curves.of(curves).with(Frame.of("C = 1", "x1, with x2 = x1 + 1", "probability"));
}

void show(String name, SoftmaxRegression model, double[] x) {
  IO.println(name + ": " + model.report().orElseThrow().solver());
  double[] w = model.coefficients();
  IO.println("  weights of x1 " + text(w[0], w[2], w[4]));
  IO.println("  weights of x2 " + text(w[1], w[3], w[5]));
  IO.println("  biases        " + text(model.intercepts()));
  double[] p = model.probabilities(x);
  IO.println("  first point   " + text(p[0], p[1], p[2]));
}

String text(double... values) {
  return Arrays.stream(values)
      .mapToObj(value -> String.format(Locale.ROOT, "%13.10f", value))
      .collect(Collectors.joining(" "));
}
