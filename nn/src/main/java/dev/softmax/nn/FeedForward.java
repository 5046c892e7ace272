package dev.softmax.nn;

import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;

/// The layers of a [TransformerBlock] that see each token by itself: `x (…, C)` → `(…, C)`.
public sealed interface FeedForward extends Layer {

  /// `proj(gelu(fc(x)))`, as in GPT-2.
  ///
  /// @param fc from C to the hidden width
  /// @param proj from the hidden width to C
  record Gelu(Linear fc, Linear proj) implements FeedForward {
    @Override
    public Tensor forward(Tensor x) {
      return proj.forward(fc.forward(x).gelu());
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
      return Parts.NONE.with("fc", fc).with("proj", proj).parameters();
    }
  }

  /// `down(silu(gate(x)) ∘ up(x))`, as in Llama (Shazeer, 2020, equation 6).
  ///
  /// @param gate from C to the hidden width
  /// @param up from C to the hidden width
  /// @param down from the hidden width to C
  record SwiGlu(Linear gate, Linear up, Linear down) implements FeedForward {
    @Override
    public Tensor forward(Tensor x) {
      return down.forward(gate.forward(x).silu().times(up.forward(x)));
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
      return Parts.NONE.with("gate", gate).with("up", up).with("down", down).parameters();
    }
  }
}
