package dev.softmax.model;

import dev.softmax.image.Recipe;
import dev.softmax.vision.PictureArchitecture;
import dev.softmax.vision.PictureNetwork;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// What the training of a classifier of pictures begins with.
public sealed interface ImageStart {
  /// How a model file calls it.
  String name();

  /// A network without experience.
  ///
  /// @param depth 0 for a small convolutional network, else the layers of a residual one for small
  ///     pictures, `6n + 2`: 8, 14, 20, 32, …
  /// @param width filters of the first block of a small network; a residual one has 16 in any case
  /// @param side height and width that pictures are brought to; found out when empty: that of the pictures
  ///     where they are small and of one size, else 64
  record Scratch(int depth, int width, OptionalInt side) implements ImageStart {
    private static final int SMALLEST = 8;
    private static final int LARGEST = 1024;
    private static final int DEEPEST = 200;
    private static final int WIDEST = 1024;

    /// A small convolutional network for pictures of the size they have.
    public static final Scratch SMALL = new Scratch(0, 24, OptionalInt.empty());

    /// Checks the numbers.
    ///
    /// @throws IllegalArgumentException when one is out of its range
    public Scratch {
      if (depth != 0 && (depth < 8 || depth % 6 != 2 || depth > DEEPEST)) {
        throw new IllegalArgumentException(
            "a residual network has 8, 14, 20, … layers (6n + 2), not " + depth);
      }
      if (width < 1 || width > WIDEST) {
        throw new IllegalArgumentException("a width of " + width + " is not 1 to " + WIDEST);
      }
      if (side.isPresent() && (side.getAsInt() < SMALLEST || side.getAsInt() > LARGEST)) {
        throw new IllegalArgumentException(
            "a side of %d pixels is not %d to %d".formatted(side.getAsInt(), SMALLEST, LARGEST));
      }
    }

    /// A residual network of so many layers.
    ///
    /// @param depth 8, 14, 20, …
    public static Scratch residual(int depth) {
      return new Scratch(depth, SMALL.width, OptionalInt.empty());
    }

    /// This start with pictures of a size.
    ///
    /// @param value height and width in pixels
    public Scratch withSide(int value) {
      return new Scratch(depth, width, OptionalInt.of(value));
    }

    /// This start with another width of a small network.
    ///
    /// @param value filters of its first block
    public Scratch withWidth(int value) {
      return new Scratch(depth, value, side);
    }

    /// The network for prepared pictures.
    PictureNetwork network(Recipe recipe, int classes, RandomGenerator random) {
      PictureArchitecture architecture =
          depth == 0
              ? new PictureArchitecture.SmallCnn(width, recipe.channels(), classes)
              : new PictureArchitecture.CifarResNet(depth, recipe.channels(), classes);
      return architecture.build(random);
    }

    @Override
    public String name() {
      return depth == 0 ? "small" : "resnet" + depth;
    }
  }

  /// A new last layer on a trained network that stays as it is: a softmax regression on its features.
  ///
  /// @param base the trained model
  /// @param c inverse strength of the penalty on the layer's weights, for features of deviation 1
  /// @param cache a folder that keeps features, so that another training on the same pictures need not
  ///     compute them again
  record Head(ImageClassifier base, double c, Optional<Path> cache) implements ImageStart {
    /// Features of a network are many and pictures few.
    private static final double C = 0.1;

    /// Checks the penalty.
    ///
    /// @throws IllegalArgumentException when it is not positive, or the base is no network of this
    ///     library
    public Head {
      requireNetwork(base);
      if (!(c > 0)) {
        throw new IllegalArgumentException("C " + c + " is not positive");
      }
    }

    /// A last layer with C = 0.1, without a cache.
    ///
    /// @param base the trained model
    public static Head of(ImageClassifier base) {
      return new Head(base, C, Optional.empty());
    }

    /// This start with another penalty.
    ///
    /// @param value positive
    public Head withC(double value) {
      return new Head(base, value, cache);
    }

    /// This start with features kept.
    ///
    /// @param folder made when it is not there
    public Head withCache(Path folder) {
      return new Head(base, c, Optional.of(folder));
    }

    @Override
    public String name() {
      return "head";
    }
  }

  /// A trained network with a new last layer, all of whose layers learn on.
  ///
  /// @param base the trained model, which stays as it is
  record FineTune(ImageClassifier base) implements ImageStart {
    /// Checks the base.
    ///
    /// @throws IllegalArgumentException when it is no network of this library
    public FineTune {
      requireNetwork(base);
    }

    @Override
    public String name() {
      return "fine-tune";
    }
  }

  private static void requireNetwork(ImageClassifier base) {
    if (base.network().isEmpty()) {
      throw new IllegalArgumentException(
          "only networks of this library can be trained on, not those of another runtime");
    }
  }
}
