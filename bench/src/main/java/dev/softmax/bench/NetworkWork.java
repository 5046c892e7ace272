package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.CrossEntropy;
import dev.softmax.Softmax;
import dev.softmax.nn.Activation;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A training step, or an inference, of two small networks: `sentiment` (vocabulary 10 000, embedding
/// 100, mean over the tokens, linear 256, ReLU, linear 2) and `mlp` (784-128-10 with ReLU). Weights and
/// batches are the same bits as `bench/peers/networks.py` makes. Inference is by frozen layers, as that of
/// fitted networks is.
final class NetworkWork implements Workload {
  private static final int VOCABULARY = 10_000;
  private static final int WIDTH = 100;
  private static final int STEPS = 3;

  private final boolean training;
  private final int batch;
  private final int[] tokens;
  private final int[] offsets;
  private final float[] features;
  private final int[] labels;
  private final int inputs;
  private final int hidden;
  private final int classes;
  private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
  private final Layer layers;
  private final Adam adam;
  private final Tape tape;
  private final float[] probabilities;
  private boolean trained;

  /// @param kind such as `sentiment-train` or `mlp-infer`
  /// @param shape the batch, and of sentiment the tokens of each text
  NetworkWork(String kind, int... shape) {
    boolean sentiment = kind.startsWith("sentiment");
    training = kind.endsWith("-train");
    batch = shape[0];
    inputs = sentiment ? WIDTH : 784;
    hidden = sentiment ? 256 : 128;
    classes = sentiment ? 2 : 10;
    int length = sentiment ? shape[1] : 0;
    tokens = Numbers.targets(batch * length, 7, VOCABULARY);
    offsets = new int[batch + 1];
    for (int i = 0; i <= batch; i++) {
      offsets[i] = i * length;
    }
    features = sentiment ? new float[0] : Numbers.floats(batch * inputs, 7, 1);
    labels = Numbers.targets(batch, 8, classes);
    if (sentiment) {
      add("table", 1, VOCABULARY, WIDTH);
    }
    add("w1", 2, hidden, inputs);
    add("b1", 3, hidden);
    add("w2", 4, classes, hidden);
    add("b2", 5, classes);
    layers = training ? layers() : layers().frozen();
    adam = Adam.of(parameters, AdamOptions.defaults());
    tape = training ? Tape.training(0) : Tape.inference();
    probabilities = new float[batch * classes];
  }

  private void add(String name, int seed, int... shape) {
    int size = 1;
    for (int length : shape) {
      size *= length;
    }
    parameters.put(name, Tensor.parameter(Numbers.floats(size, seed, 0.2f), shape));
  }

  private Tensor parameter(String name) {
    Tensor tensor = parameters.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return tensor;
  }

  private Sequential layers() {
    return Sequential.of(
        new Linear(parameter("w1"), parameter("b1")),
        Activation.RELU,
        new Linear(parameter("w2"), parameter("b2")));
  }

  private Tensor logits() {
    Tensor x =
        tokens.length > 0
            ? parameter("table").bags(tape.indices(tokens, tokens.length), offsets, Bag.MEAN)
            : tape.tensor(features, batch, inputs);
    return layers.forward(x);
  }

  private double step() {
    Tensor loss = logits().crossEntropy(tape.indices(labels, batch), CrossEntropy.defaults());
    tape.backward(loss);
    adam.step(1e-3);
    adam.clearGradients();
    double value = loss.item();
    tape.reset();
    return value;
  }

  @Override
  public void run() {
    if (training) {
      step();
      trained = true;
    } else {
      Softmax.STANDARD.apply(logits().data(), Axis.rows(batch, classes), probabilities);
      tape.reset();
    }
  }

  /// What an inference gave; of training, which never gives the same twice, three steps from the first
  /// weights and the logits after, once it has run.
  @Override
  public double checksum() {
    if (!training) {
      return Numbers.checksum(probabilities);
    }
    if (!trained) {
      return 0;
    }
    NetworkWork fresh =
        tokens.length > 0
            ? new NetworkWork("sentiment-train", batch, offsets[1])
            : new NetworkWork("mlp-train", batch);
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += fresh.step();
    }
    return sum + Numbers.checksum(fresh.logits().values());
  }
}
