package dev.softmax.nn;

import dev.softmax.kernel.FloatElements;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.TokenProduct;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// Reads tokens one by one and keeps their keys and values. Several are read at once by products of
/// matrices.
final class TransformerDecoder implements Decoder {
  /// Fewer tokens are read one by one.
  private static final int FEW = 4;

  private final Transformer transformer;
  private final TransformerOptions options;
  private final Tape tape = Tape.inference();
  private final DecoderLayer[] layers;
  private final float[] embedding;
  private final float @Nullable [] places;
  private final @Nullable RotaryPositions rotary;
  private final TokenNorm norm;
  private final TokenProduct head;
  private final TokenRoom room;
  private final float[] logits;
  private int position;

  TransformerDecoder(Transformer transformer) {
    this.transformer = transformer;
    this.options = transformer.options();
    layers = new DecoderLayer[options.layers()];
    for (int i = 0; i < layers.length; i++) {
      layers[i] = new DecoderLayer(transformer.block(i), options);
    }
    embedding = transformer.embedding().values();
    Tensor added = transformer.places();
    places = added == null ? null : added.values();
    rotary = transformer.rotary();
    norm = TokenNorm.of(transformer.norm());
    head =
        TokenProduct.of(
            options.width(),
            FloatMatrix.of(transformer.headWeight().data(), options.vocabulary(), options.width()));
    room = new TokenRoom(options);
    logits = new float[options.vocabulary()];
  }

  @Override
  public int vocabulary() {
    return options.vocabulary();
  }

  @Override
  public int position() {
    return position;
  }

  @Override
  public int context() {
    return options.context();
  }

  private void check(int token, int more) {
    if (token < 0 || token >= options.vocabulary()) {
      throw new IllegalArgumentException(
          "transformer: token " + token + " of a vocabulary of " + options.vocabulary());
    }
    if (more > options.context() - position) {
      throw new IllegalArgumentException(
          "transformer: "
              + (position + more)
              + " tokens are more than the context of "
              + options.context());
    }
  }

  @Override
  public float[] next(int token) {
    check(token, 1);
    int width = options.width();
    System.arraycopy(embedding, token * width, room.stream, 0, width);
    if (places != null) {
      FloatElements.add(room.stream, 0, places, position * width, room.stream, 0, width);
    }
    for (DecoderLayer layer : layers) {
      layer.apply(room, position, rotary);
    }
    norm.apply(room.stream, room.normed);
    head.apply(room.normed, 0, logits);
    position++;
    return logits;
  }

  @Override
  public float[] read(int... tokens) {
    for (int token : tokens) {
      check(token, tokens.length);
    }
    if (tokens.length < FEW) {
      return Decoder.super.read(tokens);
    }
    Indices ids = tape.indices(tokens, 1, tokens.length);
    Tensor x = transformer.embedded(ids, position);
    for (DecoderLayer layer : layers) {
      x = layer.block().continued(x, position, layer.kept(), tape);
    }
    int width = options.width();
    System.arraycopy(x.data(), (tokens.length - 1) * width, room.stream, 0, width);
    norm.apply(room.stream, room.normed);
    head.apply(room.normed, 0, logits);
    tape.reset();
    position += tokens.length;
    return logits;
  }

  @Override
  public void reset() {
    position = 0;
    for (DecoderLayer layer : layers) {
      layer.kept().clear();
    }
  }
}
