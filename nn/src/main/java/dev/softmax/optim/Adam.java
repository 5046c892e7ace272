package dev.softmax.optim;

import dev.softmax.tensor.RowSet;
import dev.softmax.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Adam (Kingma and Ba, 2015, algorithm 1), and AdamW with decoupled weight decay (Loshchilov and
/// Hutter, 2019, algorithm 2), both in PyTorch's form:
///
/// `m ← β₁ m + (1 − β₁) g`, `v ← β₂ v + (1 − β₂) g²`,
/// `p ← p − rate / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)`,
///
/// after `g ← g + λ p`, or `p ← (1 − rate · λ) p` where decoupled. A gradient that is known to be zero
/// outside of some rows is read in these rows only.
public final class Adam implements Optimizer {
  private final AdamOptions options;
  private final Slots slots;

  private Adam(List<ParameterGroup> groups, AdamOptions options) {
    this.options = options;
    this.slots = new Slots(groups, AdamStep.MEMORIES);
  }

  /// An optimiser of all parameters alike, without weight decay.
  public static Adam of(SequencedMap<String, Tensor> parameters, AdamOptions options) {
    return of(List.of(ParameterGroup.of(parameters)), options);
  }

  /// An optimiser of groups of parameters.
  ///
  /// @throws IllegalArgumentException if two have the same name
  public static Adam of(List<ParameterGroup> groups, AdamOptions options) {
    return new Adam(groups, options);
  }

  @Override
  public void step(double learningRate) {
    Check.atLeastZero("learning rate", learningRate);
    for (Slot slot : slots.all()) {
      Optional<float[]> gradient = slot.parameter.gradient();
      if (gradient.isPresent()) {
        slot.steps++;
        AdamStep step = AdamStep.of(options, slot, learningRate * slot.rateFactor);
        Optional<RowSet> rows = slot.parameter.gradientRows();
        if (rows.isPresent()) {
          step.sparse(slot, gradient.get(), rows.get());
        } else {
          step.dense(slot, gradient.get());
        }
      }
    }
  }

  @Override
  public void clearGradients() {
    slots.clearGradients();
  }

  @Override
  public OptimizerState state() {
    return slots.state();
  }

  @Override
  public void restore(OptimizerState state) {
    slots.restore(state);
  }
}
