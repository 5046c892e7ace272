package dev.softmax.cli;

import dev.softmax.metrics.Agreement;
import dev.softmax.metrics.Averages;
import dev.softmax.metrics.Bootstrap;
import dev.softmax.metrics.BrierDecomposition;
import dev.softmax.metrics.CalibrationError;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.metrics.Interval;
import dev.softmax.metrics.Predictions;
import dev.softmax.metrics.Ranking;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What `evaluate` says of a classifier.
final class EvaluationOutput {
  /// With more classes, how often the true one is among the first few says something.
  private static final int USUAL_TOP = 5;

  private final Predictions predictions;
  private final int top;
  private final ClassificationMetrics metrics;
  private final MetricsOutput basic;
  private final Agreement agreement;
  private final Averages averages;
  private final CalibrationError calibration;
  private final Ranking ranking;
  private final Bootstrap bootstrap;
  private final List<Interval> intervals;

  /// @param names the classes
  /// @param top how many classes the true one may be among; with none, 5 of more than 5
  /// @param seed of the intervals
  EvaluationOutput(Predictions predictions, List<String> names, @Nullable Integer top, long seed) {
    this.predictions = predictions;
    this.top = top != null ? top : names.size() > USUAL_TOP ? USUAL_TOP : 1;
    this.metrics = ClassificationMetrics.of(predictions);
    this.basic = new MetricsOutput(metrics, names);
    this.agreement = Agreement.of(predictions);
    this.averages = Averages.of(predictions);
    this.calibration = CalibrationError.of(predictions);
    this.ranking = Ranking.of(predictions);
    this.bootstrap = Bootstrap.forRows(predictions.rows()).withSeed(seed);
    this.intervals =
        bootstrap.intervals(predictions, List.of(Predictions::accuracy, Predictions::logLoss));
  }

  /// Tables for people.
  ///
  /// @param covered what sets of classes turned out to be, if any were asked for
  void print(PrintStream out, Optional<SetFlags.Covered> covered) {
    TextTable lines = new TextTable("lrl");
    lines.row("rows", Integer.toString(metrics.rows()), "");
    lines.row("accuracy", TextTable.number(metrics.accuracy()), text(intervals.getFirst()));
    if (top > 1) {
      double within = Ranking.topKAccuracy(predictions, top);
      lines.row("top-" + top + " accuracy", TextTable.number(within), "");
    }
    row(lines, "balanced accuracy", agreement.balancedAccuracy());
    row(lines, "macro F1", averages.macro().f1());
    row(lines, "Matthews", agreement.matthews());
    row(lines, "kappa", agreement.kappa());
    row(lines, "ROC AUC", ranking.macroRocAuc());
    row(lines, "average precision", ranking.macroAveragePrecision());
    lines.row("log-loss", TextTable.number(metrics.logLoss()), text(intervals.getLast()));
    row(lines, "Brier", metrics.brier());
    row(lines, "ECE", metrics.ece());
    row(lines, "ECE debiased", calibration.debiased());
    lines.print(out);
    basic.print(out, covered);
  }

  private static void row(TextTable lines, String name, double value) {
    lines.row(name, TextTable.number(value), "");
  }

  private String text(Interval interval) {
    return "%.0f %%: %s to %s"
        .formatted(
            100 * bootstrap.level(),
            TextTable.number(interval.low()),
            TextTable.number(interval.high()));
  }

  /// The documented keys, then the others.
  Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = basic.json();
    json.put("perClass", perClass());
    json.put("intervals", intervals());
    json.put("balancedAccuracy", agreement.balancedAccuracy());
    json.put("matthews", agreement.matthews());
    json.put("kappa", agreement.kappa());
    json.put("macro", json(averages.macro()));
    json.put("micro", json(averages.micro()));
    json.put("weighted", json(averages.weighted()));
    json.put(
        "rocAuc",
        Json.object("macro", ranking.macroRocAuc(), "weighted", ranking.weightedRocAuc()));
    json.put(
        "averagePrecision",
        Json.object(
            "macro",
            ranking.macroAveragePrecision(),
            "weighted",
            ranking.weightedAveragePrecision()));
    json.put("topK", Json.object("k", top, "accuracy", Ranking.topKAccuracy(predictions, top)));
    json.put("calibrationError", calibrationJson());
    BrierDecomposition parts = BrierDecomposition.of(predictions);
    json.put(
        "brierParts",
        Json.object(
            "reliability", parts.reliability(),
            "resolution", parts.resolution(),
            "uncertainty", parts.uncertainty(),
            "withinBins", parts.withinBins()));
    return json;
  }

  private Map<String, @Nullable Object> intervals() {
    return Json.object(
        "level", bootstrap.level(),
        "replicates", bootstrap.replicates(),
        "accuracy", ends(intervals.getFirst()),
        "logLoss", ends(intervals.getLast()));
  }

  private Map<String, @Nullable Object> calibrationJson() {
    return Json.object(
        "bins", calibration.bins(),
        "equalWidth", calibration.equalWidth(),
        "equalMass", calibration.equalMass(),
        "debiased", calibration.debiased(),
        "maximum", calibration.maximum(),
        "classwise", calibration.classwise());
  }

  private List<Map<String, @Nullable Object>> perClass() {
    List<Map<String, @Nullable Object>> perClass = basic.perClass();
    for (int k = 0; k < perClass.size(); k++) {
      Ranking.OfClass of = ranking.perClass().get(k);
      perClass.get(k).put("rocAuc", of.rocAuc());
      perClass.get(k).put("averagePrecision", of.averagePrecision());
    }
    return perClass;
  }

  private static double[] ends(Interval interval) {
    return new double[] {interval.low(), interval.high()};
  }

  private static Map<String, @Nullable Object> json(Averages.Scores scores) {
    return Json.object(
        "precision", scores.precision(), "recall", scores.recall(), "f1", scores.f1());
  }
}
