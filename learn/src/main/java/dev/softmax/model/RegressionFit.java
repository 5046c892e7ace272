package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.data.ClassLabels;
import dev.softmax.io.InputException;
import dev.softmax.linear.CrossValidation;
import dev.softmax.linear.CrossValidationOptions;
import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.Diagnosis;
import dev.softmax.linear.Diagnostics;
import dev.softmax.linear.FitData;
import dev.softmax.linear.FitReport;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A regression fitted to rows, with C and L1 ratio chosen by cross-validation first if that is
/// asked.
///
/// @param regression the model
/// @param choice how C and L1 ratio were chosen, where they were
/// @param findings what makes it unreliable
record RegressionFit(
    SoftmaxRegression regression, Optional<CrossValidation> choice, List<Diagnosis> findings) {

  /// Sees that each fold of a cross-validation can have a row of every class.
  ///
  /// @param source what messages call the data
  static void requireRows(
      ClassLabels.Labelled train, Optional<CrossValidationOptions> asked, String source) {
    if (asked.isEmpty()) {
      return;
    }
    int folds = asked.get().folds();
    int[] counts = new int[train.labels().size()];
    for (int k : train.classes()) {
      counts[k]++;
    }
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] < folds) {
        throw new InputException(
            "%s: class %s has %d rows to learn from, fewer than the %d folds of cross-validation"
                .formatted(
                    source, InputException.quote(train.labels().names().get(k)), counts[k], folds));
      }
    }
  }

  static RegressionFit of(
      FitData data, Options options, Optional<CrossValidationOptions> asked, Progress progress) {
    Optional<CrossValidation> choice =
        asked.map(question -> CrossValidation.run(data, options, question, progress));
    Options found =
        choice
            .map(CrossValidation::chosen)
            .map(chosen -> options.withC(chosen.c()).withL1Ratio(chosen.l1Ratio()))
            .orElse(options);
    SoftmaxRegression regression = SoftmaxRegression.fit(data, found, progress);
    // Tables are encoded without constant columns, and to one scale.
    boolean even = data.features() instanceof DenseFeatures;
    List<Diagnosis> findings =
        Diagnostics.of(regression, data, even ? found.withStandardise(true) : found);
    return new RegressionFit(regression, choice, findings);
  }

  FitReport report() {
    return regression.report().orElseThrow();
  }

  /// What the file says of it: what the solver did, without the time it took, since the same
  /// training makes the same file; and what was chosen.
  Map<String, String> settings() {
    FitReport report = report();
    Map<String, String> settings = new LinkedHashMap<>();
    choice.ifPresent(
        found -> {
          settings.put("c", Double.toString(found.chosen().c()));
          settings.put("l1Ratio", Double.toString(found.chosen().l1Ratio()));
          settings.put("crossValidationFolds", Integer.toString(found.options().folds()));
        });
    settings.put("solver", report.solver());
    settings.put("converged", Boolean.toString(report.converged()));
    settings.put("iterations", Integer.toString(report.iterations()));
    settings.put("objective", Double.toString(report.objective()));
    return settings;
  }
}
