package dev.softmax.linear;

import dev.softmax.linear.Objective.LinePoint;

/// A point that goes downhill: the state that the solvers with a line search share.
///
/// A step of 1 is evaluated with its gradient at once, since it is nearly always right. Only where
/// it is not, a search along the line follows, on margins that are known by then.
final class Descent {
  /// The slope must shrink to this share of its first magnitude (Nocedal & Wright 2006, eq. 3.7b).
  private static final double CURVATURE = 0.9;

  /// Relative rounding of a sum over all rows: a value may rise by so much, for below it values say
  /// nothing and slopes decide (Hager & Zhang 2005). On a convex function a slope that has shrunk
  /// brings a decrease with it, so no share of what the first slope promised is asked for.
  private static final double ROUNDING = 1e-14;

  private static final int MOST_TRIALS = 60;

  private final Objective objective;
  private double[] trialPoint;
  private double[] trialGradient;
  private double slope;
  private double trialValue;

  /// Slope at the end of the last whole step, next to that at its start, by its magnitude: 0 where the
  /// step went as far down as its line does.
  double slopeLeft;

  double[] point;
  double[] gradient;
  double value;

  Descent(Objective objective, double[] start) {
    this.objective = objective;
    point = start.clone();
    gradient = new double[point.length];
    trialPoint = new double[point.length];
    trialGradient = new double[point.length];
    value = objective.evaluate(point, gradient);
    objective.accept();
  }

  /// Goes along `direction` from the current point. Returns false and stays where the direction
  /// does not lead down, or not further than rounding lets one see.
  boolean step(double[] direction) {
    slope = Vectors.dot(gradient, direction);
    if (!(slope < 0)) {
      return false;
    }
    System.arraycopy(point, 0, trialPoint, 0, point.length);
    Vectors.addScaled(trialPoint, 1, direction);
    trialValue = objective.evaluate(trialPoint, trialGradient);
    LinePoint whole = new LinePoint(trialValue, Vectors.dot(trialGradient, direction));
    slopeLeft = whole.slope() / -slope;
    if (!isEnough(whole)) {
      double step = search(whole);
      if (step == 0) {
        return false;
      }
      trialValue = objective.evaluateBetween(step, trialPoint, trialGradient);
    }
    objective.accept();
    double[] swap = point;
    point = trialPoint;
    trialPoint = swap;
    swap = gradient;
    gradient = trialGradient;
    trialGradient = swap;
    value = trialValue;
    return true;
  }

  /// The point before the last step, until the next one.
  double[] previousPoint() {
    return trialPoint;
  }

  /// The gradient before the last step, until the next one.
  double[] previousGradient() {
    return trialGradient;
  }

  private boolean isEnough(LinePoint at) {
    return at.value() <= value + ROUNDING * Math.abs(value)
        && Math.abs(at.slope()) <= CURVATURE * -slope;
  }

  /// A step that is enough, or 0. The slope of a convex function rises along the line, so its sign
  /// says on which side of a point the minimum is.
  private double search(LinePoint whole) {
    double low = 0;
    double lowSlope = slope;
    double high = Double.POSITIVE_INFINITY;
    double highSlope = Double.NaN;
    double step = 1;
    LinePoint at = whole;
    for (int trial = 0; trial < MOST_TRIALS; trial++) {
      if (at.slope() < 0 && Double.isFinite(at.value())) {
        low = step;
        lowSlope = at.slope();
      } else {
        high = step;
        highSlope = at.slope();
      }
      step = next(low, lowSlope, high, highSlope);
      at = objective.between(step);
      if (isEnough(at)) {
        return step;
      }
    }
    return 0;
  }

  /// Where the slope would be zero if it rose evenly, kept away from both ends.
  private static double next(double low, double lowSlope, double high, double highSlope) {
    if (high == Double.POSITIVE_INFINITY) {
      return low * 4;
    }
    double width = high - low;
    double guess = low - lowSlope * width / (highSlope - lowSlope);
    if (!Double.isFinite(guess)) {
      return low + width / 2;
    }
    return Math.clamp(guess, low + width / 10, high - width / 10);
  }
}
