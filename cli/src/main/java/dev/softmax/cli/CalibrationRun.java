package dev.softmax.cli;

import dev.softmax.calibration.CalibrationData;
import dev.softmax.calibration.CalibrationFit;
import dev.softmax.calibration.CalibrationMethod;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.io.InputException;
import dev.softmax.model.Classifier;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/// The calibration of a model: which rows fit it, and which make sets of classes.
///
/// @param model the model as it is
/// @param scored the rows
/// @param method how it is calibrated; empty to keep its calibration
/// @param split the share of the rows that nothing is fitted to; 0 for none
/// @param seed of what is drawn
record CalibrationRun(
    Classifier model,
    KnownData.Scored scored,
    Optional<CalibrationMethod> method,
    double split,
    long seed) {
  private static final int FOLDS = 5;

  /// What came of it.
  ///
  /// @param model the calibrated model
  /// @param fit how the fit went
  /// @param fitted the rows it was fitted to
  /// @param held the rows it was not fitted to, where some were set aside
  record Result(
      Classifier model,
      CalibrationFit fit,
      CalibrationData fitted,
      Optional<CalibrationData> held) {}

  Result run() {
    CalibrationData all = scored.data(model.labels().size());
    if (method.isEmpty()) {
      return kept(all);
    }
    CalibrationMethod how = method.get();
    if (split == 0) {
      CalibrationFit fit = fit(how, all);
      Classifier calibrated = model.withCalibration(fit.calibration());
      if (fit.outcome() == CalibrationFit.Outcome.KEPT) {
        calibrated = calibrated.withConformalScores(scores(calibrated, all));
      } else if (all.size() > 1) {
        CalibrationMethod again =
            fit.penalty().isPresent() ? how.withPenalty(fit.penalty().getAsDouble()) : how;
        calibrated =
            calibrated.withConformalScores(ConformalScores.crossFitted(all, again, FOLDS, seed));
      }
      return new Result(calibrated, fit, all, Optional.empty());
    }
    StratifiedSplit parts =
        StratifiedSplit.of(all.labels(), all.classes(), split, new SplittableRandom(seed));
    if (parts.test().length == 0) {
      throw new InputException(
          "%s: none of %d %s can be held out in %d classes; without --split all are fitted to"
              .formatted(scored.source(), all.size(), scored.unit(), all.classes()));
    }
    CalibrationData held = all.rows(parts.test());
    CalibrationData fitted = all.rows(parts.train());
    CalibrationFit fit = fit(how, fitted);
    Classifier calibrated = model.withCalibration(fit.calibration());
    return new Result(
        calibrated.withConformalScores(scores(calibrated, held)), fit, fitted, Optional.of(held));
  }

  /// The model as it is, with all rows for sets.
  private Result kept(CalibrationData all) {
    double loss = ProbabilityScores.of(model.calibration(), all).logLoss();
    CalibrationFit fit =
        new CalibrationFit(
            model.calibration(), loss, loss, CalibrationFit.Outcome.FITTED, OptionalDouble.empty());
    return new Result(model.withConformalScores(scores(model, all)), fit, all, Optional.empty());
  }

  private static ConformalScores scores(Classifier calibrated, CalibrationData rows) {
    return ConformalScores.of(
        calibrated.calibration().probabilities(rows.logits(), rows.classes()),
        rows.labels(),
        rows.classes());
  }

  private CalibrationFit fit(CalibrationMethod how, CalibrationData rows) {
    if (how instanceof CalibrationMethod.Ensemble ensemble && ensemble.folds() > rows.size()) {
      throw new InputException(
          "%s: has %d %s to fit to, and --ensemble %d needs as many at least"
              .formatted(scored.source(), rows.size(), scored.unit(), ensemble.folds()));
    }
    int[] counts = rows.counts();
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] < how.leastRows()) {
        throw new InputException(
            "%s: class %s has %d %s to fit to, and this method needs %d at least; --method temperature needs none"
                .formatted(
                    scored.source(),
                    InputException.quote(model.labels().names().get(k)),
                    counts[k],
                    scored.unit(),
                    how.leastRows()));
      }
    }
    return how.fit(rows, model.calibration());
  }
}
