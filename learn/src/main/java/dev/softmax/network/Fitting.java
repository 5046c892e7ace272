package dev.softmax.network;

import dev.softmax.data.StratifiedSplit;
import dev.softmax.nn.Part;
import dev.softmax.optim.Optimizer;
import dev.softmax.training.DataSource;
import dev.softmax.training.Monitor;
import dev.softmax.training.Objective;
import dev.softmax.training.Trainer;
import dev.softmax.training.TrainingOptions;
import dev.softmax.training.TrainingResult;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// What the fits of all networks share: a part of the rows chooses the epoch, the others are learned.
///
/// @param split rows to learn from, and rows that choose the epoch, if any
/// @param options the training loop
record Fitting(StratifiedSplit split, TrainingOptions options) {

  /// Chooses rows of labelled data by class.
  static Fitting of(int[] labels, int classes, NetworkOptions options, RandomGenerator random) {
    StratifiedSplit split =
        options.validation() == 0
            ? new StratifiedSplit(IntStream.range(0, labels.length).toArray(), new int[0])
            : StratifiedSplit.of(labels, classes, options.validation(), random);
    TrainingOptions loop = options.forRows(labels.length).training(split.train().length);
    // Of few rows in each class none may be left to choose by.
    return new Fitting(
        split, split.test().length == 0 ? loop.withBest(TrainingOptions.Best.LAST) : loop);
  }

  /// Trains a model.
  ///
  /// @param source the data of some rows
  <B> TrainingResult run(
      Part model,
      Optimizer optimizer,
      Objective<B> objective,
      Function<int[], DataSource<B>> source,
      Monitor monitor) {
    Trainer<B> trainer = Trainer.of(model, optimizer, objective, options);
    DataSource<B> train = source.apply(split.train());
    return split.test().length == 0
        ? trainer.fit(train, monitor)
        : trainer.fit(train, source.apply(split.test()), monitor);
  }

  /// The labels of some rows.
  static int[] labels(int[] labels, int[] rows) {
    return IntStream.of(rows).map(row -> labels[row]).toArray();
  }
}
