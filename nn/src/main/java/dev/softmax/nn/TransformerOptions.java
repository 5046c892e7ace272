package dev.softmax.nn;

/// The shape of a [Transformer].
///
/// @param vocabulary V: tokens, at least 1
/// @param context the most tokens of a sequence, at least 1
/// @param layers blocks, at least 1
/// @param width C: numbers of a token, a multiple of the heads
/// @param heads H of attention, at least 1
/// @param keyHeads G: heads of keys and values, each shared by `H / G` heads of queries; divides them
/// @param hiddenWidth numbers of a token within a feed-forward layer, at least 1
/// @param norm what normalises the input of each layer
/// @param feedForward what follows attention in a block
/// @param positions how a token knows its place
/// @param dropout share of embeddings, attention weights and layers' outputs that is zeroed in training,
///     at least 0 and less than 1
/// @param tied whether the head has the weights of the embedding
/// @param biases whether linear layers have biases; the head has none
public record TransformerOptions(
    int vocabulary,
    int context,
    int layers,
    int width,
    int heads,
    int keyHeads,
    int hiddenWidth,
    Norm norm,
    Network feedForward,
    Positions positions,
    double dropout,
    boolean tied,
    boolean biases) {

  /// What normalises the input of each layer.
  public enum Norm {
    /// [LayerNorm], as in GPT-2.
    LAYER,
    /// [RmsNorm], as in Llama.
    RMS
  }

  /// What follows attention in a block.
  public enum Network {
    /// Two linear layers with GELU between, as in GPT-2.
    GELU,
    /// Three linear layers, one a gate (Shazeer, 2020), as in Llama.
    SWIGLU
  }

  /// How a token knows its place.
  public enum Positions {
    /// A trained vector for each place, added to the embedding.
    LEARNED,
    /// Sines and cosines, added to the embedding (Vaswani et al., 2017).
    SINUSOIDAL,
    /// Queries and keys turned by angles that grow with the place (Su et al., 2021), pairs of neighbours,
    /// as in llama2.c.
    ROTARY,
    /// [#ROTARY], but of pairs half a head apart, as in Hugging Face's Llama.
    ROTARY_HALVES;

    /// Whether these turn queries and keys.
    public boolean isRotary() {
      return this == ROTARY || this == ROTARY_HALVES;
    }
  }

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range, or two do not go together
  public TransformerOptions {
    atLeastOne("vocabulary", vocabulary);
    atLeastOne("context", context);
    atLeastOne("layers", layers);
    atLeastOne("width", width);
    atLeastOne("heads", heads);
    atLeastOne("key heads", keyHeads);
    atLeastOne("hidden width", hiddenWidth);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "transformer: a width of " + width + " is no multiple of " + heads + " heads");
    }
    if (heads % keyHeads != 0) {
      throw new IllegalArgumentException(
          "transformer: " + heads + " heads are no multiple of " + keyHeads + " key heads");
    }
    if (positions.isRotary() && width / heads % 2 != 0) {
      throw new IllegalArgumentException(
          "transformer: rotary positions turn pairs, but a head is " + width / heads + " wide");
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "transformer: a dropout of " + dropout + " must be at least 0 and less than 1");
    }
  }

  private static void atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "transformer: a " + what + " of " + value + " must be at least 1");
    }
  }

  /// A small GPT-2 for characters: 6 layers, 192 wide, 6 heads, sequences of up to 256, no dropout,
  /// the head tied to the embedding.
  public static TransformerOptions of(int vocabulary) {
    return new TransformerOptions(
        vocabulary,
        256,
        6,
        192,
        6,
        6,
        4 * 192,
        Norm.LAYER,
        Network.GELU,
        Positions.LEARNED,
        0,
        true,
        true);
  }

  /// Numbers of a token within a head.
  public int headWidth() {
    return width / heads;
  }

  /// G · D: width of keys and values.
  public int keyWidth() {
    return keyHeads * headWidth();
  }

  /// These options with another length of sequences.
  public TransformerOptions withContext(int context) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with another number of blocks.
  public TransformerOptions withLayers(int layers) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with another width and its heads, as many of keys, and a feed-forward layer of the
  /// usual width for it: four times, or of three matrices 8/3 times, rounded up to a multiple of 8.
  public TransformerOptions withWidth(int width, int heads) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        heads,
        usualHiddenWidth(width, feedForward),
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  private static int usualHiddenWidth(int width, Network feedForward) {
    return switch (feedForward) {
      case GELU -> 4 * width;
      case SWIGLU -> (8 * width / 3 + 7) / 8 * 8;
    };
  }

  /// These options with fewer heads of keys and values.
  public TransformerOptions withKeyHeads(int keyHeads) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with another norm.
  public TransformerOptions withNorm(Norm norm) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with another feed-forward layer, of the usual width for it as in [#withWidth].
  public TransformerOptions withFeedForward(Network feedForward) {
    return withFeedForward(feedForward, usualHiddenWidth(width, feedForward));
  }

  /// These options with another feed-forward layer.
  public TransformerOptions withFeedForward(Network feedForward, int hiddenWidth) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with other positions.
  public TransformerOptions withPositions(Positions positions) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with another dropout.
  public TransformerOptions withDropout(double dropout) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with the head tied to the embedding, or not.
  public TransformerOptions withTied(boolean tied) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }

  /// These options with biases, or without.
  public TransformerOptions withBiases(boolean biases) {
    return new TransformerOptions(
        vocabulary,
        context,
        layers,
        width,
        heads,
        keyHeads,
        hiddenWidth,
        norm,
        feedForward,
        positions,
        dropout,
        tied,
        biases);
  }
}
