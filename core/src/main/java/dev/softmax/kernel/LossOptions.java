package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// What cross-entropy is taken of, beside the logits and targets.
///
/// @param classWeights weight of each class, `null` for 1
/// @param ignoreIndex target whose vectors count nothing
/// @param smoothing share of the probability that is spread over all classes, 0 to 1
/// @param zLoss factor of the squared log-sum-exp that is added to the loss
public record LossOptions(
    double @Nullable [] classWeights, int ignoreIndex, double smoothing, double zLoss) {
  /// The plain loss; -100 is ignored, as in PyTorch.
  public static final LossOptions PLAIN = new LossOptions(null, -100, 0, 0);

  /// Weight of class `k`.
  public double weight(int k) {
    return classWeights == null ? 1 : classWeights[k];
  }

  /// `weight loss`; a class without weight has no loss, even where it is excluded.
  static double weighted(double weight, double loss) {
    return weight == 0 && loss == Double.POSITIVE_INFINITY ? 0 : weight * loss;
  }
}
