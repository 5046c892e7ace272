package dev.softmax.network;

import dev.softmax.io.InputException;
import dev.softmax.nn.Activation;
import dev.softmax.nn.Dropout;
import dev.softmax.nn.Initializer;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Sequential;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The hidden layers of a perceptron.
///
/// @param widths outputs of each, from the input on; empty: the network is one linear layer
/// @param activation what follows each
/// @param dropout share of each layer's outputs that a step of training sets to zero
public record HiddenLayers(List<Integer> widths, Activation activation, double dropout) {
  /// More than this is not meant.
  private static final int WIDEST = 1 << 16;

  /// As many floats as an array holds.
  private static final int MOST_WEIGHTS = Integer.MAX_VALUE - 8;

  /// No hidden layer.
  public static final HiddenLayers NONE = new HiddenLayers(List.of(), Activation.RELU, 0);

  /// Copies the widths.
  ///
  /// @throws IllegalArgumentException if a width is not from 1 to 65536, or the dropout not from 0 to
  ///     below 1
  public HiddenLayers {
    widths = List.copyOf(widths);
    for (int width : widths) {
      if (width < 1 || width > WIDEST) {
        throw new IllegalArgumentException(
            "a hidden layer of width " + width + " is not from 1 to " + WIDEST);
      }
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("a dropout of " + dropout + " is not from 0 to below 1");
    }
  }

  /// The activation of a name such as `relu` or `gelu_tanh`, whatever its case.
  public static Optional<Activation> activation(String name) {
    return Arrays.stream(Activation.values())
        .filter(activation -> activation.name().equalsIgnoreCase(name))
        .findFirst();
  }

  /// The activation's name in lower case.
  public String activationName() {
    return activation.name().toLowerCase(Locale.ROOT);
  }

  /// These layers with other widths.
  public HiddenLayers withWidths(Integer... widths) {
    return new HiddenLayers(List.of(widths), activation, dropout);
  }

  /// These layers with another activation.
  public HiddenLayers withActivation(Activation activation) {
    return new HiddenLayers(widths, activation, dropout);
  }

  /// These layers with another dropout.
  public HiddenLayers withDropout(double dropout) {
    return new HiddenLayers(widths, activation, dropout);
  }

  /// How many weights and biases a network of these layers has.
  public long parameters(int inputs, int classes) {
    long count = 0;
    long width = inputs;
    for (int next : widths) {
      count += (width + 1) * next;
      width = next;
    }
    return count + (width + 1) * classes;
  }

  /// A new network of these layers and a linear one at the end: `(N, inputs)` → logits `(N, classes)`.
  /// Hidden layers start as He's (arXiv 1502.01852) do, the last as PyTorch's.
  ///
  /// @param random where the first weights come from
  /// @throws InputException naming the layer whose weights no array holds
  public Sequential network(int inputs, int classes, RandomGenerator random) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (int next : widths) {
      requireRoom(width, next);
      layers.add(Linear.of(width, next, Initializer.heUniform(), random));
      layers.add(activation);
      if (dropout > 0) {
        layers.add(new Dropout(dropout));
      }
      width = next;
    }
    requireRoom(width, classes);
    layers.add(Linear.of(width, classes, random));
    return Sequential.of(layers);
  }

  private static void requireRoom(int inputs, int outputs) {
    long weights = (long) inputs * outputs;
    if (weights > MOST_WEIGHTS) {
      throw new InputException(
          "network: a layer from %d to %d has %d weights, more than an array holds; take narrower layers"
              .formatted(inputs, outputs, weights));
    }
  }
}
