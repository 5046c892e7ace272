package dev.softmax.optim;

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
  /// @throws IllegalArgumentException if two have the same name
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
        float rate = (float) (learningRate * slot.rateFactor);
        if (options.momentum() != 0) {
          withMomentum(slot, gradient.get(), rate);
        } else {
          plain(slot, gradient.get(), rate);
        }
      }
    }
  }

  private static void plain(Slot slot, float[] gradient, float rate) {
    Optional<RowSet> rows = slot.parameter.gradientRows();
    if (rows.isEmpty() || slot.weightDecay != 0) {
      descend(slot, gradient, rate, 0, slot.size());
      return;
    }
    int width = slot.width();
    for (int i = 0; i < rows.get().count(); i++) {
      int from = rows.get().rows()[i] * width;
      descend(slot, gradient, rate, from, from + width);
    }
  }

  private static void descend(Slot slot, float[] gradient, float rate, int from, int to) {
    float[] p = slot.parameter.data();
    float decay = (float) slot.weightDecay;
    for (int i = from; i < to; i++) {
      p[i] -= rate * (gradient[i] + decay * p[i]);
    }
  }

  private void withMomentum(Slot slot, float[] gradient, float rate) {
    float[] p = slot.parameter.data();
    float[] b = slot.memory.getFirst().data();
    float decay = (float) slot.weightDecay;
    float momentum = (float) options.momentum();
    float ahead = options.nesterov() ? momentum : 1;
    float own = options.nesterov() ? 1 : 0;
    for (int i = 0; i < slot.size(); i++) {
      float g = gradient[i] + decay * p[i];
      b[i] = momentum * b[i] + g;
      p[i] -= rate * (own * g + ahead * b[i]);
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
