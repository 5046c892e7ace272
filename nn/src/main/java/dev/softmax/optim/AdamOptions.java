package dev.softmax.optim;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// How [Adam] and [SparseAdam] average gradients.
///
/// @param beta1 share of the mean of gradients that a step keeps, at least 0 and less than 1
/// @param beta2 share of the mean of squared gradients that a step keeps, as `beta1`
/// @param epsilon added to the root of the mean square, more than 0
/// @param decoupled whether weight decay shrinks parameters beside the step (AdamW) instead of being
///     added to gradients
public record AdamOptions(double beta1, double beta2, double epsilon, boolean decoupled) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public AdamOptions {
    Check.share("beta1", beta1);
    Check.share("beta2", beta2);
    Check.positive("epsilon", epsilon);
  }

  /// 0.9, 0.999 and 1e-8 (Kingma and Ba, 2015, section 2); weight decay is added to gradients.
  public static AdamOptions defaults() {
    return new AdamOptions(0.9, 0.999, 1e-8, false);
  }

  /// The same with decoupled weight decay (Loshchilov and Hutter, 2019).
  public static AdamOptions adamW() {
    return defaults().withDecoupled(true);
  }

  SequencedMap<String, String> facts() {
    SequencedMap<String, String> facts = new LinkedHashMap<>();
    facts.put("beta1", Double.toString(beta1));
    facts.put("beta2", Double.toString(beta2));
    facts.put("epsilon", Double.toString(epsilon));
    facts.put("decoupled weight decay", Boolean.toString(decoupled));
    return facts;
  }

  /// These options with other shares kept.
  public AdamOptions withBetas(double beta1, double beta2) {
    return new AdamOptions(beta1, beta2, epsilon, decoupled);
  }

  /// These options with another `epsilon`.
  public AdamOptions withEpsilon(double epsilon) {
    return new AdamOptions(beta1, beta2, epsilon, decoupled);
  }

  /// These options with weight decay beside the step or in gradients.
  public AdamOptions withDecoupled(boolean decoupled) {
    return new AdamOptions(beta1, beta2, epsilon, decoupled);
  }
}
