package dev.softmax.nn;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A decoder-only Transformer (Radford et al., 2019; Touvron et al., 2023): embeddings of tokens and
/// their places, blocks, a norm, and the logits of the next token.
///
/// Its parameters are `token_embedding.weight`, `position_embedding.weight` where places are learned,
/// those of the blocks below `blocks.0` …, those of `norm`, and `head.weight` unless it is tied.
public final class Transformer implements Part {
  private final TransformerOptions options;
  private final Embedding tokens;
  private final @Nullable Tensor places;
  private final List<TransformerBlock> blocks;
  private final Layer norm;
  private final Tensor head;
  private final Parts parts;

  private Transformer(
      TransformerOptions options, DoubleFunction<Initializer> values, RandomGenerator random) {
    this.options = options;
    Initializer normal = values.apply(TransformerBlock.DEVIATION);
    int width = options.width();
    tokens =
        new Embedding(normal.parameter(random, options.vocabulary(), width), Embedding.NO_PADDING);
    Parts named = Parts.NONE.with("token_embedding", tokens);
    places =
        switch (options.positions()) {
          case LEARNED -> normal.parameter(random, options.context(), width);
          case SINUSOIDAL -> SinusoidalPositions.of(width, options.context()).table();
          case ROTARY, ROTARY_HALVES -> null;
        };
    if (places != null && options.positions() == TransformerOptions.Positions.LEARNED) {
      named = named.with("position_embedding", new Embedding(places, Embedding.NO_PADDING));
    }
    RotaryPositions rotary = TransformerBlock.rotary(options);
    blocks = new ArrayList<>();
    for (int i = 0; i < options.layers(); i++) {
      TransformerBlock block = TransformerBlock.of(options, rotary, values, random);
      blocks.add(block);
      named = named.with("blocks." + i, block);
    }
    norm = TransformerBlock.norm(options);
    named = named.with("norm", norm);
    if (options.tied()) {
      head = tokens.weight();
    } else {
      Linear last = Linear.of(width, options.vocabulary(), normal, random).withoutBias();
      head = last.weight();
      named = named.with("head", last);
    }
    parts = named;
  }

  /// A Transformer with the first values of GPT-2.
  public static Transformer of(TransformerOptions options, RandomGenerator random) {
    return new Transformer(options, Initializer::normal, random);
  }

  /// A Transformer whose values come from elsewhere, such as a file: zeros, norms of ones.
  public static Transformer zeros(TransformerOptions options) {
    return new Transformer(options, deviation -> Initializer.constant(0), new SplittableRandom(0));
  }

  /// Its shape.
  public TransformerOptions options() {
    return options;
  }

  /// `ids (B, T)` → what the head turns into logits, `(B, T, C)`.
  ///
  /// @throws IllegalArgumentException if there are more tokens than the context, or none, or an id is
  ///     outside of the vocabulary
  public Tensor hidden(Indices ids) {
    if (ids.shape().rank() != 2
        || ids.shape().length(1) < 1
        || ids.shape().length(1) > options.context()) {
      throw new IllegalArgumentException(
          "transformer: ids "
              + ids.shape()
              + " for sequences (B, T) of 1 to "
              + options.context()
              + " tokens, the context");
    }
    Tensor x = embedded(ids, 0).dropout(options.dropout());
    for (TransformerBlock block : blocks) {
      x = block.forward(x);
    }
    return norm.forward(x);
  }

  /// What the blocks read: tokens and their places from `from` on.
  Tensor embedded(Indices ids, int from) {
    Tensor x = tokens.forward(ids);
    return places == null ? x : Sequences.positions(x, places, from);
  }

  TransformerBlock block(int layer) {
    return blocks.get(layer);
  }

  /// What turns queries and keys, if anything does.
  @Nullable RotaryPositions rotary() {
    return blocks.getFirst().attention().rotary();
  }

  Layer norm() {
    return norm;
  }

  /// The weight `(V, C)` of the embedding of tokens.
  Tensor embedding() {
    return tokens.weight();
  }

  /// Vectors `(context, C)` that are added to tokens for their places, if any are.
  @Nullable Tensor places() {
    return places;
  }

  /// `ids (B, T)` → logits of the token after each, `(B, T, V)`.
  ///
  /// @throws IllegalArgumentException as [#hidden] does
  public Tensor logits(Indices ids) {
    return hidden(ids).linear(head);
  }

  /// Reads tokens one by one with the values that the parameters have now: after more training, make
  /// another.
  public Decoder decoder() {
    return new TransformerDecoder(this);
  }

  /// The weight `(V, C)` of the head, for losses that take [#hidden].
  public Tensor headWeight() {
    return head;
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return parts.parameters();
  }
}
