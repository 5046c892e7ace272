package dev.softmax.linear;

/// What is asked of each coefficient by itself: penalties `l1 |w| + l2 w² / 2`, and limits. Points
/// are class by class, `(K, D + 1)`, the intercept last; intercepts have no penalty and no limits.
///
/// @param l1 weight of the magnitudes
/// @param l2 weight of half the squares
/// @param columns number of features `D`
/// @param lower least values `(K, D + 1)`
/// @param upper largest values `(K, D + 1)`; a coordinate is held where both are equal
record CoordinatePenalty(double l1, double l2, int columns, double[] lower, double[] upper) {

  int size() {
    return lower.length;
  }

  /// Is this the place of an intercept?
  boolean isIntercept(int i) {
    return i % (columns + 1) == columns;
  }

  boolean isHeld(int i) {
    return lower[i] == upper[i];
  }

  private double l1(int i) {
    return isIntercept(i) ? 0 : l1;
  }

  double l2(int i) {
    return isIntercept(i) ? 0 : l2;
  }

  /// The L1 part at a point.
  double magnitudes(double[] point) {
    double sum = 0;
    for (int i = 0; i < point.length; i++) {
      sum += isIntercept(i) ? 0 : Math.abs(point[i]);
    }
    return l1 * sum;
  }

  /// The L2 part at a point.
  double squares(double[] point) {
    double sum = 0;
    for (int i = 0; i < point.length; i++) {
      sum += isIntercept(i) ? 0 : point[i] * point[i];
    }
    return l2 * sum / 2;
  }

  /// The least-norm subgradient of one coordinate: 0 exactly where the coordinate is optimal.
  ///
  /// @param i the coordinate
  /// @param w its value, within its limits
  /// @param slope derivative of the smooth part, L2 included
  double subgradient(int i, double w, double slope) {
    double weight = l1(i);
    double right = slope + (w >= 0 ? weight : -weight);
    double left = slope + (w > 0 ? weight : -weight);
    if (right < 0) {
      return w < upper[i] ? right : 0;
    }
    return left > 0 && w > lower[i] ? left : 0;
  }

  /// The step from `w` that minimises `curvature d² / 2 + slope d + l1 |w + d|` within the limits.
  double step(int i, double w, double slope, double curvature) {
    double weight = l1(i);
    if (!(curvature > 0)) {
      return weight > Math.abs(slope) ? clip(i, 0) - w : 0;
    }
    double target = w - slope / curvature;
    double threshold = weight / curvature;
    double shrunk =
        target > threshold ? target - threshold : target < -threshold ? target + threshold : 0;
    return clip(i, shrunk) - w;
  }

  double clip(int i, double w) {
    return Math.min(Math.max(w, lower[i]), upper[i]);
  }
}
