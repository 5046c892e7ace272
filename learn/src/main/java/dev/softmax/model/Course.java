package dev.softmax.model;

import dev.softmax.linear.FitReport;
import dev.softmax.training.EpochReport;
import dev.softmax.training.Scores;
import dev.softmax.training.TrainingResult;
import java.util.List;

/// How a fit went, in a few words.
///
/// @param method what did it, such as the solver's name
/// @param count how many steps or epochs it took
/// @param unit what is counted, `steps` or `epochs`
/// @param converged whether it ended by itself; a solver that was cut off has not
/// @param improving whether a network's validation still fell markedly when its epochs were over
public record Course(String method, int count, String unit, boolean converged, boolean improving) {
  /// Fewer epochs tell no direction.
  private static final int TELLING = 4;

  /// What share of the whole fall of the validation loss is marked for the second half of the epochs. The
  /// learning rate has fallen by then, so that of a steady fall this half has about a fifth.
  private static final double MARKED = 0.05;

  static Course of(FitReport report) {
    return new Course(report.solver(), report.iterations(), "steps", report.converged(), false);
  }

  static Course of(TrainingResult result) {
    return new Course(
        "best epoch " + result.bestEpoch(),
        result.epochs().size(),
        "epochs",
        result.ending() != TrainingResult.Ending.CANCELLED,
        isImproving(result));
  }

  private static boolean isImproving(TrainingResult result) {
    List<EpochReport> epochs = result.epochs();
    if (result.ending() != TrainingResult.Ending.COMPLETED
        || epochs.size() < TELLING
        || result.bestEpoch() != epochs.getLast().epoch()) {
      return false;
    }
    double last = loss(epochs.getLast());
    double fall = loss(epochs.getFirst()) - last;
    return loss(epochs.get(epochs.size() / 2 - 1)) - last > MARKED * fall;
  }

  /// The validation loss; NaN, which nothing is above, without validation.
  private static double loss(EpochReport report) {
    return report.validation().getOrDefault(Scores.LOSS, Double.NaN);
  }
}
