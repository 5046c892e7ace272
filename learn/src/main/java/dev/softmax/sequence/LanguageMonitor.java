package dev.softmax.sequence;

import dev.softmax.training.EpochReport;
import dev.softmax.training.Monitor;
import java.nio.file.Path;
import java.util.Optional;

/// Who hears of a language model's training, who may end it, and where it goes on from.
///
/// @param monitor progress, cancellation, log, checkpoints; its epochs are rounds: passes over the text,
///     or the parts of one that [LanguageOptions#steps] asks for
/// @param listener hears of each round, with the model as it is then
/// @param resume a checkpoint of the same training that it goes on from
public record LanguageMonitor(Monitor monitor, Listener listener, Optional<Path> resume) {
  /// Nobody.
  public static final LanguageMonitor NONE = of(Monitor.NONE);

  /// Hears of a round.
  @FunctionalInterface
  public interface Listener {
    /// A round has ended.
    ///
    /// @param round its losses, in nats a symbol
    /// @param passes passes over the text so far
    /// @param network as it is now; not to be used later, for training goes on with it
    void round(EpochReport round, double passes, LanguageNetwork network);
  }

  /// A monitor alone.
  public static LanguageMonitor of(Monitor monitor) {
    return new LanguageMonitor(monitor, (_, _, _) -> {}, Optional.empty());
  }

  /// This one with another monitor.
  public LanguageMonitor withMonitor(Monitor value) {
    return new LanguageMonitor(value, listener, resume);
  }

  /// This one with another listener.
  public LanguageMonitor withListener(Listener value) {
    return new LanguageMonitor(monitor, value, resume);
  }

  /// This one with a checkpoint to go on from.
  public LanguageMonitor withResume(Path value) {
    return new LanguageMonitor(monitor, listener, Optional.of(value));
  }
}
