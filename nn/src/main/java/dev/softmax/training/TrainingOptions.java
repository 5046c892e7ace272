package dev.softmax.training;

import dev.softmax.optim.Schedule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// How a model is trained.
///
/// @param epochs passes over the rows, at least 1
/// @param batchSize rows of a step, at least 1; the last batch of an epoch is what remains
/// @param dropLast whether a last batch that is smaller is left out
/// @param seed of the order of rows and of the random numbers of operations
/// @param schedule learning rate of each step
/// @param largestNorm what the norm of all gradients is clipped to; infinite: it is not
/// @param patience epochs without a better validation before training stops; 0: it does not
/// @param best which validation is better, and whether the best model is restored
/// @param facts what else must be the same where a training goes on from a checkpoint, by name, such as
///     the hash of a file; copied
public record TrainingOptions(
    int epochs,
    int batchSize,
    boolean dropLast,
    long seed,
    Schedule schedule,
    double largestNorm,
    int patience,
    Best best,
    SequencedMap<String, String> facts) {

  /// What makes an epoch the best.
  public enum Best {
    /// The lowest validation loss; the model of that epoch is restored at the end.
    LOWEST_LOSS,
    /// The highest validation accuracy, as named by [Scores#ACCURACY]; ties go to the lower loss; the
    /// model of that epoch is restored at the end.
    HIGHEST_ACCURACY,
    /// The last is kept; patience waits for the lowest loss.
    LAST
  }

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public TrainingOptions {
    atLeast("epochs", epochs, 1);
    atLeast("batch size", batchSize, 1);
    atLeast("patience", patience, 0);
    if (!(largestNorm > 0)) {
      throw new IllegalArgumentException("largest norm: " + largestNorm + " must be more than 0");
    }
    facts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(facts));
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + ": " + value + " must be at least " + least);
    }
  }

  /// Ten epochs of batches of 64 at a learning rate of 0.001; no clipping, no early stop, and the model
  /// with the lowest validation loss.
  public static TrainingOptions defaults() {
    return new TrainingOptions(
        10,
        64,
        false,
        0,
        new Schedule.Constant(1e-3),
        Double.POSITIVE_INFINITY,
        0,
        Best.LOWEST_LOSS,
        Collections.emptyNavigableMap());
  }

  /// These options with another number of epochs.
  public TrainingOptions withEpochs(int epochs) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with another batch size.
  public TrainingOptions withBatchSize(int batchSize) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with the last, smaller batch left out or not.
  public TrainingOptions withDropLast(boolean dropLast) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with another seed.
  public TrainingOptions withSeed(long seed) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with another schedule.
  public TrainingOptions withSchedule(Schedule schedule) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with one learning rate for all steps.
  public TrainingOptions withLearningRate(double rate) {
    return withSchedule(new Schedule.Constant(rate));
  }

  /// These options with another bound on the norm of all gradients.
  public TrainingOptions withLargestNorm(double largestNorm) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with another patience.
  public TrainingOptions withPatience(int patience) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with another measure of the best model.
  public TrainingOptions withBest(Best best) {
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, facts);
  }

  /// These options with one more of what a checkpoint is checked by, in the place of an older one of that
  /// name; an error names it: `the text's SHA-256`.
  public TrainingOptions withFact(String name, String value) {
    SequencedMap<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value);
    return new TrainingOptions(
        epochs, batchSize, dropLast, seed, schedule, largestNorm, patience, best, more);
  }

  /// Number of steps of one epoch over so many rows.
  public int stepsPerEpoch(int rows) {
    return dropLast ? rows / batchSize : Math.ceilDiv(rows, batchSize);
  }
}
