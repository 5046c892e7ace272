package dev.softmax.tensor;

import java.util.Arrays;

/// What batch normalisation has seen: mean and variance of each of C features, moved towards those of
/// every batch of training and used in their place at inference.
///
/// @param mean `(C)`, a constant that training writes to; zeros at first
/// @param variance `(C)`, likewise, without bias (divided by `n − 1`); ones at first
/// @param momentum share of a new batch, as PyTorch's: `mean ← (1 − momentum) mean + momentum batch`
/// @param epsilon what is added to a variance before its root
public record RunningStatistics(Tensor mean, Tensor variance, double momentum, double epsilon) {

  /// Checks shapes and ranges.
  ///
  /// @throws IllegalArgumentException if the shapes differ, the momentum is not within 0 and 1, or
  ///     epsilon is not positive
  public RunningStatistics {
    if (mean.shape().rank() != 1 || !mean.shape().equals(variance.shape())) {
      throw new IllegalArgumentException(
          "running statistics: mean " + mean.shape() + " but variance " + variance.shape());
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("momentum " + momentum + " is not within 0 and 1");
    }
    if (!(epsilon > 0 && epsilon <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("epsilon " + epsilon + " is not positive");
    }
  }

  /// Zeros and ones for C features, with PyTorch's momentum 0.1 and epsilon 1e-5.
  public static RunningStatistics of(int features) {
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    return new RunningStatistics(
        Tensor.of(new float[features], features), Tensor.of(ones, features), 0.1, 1e-5);
  }

  /// Moves towards a batch of `count` values with this mean and biased variance.
  void see(int feature, double batchMean, double batchVariance, int count) {
    double unbiased = batchVariance * count / (count - 1);
    float[] means = mean.data();
    float[] variances = variance.data();
    means[feature] = (float) ((1 - momentum) * means[feature] + momentum * batchMean);
    variances[feature] = (float) ((1 - momentum) * variances[feature] + momentum * unbiased);
  }
}
