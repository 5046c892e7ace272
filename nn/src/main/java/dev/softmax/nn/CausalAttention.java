package dev.softmax.nn;

import dev.softmax.kernel.TokenAttention;
import dev.softmax.tensor.AttentionMask;
import dev.softmax.tensor.AttentionOptions;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tape;
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
    Tensor q = turned(query.forward(x), 0);
    Tensor k = turned(key.forward(x), 0);
    return attend(q, k, value.forward(x), AttentionMask.CAUSAL);
  }

  /// Attention of one sequence `x (1, T, C)` that follows on tokens that are kept; keeps its own.
  Tensor continued(Tensor x, int from, TokenAttention kept, Tape tape) {
    Tensor q = turned(query.forward(x), from);
    Tensor k = turned(key.forward(x), from);
    Tensor v = value.forward(x);
    int time = x.shape().length(1);
    int width = options.keyWidth();
    for (int t = 0; t < time; t++) {
      kept.put(from + t, k.data(), t * width, v.data(), t * width);
    }
    if (from > 0) {
      float[] keys = new float[(from + time) * width];
      float[] values = new float[(from + time) * width];
      kept.copyKeys(from + time, keys);
      kept.copyValues(from + time, values);
      k = tape.tensor(keys, 1, from + time, width);
      v = tape.tensor(values, 1, from + time, width);
    }
    return attend(q, k, v, AttentionMask.causal(from));
  }

  private Tensor attend(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
    AttentionOptions heads =
        AttentionOptions.of(options.heads())
            .withKeyHeads(options.keyHeads())
            .withDropout(options.dropout());
    return output.forward(Sequences.attention(q, k, v, mask, heads));
  }

  private Tensor turned(Tensor x, int from) {
    return rotary == null ? x : Sequences.rotary(x, rotary, from);
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
