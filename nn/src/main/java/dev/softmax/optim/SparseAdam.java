package dev.softmax.optim;

import dev.softmax.tensor.RowSet;
import dev.softmax.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Adam that leaves the rows of a table alone which a step does not touch, their memory too: for
/// embeddings of large vocabularies. It is PyTorch's `SparseAdam`, and differs from [Adam] in that rows
/// neither forget nor move on without a gradient. Where a gradient has no known rows, every row counts
/// as touched, and both do the same.
///
/// Weight decay applies to touched rows, in the way that the options say.
public final class SparseAdam implements Optimizer {
  private final AdamOptions options;
  private final Slots slots;

  private SparseAdam(List<ParameterGroup> groups, AdamOptions options) {
    this.options = options;
    this.slots = new Slots(groups, AdamStep.MEMORIES);
  }

  /// An optimiser of all parameters alike, without weight decay.
  public static SparseAdam of(SequencedMap<String, Tensor> parameters, AdamOptions options) {
    return of(List.of(ParameterGroup.of(parameters)), options);
  }

  /// An optimiser of groups of parameters.
  ///
  /// @throws IllegalArgumentException if two have the same name
  public static SparseAdam of(List<ParameterGroup> groups, AdamOptions options) {
    return new SparseAdam(groups, options);
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
          step.lazy(slot, gradient.get(), rows.get());
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
