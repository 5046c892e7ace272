package dev.softmax.training;

import dev.softmax.Progress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Who hears of a training, and who may end it.
///
/// @param progress hears of each step, with the mean loss of the epoch so far
/// @param epochs hears of each epoch, after its validation and before its checkpoint
/// @param cancelled asked before each step; when it says yes, or the thread is interrupted, training
///     ends with the best model so far
/// @param log a file for one line of JSON an epoch; a training that goes on appends to it
/// @param logSteps after how many steps a line is written too; 0: none
/// @param checkpoint a file that holds the state after each epoch
public record Monitor(
    Progress progress,
    Consumer<EpochReport> epochs,
    BooleanSupplier cancelled,
    Optional<Path> log,
    int logSteps,
    Optional<Path> checkpoint) {
  /// Nobody.
  public static final Monitor NONE =
      new Monitor(Progress.NONE, _ -> {}, () -> false, Optional.empty(), 0, Optional.empty());

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the number of steps is negative
  public Monitor {
    if (logSteps < 0) {
      throw new IllegalArgumentException("log: every " + logSteps + " steps");
    }
  }

  /// This one with another listener.
  public Monitor withProgress(Progress progress) {
    return new Monitor(progress, epochs, cancelled, log, logSteps, checkpoint);
  }

  /// This one with another listener to epochs.
  public Monitor withEpochs(Consumer<EpochReport> epochs) {
    return new Monitor(progress, epochs, cancelled, log, logSteps, checkpoint);
  }

  /// This one with another way to end.
  public Monitor withCancellation(BooleanSupplier cancelled) {
    return new Monitor(progress, epochs, cancelled, log, logSteps, checkpoint);
  }

  /// This one with a log of epochs.
  public Monitor withLog(Path log) {
    return withLog(log, 0);
  }

  /// This one with a log of epochs, and of every so many steps.
  public Monitor withLog(Path log, int steps) {
    return new Monitor(progress, epochs, cancelled, Optional.of(log), steps, checkpoint);
  }

  /// This one with a checkpoint after each epoch.
  public Monitor withCheckpoint(Path checkpoint) {
    return new Monitor(progress, epochs, cancelled, log, logSteps, Optional.of(checkpoint));
  }
}
