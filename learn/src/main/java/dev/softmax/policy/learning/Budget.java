package dev.softmax.policy.learning;

/// When learning stops.
///
/// @param steps of all environments together, at least 1
/// @param level mean return that is enough; +∞: no return is
/// @param episodes over how many consecutive ones the mean is taken
public record Budget(long steps, double level, int episodes) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if there are no steps or episodes, or the level is NaN
  public Budget {
    if (steps < 1) {
      throw new IllegalArgumentException("budget: " + steps + " steps");
    }
    if (Double.isNaN(level) || episodes < 1) {
      throw new IllegalArgumentException(
          "budget: a level of " + level + " over " + episodes + " episodes");
    }
  }

  /// After so many steps.
  public static Budget of(long steps) {
    return new Budget(steps, Double.POSITIVE_INFINITY, 1);
  }

  /// This one, or as soon as the mean return of consecutive episodes is at least a level.
  public Budget until(double level, int episodes) {
    return new Budget(steps, level, episodes);
  }
}
