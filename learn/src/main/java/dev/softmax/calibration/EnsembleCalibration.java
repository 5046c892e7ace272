package dev.softmax.calibration;

import java.util.List;
import java.util.OptionalInt;

/// The mean of the probabilities that several calibrations make of the same logits.
///
/// @param members the calibrations, all for as many classes
public record EnsembleCalibration(List<Calibration> members) implements Calibration {
  /// Its name.
  public static final String NAME = "ensemble";

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no member, one is an ensemble itself, or they are for different numbers
  ///     of classes
  public EnsembleCalibration {
    members = List.copyOf(members);
    if (members.isEmpty() || members.stream().anyMatch(EnsembleCalibration.class::isInstance)) {
      throw new IllegalArgumentException(
          "an ensemble of " + members.size() + " calibrations, of which none may be an ensemble");
    }
    if (members.stream().map(Calibration::classes).filter(OptionalInt::isPresent).distinct().count()
        > 1) {
      throw new IllegalArgumentException("an ensemble of calibrations of different classes");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public OptionalInt classes() {
    return members.stream()
        .map(Calibration::classes)
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElse(OptionalInt.empty());
  }

  @Override
  public double[] probabilities(double[] logits, int classes) {
    double[] sum = new double[logits.length];
    for (Calibration member : members) {
      double[] of = member.probabilities(logits, classes);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += of[i] / members.size();
      }
    }
    return sum;
  }
}
