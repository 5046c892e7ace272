package dev.softmax.optim;

import dev.softmax.kernel.AdamStep;
import dev.softmax.kernel.FloatOptimisers;
import dev.softmax.tensor.RowSet;
import dev.softmax.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Adam that leaves the rows of a table alone which a step does not touch, their memory too: for
/// embeddings of large vocabularies. It is PyTorch's `SparseAdam`, and differs from [Adam] in that rows
/// neither forget nor move on without a gradient, and that `ε` is added before the bias is corrected.
/// Where a gradient has no known rows, every row counts as touched. There is no weight decay.
public final class SparseAdam implements Optimizer {
  private final AdamOptions options;
  private final Slots slots;

  private SparseAdam(List<ParameterGroup> groups, AdamOptions options) {
    this.options = options;
    this.slots = new Slots(groups, Adam.MEMORIES);
  }

  /// An optimiser of all parameters alike, without weight decay.
  public static SparseAdam of(SequencedMap<String, Tensor> parameters, AdamOptions options) {
    return of(List.of(ParameterGroup.of(parameters)), options);
  }

  /// An optimiser of groups of parameters.
  ///
  /// @throws IllegalArgumentException if two have the same name, two groups the same tensor, or a group
  ///     has weight decay
  public static SparseAdam of(List<ParameterGroup> groups, AdamOptions options) {
    for (ParameterGroup group : groups) {
      if (group.weightDecay() != 0) {
        throw new IllegalArgumentException(
            "sparse Adam: a weight decay of " + group.weightDecay() + ", but there is none");
      }
    }
    return new SparseAdam(groups, options);
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
    AdamStep step =
        AdamStep.sparse(rate, options.beta1(), options.beta2(), options.epsilon(), slot.steps);
    float[] p = slot.parameter.data();
    float[] m = slot.memory.get(0).data();
    float[] v = slot.memory.get(1).data();
    Optional<RowSet> rows = slot.parameter.gradientRows();
    if (rows.isPresent()) {
      int[] ascending = slot.ascending(rows.get());
      int count = rows.get().count();
      FloatOptimisers.adamOfRows(p, gradient, m, v, slot.width(), ascending, count, false, step);
    } else {
      FloatOptimisers.adam(p, gradient, m, v, 0, slot.size(), step);
    }
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
