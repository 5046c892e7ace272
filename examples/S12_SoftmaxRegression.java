// Softmax regression as it is taught: gradient descent from zero on the mean loss of four points,
// 100 steps of rate 0.01. Then the same data fitted to the end, by the solver the library chooses.
// Prints weights, biases, and the first point's probabilities.
//
//   examples/run S12

import dev.softmax.Progress;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.GradientDescent;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;

void main() {
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
  show("C = 1, to the end", SoftmaxRegression.fit(data, Options.defaults(), Progress.NONE), x);
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
