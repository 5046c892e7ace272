package dev.softmax.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// How [Sgd] goes on in the direction of past steps.
///
/// @param momentum share of the last step's direction that is kept, at least 0 and less than 1
/// @param nesterov whether the gradient counts as if taken one step of momentum ahead
public record SgdOptions(double momentum, boolean nesterov) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the momentum is out of its range, or 0 with `nesterov`
  public SgdOptions {
    Check.share("momentum", momentum);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov: the momentum is 0");
    }
  }

  /// No momentum.
  public static SgdOptions defaults() {
    return new SgdOptions(0, false);
  }

  SequencedMap<String, String> facts() {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("momentum", Double.toString(momentum));
    facts.put("nesterov", Boolean.toString(nesterov));
    return facts;
  }

  /// These options with another momentum.
  public SgdOptions withMomentum(double momentum) {
    return new SgdOptions(momentum, nesterov);
  }

  /// These options with or without Nesterov's form.
  public SgdOptions withNesterov(boolean nesterov) {
    return new SgdOptions(momentum, nesterov);
  }
}
