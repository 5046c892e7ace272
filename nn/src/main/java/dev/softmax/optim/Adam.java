package dev.softmax.optim;

import dev.softmax.kernel.AdamStep;
import dev.softmax.kernel.FloatOptimisers;
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
  /// PyTorch's names of m and v.
  static final List<String> MEMORIES = List.of("exp_avg", "exp_avg_sq");

  private final AdamOptions options;
  private final Slots slots;

  private Adam(List<ParameterGroup> groups, AdamOptions options) {
    this.options = options;
    this.slots = new Slots(groups, MEMORIES);
  }

  /// An optimiser of all parameters alike, without weight decay.
  public static Adam of(SequencedMap<String, Tensor> parameters, AdamOptions options) {
    return of(List.of(ParameterGroup.of(parameters)), options);
  }

  /// An optimiser of groups of parameters.
  ///
  /// @throws IllegalArgumentException if two have the same name, or two groups the same tensor
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
        step(slot, gradient.get(), learningRate * slot.rateFactor);
      }
    }
  }

  private void step(Slot slot, float[] gradient, double rate) {
    AdamStep step = step(slot, rate);
    float[] p = slot.parameter.data();
    float[] m = slot.memory.get(0).data();
    float[] v = slot.memory.get(1).data();
    Optional<RowSet> rows = slot.parameter.gradientRows();
    if (rows.isPresent()) {
      int[] ascending = slot.ascending(rows.get());
      int count = rows.get().count();
      FloatOptimisers.adamOfAllRows(p, gradient, m, v, slot.width(), ascending, count, false, step);
    } else {
      FloatOptimisers.adam(p, gradient, m, v, 0, slot.size(), step);
    }
  }

  private AdamStep step(Slot slot, double rate) {
    double beta1 = options.beta1();
    double beta2 = options.beta2();
    double epsilon = options.epsilon();
    return options.decoupled()
        ? AdamStep.adamW(rate, beta1, beta2, epsilon, slot.weightDecay, slot.steps)
        : AdamStep.adam(rate, beta1, beta2, epsilon, slot.weightDecay, slot.steps);
  }

  @Override
  public void clearGradients() {
    slots.clearGradients();
  }

  @Override
  public SequencedMap<String, String> facts() {
    return slots.facts(options.facts());
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
