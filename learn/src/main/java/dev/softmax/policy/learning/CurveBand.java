package dev.softmax.policy.learning;

import java.util.Arrays;
import java.util.List;

/// Learning curves of several seeds as one with a band.
///
/// @param steps places on the curve `(P)`, ascending
/// @param mean of the seeds' mean returns there `(P)`
/// @param low least of them `(P)`
/// @param high greatest of them `(P)`
public record CurveBand(double[] steps, double[] mean, double[] low, double[] high) {
  /// The band of some curves, at places evenly spread from the first at which each of them has an episode
  /// to the end of the shortest.
  ///
  /// @param points number of places `P`, at least 2
  /// @param episodes the last so many count at each place
  /// @throws IllegalArgumentException if there is no curve, one has no episode, or there are fewer than
  ///     two places
  public static CurveBand of(List<LearningCurve> curves, int points, int episodes) {
    if (curves.isEmpty() || points < 2 || episodes < 1) {
      throw new IllegalArgumentException(
          "curve band: %d curves, %d places, %d episodes"
              .formatted(curves.size(), points, episodes));
    }
    long first = 0;
    long last = Long.MAX_VALUE;
    for (LearningCurve curve : curves) {
      if (curve.episodes() == 0) {
        throw new IllegalArgumentException("curve band: no episode ended on one of the curves");
      }
      first = Math.max(first, curve.ends()[0]);
      last = Math.min(last, curve.steps());
    }
    double[] steps = new double[points];
    for (int i = 0; i < points; i++) {
      steps[i] = Math.rint(first + (double) (Math.max(first + 1, last) - first) * i / (points - 1));
    }
    double[] mean = new double[points];
    double[] low = new double[points];
    double[] high = new double[points];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    for (LearningCurve curve : curves) {
      double[] at = curve.at(steps, episodes);
      for (int i = 0; i < points; i++) {
        mean[i] += at[i] / curves.size();
        low[i] = Math.min(low[i], at[i]);
        high[i] = Math.max(high[i], at[i]);
      }
    }
    return new CurveBand(steps, mean, low, high);
  }
}
