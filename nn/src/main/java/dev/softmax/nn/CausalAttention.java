package dev.softmax.nn;

import dev.softmax.tensor.AttentionMask;
import dev.softmax.tensor.AttentionOptions;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Self-attention of a [TransformerBlock], in which no token sees those after it: `x (B, T, C)` → same.
///
/// @param query from C to H · D
/// @param key from C to G · D
/// @param value from C to G · D
/// @param output from H · D to C
/// @param rotary turns queries and keys, where positions are rotary
record CausalAttention(
    Linear query,
    Linear key,
    Linear value,
    Linear output,
    TransformerOptions options,
    @Nullable RotaryPositions rotary)
    implements Layer {

  @Override
  public Tensor forward(Tensor x) {
    Tensor q = turned(query.forward(x));
    Tensor k = turned(key.forward(x));
    Tensor v = value.forward(x);
    AttentionOptions heads =
        AttentionOptions.of(options.heads())
            .withKeyHeads(options.keyHeads())
            .withDropout(options.dropout());
    return output.forward(Sequences.attention(q, k, v, AttentionMask.CAUSAL, heads));
  }

  private Tensor turned(Tensor x) {
    return rotary == null ? x : Sequences.rotary(x, rotary, 0);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return Parts.NONE
        .with("query", query)
        .with("key", key)
        .with("value", value)
        .with("output", output)
        .parameters();
  }
}
