// Why exp(x) over its sum is not enough: for scores of 1000 and more it is infinity over infinity.
// Prints the textbook formula's answer and ours, side by side.
//
//   examples/run S04

import dev.softmax.Softmax;

double[] textbook(double[] scores) {
  double[] exponentials = Arrays.stream(scores).map(Math::exp).toArray();
  double sum = Arrays.stream(exponentials).sum();
  return Arrays.stream(exponentials).map(e -> e / sum).toArray();
}

void main() {
  double[] scores = {1000, 2000, 3000};
  IO.println("scores           " + Arrays.toString(scores));
  IO.println("textbook         " + Arrays.toString(textbook(scores)));
  IO.println("softmax          " + Arrays.toString(Softmax.of(scores)));

  // The probabilities 0 are rounded; their logarithms are not.
  IO.println("log-softmax      " + Arrays.toString(Softmax.LOG.apply(scores)));

  // Only differences count: the same scores less 3000.
  double[] shifted = {-2000, -1000, 0};
  IO.println("softmax, shifted " + Arrays.toString(Softmax.of(shifted)));
}
