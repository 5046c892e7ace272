package dev.softmax.network;

import dev.softmax.optim.Schedule;
import dev.softmax.training.TrainingOptions;

/// How a network is trained: AdamW, with a learning rate that rises over the first tenth of the steps
/// and falls along a cosine to zero.
///
/// @param layers the hidden layers
/// @param epochs passes over the rows; [#BY_ROWS]: 20, or as many as show a network 64,000 rows
/// @param batchSize rows of a step, at least 1
/// @param learningRate the highest, above 0
/// @param weightDecay share of a weight that a step takes away, times the learning rate
/// @param validation share of the training rows that choose the best epoch; 0: the last is kept
/// @param patience epochs without a lower validation loss before training stops; 0: it does not
/// @param seed of the first weights, the order of rows, dropout, and the choice of validation rows
public record NetworkOptions(
    HiddenLayers layers,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double validation,
    int patience,
    long seed) {
  /// Stands for the number of epochs that suits the rows; see [#forRows].
  public static final int BY_ROWS = 0;

  /// Enough of many rows.
  private static final int LEAST_EPOCHS = 20;

  /// Rows that few rows are repeated to: a thousand steps of 64. With 20 epochs of 120 rows a network
  /// takes 40 steps, in which it has hardly left its first weights.
  private static final int LEAST_ROWS_SEEN = 64_000;

  /// Checks every number.
  ///
  /// @throws IllegalArgumentException when one is out of its range
  public NetworkOptions {
    require(epochs >= BY_ROWS, epochs + " epochs are not at least 1");
    require(batchSize >= 1, "a batch of " + batchSize + " is not at least 1");
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "a learning rate of " + learningRate + " is not a number above 0");
    require(
        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
        "a weight decay of " + weightDecay + " is not a number from 0");
    require(
        validation >= 0 && validation < 1,
        "a validation share of " + validation + " is not from 0 to below 1");
    require(patience >= 0, "a patience of " + patience + " is below 0");
  }

  private static void require(boolean fits, String message) {
    if (!fits) {
      throw new IllegalArgumentException(message);
    }
  }

  /// As many epochs as suit the rows, of batches of 64 at 0.001, weight decay 0.01, a tenth of the
  /// rows for validation, no early stop, seed 42.
  ///
  /// @param layers the hidden layers
  public static NetworkOptions of(HiddenLayers layers) {
    return new NetworkOptions(layers, BY_ROWS, 64, 1e-3, 0.01, 0.1, 0, 42);
  }

  /// These options with other hidden layers.
  public NetworkOptions withLayers(HiddenLayers layers) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another number of epochs.
  ///
  /// @throws IllegalArgumentException if it is not at least 1
  public NetworkOptions withEpochs(int epochs) {
    require(epochs >= 1, epochs + " epochs are not at least 1");
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another batch size.
  public NetworkOptions withBatchSize(int batchSize) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another highest learning rate.
  public NetworkOptions withLearningRate(double learningRate) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another weight decay.
  public NetworkOptions withWeightDecay(double weightDecay) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another share of rows for validation.
  public NetworkOptions withValidation(double validation) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another patience.
  public NetworkOptions withPatience(int patience) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with another seed.
  public NetworkOptions withSeed(long seed) {
    return new NetworkOptions(
        layers, epochs, batchSize, learningRate, weightDecay, validation, patience, seed);
  }

  /// These options with the number of epochs that suits so many rows, unless they have one: 20, and of
  /// fewer than 3,200 rows more.
  ///
  /// @param rows of training and validation
  public NetworkOptions forRows(int rows) {
    return epochs == BY_ROWS
        ? withEpochs(Math.max(LEAST_EPOCHS, Math.ceilDiv(LEAST_ROWS_SEEN, Math.max(1, rows))))
        : this;
  }

  /// The options of the loop that trains on so many rows.
  public TrainingOptions training(int rows) {
    TrainingOptions loop =
        TrainingOptions.defaults()
            .withEpochs(forRows(rows).epochs)
            .withBatchSize(batchSize)
            .withSeed(seed)
            .withPatience(patience)
            .withBest(
                validation > 0 ? TrainingOptions.Best.LOWEST_LOSS : TrainingOptions.Best.LAST);
    long steps = (long) loop.epochs() * loop.stepsPerEpoch(rows);
    long rise = Math.max(1, steps / 10);
    Schedule fall = new Schedule.Cosine(learningRate, 0, Math.max(1, steps - rise));
    return loop.withSchedule(new Schedule.WarmUp(rise, fall));
  }
}
