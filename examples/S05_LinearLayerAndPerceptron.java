// Networks that end in a softmax. First one linear layer from 5 inputs to 3 classes, on a batch of
// one row; then a perceptron with a hidden layer that learns what no linear layer can: which of the
// points of a square lie in two opposite corners (the exclusive or of two signs).
//
//   examples/run S05                prints the numbers
//   examples/run S05 corners.svg    draws what the perceptron has learned, too

import dev.softmax.Axis;
import dev.softmax.Softmax;
import dev.softmax.linear.DenseData;
import dev.softmax.network.FeatureNetwork;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.nn.Linear;
import dev.softmax.plot.Surface;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.Monitor;

void main(String[] args) throws IOException {
  Linear layer = Linear.of(5, 3, new SplittableRandom(42));
  Tensor row = Tape.inference().tensor(new float[] {0.5f, -1, 2, 0, 1.5f}, 1, 5);
  Tensor p = layer.forward(row).softmax(1);
  IO.println("shape         " + p.shape());
  IO.println("probabilities " + Arrays.toString(p.values()));
  IO.println("sum           " + p.sum().item());

  SplittableRandom random = new SplittableRandom(1);
  double[] points = random.doubles(2000, -1, 1).toArray();
  int[] corners = new int[1000];
  Arrays.setAll(corners, i -> points[2 * i] * points[2 * i + 1] > 0 ? 1 : 0);
  DenseData data = DenseData.of(points, corners, 2);

  NetworkOptions linear =
      NetworkOptions.of(HiddenLayers.NONE).withLearningRate(0.01).withEpochs(20);
  NetworkOptions deep = linear.withLayers(HiddenLayers.NONE.withWidths(16));
  report("no hidden layer   ", FeatureNetwork.fit(data, linear, Monitor.NONE));
  report("a hidden layer    ", FeatureNetwork.fit(data, deep, Monitor.NONE));

  FeatureNetwork network = FeatureNetwork.fit(data, deep, Monitor.NONE).network();
  double[] logits = network.logits(new double[] {0.5, 0.5, -0.5, 0.5}, 2);
  double[] two = Softmax.STANDARD.apply(logits, Axis.rows(2, 2));
  IO.println("corner (+, +)     " + Arrays.toString(two).replaceAll("(\\.\\d{4})\\d+", "$1"));
  if (args.length > 0) {
    draw(network).save(Path.of(args[0]));
    IO.println("drawn to          " + args[0]);
  }
}

/// The probability of the corners over the square.
Surface draw(FeatureNetwork network) {
  double[] side = IntStream.rangeClosed(-20, 20).mapToDouble(i -> i / 20.0).toArray();
  double[][] p = new double[side.length][side.length];
  for (int y = 0; y < side.length; y++) {
    for (int x = 0; x < side.length; x++) {
      p[y][x] = Softmax.of(network.logits(new double[] {side[x], side[y]}, 1))[1];
    }
  }
  return Surface.of(side, side, p).withValueName("probability of class 1");
}

/// What the best epoch made of the tenth of the rows that chose it.
void report(String name, FeatureNetwork.Fitted fitted) {
  int best = fitted.training().bestEpoch();
  IO.println(name + fitted.training().epochs().get(best - 1).validation().get("accuracy"));
}
