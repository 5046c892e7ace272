package dev.softmax.model;

import dev.softmax.data.ClassLabels;
import dev.softmax.image.NetworkScorer;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.nn.StateDict;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureArchitecture;
import dev.softmax.vision.PictureNetwork;
import dev.softmax.vision.PictureNetworks;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;

/// An [ImageClassifier] as its file has it, and networks in files of weights alone.
final class ImageFile {
  private static final String RECIPE = "recipe";
  private static final String ARCHITECTURE = "architecture";

  private ImageFile() {}

  static void write(
      ImageClassifier model, Map<String, String> texts, Map<String, StoredTensor> tensors) {
    PictureNetwork network =
        model
            .network()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "only networks of this library are written, not those of another runtime"));
    texts.put(RECIPE, RecipeJson.write(model.recipe()).json());
    texts.put(ARCHITECTURE, network.architecture().json().json());
    NetworkJson.write(network.state(), tensors);
  }

  static ImageClassifier read(StoredModel stored) {
    ClassLabels labels = stored.labels();
    TrainingSummary training = stored.training();
    Recipe recipe = stored.part("the recipe", () -> RecipeJson.read(stored.json(RECIPE)));
    PictureArchitecture architecture =
        stored.part("the network's form", () -> architecture(stored, labels.size(), recipe));
    PictureNetwork network = architecture.zeros();
    StateDict weights = NetworkJson.weights(stored);
    weights.check(network);
    weights.copyInto(network.state());
    return stored.part(
        "the model",
        () -> new ImageClassifier(labels, recipe, NetworkScorer.of(network), training));
  }

  /// The form of a network, if it fits the classes and can be as large as it says.
  private static PictureArchitecture architecture(StoredModel stored, int classes, Recipe recipe) {
    PictureArchitecture read = PictureArchitecture.of(stored.json(ARCHITECTURE).object());
    if (read.classes() != classes || read.channels() != recipe.channels()) {
      throw new IllegalArgumentException(
          "it has %d classes and %d channels, but there are %d names and a recipe of %d channels"
              .formatted(read.classes(), read.channels(), classes, recipe.channels()));
    }
    // Said before memory is set aside for it.
    NetworkJson.requireWeights(stored, leastWeights(read));
    return read;
  }

  /// A lower bound of the number of weights: those of the widest convolutions, and of the last layer.
  private static long leastWeights(PictureArchitecture architecture) {
    long last = (long) architecture.classes() * architecture.featureWidth();
    long width = architecture.featureWidth();
    return last
        + switch (architecture) {
          // Of the smallest, ResNet-18.
          case PictureArchitecture.ResNet _ -> 11_000_000;
          // A third of the layers have 64 filters of 3 × 3 over 64 channels; one of them over 32.
          case PictureArchitecture.CifarResNet net -> 9 * width * width * (net.depth() / 3 - 1);
          case PictureArchitecture.MobileNet _ -> width * width;
          // The last block has filters of 3 × 3 over half as many channels.
          case PictureArchitecture.SmallCnn _ -> 9 * width * width / 2;
        };
  }

  /// A network in a file of weights alone, with the recipe that belongs to it and numbers for names.
  static ImageClassifier ofWeights(TensorFile tensors) {
    PictureNetwork network = PictureNetworks.read(tensors);
    return ImageClassifier.of(
        ImageClassifier.numbered(network.classes()),
        recipe(tensors.file(), network.architecture()),
        NetworkScorer.of(network));
  }

  /// The recipe that a published network was trained with.
  private static Recipe recipe(Path file, PictureArchitecture architecture) {
    Recipe recipe =
        switch (architecture) {
          case PictureArchitecture.ResNet _ -> Recipe.IMAGENET;
          case PictureArchitecture.CifarResNet _ -> Recipe.CIFAR;
          case PictureArchitecture.MobileNet _ -> Recipe.MOBILENET;
          case PictureArchitecture.SmallCnn _ ->
              throw new InputException(
                  file
                      + ": holds the weights of a small network alone, which do not say how pictures are made ready for it; use its model file");
        };
    if (architecture.channels() != 1 && architecture.channels() != recipe.channels()) {
      throw new InputException(
          "%s: is a network for pictures of %d channels; known are 1 and 3"
              .formatted(file, architecture.channels()));
    }
    return recipe.withChannels(architecture.channels());
  }

  /// A network of the same values that shares nothing with the first.
  static PictureNetwork copy(PictureNetwork network) {
    PictureNetwork copy = network.architecture().zeros();
    Iterator<Tensor> to = copy.state().values().iterator();
    for (Tensor from : network.state().values()) {
      System.arraycopy(from.data(), 0, to.next().data(), 0, from.shape().size());
    }
    return copy;
  }
}
