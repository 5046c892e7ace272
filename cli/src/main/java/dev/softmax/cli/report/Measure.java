package dev.softmax.cli.report;

import dev.softmax.metrics.Agreement;
import dev.softmax.metrics.Averages;
import dev.softmax.metrics.Bootstrap;
import dev.softmax.metrics.CalibrationError;
import dev.softmax.metrics.Interval;
import dev.softmax.metrics.Predictions;
import dev.softmax.metrics.Ranking;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/// One line of the table of measures.
///
/// @param name the measure
/// @param value what it is here
/// @param interval where it may lie; NaN where it would take too long to find out
/// @param blind what the shares of the classes alone would get, where that says something
/// @param meaning what a reader should know
record Measure(String name, double value, Interval interval, OptionalDouble blind, String meaning) {
  /// Probabilities to be ranked again for the intervals of ranking, in all; more take minutes.
  private static final long MOST_RANKED = 2_000_000_000L;

  private static final Interval NONE = new Interval(Double.NaN, Double.NaN);

  /// A measure before it is taken.
  private record Plan(
      String name, OptionalDouble blind, ToDoubleFunction<Predictions> of, String meaning) {
    Measure taken(Predictions predictions, Interval interval) {
      return new Measure(name, of.applyAsDouble(predictions), interval, blind, meaning);
    }
  }

  /// The measures of predictions, with 95 % intervals.
  static List<Measure> of(Predictions predictions, Bootstrap bootstrap) {
    double[] shares = shares(predictions);
    List<Measure> measures = new ArrayList<>(measured(predictions, bootstrap, basic(shares)));
    long ranked = (long) bootstrap.replicates() * predictions.rows() * predictions.classes();
    List<Plan> ranking = ranking();
    if (ranked <= MOST_RANKED) {
      measures.addAll(measured(predictions, bootstrap, ranking));
    } else {
      for (Plan plan : ranking) {
        measures.add(plan.taken(predictions, NONE));
      }
    }
    return List.copyOf(measures);
  }

  private static List<Measure> measured(
      Predictions predictions, Bootstrap bootstrap, List<Plan> plans) {
    List<Interval> intervals =
        bootstrap.intervals(predictions, plans.stream().map(Plan::of).toList());
    List<Measure> measures = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      measures.add(plans.get(i).taken(predictions, intervals.get(i)));
    }
    return measures;
  }

  private static List<Plan> basic(double[] shares) {
    double most = 0;
    double entropy = 0;
    double spread = 0;
    int present = 0;
    for (double share : shares) {
      most = Math.max(most, share);
      entropy -= share > 0 ? share * Math.log(share) : 0;
      spread += share * (1 - share);
      present += share > 0 ? 1 : 0;
    }
    return List.of(
        plan("accuracy", most, Predictions::accuracy, "share of right answers"),
        plan(
            "balanced accuracy",
            1.0 / present,
            p -> Agreement.of(p).balancedAccuracy(),
            "mean recall of the classes"),
        plan(
            "macro F1",
            Double.NaN,
            p -> Averages.of(p).macro().f1(),
            "mean over the classes of the harmonic mean of precision and recall"),
        plan(
            "Matthews’ correlation",
            0,
            p -> Agreement.of(p).matthews(),
            "1 is perfect, 0 no better than chance"),
        plan("Cohen’s kappa", 0, p -> Agreement.of(p).kappa(), "accuracy above that of chance"),
        plan(
            "log-loss",
            entropy,
            Predictions::logLoss,
            "mean of −ln p(true class), in nats; small is good"),
        plan(
            "Brier score",
            spread,
            Predictions::brier,
            "mean squared distance from the truth, 0 to 2; small is good"),
        plan(
            "calibration error (ECE)",
            Double.NaN,
            p -> CalibrationError.of(p).equalWidth(),
            "mean gap between confidence and accuracy, 15 bins of equal width; grows with noise, in"
                + " drawn samples more so"),
        plan(
            "calibration error, debiased",
            Double.NaN,
            p -> CalibrationError.of(p).debiased(),
            "root mean square gap less what chance adds, 15 bins of equally many"));
  }

  private static List<Plan> ranking() {
    return List.of(
        plan(
            "ROC AUC",
            0.5,
            p -> Ranking.of(p).macroRocAuc(),
            "chance that a row of a class ranks above another for it; mean over the classes"),
        plan(
            "average precision",
            Double.NaN,
            p -> Ranking.of(p).macroAveragePrecision(),
            "area under precision over recall; mean over the classes"));
  }

  private static Plan plan(
      String name, double blind, ToDoubleFunction<Predictions> of, String meaning) {
    return new Plan(
        name, Double.isNaN(blind) ? OptionalDouble.empty() : OptionalDouble.of(blind), of, meaning);
  }

  private static double[] shares(Predictions predictions) {
    double[] shares = new double[predictions.classes()];
    for (int row = 0; row < predictions.rows(); row++) {
      shares[predictions.label(row)] += 1.0 / predictions.rows();
    }
    return shares;
  }
}
