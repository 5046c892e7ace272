// The same scores at five temperatures: sharper below 1, flatter above, and at 0 the largest alone.
// Prints the probabilities of each.
//
//   examples/run S10                     prints the numbers
//   examples/run S10 temperatures.pdf    draws them as grouped bars, too; .png and .svg as well

import dev.softmax.Softmax;
import dev.softmax.plot.GroupedBars;

void main(String[] args) throws IOException {
  double[] scores = {2, 1, 0.1};
  double[] temperatures = {0.1, 0.5, 1, 2, 5};

  double[][] probabilities = new double[temperatures.length][];
  for (int i = 0; i < temperatures.length; i++) {
    probabilities[i] = Softmax.STANDARD.withTemperature(temperatures[i]).apply(scores);
    IO.println(line(temperatures[i], probabilities[i]));
  }
  IO.println(line(0, Softmax.STANDARD.withTemperature(0).apply(scores)));

  if (args.length > 0) {
    List<String> classes = List.of("cat", "dog", "bird");
    GroupedBars.ofTemperatures(classes, temperatures, probabilities).save(Path.of(args[0]));
    IO.println("drawn to " + args[0]);
  }
}

String line(double temperature, double[] p) {
  return String.format(Locale.ROOT, "T = %-4s %.10f %.10f %.10e", temperature, p[0], p[1], p[2]);
}
