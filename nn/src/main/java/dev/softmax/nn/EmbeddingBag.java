package dev.softmax.nn;

import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Sum or mean of the vectors of each bag of ids.
///
/// @param weight `(V, E)`, a vector an id
/// @param kind sum or mean
/// @param padding the id that counts nothing, neither in a sum nor in the length of a bag;
///     [Embedding#NO_PADDING] for none
public record EmbeddingBag(Tensor weight, Bag kind, int padding) implements Part {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the weight is no matrix, or the padding less than −1
  public EmbeddingBag {
    if (weight.shape().rank() != 2 || padding < Embedding.NO_PADDING) {
      throw new IllegalArgumentException(
          "embedding bag: weight " + weight.shape() + " and padding " + padding);
    }
  }

  /// Bags without padding.
  ///
  /// @throws IllegalArgumentException if the weight is no matrix
  public EmbeddingBag(Tensor weight, Bag kind) {
    this(weight, kind, Embedding.NO_PADDING);
  }

  /// Vectors as PyTorch draws them: normal with a deviation of 1.
  public static EmbeddingBag of(int vocabulary, int length, Bag kind, RandomGenerator random) {
    return new EmbeddingBag(Initializer.normal(1).parameter(random, vocabulary, length), kind);
  }

  /// The same with an id that counts nothing.
  public EmbeddingBag withPadding(int padding) {
    return new EmbeddingBag(weight, kind, padding);
  }

  /// `tokens (N)` in bags from `offsets[b]` to `offsets[b + 1]` → `(B, E)`; an empty bag gives zeros.
  ///
  /// @param offsets `(B + 1)`, ascending
  /// @throws IllegalArgumentException if an id is outside of the vocabulary, or offsets do not ascend
  public Tensor forward(Indices tokens, int[] offsets) {
    return weight.bags(tokens, offsets, kind, padding);
  }

  /// `tokens (B, T)`, a bag a row → `(B, E)`.
  ///
  /// @throws IllegalArgumentException if an id is outside of the vocabulary
  public Tensor forward(Indices tokens) {
    return weight.bags(tokens, kind, padding);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
