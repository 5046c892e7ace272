package dev.softmax.sequence;

import dev.softmax.optim.Schedule;
import dev.softmax.training.TrainingOptions;

/// A language model, and how it is trained: with AdamW, whose rate rises for a twentieth of the steps and
/// then falls to a tenth of its height as half a cosine, and with clipped gradients.
///
/// @param architecture the network
/// @param epochs passes over the text
/// @param batchSize B, windows of a step; a short text takes as many as it has
/// @param learningRate the highest
/// @param weightDecay AdamW's, of matrices
/// @param largestNorm what the norm of all gradients is clipped to
/// @param validation share of the text, at its end, that measures the model and chooses its best state; 0:
///     none
/// @param steps after how many a model is measured, about; 0: after each pass
/// @param seed of the first weights, of windows and dropout
public record LanguageOptions(
    Architecture architecture,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double largestNorm,
    double validation,
    int steps,
    long seed) {
  /// Share of the steps in which the learning rate rises.
  private static final double WARM_UP = 0.05;

  /// The last learning rate over the highest.
  private static final double LAST = 0.1;

  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public LanguageOptions {
    atLeast("epochs", epochs, 1);
    atLeast("batch size", batchSize, 1);
    atLeast("steps between validations", steps, 0);
    if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException(
          "a learning rate of " + learningRate + " is not a number above 0");
    }
    if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
      throw new IllegalArgumentException(
          "a weight decay of " + weightDecay + " is not a number from 0 on");
    }
    if (!(largestNorm > 0)) {
      throw new IllegalArgumentException("a largest norm of " + largestNorm + " is not above 0");
    }
    if (!(validation >= 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "a validation share of " + validation + " is not from 0 to below 1");
    }
  }

  private static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + ": " + value + " must be at least " + least);
    }
  }

  /// What suits an architecture on a text of about a million characters: ten passes in batches of 32, of a
  /// Transformer 16, with a tenth of the text for validation.
  public static LanguageOptions of(Architecture architecture) {
    boolean recurrent = architecture instanceof Architecture.Gru;
    return new LanguageOptions(
        architecture,
        10,
        recurrent ? 32 : 16,
        recurrent ? 5e-3 : 2e-3,
        recurrent ? 0.01 : 0.1,
        1,
        0.1,
        0,
        42);
  }

  /// These options with another network.
  public LanguageOptions withArchitecture(Architecture value) {
    return new LanguageOptions(
        value, epochs, batchSize, learningRate, weightDecay, largestNorm, validation, steps, seed);
  }

  /// These options with another number of passes.
  public LanguageOptions withEpochs(int value) {
    return new LanguageOptions(
        architecture,
        value,
        batchSize,
        learningRate,
        weightDecay,
        largestNorm,
        validation,
        steps,
        seed);
  }

  /// These options with another number of windows a step.
  public LanguageOptions withBatchSize(int value) {
    return new LanguageOptions(
        architecture,
        epochs,
        value,
        learningRate,
        weightDecay,
        largestNorm,
        validation,
        steps,
        seed);
  }

  /// These options with another learning rate.
  public LanguageOptions withLearningRate(double value) {
    return new LanguageOptions(
        architecture, epochs, batchSize, value, weightDecay, largestNorm, validation, steps, seed);
  }

  /// These options with another weight decay.
  public LanguageOptions withWeightDecay(double value) {
    return new LanguageOptions(
        architecture, epochs, batchSize, learningRate, value, largestNorm, validation, steps, seed);
  }

  /// These options with another bound on gradients.
  public LanguageOptions withLargestNorm(double value) {
    return new LanguageOptions(
        architecture, epochs, batchSize, learningRate, weightDecay, value, validation, steps, seed);
  }

  /// These options with another share for validation.
  public LanguageOptions withValidation(double value) {
    return new LanguageOptions(
        architecture,
        epochs,
        batchSize,
        learningRate,
        weightDecay,
        largestNorm,
        value,
        steps,
        seed);
  }

  /// These options with validation after another number of steps; 0: after each pass.
  public LanguageOptions withSteps(int value) {
    return new LanguageOptions(
        architecture,
        epochs,
        batchSize,
        learningRate,
        weightDecay,
        largestNorm,
        validation,
        value,
        seed);
  }

  /// These options with another seed.
  public LanguageOptions withSeed(long value) {
    return new LanguageOptions(
        architecture,
        epochs,
        batchSize,
        learningRate,
        weightDecay,
        largestNorm,
        validation,
        steps,
        value);
  }

  /// The training loop for so many rounds of so many steps.
  TrainingOptions training(int rounds, int stepsPerRound, int rows, boolean validated) {
    long total = (long) rounds * stepsPerRound;
    long rising = Math.max(1, Math.round(WARM_UP * total));
    Schedule falling =
        new Schedule.Cosine(learningRate, LAST * learningRate, Math.max(1, total - rising));
    return TrainingOptions.defaults()
        .withEpochs(rounds)
        .withBatchSize(rows)
        .withSeed(seed)
        .withSchedule(new Schedule.WarmUp(rising, falling))
        .withLargestNorm(largestNorm)
        .withBest(validated ? TrainingOptions.Best.LOWEST_LOSS : TrainingOptions.Best.LAST);
  }
}
