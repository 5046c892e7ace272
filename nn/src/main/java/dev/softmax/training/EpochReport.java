package dev.softmax.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one epoch brought.
///
/// @param epoch its number from 1
/// @param steps steps since the training began
/// @param learningRate of its last step
/// @param training means over the epoch, while the model changed: [Scores#LOSS] and what the objective
///     measures
/// @param validation means over the validation rows after it; empty without any
/// @param seconds that it took, with validation
public record EpochReport(
    int epoch,
    long steps,
    double learningRate,
    SequencedMap<String, Double> training,
    SequencedMap<String, Double> validation,
    double seconds) {
  /// Copies the maps.
  public EpochReport {
    training = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(training));
    validation = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(validation));
  }
}
