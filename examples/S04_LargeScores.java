// Why exp(x) over its sum is not enough: for scores of 1000 and more it is infinity over infinity.
// Prints the textbook formula's answer and ours, side by side.
//
//   examples/run S04              prints the numbers
//   examples/run S04 large.svg    draws how far each form gets, too; .png and .pdf as well

import dev.softmax.Softmax;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Frame;
import java.util.function.UnaryOperator;

double[] textbook(double[] scores) {
  double[] exponentials = Arrays.stream(scores).map(Math::exp).toArray();
  double sum = Arrays.stream(exponentials).sum();
  return Arrays.stream(exponentials).map(e -> e / sum).toArray();
}

void main(String[] args) throws IOException {
  double[] scores = {1000, 2000, 3000};
  IO.println("scores           " + Arrays.toString(scores));
  IO.println("textbook         " + Arrays.toString(textbook(scores)));
  IO.println("softmax          " + Arrays.toString(Softmax.of(scores)));

  // The probabilities 0 are rounded; their logarithms are not.
  IO.println("log-softmax      " + Arrays.toString(Softmax.LOG.apply(scores)));

  // Only differences count: the same scores less 3000.
  double[] shifted = {-2000, -1000, 0};
  IO.println("softmax, shifted " + Arrays.toString(Softmax.of(shifted)));

  if (args.length > 0) {
    Curves.of(
            line("log-softmax", Softmax.LOG::apply),
            line("log of softmax", x -> logarithms(Softmax.of(x))),
            line("log of the textbook's", x -> logarithms(textbook(x))))
        .with(Frame.of("scores s, 2 s, 3 s", "s", "log-probability of the first class"))
        .save(Path.of(args[0]));
    IO.println("drawn to         " + args[0]);
  }
}

/// The first class's logarithm at scores s, 2 s, 3 s, for s from 0 until it is no number.
Curve line(String name, UnaryOperator<double[]> logarithms) {
  double[] y =
      IntStream.rangeClosed(0, 500)
          .mapToDouble(s -> logarithms.apply(new double[] {s, 2 * s, 3 * s})[0])
          .takeWhile(Double::isFinite)
          .toArray();
  IO.println("%-22s to s = %d".formatted(name, y.length - 1));
  return Curve.of(name, IntStream.range(0, y.length).asDoubleStream().toArray(), y);
}

double[] logarithms(double[] probabilities) {
  return Arrays.stream(probabilities).map(Math::log).toArray();
}
