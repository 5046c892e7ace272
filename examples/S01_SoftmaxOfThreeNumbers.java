// Scores to probabilities, their sum, the logarithms of the same, and a bar chart.
//
//   examples/run S01               prints the numbers
//   examples/run S01 bars.svg      draws them, too; .png and .pdf as well

import dev.softmax.LogSumExp;
import dev.softmax.Softmax;
import dev.softmax.plot.Bars;

void main(String[] args) throws IOException {
  double[] scores = {2, 1, 0.1};

  double[] probabilities = Softmax.of(scores);
  IO.println("probabilities      " + Arrays.toString(probabilities));
  IO.println("sum                " + Arrays.stream(probabilities).sum());

  // The logarithms are not computed from the probabilities, which may have become 0.
  double[] logs = Softmax.LOG.apply(scores);
  IO.println("log-probabilities  " + Arrays.toString(logs));
  IO.println("log-sum-exp        " + LogSumExp.of(scores));

  if (args.length > 0) {
    Bars.of(List.of("2", "1", "0.1"), probabilities).save(Path.of(args[0]));
    IO.println("drawn to           " + args[0]);
  }
}
