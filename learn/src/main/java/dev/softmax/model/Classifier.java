package dev.softmax.model;

import dev.softmax.calibration.Calibration;
import dev.softmax.calibration.ConformalScores;
import dev.softmax.data.ClassLabels;
import java.util.Optional;

/// A model that tells classes apart.
///
/// From its logits a calibration makes probabilities. There is exactly one: another one, or a
/// temperature, takes its place. The scores that sets of classes are made by belong to these
/// probabilities.
public sealed interface Classifier extends Model
    permits FastTextClassifier, ImageClassifier, SparseClassifier, TableClassifier, TextClassifier {
  /// The classes it tells apart.
  ClassLabels labels();

  /// What makes probabilities of its logits, and what these were on rows kept for sets of classes.
  Trust trust();

  /// The same model with another calibration, or other rows kept for sets.
  ///
  /// @param trust for as many classes
  /// @throws IllegalArgumentException when it is for another number of classes, or the model is one
  ///     of fastText, which is used as it is
  Classifier withTrust(Trust trust);

  /// From logits to probabilities.
  default Calibration calibration() {
    return trust().calibration();
  }

  /// What its probabilities were on rows kept for sets of classes; empty where none were kept.
  default Optional<ConformalScores> conformalScores() {
    return trust().scores();
  }

  /// The same model with another calibration in place of its own, and without scores for sets.
  ///
  /// @param calibration for as many classes
  /// @throws IllegalArgumentException as [#withTrust]
  default Classifier withCalibration(Calibration calibration) {
    return withTrust(Trust.of(calibration));
  }

  /// The same model with scores for sets of classes.
  ///
  /// @param scores of this model's probabilities
  /// @throws IllegalArgumentException as [#withTrust]
  default Classifier withConformalScores(ConformalScores scores) {
    return withTrust(trust().withScores(scores));
  }
}
