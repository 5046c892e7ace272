package dev.softmax.policy.learning;

import java.util.List;

/// What learners by the gradient of a policy network share.
///
/// @param hidden widths of the hidden layers, of the policy and of the baseline alike; tanh follows each
/// @param learningRate of Adam at first, above 0; falls in a line to 0 at the end of the steps
/// @param discount `γ`, within 0 and 1
/// @param entropyBonus what a nat of the policy's entropy is worth, at least 0
/// @param gradientNorm to which the gradients of either network are clipped, above 0
public record PolicyGradientOptions(
    List<Integer> hidden,
    double learningRate,
    double discount,
    double entropyBonus,
    double gradientNorm) {
  /// Copies the widths.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public PolicyGradientOptions {
    hidden = List.copyOf(hidden);
    for (int width : hidden) {
      require(width >= 1 && width <= 1 << 16, "a hidden layer of width " + width);
    }
    require(finite(learningRate) && learningRate > 0, "learning rate " + learningRate);
    require(discount >= 0 && discount <= 1, "discount " + discount);
    require(finite(entropyBonus) && entropyBonus >= 0, "entropy bonus " + entropyBonus);
    require(finite(gradientNorm) && gradientNorm > 0, "gradient norm " + gradientNorm);
  }

  private static boolean finite(double value) {
    return Double.isFinite(value);
  }

  static void require(boolean fits, String what) {
    if (!fits) {
      throw new IllegalArgumentException("policy gradient: " + what + " is out of its range");
    }
  }

  /// Two layers of 64, 0.003, discount 0.99, entropy bonus 0.01, norms up to 0.5.
  public static PolicyGradientOptions defaults() {
    return new PolicyGradientOptions(List.of(64, 64), 3e-3, 0.99, 0.01, 0.5);
  }

  /// These options with other hidden layers.
  public PolicyGradientOptions withHidden(Integer... widths) {
    return new PolicyGradientOptions(
        List.of(widths), learningRate, discount, entropyBonus, gradientNorm);
  }

  /// These options with another learning rate.
  public PolicyGradientOptions withLearningRate(double learningRate) {
    return new PolicyGradientOptions(hidden, learningRate, discount, entropyBonus, gradientNorm);
  }

  /// These options with another discount.
  public PolicyGradientOptions withDiscount(double discount) {
    return new PolicyGradientOptions(hidden, learningRate, discount, entropyBonus, gradientNorm);
  }

  /// These options with another bonus for entropy.
  public PolicyGradientOptions withEntropyBonus(double entropyBonus) {
    return new PolicyGradientOptions(hidden, learningRate, discount, entropyBonus, gradientNorm);
  }

  /// These options with another bound on gradients.
  public PolicyGradientOptions withGradientNorm(double gradientNorm) {
    return new PolicyGradientOptions(hidden, learningRate, discount, entropyBonus, gradientNorm);
  }
}
