package dev.softmax.calibration;

import dev.softmax.calibration.CalibrationFit.Candidate;
import dev.softmax.data.StratifiedFolds;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// What each [CalibrationMethod] does.
final class MethodFit {
  private MethodFit() {}

  static Candidate of(CalibrationMethod method, CalibrationData data, Calibration present) {
    double k = data.classes();
    return switch (method) {
      case CalibrationMethod.Temperature _ -> temperature(data, present);
      case CalibrationMethod.Vector(OptionalDouble penalty, long seed) -> {
        PenaltySearch search =
            new PenaltySearch(
                data, true, strength -> new Pull(strength / (2 * k), 0, strength / (2 * k)), seed);
        PenaltySearch.Found found = search.fit(penalty);
        yield candidate(found, new VectorCalibration(found.map().weights(), found.map().biases()));
      }
      case CalibrationMethod.Matrix(OptionalDouble penalty, long seed) -> {
        PenaltySearch search =
            new PenaltySearch(
                data,
                false,
                strength ->
                    new Pull(
                        strength / (k * (k + 1)),
                        strength / (k * (k + 1)),
                        strength / (k * (k + 1))),
                seed);
        PenaltySearch.Found found = search.fit(penalty);
        yield candidate(found, new MatrixCalibration(found.map().weights(), found.map().biases()));
      }
      case CalibrationMethod.Dirichlet(OptionalDouble penalty, OptionalDouble mu, long seed) -> {
        CalibrationData logs =
            new CalibrationData(
                LogSoftmax.of(data.logits(), data.classes()), data.labels(), data.classes());
        PenaltySearch search =
            new PenaltySearch(
                logs,
                false,
                strength -> new Pull(0, strength / (k * (k - 1)), mu.orElse(strength) / k),
                seed);
        PenaltySearch.Found found = search.fit(penalty);
        yield candidate(
            found, new DirichletCalibration(found.map().weights(), found.map().biases()));
      }
      case CalibrationMethod.Isotonic _ ->
          new Candidate(IsotonicFit.of(data), true, OptionalDouble.empty());
      case CalibrationMethod.Sigmoid _ ->
          new Candidate(SigmoidFit.of(data), true, OptionalDouble.empty());
      case CalibrationMethod.Ensemble ensemble -> ensemble(ensemble, data);
    };
  }

  private static Candidate candidate(PenaltySearch.Found found, Calibration calibration) {
    return new Candidate(calibration, found.map().settled(), OptionalDouble.of(found.penalty()));
  }

  private static Candidate temperature(CalibrationData data, Calibration present) {
    double start = present instanceof TemperatureCalibration(double temperature) ? temperature : 1;
    TemperatureScaling scaling = TemperatureScaling.fit(data, start);
    return new Candidate(
        new TemperatureCalibration(scaling.temperature()),
        !scaling.bounded(),
        OptionalDouble.empty());
  }

  private static Candidate ensemble(CalibrationMethod.Ensemble method, CalibrationData data) {
    StratifiedFolds folds =
        StratifiedFolds.of(
            data.labels(), data.classes(), method.folds(), new SplittableRandom(method.seed()));
    List<Calibration> members = new ArrayList<>();
    boolean settled = true;
    for (int fold = 0; fold < folds.count(); fold++) {
      CalibrationData rows = data.rows(folds.train(fold));
      // Not the method's own fit, which asks for rows of each class: folds of cross-fitting may
      // have none.
      Candidate found = of(method.member(), rows, TemperatureCalibration.NONE);
      CalibrationFit fit = CalibrationFit.choose(rows, TemperatureCalibration.NONE, found);
      members.add(fit.calibration());
      settled &= fit.outcome() != CalibrationFit.Outcome.BOUNDED;
    }
    return new Candidate(new EnsembleCalibration(members), settled, OptionalDouble.empty());
  }
}
