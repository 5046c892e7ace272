package dev.softmax.tensor;

import dev.softmax.CrossEntropy;
import org.jspecify.annotations.Nullable;

/// Operations on sequences and on the vocabularies they are made of.
public final class Sequences {
  private Sequences() {}

  /// Cross-entropy of the logits `hidden · weightᵀ + bias`: `hidden (…, D)`, `weight (V, D)`,
  /// `bias (V)`, `targets (…)` → `()`.
  ///
  /// @param bias none where it is null
  /// @param loss options: weights, smoothing, the index that is ignored, sum or mean
  /// @throws IllegalArgumentException if the shapes differ, or a target is no row of the weight
  public static Tensor linearCrossEntropy(
      Tensor hidden, Tensor weight, @Nullable Tensor bias, Indices targets, CrossEntropy loss) {
    Tensor logits = bias == null ? hidden.linear(weight) : hidden.linear(weight, bias);
    return logits.crossEntropy(targets, loss);
  }

  /// Rotary position embedding: `x (B, T, H · D)` → same, every head's pairs of features turned by the
  /// angles of their position. Applied to queries and keys before attention.
  ///
  /// @param from position of the first of the T steps: how many came before
  /// @throws IllegalArgumentException if heads have another width than the positions are for, or a
  ///     step is beyond the last position
  public static Tensor rotary(Tensor x, RotaryPositions positions, int from) {
    return Rotary.apply(x, positions, from);
  }
}
