package dev.softmax.bench.peers;

/// A peer that has a table in its own form, and can fit it again and again.
sealed interface Fitter permits SmileFitter, TribuoFitter, LiblinearFitter, SparkFitter {
  /// The peer and its version.
  String label();

  /// The setting to time: what the documentation recommends or, where the peer's problem is ours, the
  /// loosest that reaches the table's goal.
  ///
  /// @param seconds what a fit may take; where the goal takes longer, the setting stops short of it
  /// @return a word for [#fit], and for those who read the results
  String settle(double seconds);

  /// Fits from the start. What it returns is in the peer's own form, so that nothing else is timed.
  Object fit(String setting);

  /// The same in ours.
  Fitted read(Object model);

  /// What is measured of a fit, and what ours has to reach: `objective` with the penalty, or
  /// `cross-entropy` without.
  String measure();

  /// That number.
  default double value(Table table, Fitted fitted) {
    return measure().equals("objective")
        ? fitted.objective(table)
        : fitted.crossEntropy(table, Fitted.Link.SOFTMAX);
  }
}
