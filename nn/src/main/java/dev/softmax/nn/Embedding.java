package dev.softmax.nn;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// A vector for each id.
///
/// @param weight `(V, E)`
/// @param padding the id that stands for nothing, whose vector is not trained; −1 for none
public record Embedding(Tensor weight, int padding) implements Part {
  /// No id is padding.
  public static final int NO_PADDING = -1;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the weight is no matrix, or the padding no row of it
  public Embedding {
    if (weight.shape().rank() != 2) {
      throw new IllegalArgumentException("embedding: weight " + weight.shape());
    }
    if (padding < NO_PADDING || padding >= weight.shape().length(0)) {
      throw new IllegalArgumentException(
          "embedding: padding " + padding + " is no row of a weight " + weight.shape());
    }
  }

  /// Vectors as PyTorch draws them: normal with a deviation of 1.
  public static Embedding of(int vocabulary, int length, RandomGenerator random) {
    return new Embedding(Initializer.normal(1).parameter(random, vocabulary, length), NO_PADDING);
  }

  /// The same vectors, but for a vector of zeros at the id of padding.
  public Embedding withPadding(int padding) {
    float[] values = weight.values();
    Embedding padded = new Embedding(weight, padding);
    int length = weight.shape().length(1);
    Arrays.fill(values, padding * length, (padding + 1) * length, 0);
    return new Embedding(Tensor.parameter(values, padded.weight.shape().lengths()), padding);
  }

  /// `ids (…)` → `(…, E)`.
  ///
  /// @throws IllegalArgumentException if an id is outside of the vocabulary
  public Tensor forward(Indices ids) {
    return weight.gather(ids, padding);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
