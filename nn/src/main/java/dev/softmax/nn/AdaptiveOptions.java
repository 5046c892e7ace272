package dev.softmax.nn;

import java.util.List;

/// How an [AdaptiveSoftmax] divides its classes, which are in the order of their frequency, the most
/// frequent first.
///
/// @param features `D`, the width of what comes in
/// @param classes `V`
/// @param cutoffs the first class of each cluster, ascending; those before the first are the shortlist,
///     which the head tells apart itself
/// @param divisor a cluster's vectors are narrower than those of the one before by this factor
/// @param headBias whether the head has a bias
public record AdaptiveOptions(
    int features, int classes, List<Integer> cutoffs, double divisor, boolean headBias) {

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the cutoffs do not ascend within the classes, the divisor is
  ///     less than 1, or there are no features
  public AdaptiveOptions {
    cutoffs = List.copyOf(cutoffs);
    int before = 0;
    for (int cutoff : cutoffs) {
      if (cutoff <= before || cutoff >= classes) {
        throw new IllegalArgumentException(
            "adaptive softmax: cutoffs "
                + cutoffs
                + " do not ascend within 1 and "
                + (classes - 1));
      }
      before = cutoff;
    }
    if (cutoffs.isEmpty() || features < 1) {
      throw new IllegalArgumentException(
          "adaptive softmax: " + features + " features and cutoffs " + cutoffs);
    }
    if (!(divisor >= 1)) {
      throw new IllegalArgumentException("adaptive softmax: a divisor of " + divisor);
    }
  }

  /// PyTorch's defaults: a divisor of 4, and no bias.
  public static AdaptiveOptions of(int features, int classes, Integer... cutoffs) {
    return new AdaptiveOptions(features, classes, List.of(cutoffs), 4, false);
  }

  /// The same with another divisor.
  public AdaptiveOptions withDivisor(double divisor) {
    return new AdaptiveOptions(features, classes, cutoffs, divisor, headBias);
  }

  /// The same with a bias in the head, or without.
  public AdaptiveOptions withHeadBias(boolean headBias) {
    return new AdaptiveOptions(features, classes, cutoffs, divisor, headBias);
  }

  /// Classes that the head tells apart itself.
  public int shortlist() {
    return cutoffs.getFirst();
  }

  /// Number of clusters.
  public int clusters() {
    return cutoffs.size();
  }

  /// The class after the last of a cluster.
  int end(int cluster) {
    return cluster + 1 < cutoffs.size() ? cutoffs.get(cluster + 1) : classes;
  }

  /// Length of the vectors of a cluster.
  ///
  /// @throws IllegalArgumentException if the divisors leave none
  int width(int cluster) {
    int width = (int) Math.floor(features / Math.pow(divisor, cluster + 1));
    if (width < 1) {
      throw new IllegalArgumentException(
          "adaptive softmax: "
              + features
              + " features divided "
              + (cluster + 1)
              + " times by "
              + divisor
              + " leave none for cluster "
              + cluster);
    }
    return width;
  }
}
