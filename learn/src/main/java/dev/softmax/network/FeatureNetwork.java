package dev.softmax.network;

import dev.softmax.CrossEntropy;
import dev.softmax.io.InputException;
import dev.softmax.linear.DenseData;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Sequential;
import dev.softmax.nn.StateDict;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.ParameterGroup;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.DenseSource;
import dev.softmax.training.Monitor;
import dev.softmax.training.Objective;
import dev.softmax.training.TrainingResult;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;

/// A fitted perceptron on rows of features: `features (N, D)` → logits `(N, K)`. It computes in float.
/// Nothing changes it; any number of threads may use it.
public final class FeatureNetwork {
  /// Rows at a time, so that their hidden layers stay in the cache.
  private static final int BLOCK = 256;

  /// The largest magnitude of a feature; larger ones would overflow float in a layer's sums.
  public static final double LARGEST = 1e30;

  private final HiddenLayers layers;
  private final int features;
  private final int classes;
  private final Sequential network;
  private final Layer frozen;

  /// @param network trained: it is frozen as it is now
  private FeatureNetwork(HiddenLayers layers, int features, int classes, Sequential network) {
    this.layers = layers;
    this.features = features;
    this.classes = classes;
    this.network = network;
    this.frozen = network.frozen();
  }

  /// A fitted network, and how the fit went.
  ///
  /// @param network with the weights of the best epoch
  /// @param training epoch by epoch
  public record Fitted(FeatureNetwork network, TrainingResult training) {}

  /// Fits a network to labelled rows.
  ///
  /// @param data features `(N, D)`, about of deviation 1, and labels `(N)`
  /// @param options layers and training
  /// @param monitor hears of each step, may end it, keeps a log and checkpoints
  /// @throws InputException naming row and column if a feature is beyond 1e30, or if the loss is no
  ///     number any more
  public static Fitted fit(DenseData data, NetworkOptions options, Monitor monitor) {
    SplittableRandom random = new SplittableRandom(options.seed());
    Sequential network = options.layers().network(data.columns(), data.classes(), random);
    TrainingResult result =
        Fitting.of(data.labels(), data.classes(), options, random)
            .run(
                network,
                Adam.of(
                    ParameterGroup.decayingMatrices(network.parameters(), options.weightDecay()),
                    AdamOptions.adamW()),
                Objective.classification(network, CrossEntropy.defaults()),
                rows -> source(data, rows),
                monitor);
    return new Fitted(
        new FeatureNetwork(options.layers(), data.columns(), data.classes(), network), result);
  }

  private static DenseSource source(DenseData data, int[] rows) {
    int width = data.columns();
    float[] features = new float[Math.multiplyExact(rows.length, width)];
    for (int i = 0; i < rows.length; i++) {
      toFloats(data.features(), rows[i], width, features, i);
    }
    return DenseSource.of(features, Fitting.labels(data.labels(), rows));
  }

  /// Copies a row of one matrix to a row of another.
  private static void toFloats(double[] from, int row, int width, float[] to, int at) {
    for (int i = 0; i < width; i++) {
      double value = from[row * width + i];
      if (!(Math.abs(value) <= LARGEST)) {
        throw new InputException(
            "network: feature "
                + value
                + " in row "
                + (row + 1)
                + ", column "
                + (i + 1)
                + (Double.isFinite(value) ? " is too large; scale it" : " is not finite"));
      }
      to[at * width + i] = (float) value;
    }
  }

  /// A network with the weights of a file.
  ///
  /// @param layers its hidden layers
  /// @param features number of features `D`
  /// @param classes number of classes `K`
  /// @param weights by the names of [#weights]
  /// @throws InputException naming each tensor that is missing, too much or of another shape
  public static FeatureNetwork of(
      HiddenLayers layers, int features, int classes, StateDict weights) {
    Sequential network = layers.network(features, classes, new SplittableRandom(0));
    weights.check(network);
    weights.copyInto(network.state());
    return new FeatureNetwork(layers, features, classes, network);
  }

  /// The hidden layers.
  public HiddenLayers layers() {
    return layers;
  }

  /// Number of features `D`.
  public int features() {
    return features;
  }

  /// Number of classes `K`.
  public int classes() {
    return classes;
  }

  /// Copies of weights and biases, named as in the `state_dict` of PyTorch's `Sequential` of the same
  /// layers: `0.weight (H, D)`, `0.bias (H)`, ….
  public SequencedMap<String, Tensor> weights() {
    SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
    network
        .state()
        .forEach(
            (name, tensor) ->
                copies.put(name, Tensor.of(tensor.values(), tensor.shape().lengths())));
    return copies;
  }

  /// `features (rows, D)` → logits `(rows, K)`, both row-major.
  ///
  /// @throws IllegalArgumentException if the features are not that many rows of `D`
  /// @throws InputException naming row and column if a feature is not finite or beyond 1e30
  public double[] logits(double[] features, int rows) {
    if (features.length != (long) rows * this.features) {
      throw new IllegalArgumentException(
          "network: %d features, but %d rows of %d"
              .formatted(features.length, rows, this.features));
    }
    double[] logits = new double[Math.multiplyExact(rows, classes)];
    float[] block = new float[Math.min(rows, BLOCK) * this.features];
    Tape tape = Tape.inference();
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      for (int row = 0; row < count; row++) {
        toFloats(features, from + row, this.features, block, row);
      }
      float[] out = frozen.forward(tape.tensor(block, count, this.features)).data();
      for (int i = 0; i < count * classes; i++) {
        logits[from * classes + i] = out[i];
      }
      tape.reset();
    }
    return logits;
  }
}
