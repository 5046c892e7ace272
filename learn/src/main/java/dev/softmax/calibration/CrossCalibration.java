package dev.softmax.calibration;

import dev.softmax.data.StratifiedFolds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Models that are calibrated by rows which they have not learned from, without any row set aside: each fold's rows
/// calibrate a model of the other folds. As scikit-learn's `CalibratedClassifierCV` does, in both of its ways. Immutable, if the
/// models are.
///
/// @param members the models with their calibrations: one a fold, or a single one of all rows
/// @param <M> the kind of model
public record CrossCalibration<M>(List<Member<M>> members) {
  /// A model, and what makes probabilities of its logits.
  ///
  /// @param model the model
  /// @param calibration from its logits to probabilities
  /// @param <M> the kind of model
  public record Member<M>(M model, Calibration calibration) {}

  /// How models are made.
  ///
  /// @param <M> the kind of model
  public interface Learner<M> {
    /// Fits a model.
    ///
    /// @param rows indices of the rows to learn from, ascending
    M fit(int[] rows);

    /// Logits `(n, K)` of some rows, row-major.
    ///
    /// @param model a model that [#fit] made
    /// @param rows indices of the `n` rows
    double[] logits(M model, int[] rows);
  }

  /// What is calibrated, and how.
  ///
  /// @param labels true classes of all rows `(N)`, from 0; not copied
  /// @param classes number of classes `K`
  /// @param folds the fold of each row
  /// @param method how calibrations are fitted
  public record Plan(int[] labels, int classes, StratifiedFolds folds, CalibrationMethod method) {
    /// Sees that each row has a fold.
    ///
    /// @throws IllegalArgumentException if there are other numbers of rows
    public Plan {
      if (folds.fold().length != labels.length) {
        throw new IllegalArgumentException(
            "cross calibration: labels (%d) but folds (%d)"
                .formatted(labels.length, folds.fold().length));
      }
    }

    private int[] labelsOf(int[] rows) {
      return Arrays.stream(rows).map(row -> labels[row]).toArray();
    }
  }

  /// Copies the list.
  ///
  /// @throws IllegalArgumentException if there is no member
  public CrossCalibration {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("cross calibration: no model");
    }
  }

  /// A model a fold, fitted to the other folds and calibrated by this one; their probabilities are averaged
  /// (`ensemble=True`). More rows to learn from than with a part set aside, and the mean of several models.
  ///
  /// @throws IllegalArgumentException if a fold lacks rows of a class that the method needs
  public static <M> CrossCalibration<M> ensemble(Learner<M> learner, Plan plan) {
    List<Member<M>> members = new ArrayList<>();
    for (int fold = 0; fold < plan.folds.count(); fold++) {
      int[] held = plan.folds.test(fold);
      M model = learner.fit(plan.folds.train(fold));
      CalibrationData data =
          new CalibrationData(learner.logits(model, held), plan.labelsOf(held), plan.classes);
      members.add(new Member<>(model, plan.method.fit(data).calibration()));
    }
    return new CrossCalibration<>(members);
  }

  /// One model of all rows, calibrated by the logits that each row got from a model of the other folds
  /// (`ensemble=False`). As small and as quick as an uncalibrated model.
  ///
  /// @throws IllegalArgumentException if there are too few rows of a class for the method
  public static <M> CrossCalibration<M> single(Learner<M> learner, Plan plan) {
    double[] logits = new double[plan.labels.length * plan.classes];
    for (int fold = 0; fold < plan.folds.count(); fold++) {
      int[] held = plan.folds.test(fold);
      double[] of = learner.logits(learner.fit(plan.folds.train(fold)), held);
      for (int i = 0; i < held.length; i++) {
        System.arraycopy(of, i * plan.classes, logits, held[i] * plan.classes, plan.classes);
      }
    }
    Calibration calibration =
        plan.method.fit(new CalibrationData(logits, plan.labels, plan.classes)).calibration();
    int[] all = new int[plan.labels.length];
    Arrays.setAll(all, row -> row);
    return new CrossCalibration<>(List.of(new Member<>(learner.fit(all), calibration)));
  }

  /// Probabilities `(N, K)`, row-major: the mean of the members'.
  ///
  /// @param logits what a model makes of the rows, `(N, K)`
  /// @param classes number of classes `K`
  public double[] probabilities(Function<M, double[]> logits, int classes) {
    double[] mean = new double[0];
    for (Member<M> member : members) {
      double[] of = member.calibration.probabilities(logits.apply(member.model), classes);
      mean = mean.length == 0 ? new double[of.length] : mean;
      for (int i = 0; i < of.length; i++) {
        mean[i] += of[i] / members.size();
      }
    }
    return mean;
  }
}
