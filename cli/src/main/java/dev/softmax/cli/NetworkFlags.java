package dev.softmax.cli;

import dev.softmax.Progress;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.nn.Activation;
import dev.softmax.training.Monitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Hidden layers and how networks are trained.
final class NetworkFlags {
  @Option(
      names = "--hidden",
      paramLabel = "H,…",
      split = ",",
      description = "Train a network with hidden layers of these widths, such as 128,64.")
  @Nullable List<Integer> hidden;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description =
          "relu, gelu, gelu_tanh, silu, tanh or sigmoid after each hidden layer (default: relu).")
  @Nullable String activation;

  @Option(
      names = "--dropout",
      paramLabel = "SHARE",
      description =
          "Share of each hidden layer that a step leaves out (default: 0; of language models 0.1).")
  @Nullable Double dropout;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description =
          "Rows of a step of a network (default: 64; of texts 32), or windows of a language model (default: 32; of a Transformer 16).")
  @Nullable Integer batch;

  @Option(
      names = "--weight-decay",
      paramLabel = "D",
      description =
          "AdamW's weight decay of a table's network or a language model (default: 0.01; of a Transformer 0.1).")
  @Nullable Double weightDecay;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Share of the training rows, of a language model the end of the text, that chooses a network's epoch (default: 0.1).")
  @Nullable Double validation;

  @Option(
      names = "--patience",
      paramLabel = "N",
      description =
          "Epochs without a better validation before training stops (default: never; of texts 5).")
  @Nullable Integer patience;

  @Option(
      names = "--log",
      paramLabel = "F",
      description = "A file for a line of JSON after each epoch of a network.")
  @Nullable Path log;

  /// Is a network asked for?
  boolean asked() {
    return hidden != null;
  }

  /// The options of a network, those that were not given as in `defaults`.
  NetworkOptions options(NetworkOptions defaults, SolverOptions solver, long seed) {
    solver.refuseForNetworks();
    try {
      NetworkOptions options = defaults.withLayers(layers(defaults.layers())).withSeed(seed);
      options = solver.epochs == null ? options : options.withEpochs(solver.epochs);
      options =
          solver.learningRate == null ? options : options.withLearningRate(solver.learningRate);
      options = batch == null ? options : options.withBatchSize(batch);
      options = weightDecay == null ? options : options.withWeightDecay(weightDecay);
      options = validation == null ? options : options.withValidation(validation);
      return patience == null ? options : options.withPatience(patience);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private HiddenLayers layers(HiddenLayers defaults) {
    HiddenLayers layers =
        new HiddenLayers(
            hidden == null ? defaults.widths() : new ArrayList<>(hidden),
            activation == null ? defaults.activation() : named(activation),
            dropout == null ? defaults.dropout() : dropout);
    if (layers.widths().isEmpty() && (activation != null || dropout != null)) {
      throw new UsageException(
          (activation != null ? "--activation" : "--dropout")
              + " needs hidden layers: --hidden 128");
    }
    return layers;
  }

  private static Activation named(String name) {
    return HiddenLayers.activation(name)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no activation '"
                        + name
                        + "'; there are relu, gelu, gelu_tanh, silu, tanh and sigmoid"));
  }

  /// Who hears of the training.
  Monitor monitor(Progress progress) {
    Monitor monitor = Monitor.NONE.withProgress(progress);
    return log == null ? monitor : monitor.withLog(log);
  }
}
