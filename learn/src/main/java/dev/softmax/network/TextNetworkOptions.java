package dev.softmax.network;

/// A network on bags of tokens, and how it is trained.
///
/// @param training hidden layers (none: fastText's linear form) and the training loop
/// @param width length `E` of a token's vector
/// @param tokenDropout share of the tokens that a step of training leaves out of each text, which keeps
///     a small corpus from being learned by heart (Iyyer et al. 2015, section 3.1: word dropout)
/// @param balanced whether classes weigh the same, however many texts each has
public record TextNetworkOptions(
    NetworkOptions training, int width, double tokenDropout, boolean balanced) {
  /// The longest vector of a token.
  public static final int WIDEST_VECTOR = 4096;

  /// Elements of the longest array that every Java has.
  private static final int LARGEST_TABLE = Integer.MAX_VALUE - 8;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if a width is not from 1 to 4096, the dropout not from 0 to
  ///     below 1, or there is weight decay
  public TextNetworkOptions {
    if (width < 1 || width > WIDEST_VECTOR) {
      throw new IllegalArgumentException(
          "vectors of " + width + " numbers are not from 1 to " + WIDEST_VECTOR);
    }
    if (!(tokenDropout >= 0 && tokenDropout < 1)) {
      throw new IllegalArgumentException(
          "a token dropout of " + tokenDropout + " is not from 0 to below 1");
    }
    if (training.weightDecay() != 0) {
      throw new IllegalArgumentException(
          "a weight decay of "
              + training.weightDecay()
              + ": vectors of words have none, for it would move those that a text does not touch");
    }
  }

  /// Vectors of 100 numbers, no hidden layer, a fifth of the tokens dropped; up to 50 epochs of batches
  /// of 32, of which five without a better validation are the last.
  public static TextNetworkOptions defaults() {
    return new TextNetworkOptions(
        NetworkOptions.of(HiddenLayers.NONE)
            .withEpochs(50)
            .withBatchSize(32)
            .withWeightDecay(0)
            .withPatience(5),
        100,
        0.2,
        false);
  }

  /// Sees that vectors `(tokens, width)` fit into an array.
  ///
  /// @throws IllegalArgumentException if they do not
  public static void requireRoom(int tokens, int width) {
    if ((long) tokens * width > LARGEST_TABLE) {
      throw new IllegalArgumentException(
          "%d tokens with vectors of %d numbers: together these are more than %d"
              .formatted(tokens, width, LARGEST_TABLE));
    }
  }

  /// These options with another training loop.
  public TextNetworkOptions withTraining(NetworkOptions training) {
    return new TextNetworkOptions(training, width, tokenDropout, balanced);
  }

  /// These options with vectors of another length.
  public TextNetworkOptions withWidth(int width) {
    return new TextNetworkOptions(training, width, tokenDropout, balanced);
  }

  /// These options with another share of tokens left out.
  public TextNetworkOptions withTokenDropout(double tokenDropout) {
    return new TextNetworkOptions(training, width, tokenDropout, balanced);
  }

  /// These options with classes of the same weight, or not.
  public TextNetworkOptions withBalanced(boolean balanced) {
    return new TextNetworkOptions(training, width, tokenDropout, balanced);
  }
}
