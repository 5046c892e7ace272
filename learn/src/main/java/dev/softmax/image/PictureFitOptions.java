package dev.softmax.image;

import dev.softmax.nn.Part;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.Optimizer;
import dev.softmax.optim.ParameterGroup;
import dev.softmax.optim.Schedule;
import dev.softmax.optim.Sgd;
import dev.softmax.optim.SgdOptions;
import dev.softmax.training.TrainingOptions;
import java.util.List;

/// How the weights of a network of pictures are moved: the learning rate rises to the highest and falls to
/// almost nothing again, in one cycle over all epochs.
///
/// @param method which way steps are made
/// @param epochs passes over the pictures, at least 1
/// @param batchSize pictures of a step, at least 1
/// @param learningRate the highest, above 0
/// @param weightDecay share of a weight that a step takes away: times the learning rate for AdamW, as part
///     of the gradient for SGD; biases and scales of normalisation do not decay
/// @param labelSmoothing share of the target that is spread over all classes, from 0 to below 1
/// @param validation share of the training pictures that choose the best epoch; 0: the last is kept
/// @param patience epochs without a lower validation loss before training stops; 0: it does not
public record PictureFitOptions(
    Method method,
    int epochs,
    int batchSize,
    double learningRate,
    double weightDecay,
    double labelSmoothing,
    double validation,
    int patience) {

  private static final double MOMENTUM = 0.9;

  /// A step is at most this long: a network without experience makes large gradients.
  private static final double LARGEST_NORM = 5;

  /// Which way steps are made.
  public enum Method {
    /// Adam with weight decay of its own (Loshchilov and Hutter, 2019).
    ADAM_W,
    /// Gradient descent with Nesterov's momentum of 0.9.
    SGD
  }

  /// Checks every number.
  ///
  /// @throws IllegalArgumentException when one is out of its range
  public PictureFitOptions {
    require(epochs >= 1, epochs + " epochs are not at least 1");
    require(batchSize >= 1, "a batch of " + batchSize + " is not at least 1");
    require(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "a learning rate of " + learningRate + " is not a number above 0");
    require(
        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
        "a weight decay of " + weightDecay + " is not a number from 0");
    require(
        labelSmoothing >= 0 && labelSmoothing < 1,
        "a label smoothing of " + labelSmoothing + " is not from 0 to below 1");
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

  /// For a small network without experience: AdamW, 10 epochs of batches of 64 at 0.004.
  public static PictureFitOptions small() {
    return new PictureFitOptions(Method.ADAM_W, 10, 64, 4e-3, 0.01, 0, 0.05, 0);
  }

  /// For a residual network without experience: SGD, 30 epochs of batches of 64 at 0.1.
  public static PictureFitOptions residual() {
    return new PictureFitOptions(Method.SGD, 30, 64, 0.1, 5e-4, 0, 0.05, 0);
  }

  /// For a network that learned on other pictures: AdamW, 10 epochs of batches of 32 at 0.0003.
  public static PictureFitOptions fineTuning() {
    return new PictureFitOptions(Method.ADAM_W, 10, 32, 3e-4, 0.01, 0.1, 0.1, 0);
  }

  /// These options with another method.
  ///
  /// @param value which way steps are made
  public PictureFitOptions withMethod(Method value) {
    return new PictureFitOptions(
        value, epochs, batchSize, learningRate, weightDecay, labelSmoothing, validation, patience);
  }

  /// These options with another number of epochs.
  ///
  /// @param value at least 1
  public PictureFitOptions withEpochs(int value) {
    return new PictureFitOptions(
        method, value, batchSize, learningRate, weightDecay, labelSmoothing, validation, patience);
  }

  /// These options with another batch size.
  ///
  /// @param value at least 1
  public PictureFitOptions withBatchSize(int value) {
    return new PictureFitOptions(
        method, epochs, value, learningRate, weightDecay, labelSmoothing, validation, patience);
  }

  /// These options with another highest learning rate.
  ///
  /// @param value above 0
  public PictureFitOptions withLearningRate(double value) {
    return new PictureFitOptions(
        method, epochs, batchSize, value, weightDecay, labelSmoothing, validation, patience);
  }

  /// These options with another weight decay.
  ///
  /// @param value from 0
  public PictureFitOptions withWeightDecay(double value) {
    return new PictureFitOptions(
        method, epochs, batchSize, learningRate, value, labelSmoothing, validation, patience);
  }

  /// These options with another label smoothing.
  ///
  /// @param value from 0 to below 1
  public PictureFitOptions withLabelSmoothing(double value) {
    return new PictureFitOptions(
        method, epochs, batchSize, learningRate, weightDecay, value, validation, patience);
  }

  /// These options with another share of pictures for validation.
  ///
  /// @param value from 0 to below 1
  public PictureFitOptions withValidation(double value) {
    return new PictureFitOptions(
        method, epochs, batchSize, learningRate, weightDecay, labelSmoothing, value, patience);
  }

  /// These options with another patience.
  ///
  /// @param value from 0
  public PictureFitOptions withPatience(int value) {
    return new PictureFitOptions(
        method, epochs, batchSize, learningRate, weightDecay, labelSmoothing, validation, value);
  }

  /// The optimiser of a network's parameters.
  Optimizer optimizer(Part network) {
    List<ParameterGroup> groups =
        ParameterGroup.decayingMatrices(network.parameters(), weightDecay);
    return switch (method) {
      case ADAM_W -> Adam.of(groups, AdamOptions.adamW());
      case SGD -> Sgd.of(groups, SgdOptions.defaults().withMomentum(MOMENTUM).withNesterov(true));
    };
  }

  /// The loop over so many pictures.
  TrainingOptions loop(int rows, long seed, boolean validated) {
    TrainingOptions loop =
        TrainingOptions.defaults()
            .withEpochs(epochs)
            .withBatchSize(batchSize)
            .withSeed(seed)
            .withPatience(patience)
            .withLargestNorm(LARGEST_NORM)
            .withBest(validated ? TrainingOptions.Best.LOWEST_LOSS : TrainingOptions.Best.LAST);
    long steps = Math.max(2, (long) epochs * loop.stepsPerEpoch(rows));
    return loop.withSchedule(Schedule.OneCycle.of(learningRate, steps));
  }
}
