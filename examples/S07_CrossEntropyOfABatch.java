// The cross-entropy of a batch of two rows with its gradient, in one call and from the logits: no
// probability is ever put into a logarithm, so nothing need be added there to keep it finite.
// Prints probabilities, the loss of each row, their mean, and the gradient of the mean.
//
//   examples/run S07

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.Softmax;

void main() {
  double[] logits = {
    2, 1, 0.1,
    0.3, 3, 1
  };
  int[] classes = {0, 1};
  Axis rows = Axis.rows(2, 3);
  CrossEntropy mean = CrossEntropy.defaults();

  double[] gradient = new double[logits.length];
  double loss = mean.lossAndGradient(logits, rows, classes, gradient);
  show("probabilities", Softmax.rows(logits, 3));
  IO.println("loss of each row  " + Arrays.toString(mean.losses(logits, rows, classes)));
  IO.println("mean loss         " + loss);
  show("gradient", gradient);

  CrossEntropy options = mean.withLabelSmoothing(0.1).withClassWeights(1, 2, 1);
  IO.println("smoothed, weighted " + options.loss(logits, rows, classes));
  int[] onlyTheFirst = {0, -100};
  IO.println("second row ignored " + mean.loss(logits, rows, onlyTheFirst));
}

void show(String name, double[] matrix) {
  IO.println(name);
  for (int row = 0; row < 2; row++) {
    StringBuilder line = new StringBuilder();
    for (int k = 0; k < 3; k++) {
      line.append(String.format(Locale.ROOT, " %13.10f", matrix[row * 3 + k]));
    }
    IO.println(line);
  }
}
