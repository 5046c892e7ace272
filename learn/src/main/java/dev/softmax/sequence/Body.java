package dev.softmax.sequence;

import dev.softmax.nn.Decoder;
import dev.softmax.nn.Part;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// The layers of a language model, whatever their form.
sealed interface Body permits GruBody, TransformerBody {
  /// What they are.
  Architecture architecture();

  /// V.
  int vocabulary();

  /// All parameters.
  Part part();

  /// Reads windows one after another.
  Reader reader();

  /// Weight of the linear layer at the end `(V, H)`.
  Tensor headWeight();

  /// Its bias `(V)`, if it has one.
  @Nullable Tensor headBias();

  /// Reads symbols one by one.
  Decoder decoder();

  /// Reads windows, and remembers between them what the layers can remember. For one thread.
  @FunctionalInterface
  interface Reader {
    /// Symbols `(B, T)` → what the head makes logits of `(B, T, H)`.
    ///
    /// @param first whether nothing came before; otherwise these follow the symbols of the last call, row
    ///     by row
    Tensor read(Tape tape, Indices symbols, boolean first);
  }
}
