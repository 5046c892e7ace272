package dev.softmax.nn;

import dev.softmax.tensor.AttentionMask;
import dev.softmax.tensor.AttentionOptions;
import dev.softmax.tensor.KeyValueCache;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Attention of several heads (Vaswani et al. 2017, section 3.2.2): projections to queries, keys and
/// values, [Sequences#attention], and a projection of what the heads saw. Batch first, with the names
/// and numbers of PyTorch's `nn.MultiheadAttention`; queries that may attend to nothing see zeros, where
/// PyTorch's give NaN.
///
/// @param projections make queries, keys and values
/// @param output from H · E features to C
/// @param options heads, heads of keys, scale, dropout of the weights in training
/// @param rotary turns queries and keys by their positions; none: positions are not known to the layer
public record MultiHeadAttention(
    HeadProjections projections,
    Linear output,
    AttentionOptions options,
    @Nullable RotaryPositions rotary)
    implements Layer {

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if heads, widths and rotary positions do not suit each other
  public MultiHeadAttention {
    HeadProjections.Widths widths = projections.widths();
    int heads = options.heads();
    int groups = options.keyHeads();
    if (widths.query() % heads != 0
        || widths.key() != widths.query() / heads * groups
        || widths.value() % groups != 0
        || output.inputs() != widths.value() / groups * heads) {
      throw new IllegalArgumentException(
          "attention: "
              + heads
              + " heads and "
              + groups
              + " key heads, but queries of "
              + widths.query()
              + ", keys of "
              + widths.key()
              + ", values of "
              + widths.value()
              + " features and an output weight "
              + output.weight().shape());
    }
    if (rotary != null && rotary.width() != widths.query() / heads) {
      throw new IllegalArgumentException(
          "attention: heads of "
              + widths.query() / heads
              + " features but rotary positions of "
              + rotary.width());
    }
  }

  /// Self-attention of C features, or cross-attention of C and C: first values as PyTorch draws them.
  ///
  /// @throws IllegalArgumentException if the width is no multiple of the heads
  public static MultiHeadAttention of(int width, int heads, RandomGenerator random) {
    Tensor weight = Initializer.xavierUniform().parameter(random, 3 * width, width);
    Tensor bias = Tensor.parameter(new float[3 * width], 3 * width);
    return new MultiHeadAttention(
        new HeadProjections.Packed(weight, bias),
        Linear.of(width, width, Initializer.standard(), random),
        AttentionOptions.of(heads),
        null);
  }

  /// Grouped-query attention (Ainslie et al. 2023): H heads of queries share G heads of keys and
  /// values, G a divisor of H. Projections are separate and have no biases.
  ///
  /// @throws IllegalArgumentException if the width is no multiple of the heads, or they are none of the
  ///     key heads
  public static MultiHeadAttention grouped(
      int width, int heads, int keyHeads, RandomGenerator random) {
    AttentionOptions options = AttentionOptions.of(heads).withKeyHeads(keyHeads);
    int rows = width / heads * keyHeads;
    Initializer initializer = Initializer.xavierUniform();
    return new MultiHeadAttention(
        new HeadProjections.Separate(
            Linear.of(width, width, initializer, random).withoutBias(),
            Linear.of(width, rows, initializer, random).withoutBias(),
            Linear.of(width, rows, initializer, random).withoutBias()),
        Linear.of(width, width, initializer, random).withoutBias(),
        options,
        null);
  }

  /// The same with a probability of dropping a weight in training.
  public MultiHeadAttention withDropout(double dropout) {
    return new MultiHeadAttention(projections, output, options.withDropout(dropout), rotary);
  }

  /// The same with queries and keys turned by their positions.
  public MultiHeadAttention withRotary(RotaryPositions rotary) {
    return new MultiHeadAttention(projections, output, options, rotary);
  }

  /// Self-attention of every step to every step: `x (B, T, C)` → same.
  @Override
  public Tensor forward(Tensor x) {
    return forward(x, x, AttentionMask.NONE);
  }

  /// Self-attention: `x (B, T, C)` → same.
  ///
  /// @throws IllegalArgumentException if the mask does not suit
  public Tensor forward(Tensor x, AttentionMask mask) {
    return forward(x, x, mask);
  }

  /// Cross-attention: `x (B, T, C)` attends to `memory (B, S, C)` → `(B, T, C)`. Both count positions
  /// from 0.
  ///
  /// @throws IllegalArgumentException if the shapes or the mask do not suit
  public Tensor forward(Tensor x, Tensor memory, AttentionMask mask) {
    Tensor key = turned(projections.key(memory), 0);
    Tensor value = projections.value(memory);
    Tensor query = turned(projections.query(x), 0);
    return output.forward(Sequences.attention(query, key, value, mask, options));
  }

  /// The weights of [#forward(Tensor, Tensor, AttentionMask)] to look at: `(B, H, T, S)`, a constant,
  /// without dropout.
  ///
  /// @throws IllegalArgumentException if the shapes or the mask do not suit
  public Tensor weights(Tensor x, Tensor memory, AttentionMask mask) {
    Tensor key = turned(projections.key(memory), 0);
    Tensor query = turned(projections.query(x), 0);
    return Sequences.attentionWeights(query, key, mask, options);
  }

  /// An empty cache of this layer for B sequences of up to `capacity` steps.
  public KeyValueCache cache(int sequences, int capacity) {
    HeadProjections.Widths widths = projections.widths();
    return KeyValueCache.of(sequences, capacity, widths.key(), widths.value());
  }

  /// Causal self-attention of the next steps: `x (B, T, C)` → same. They attend to themselves and to all
  /// that the cache has, and go into it; the results are those of one causal pass over all steps.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit, or the cache or the rotary positions
  ///     have not so many more
  public Tensor forward(Tensor x, KeyValueCache cache) {
    int from = cache.position();
    int time = x.shape().rank() == 3 ? x.shape().length(1) : 0;
    cache.checkRoom(time);
    Tensor query = turned(projections.query(x), from);
    cache.append(turned(projections.key(x), from), projections.value(x));
    return output.forward(
        Sequences.attention(query, cache.keys(), cache.values(), cache.mask(time), options));
  }

  private Tensor turned(Tensor x, int from) {
    return rotary == null ? x : Sequences.rotary(x, rotary, from);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>(projections.parameters());
    parameters.putAll(Parts.NONE.with("out_proj", output).parameters());
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
