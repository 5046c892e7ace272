// The sigmoid beside the softmax of two classes: the first class of softmax(x, -x) is sigmoid(2 x).
// Prints both at seven points, and how far that identity is from true over 100 points.
//
//   examples/run S06                 prints the numbers
//   examples/run S06 sigmoid.svg     draws both, too; .png and .pdf as well

import dev.softmax.Sigmoid;
import dev.softmax.Softmax;
import dev.softmax.plot.Curve;
import dev.softmax.plot.Curves;
import dev.softmax.plot.Frame;
import dev.softmax.plot.Panels;

double firstOfTwo(double x) {
  return Softmax.of(x, -x)[0];
}

void main(String[] args) throws IOException {
  IO.println("     x       sigmoid(x)    softmax(x, -x)");
  for (double x : new double[] {-10, -1, -0.1, 0, 0.1, 1, 10}) {
    String line = String.format(Locale.ROOT, "%6s  %.9e  %.9e", x, Sigmoid.of(x), firstOfTwo(x));
    IO.println(line);
  }

  double[] x = IntStream.range(0, 100).mapToDouble(i -> -10 + 20 * i / 99.0).toArray();
  double[] first = Arrays.stream(x).map(this::firstOfTwo).toArray();
  double[] second = Arrays.stream(x).map(v -> Softmax.of(v, -v)[1]).toArray();
  double gap = 0;
  for (int i = 0; i < x.length; i++) {
    gap = Math.max(gap, Math.abs(first[i] - Sigmoid.of(2 * x[i])));
  }
  IO.println("largest difference from sigmoid(2 x): " + gap);

  if (args.length > 0) {
    Panels.of(
            Curves.of(Curve.of("sigmoid(x)", x, Sigmoid.of(x)))
                .with(Frame.of("sigmoid", "x", "probability")),
            Curves.of(Curve.of("class 0", x, first), Curve.of("class 1", x, second))
                .with(Frame.of("softmax of (x, -x)", "x", "probability")))
        .save(Path.of(args[0]));
    IO.println("drawn to " + args[0]);
  }
}
