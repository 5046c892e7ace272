package dev.softmax.nn;

import dev.softmax.tensor.PackedLinear;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tensor;
import dev.softmax.tensor.WeightBlock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Additive attention (Bahdanau et al. 2015, section 3.1): a state `h` weighs the outputs `e` of an
/// encoder by `softmax over s of score · tanh(weight · [h; e[s]] + bias)`, and their weighted sum is the
/// context.
///
/// The weight is used in two halves, since `weight · [h; e] = weight_h · h + weight_e · e`: the second
/// term is the same for all states, and [#memory] computes it once for a sequence.
///
/// The names of the parameters are `attn.weight`, `attn.bias` and `v.weight`, those of a PyTorch module
/// with `attn = Linear(H + E, A)` and `v = Linear(A, 1, bias=False)`.
///
/// @param weight `(A, H + E)`, the columns of the state first
/// @param bias `(A)`
/// @param score `(1, A)`
public record AdditiveAttention(Tensor weight, Tensor bias, Tensor score) implements Part {
  /// The outputs of an encoder, ready to be attended to.
  ///
  /// @param outputs `(B, S, E)`
  /// @param keys `(B, S, A)`: the weight's half of them, times them
  /// @param lengths how many of the S outputs each sequence has; none if all have S; not copied
  public record Memory(Tensor outputs, Tensor keys, int... lengths) {}

  /// What a state looked at, and what it saw.
  ///
  /// @param weights `(B, T, S)`: each row sums to 1, or is zeros where a sequence has no outputs
  /// @param context `(B, T, E)`: the outputs, weighted
  public record Attended(Tensor weights, Tensor context) {}

  /// The same for inference: the halves of the weight are copied once, in the order that products read
  /// them. What later happens to the parameters does not show.
  ///
  /// @param states makes of states `(B, T, H)` their part of the energies `(B, T, A)`
  /// @param outputs makes of outputs `(B, S, E)` theirs
  /// @param score `(1, A)`
  public record Frozen(PackedLinear states, PackedLinear outputs, Tensor score) {
    /// As [AdditiveAttention#memory].
    public Memory memory(Tensor outputs, int... lengths) {
      return new Memory(outputs, this.outputs.apply(outputs), lengths.clone());
    }

    /// As [AdditiveAttention#weights].
    public Tensor weights(Tensor states, Memory memory) {
      return Sequences.additiveWeights(
          this.states.apply(states), memory.keys, score, memory.lengths);
    }

    /// As [AdditiveAttention#forward(Tensor, Memory)].
    public Attended forward(Tensor states, Memory memory) {
      Tensor weights = weights(states, memory);
      return new Attended(weights, weights.matmul(memory.outputs));
    }
  }

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other
  public AdditiveAttention {
    if (weight.shape().rank() != 2
        || bias.shape().rank() != 1
        || bias.shape().size() != weight.shape().length(0)
        || score.shape().rank() != 2
        || score.shape().length(0) != 1
        || score.shape().size() != bias.shape().size()) {
      throw new IllegalArgumentException(
          "additive attention: weight "
              + weight.shape()
              + ", bias "
              + bias.shape()
              + ", score "
              + score.shape());
    }
  }

  /// Parameters as PyTorch draws those of two linear layers.
  ///
  /// @param state H, features of a state
  /// @param outputs E, features of an output
  /// @param energy A, features of an energy
  public static AdditiveAttention of(int state, int outputs, int energy, RandomGenerator random) {
    Linear sum = Linear.of(state + outputs, energy, random);
    Tensor bias = sum.bias();
    if (bias == null) {
      throw new IllegalStateException("a new linear layer has no bias");
    }
    return new AdditiveAttention(
        sum.weight(), bias, Initializer.standard().parameter(random, 1, energy));
  }

  /// Outputs `(B, S, E)` that states will attend to.
  ///
  /// @param lengths how many of the S outputs each sequence has; none if all have S
  /// @throws IllegalArgumentException if the shapes do not suit each other
  public Memory memory(Tensor outputs, int... lengths) {
    int features = outputs.shape().rank() == 3 ? outputs.shape().length(2) : 0;
    int columns = weight.shape().length(1);
    if (features < 1 || features > columns) {
      throw new IllegalArgumentException(
          "additive attention: weight " + weight.shape() + " but outputs " + outputs.shape());
    }
    WeightBlock half = WeightBlock.columns(weight, null, columns - features, columns);
    return new Memory(outputs, Sequences.linear(outputs, half), lengths.clone());
  }

  /// The weights alone: `states (B, T, H)` → `(B, T, S)`.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other
  public Tensor weights(Tensor states, Memory memory) {
    int columns = weight.shape().length(1) - memory.outputs.shape().length(2);
    WeightBlock half = WeightBlock.columns(weight, bias, 0, columns);
    return Sequences.additiveWeights(
        Sequences.linear(states, half), memory.keys, score, memory.lengths);
  }

  /// Weights and context: `states (B, T, H)`, such as the one state of a decoder before its next step,
  /// or all of its states, known beforehand.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other
  public Attended forward(Tensor states, Memory memory) {
    Tensor weights = weights(states, memory);
    return new Attended(weights, weights.matmul(memory.outputs));
  }

  /// [#forward(Tensor, Memory)] for outputs `(B, S, E)` that are attended to once.
  ///
  /// @throws IllegalArgumentException if the shapes do not suit each other
  public Attended forward(Tensor states, Tensor outputs) {
    return forward(states, memory(outputs));
  }

  /// This attention for inference, with copies of the parameters.
  ///
  /// @param state H, features of a state: where the weight is halved
  /// @throws IllegalArgumentException if the weight has not more columns
  public Frozen frozen(int state) {
    Tensor half = weight.slice(1, 0, state);
    Tensor rest = weight.slice(1, state, weight.shape().length(1));
    return new Frozen(
        PackedLinear.of(half, bias),
        PackedLinear.of(rest, null),
        Tensor.of(score.values(), score.shape().lengths()));
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("attn.weight", weight);
    parameters.put("attn.bias", bias);
    parameters.put("v.weight", score);
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
