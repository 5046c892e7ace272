package dev.softmax.sequence;

import dev.softmax.nn.TransformerOptions;

/// The form of a language model's network.
public sealed interface Architecture {
  /// Wider networks are not meant.
  int WIDEST = 1 << 14;

  /// More layers are not meant.
  int DEEPEST = 256;

  /// The longest window or context.
  int LONGEST = 1 << 16;

  /// The name, as files and commands have it: `gru` or `transformer`.
  String name();

  /// T, the symbols of a window of training: through so many a GRU's gradients flow; a Transformer sees
  /// no more than these at any time.
  int window();

  /// The same with windows of another length.
  ///
  /// @throws IllegalArgumentException if it is out of range
  Architecture withWindow(int window);

  /// The same with another number of layers.
  ///
  /// @throws IllegalArgumentException if it is out of range
  Architecture withLayers(int layers);

  /// The same with another dropout.
  ///
  /// @throws IllegalArgumentException if it is out of range
  Architecture withDropout(double dropout);

  /// An embedding, gated recurrent units in layers, and a linear layer. It remembers what it can of all
  /// that came before.
  ///
  /// @param layers of recurrent units
  /// @param width H of each
  /// @param embedding length of a symbol's vector
  /// @param window T, symbols through which gradients flow in training
  /// @param dropout share of each layer's outputs that a step of training sets to zero
  record Gru(int layers, int width, int embedding, int window, double dropout)
      implements Architecture {
    /// The name of this form.
    public static final String NAME = "gru";

    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public Gru {
      within("layers", layers, DEEPEST);
      within("width", width, WIDEST);
      within("embedding", embedding, WIDEST);
      within("window", window, LONGEST);
      share(dropout);
    }

    /// One layer of 256 units, vectors of 64, windows of 128, a tenth dropped.
    public static Gru defaults() {
      return new Gru(1, 256, 64, 128, 0.1);
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Gru withWindow(int value) {
      return new Gru(layers, width, embedding, value, dropout);
    }

    @Override
    public Gru withLayers(int value) {
      return new Gru(value, width, embedding, window, dropout);
    }

    @Override
    public Gru withDropout(double value) {
      return new Gru(layers, width, embedding, window, value);
    }

    /// The same with another width.
    ///
    /// @throws IllegalArgumentException if it is out of range
    public Gru withWidth(int value) {
      return new Gru(layers, value, embedding, window, dropout);
    }

    /// The same with vectors of another length.
    ///
    /// @throws IllegalArgumentException if it is out of range
    public Gru withEmbedding(int value) {
      return new Gru(layers, width, value, window, dropout);
    }
  }

  /// A decoder-only Transformer.
  ///
  /// @param options its shape; the vocabulary in them gives way to that of the text
  record Transformer(TransformerOptions options) implements Architecture {
    /// The name of this form.
    public static final String NAME = "transformer";

    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if a number is out of range
    public Transformer {
      within("layers", options.layers(), DEEPEST);
      within("width", options.width(), WIDEST);
      within("hidden width", options.hiddenWidth(), 8 * WIDEST);
      within("context", options.context(), LONGEST);
    }

    /// Six layers, 192 wide, six heads, contexts of 128, rotary positions, RMS norms, gated feed-forward
    /// layers, no biases, a tenth dropped.
    public static Transformer defaults() {
      return new Transformer(
          TransformerOptions.of(1)
              .withContext(128)
              .withPositions(TransformerOptions.Positions.ROTARY)
              .withNorm(TransformerOptions.Norm.RMS)
              .withFeedForward(TransformerOptions.Network.SWIGLU)
              .withBiases(false)
              .withDropout(0.1));
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public int window() {
      return options.context();
    }

    @Override
    public Transformer withWindow(int value) {
      return new Transformer(options.withContext(value));
    }

    @Override
    public Transformer withLayers(int value) {
      return new Transformer(options.withLayers(value));
    }

    @Override
    public Transformer withDropout(double value) {
      return new Transformer(options.withDropout(value));
    }

    /// The same with another width and number of heads, which divides it.
    ///
    /// @throws IllegalArgumentException if they are out of range, or do not fit
    public Transformer withWidth(int value, int heads) {
      return new Transformer(options.withWidth(value, heads));
    }
  }

  private static void within(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(
          "language model: %s of %d, not from 1 to %d".formatted(what, value, most));
    }
  }

  private static void share(double dropout) {
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException("a dropout of " + dropout + " is not from 0 to below 1");
    }
  }
}
