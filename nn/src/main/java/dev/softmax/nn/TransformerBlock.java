package dev.softmax.nn;

import dev.softmax.kernel.TokenAttention;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.RotaryPositions.Pairing;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A block of a decoder in the pre-norm form: `x (B, T, C)` → `x + attention(norm1(x))`, and to that
/// `+ feedForward(norm2(…))`. No token sees those after it.
public final class TransformerBlock implements Layer {
  /// Deviation of the first weights in GPT-2.
  static final double DEVIATION = 0.02;

  private final Layer norm1;
  private final CausalAttention attention;
  private final Layer norm2;
  private final FeedForward feedForward;
  private final double dropout;
  private final Parts parts;

  private TransformerBlock(
      Layer norm1, CausalAttention attention, Layer norm2, FeedForward feedForward) {
    this.norm1 = norm1;
    this.attention = attention;
    this.norm2 = norm2;
    this.feedForward = feedForward;
    this.dropout = attention.options().dropout();
    this.parts =
        Parts.NONE
            .with("norm1", norm1)
            .with("attention", attention)
            .with("norm2", norm2)
            .with("feed_forward", feedForward);
  }

  /// A block with the first values of GPT-2: normal with a deviation of 0.02, which is divided by
  /// `√(2 layers)` for the two layers that add to the residual stream.
  public static TransformerBlock of(TransformerOptions options, RandomGenerator random) {
    return of(options, rotary(options), Initializer::normal, random);
  }

  /// @param rotary those of the options, which blocks share
  /// @param values first values for a deviation
  static TransformerBlock of(
      TransformerOptions options,
      @Nullable RotaryPositions rotary,
      DoubleFunction<Initializer> values,
      RandomGenerator random) {
    int width = options.width();
    Initializer first = values.apply(DEVIATION);
    Initializer last = values.apply(DEVIATION / Math.sqrt(2.0 * options.layers()));
    CausalAttention attention =
        new CausalAttention(
            linear(options, width, width, first, random),
            linear(options, width, options.keyWidth(), first, random),
            linear(options, width, options.keyWidth(), first, random),
            linear(options, width, width, last, random),
            options,
            rotary);
    return new TransformerBlock(
        norm(options), attention, norm(options), feedForward(options, first, last, random));
  }

  static @Nullable RotaryPositions rotary(TransformerOptions options) {
    return switch (options.positions()) {
      case LEARNED, SINUSOIDAL -> null;
      case ROTARY -> RotaryPositions.of(options.headWidth(), options.context(), Pairing.ADJACENT);
      case ROTARY_HALVES ->
          RotaryPositions.of(options.headWidth(), options.context(), Pairing.HALVES);
    };
  }

  private static FeedForward feedForward(
      TransformerOptions options, Initializer first, Initializer last, RandomGenerator random) {
    int width = options.width();
    int hidden = options.hiddenWidth();
    return switch (options.feedForward()) {
      case GELU ->
          new FeedForward.Gelu(
              linear(options, width, hidden, first, random),
              linear(options, hidden, width, last, random));
      case SWIGLU ->
          new FeedForward.SwiGlu(
              linear(options, width, hidden, first, random),
              linear(options, width, hidden, first, random),
              linear(options, hidden, width, last, random));
    };
  }

  private static Linear linear(
      TransformerOptions options,
      int inputs,
      int outputs,
      Initializer initializer,
      RandomGenerator random) {
    Linear linear = Linear.of(inputs, outputs, initializer, random);
    return options.biases() ? linear : linear.withoutBias();
  }

  static Layer norm(TransformerOptions options) {
    return switch (options.norm()) {
      case LAYER -> LayerNorm.of(options.width());
      case RMS -> RmsNorm.of(options.width());
    };
  }

  @Override
  public Tensor forward(Tensor x) {
    return fed(x.plus(attention.forward(norm1.forward(x)).dropout(dropout)));
  }

  /// One sequence `x (1, T, C)` that follows on tokens that are kept; keeps its own.
  Tensor continued(Tensor x, int from, TokenAttention kept, Tape tape) {
    return fed(x.plus(attention.continued(norm1.forward(x), from, kept, tape)));
  }

  private Tensor fed(Tensor x) {
    return x.plus(feedForward.forward(norm2.forward(x)).dropout(dropout));
  }

  Layer norm1() {
    return norm1;
  }

  CausalAttention attention() {
    return attention;
  }

  Layer norm2() {
    return norm2;
  }

  FeedForward feedForward() {
    return feedForward;
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return parts.parameters();
  }
}
