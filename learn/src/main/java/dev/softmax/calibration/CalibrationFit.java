package dev.softmax.calibration;

import java.util.OptionalDouble;

/// What fitting a calibration gave.
///
/// @param calibration what was found, or what there was before where nothing better was
/// @param lossBefore mean of `−ln p(true class)` on the data it was fitted to, as the model was, in nats
/// @param lossAfter the same with the calibration; never more
/// @param outcome how it ended
/// @param penalty the strength of the pull to the identity, given or chosen; empty for methods without
public record CalibrationFit(
    Calibration calibration,
    double lossBefore,
    double lossAfter,
    Outcome outcome,
    OptionalDouble penalty) {
  /// How fitting ended.
  public enum Outcome {
    /// The best there is was found.
    FITTED,
    /// There is no best one, as where every row is right: this is at the end of what is tried.
    BOUNDED,
    /// What was found has a higher log-loss on its own data, and the model keeps what it had.
    KEPT
  }

  /// The candidate, unless what there is has the lower log-loss.
  static CalibrationFit choose(CalibrationData data, Calibration present, Candidate candidate) {
    double before = CalibrationLoss.of(present, data);
    double after = CalibrationLoss.of(candidate.calibration, data);
    if (!(after <= before)) {
      return new CalibrationFit(present, before, before, Outcome.KEPT, candidate.penalty);
    }
    return new CalibrationFit(
        candidate.calibration,
        before,
        after,
        candidate.settled ? Outcome.FITTED : Outcome.BOUNDED,
        candidate.penalty);
  }

  /// What a method found.
  ///
  /// @param settled whether it is the best there is
  record Candidate(Calibration calibration, boolean settled, OptionalDouble penalty) {}
}
