// Attention that can leave out: the weights of scaled dot products by 1.5-entmax beside those by
// softmax. First four keys and one query whose weights can be checked by hand; then projections of
// query and keys are trained to look up the one of 12 keys that the query is a noisy copy of.
// Softmax always looks a little at every key, entmax at one or two.
//   examples/run EntmaxAttention

import dev.softmax.Entmax;
import dev.softmax.OutputTransform;
import dev.softmax.Softmax;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Parts;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Probabilities;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;

static final int BATCH = 32;
static final int KEYS = 12;
static final int WIDTH = 8;

void main() {
  Tensor query = Tensor.of(new float[] {1, 0.5f, -1, 0.2f}, 1, 4);
  Tensor keys =
      Tensor.of(
          new float[] {1, 1, -1, 0, 0.5f, -1, 0, 2, -1, 0, 1, 0.5f, 1.5f, 0.5f, -0.5f, 1}, 4, 4);
  Tensor values = Tensor.of(new float[] {1, 0, 0, 1, -1, 0, 0, -1}, 4, 2);
  for (OutputTransform way : List.of(Softmax.STANDARD, Entmax.ENTMAX15, Entmax.SPARSEMAX)) {
    Tensor weights = attend(way, query, keys);
    Tensor seen = weights.matmul(values);
    IO.println("%-9s weights %s".formatted(way.name(), Arrays.toString(weights.values())));
    IO.println("%-9s context %s".formatted(way.name(), Arrays.toString(seen.values())));
  }
  for (OutputTransform way : List.of(Softmax.STANDARD, Entmax.ENTMAX15)) {
    learn(way);
  }
}

/// `query (…, Q, E)`, `keys (…, K, E)` → weights `(…, Q, K)`.
Tensor attend(OutputTransform way, Tensor query, Tensor keys) {
  double scale = 1 / Math.sqrt(keys.shape().length(-1));
  return Probabilities.along(way, query.matmulTransposed(keys).times(scale), -1);
}

void learn(OutputTransform way) {
  SplittableRandom random = new SplittableRandom(1);
  Linear ofQuery = Linear.of(WIDTH, WIDTH, random);
  Linear ofKeys = Linear.of(WIDTH, WIDTH, random);
  Parts both = Parts.NONE.with("query", ofQuery).with("keys", ofKeys);
  Adam adam = Adam.of(both.parameters(), AdamOptions.defaults());
  Tape tape = Tape.training(1);
  for (int step = 0; step <= 300; step++) {
    float[] keys = new float[BATCH * KEYS * WIDTH];
    float[] queries = new float[BATCH * WIDTH];
    float[] wanted = new float[BATCH * KEYS];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < BATCH; row++) {
      int match = row % KEYS;
      wanted[row * KEYS + match] = 1;
      for (int e = 0; e < WIDTH; e++) {
        float key = keys[(row * KEYS + match) * WIDTH + e];
        queries[row * WIDTH + e] = key + (float) (0.2 * random.nextGaussian());
      }
    }
    Tensor query = ofQuery.forward(tape.tensor(queries, BATCH, 1, WIDTH));
    Tensor weights = attend(way, query, ofKeys.forward(tape.tensor(keys, BATCH, KEYS, WIDTH)));
    tape.backward(weights.minus(tape.tensor(wanted, BATCH, 1, KEYS)).square().sum());
    if (step % 300 == 0) {
      float onMatch = weights.times(tape.tensor(wanted, BATCH, 1, KEYS)).sum().item() / BATCH;
      long seen = IntStream.range(0, wanted.length).filter(i -> weights.data()[i] > 0).count();
      String line = "%-9s step %3d: %.3f on the match, %.1f keys seen";
      IO.println(line.formatted(way.name(), step, onMatch, (double) seen / BATCH));
    }
    adam.step(0.02);
    adam.clearGradients();
    tape.reset();
  }
}
