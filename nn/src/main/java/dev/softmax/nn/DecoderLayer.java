package dev.softmax.nn;

import dev.softmax.kernel.ActivationKind;
import dev.softmax.kernel.FloatActivations;
import dev.softmax.kernel.FloatElements;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.TokenAttention;
import dev.softmax.kernel.TokenProduct;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A block of a Transformer as a decoder reads it: packed copies of its weights, products of the same
/// vector joined to one, and the keys and values of the tokens read.
final class DecoderLayer {
  private final TransformerOptions options;
  private final TransformerBlock block;
  private final TokenAttention kept;
  private final TokenNorm norm1;
  private final TokenProduct projections;
  private final TokenProduct output;
  private final TokenNorm norm2;
  private final TokenProduct wider;
  private final TokenProduct narrower;

  DecoderLayer(TransformerBlock block, TransformerOptions options) {
    this.options = options;
    this.block = block;
    CausalAttention attention = block.attention();
    kept =
        new TokenAttention(
            options.heads(), options.keyHeads(), options.headWidth(), options.context());
    norm1 = TokenNorm.of(block.norm1());
    projections = packed(attention.query(), attention.key(), attention.value());
    // The scale of the scores.
    projections.scale(0, options.width(), (float) (1 / Math.sqrt(options.headWidth())));
    output = packed(attention.output());
    norm2 = TokenNorm.of(block.norm2());
    switch (block.feedForward()) {
      case FeedForward.Gelu gelu -> {
        wider = packed(gelu.fc());
        narrower = packed(gelu.proj());
      }
      case FeedForward.SwiGlu gated -> {
        wider = packed(gated.gate(), gated.up());
        narrower = packed(gated.down());
      }
    }
  }

  private static TokenProduct packed(Linear... linears) {
    FloatMatrix[] weights = new FloatMatrix[linears.length];
    for (int i = 0; i < linears.length; i++) {
      Linear linear = linears[i];
      weights[i] = FloatMatrix.of(linear.weight().data(), linear.outputs(), linear.inputs());
    }
    TokenProduct product = TokenProduct.of(linears[0].inputs(), weights);
    int row = 0;
    for (Linear linear : linears) {
      Tensor bias = linear.bias();
      if (bias != null) {
        product.bias(row, bias.data(), linear.outputs());
      }
      row += linear.outputs();
    }
    return product;
  }

  TransformerBlock block() {
    return block;
  }

  TokenAttention kept() {
    return kept;
  }

  /// Adds to the token at a position, `room.stream`, what the block makes of it.
  void apply(TokenRoom room, int position, @Nullable RotaryPositions rotary) {
    norm1.apply(room.stream, room.normed);
    projections.apply(room.normed, 0, room.projected);
    if (rotary != null) {
      // Keys follow queries, heads of the same width.
      rotary.turn(room.projected, options.heads() + options.keyHeads(), position);
    }
    int keys = options.width();
    int values = keys + options.keyWidth();
    kept.put(position, room.projected, keys, room.projected, values);
    kept.attend(position + 1, room.projected, room.normed);
    output.add(room.normed, room.stream);
    norm2.apply(room.stream, room.normed);
    wider.apply(room.normed, 0, room.hidden);
    int hidden = options.hiddenWidth();
    switch (options.feedForward()) {
      case GELU ->
          FloatActivations.apply(ActivationKind.GELU, room.hidden, 0, room.hidden, 0, hidden);
      case SWIGLU -> {
        FloatActivations.apply(ActivationKind.SILU, room.hidden, 0, room.hidden, 0, hidden);
        FloatElements.multiply(room.hidden, 0, room.hidden, hidden, room.hidden, 0, hidden);
      }
    }
    narrower.add(room.hidden, room.stream);
  }
}
