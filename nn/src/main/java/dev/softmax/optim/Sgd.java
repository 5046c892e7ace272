package dev.softmax.optim;

import dev.softmax.kernel.FloatOptimisers;
import dev.softmax.kernel.SgdStep;
import dev.softmax.tensor.RowSet;
import dev.softmax.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Stochastic gradient descent in PyTorch's form, μ being the momentum:
///
/// `g ← g + λ p`, `b ← μ b + g`, `p ← p − rate · b`, or `p ← p − rate (g + μ b)` with `nesterov`.
///
/// Without momentum and weight decay, a gradient that is known to be zero outside of some rows is
/// applied to these rows only.
public final class Sgd implements Optimizer {
  private static final float[] NOTHING = {};

  private final SgdOptions options;
  private final Slots slots;

  private Sgd(List<ParameterGroup> groups, SgdOptions options) {
    this.options = options;
    this.slots =
        new Slots(groups, options.momentum() == 0 ? List.of() : List.of("momentum_buffer"));
  }

  /// An optimiser of all parameters alike, without weight decay.
  public static Sgd of(SequencedMap<String, Tensor> parameters, SgdOptions options) {
    return of(List.of(ParameterGroup.of(parameters)), options);
  }

  /// An optimiser of groups of parameters.
  ///
  /// @throws IllegalArgumentException if two have the same name, or two groups the same tensor
  public static Sgd of(List<ParameterGroup> groups, SgdOptions options) {
    return new Sgd(groups, options);
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
    float momentum = (float) options.momentum();
    SgdStep step =
        new SgdStep((float) rate, momentum, options.nesterov(), (float) slot.weightDecay);
    float[] p = slot.parameter.data();
    float[] speed = momentum == 0 ? NOTHING : slot.memory.getFirst().data();
    Optional<RowSet> rows = slot.parameter.gradientRows();
    if (rows.isEmpty() || momentum != 0 || slot.weightDecay != 0) {
      FloatOptimisers.sgd(p, gradient, speed, 0, slot.size(), step);
      return;
    }
    int width = slot.width();
    for (int i = 0; i < rows.get().count(); i++) {
      int from = rows.get().rows()[i] * width;
      FloatOptimisers.sgd(p, gradient, speed, from, from + width, step);
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
