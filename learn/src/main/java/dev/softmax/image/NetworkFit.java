package dev.softmax.image;

import dev.softmax.CrossEntropy;
import dev.softmax.data.StratifiedSplit;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.Monitor;
import dev.softmax.training.Objective;
import dev.softmax.training.Trainer;
import dev.softmax.training.TrainingOptions;
import dev.softmax.training.TrainingResult;
import dev.softmax.vision.PictureNetwork;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// A fit of a network to prepared pictures.
///
/// @param options how weights are moved
/// @param augmentation what is changed at random in the pictures that are learned from
/// @param balanced whether classes weigh the same, however many pictures each has
/// @param seed of the choice of pictures for validation, their order, and what is changed in them
public record NetworkFit(
    PictureFitOptions options, Augmentation augmentation, boolean balanced, long seed) {

  /// Changes the network's parameters until it tells the pictures apart.
  ///
  /// @param network what is trained
  /// @param set pictures and classes
  /// @param monitor hears of each step, may end the training, keeps a log and checkpoints
  /// @throws dev.softmax.io.InputException when the loss is no number any more
  public TrainingResult run(PictureNetwork network, PreparedSet set, Monitor monitor) {
    int[] classes = set.classes();
    StratifiedSplit split =
        options.validation() == 0
            ? new StratifiedSplit(IntStream.range(0, classes.length).toArray(), new int[0])
            : StratifiedSplit.of(
                classes, network.classes(), options.validation(), new SplittableRandom(seed));
    // Of few pictures in each class none may be left to choose by.
    boolean validated = split.test().length > 0;
    TrainingOptions loop = options.loop(split.train().length, seed, validated);
    Trainer<PictureBatch> trainer =
        Trainer.of(network, options.optimizer(network), objective(network, classes), loop);
    PictureBatches train = PictureBatches.of(set, split.train()).augmented(augmentation, seed);
    return validated
        ? trainer.fit(train, PictureBatches.of(set, split.test()), monitor)
        : trainer.fit(train, monitor);
  }

  /// Cross-entropy and accuracy; smoothed and weighted while it is learned from, plain where it measures.
  private Objective<PictureBatch> objective(PictureNetwork network, int[] classes) {
    CrossEntropy plain = CrossEntropy.defaults();
    CrossEntropy weighted =
        balanced ? plain.withClassWeights(weights(classes, network.classes())) : plain;
    CrossEntropy learned = weighted.withLabelSmoothing(options.labelSmoothing());
    return (tape, batch, scores) -> {
      Tensor logits = network.forward(batch.pictures(tape));
      scores.accuracy(logits, batch.classes());
      return logits.crossEntropy(batch.targets(tape), tape.isTraining() ? learned : weighted);
    };
  }

  /// `N / (K · N_k)`, as scikit-learn's `balanced`.
  static double[] weights(int[] classes, int count) {
    double[] counts = new double[count];
    for (int k : classes) {
      counts[k]++;
    }
    return Arrays.stream(counts)
        .map(own -> own == 0 ? 0 : classes.length / (count * own))
        .toArray();
  }
}
