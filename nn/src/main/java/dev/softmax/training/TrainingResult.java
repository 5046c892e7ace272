package dev.softmax.training;

import java.util.List;

/// How a training went.
///
/// @param epochs those of this run that ended, in order
/// @param bestEpoch the epoch that the model is of now, from 1; 0 where not one ended
/// @param ending why it ended
public record TrainingResult(List<EpochReport> epochs, int bestEpoch, Ending ending) {
  /// Why a training ended.
  public enum Ending {
    /// All epochs were done.
    COMPLETED,
    /// Validation had not become better for as many epochs as the patience allows.
    STOPPED_EARLY,
    /// Someone cancelled it or interrupted its thread.
    CANCELLED
  }

  /// Copies the list.
  public TrainingResult {
    epochs = List.copyOf(epochs);
  }
}
