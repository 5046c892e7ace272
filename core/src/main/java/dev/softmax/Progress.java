package dev.softmax;

/// Hears how far a long piece of work has come. Called from the thread that works, at each step;
/// an implementation that throws ends the work.
@FunctionalInterface
public interface Progress {
  /// Hears nothing.
  Progress NONE = (stage, done, total, loss) -> {};

  /// One step is done.
  ///
  /// @param stage what is being done, in a word or two, such as `fitting`
  /// @param done steps done so far in this stage
  /// @param total steps there will be, or the most there can be; 0 when nobody knows
  /// @param loss the loss so far, `NaN` where there is none
  void report(String stage, long done, long total, double loss);
}
