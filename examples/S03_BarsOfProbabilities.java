// Probabilities as bars: three classes with their names, and of a thousand the five largest with
// one bar for the rest. Prints the probabilities and their sum.
//
//   examples/run S03               prints the numbers
//   examples/run S03 bars.svg      draws them, too; .png and .pdf as well

import dev.softmax.Softmax;
import dev.softmax.plot.Bars;
import dev.softmax.plot.Frame;
import dev.softmax.plot.Panels;

void main(String[] args) throws IOException {
  List<String> classes = List.of("cat", "dog", "bird");
  double[] scores = {2, 1, 0.1};
  double[] few = Softmax.of(scores);
  for (int k = 0; k < scores.length; k++) {
    IO.println("%-5s %s -> %s".formatted(classes.get(k), scores[k], few[k]));
  }
  IO.println("sum   " + Arrays.stream(few).sum());

  // A step of 1 in the score is a factor of e in the probability.
  IO.println("cat : dog  " + few[0] / few[1]);

  SplittableRandom random = new SplittableRandom(3);
  double[] many = new double[1000];
  Arrays.setAll(many, _ -> 2.5 * random.nextGaussian());
  many = Softmax.of(many);
  List<String> words = IntStream.range(0, 1000).mapToObj(i -> "word " + i).toList();
  IO.println("of 1000, largest " + Arrays.stream(many).max().orElseThrow());

  if (args.length > 0) {
    Panels.of(
            Bars.of(classes, few).with(Frame.of("three classes", "", "probability")),
            Bars.of(words, many).top(5).horizontal().with(Frame.of("five of a thousand", "", "")))
        .save(Path.of(args[0]));
    IO.println("drawn to " + args[0]);
  }
}
