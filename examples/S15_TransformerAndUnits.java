// The further reading in numbers. A softmax unit learns from its logarithm: where it is sure and
// wrong, the gradient of a squared error is nearly 0, that of cross-entropy is not. Then a small
// Transformer: a softmax over classes at its end, and one over places in each head, which never
// looks ahead; read as a whole or token by token it gives the same.
//
//   examples/run S15

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.Softmax;
import dev.softmax.nn.Decoder;
import dev.softmax.nn.Transformer;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tensor;

static final int VOCABULARY = 10;

void main() {
  double[] sureAndWrong = {-10, 10};
  double[] gradient = new double[2];
  CrossEntropy.defaults().lossAndGradient(sureAndWrong, Axis.vector(2), new int[] {0}, gradient);
  IO.println("cross-entropy      " + gradient[0]);
  // d/dx1 of (p1 - 1)^2 + p2^2 is 2 (p1 - 1 - p2) p1 p2.
  double[] p = Softmax.of(sureAndWrong);
  IO.println("squared error      " + 2 * (p[0] - 1 - p[1]) * p[0] * p[1]);

  TransformerOptions options =
      TransformerOptions.of(VOCABULARY).withContext(8).withLayers(2).withWidth(32, 4);
  Transformer transformer = Transformer.of(options, new SplittableRandom(15));
  int[] tokens = {3, 1, 4, 1, 5};
  Tensor whole = transformer.logits(Indices.of(tokens, 1, 5));
  IO.println("logits             " + whole.shape());
  IO.println("sums               " + Arrays.toString(whole.softmax(-1).sum(-1).values()));

  int[] otherEnd = {3, 1, 4, 1, 9};
  Tensor changed = transformer.logits(Indices.of(otherEnd, 1, 5));
  IO.println("change at 0 to 3   " + distance(whole, changed, 0, 4));
  IO.println("change at 4        " + (distance(whole, changed, 4, 5) > 0.01 ? "yes" : "no"));

  Decoder decoder = transformer.decoder();
  float[] last = {};
  for (int token : tokens) {
    last = decoder.next(token);
  }
  Tensor byToken = Tensor.of(last, 1, 1, VOCABULARY);
  IO.println("token by token     " + (distance(whole, byToken, 4, 5) < 1e-5 ? "the same" : "not"));
}

/// The largest difference of logits at places `from` to `to`; the last places of both are compared.
double distance(Tensor a, Tensor b, int from, int to) {
  float[] x = a.values();
  float[] y = b.values();
  int shift = x.length - y.length;
  double most = 0;
  for (int i = from * VOCABULARY; i < to * VOCABULARY; i++) {
    most = Math.max(most, Math.abs(x[i] - y[i - shift]));
  }
  return most;
}
