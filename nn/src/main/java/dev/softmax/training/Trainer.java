package dev.softmax.training;

import dev.softmax.io.InputException;
import dev.softmax.nn.Part;
import dev.softmax.optim.Clipping;
import dev.softmax.optim.Optimizer;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Trains a model: batches in an order of their own each epoch, loss, gradients, a step of the optimiser.
///
/// ```
/// Trainer<DenseBatch> trainer =
///     Trainer.of(net, Adam.of(net.parameters(), AdamOptions.defaults()),
///         Objective.classification(net, CrossEntropy.defaults()), TrainingOptions.defaults());
/// TrainingResult result = trainer.fit(DenseSource.of(features, labels), Monitor.NONE);
/// ```
///
/// The order of rows (unless the source [has one][DataSource#isOrdered]) and the random numbers of an
/// epoch follow from the seed and the epoch's number alone. So a training that goes on from a
/// [checkpoint][Monitor#checkpoint] repeats what one without a break does, to the same bits, on any number
/// of threads. A trainer is for one training and one thread.
///
/// @param <B> what a batch is
public final class Trainer<B> {
  private final Part model;
  private final Optimizer optimizer;
  private final Objective<B> objective;
  private final TrainingOptions options;
  private final Collection<Tensor> parameters;
  private final Snapshot best;
  private final Tape training;
  private final Tape inference = Tape.inference();
  private final Scores scores = new Scores();
  private final int[] rows;
  private Position position = Position.START;

  private Trainer(
      Part model, Optimizer optimizer, Objective<B> objective, TrainingOptions options) {
    this.model = model;
    this.optimizer = optimizer;
    this.objective = objective;
    this.options = options;
    this.parameters = model.parameters().values();
    this.best = new Snapshot(model);
    this.training = Tape.training(options.seed());
    this.rows = new int[options.batchSize()];
  }

  /// A trainer of a model.
  ///
  /// @param model what the best version is kept of, and checkpoints are written of
  /// @param optimizer of the model's parameters, or of some
  /// @param objective the loss, of the model
  public static <B> Trainer<B> of(
      Part model, Optimizer optimizer, Objective<B> objective, TrainingOptions options) {
    return new Trainer<>(model, optimizer, objective, options);
  }

  /// Goes on from a checkpoint of a training of the same model, with the same optimiser and options but
  /// for the epochs and the patience: the next [#fit] begins with the epoch after it. Rows are the same
  /// if the caller says so by a [fact][TrainingOptions#withFact]; only their number is checked here.
  ///
  /// @throws InputException if it cannot be read, or is of another model or of other options, naming what
  ///     differs; nothing has changed then
  public void resume(Path checkpoint) {
    position = new Checkpoint(model, optimizer, best, options).read(checkpoint);
  }

  /// Trains without validation; the last model is kept.
  ///
  /// @throws InputException when the loss is no finite number any more, naming the step and what to
  ///     change; the model is the last that was good if there was a validation, and useless if not
  /// @throws IllegalArgumentException if there are no rows, or not one whole batch where smaller ones
  ///     are left out
  public TrainingResult fit(DataSource<B> source, Monitor monitor) {
    return run(source, null, monitor);
  }

  /// Trains, and validates after each epoch; the best model is restored at the end.
  ///
  /// @throws InputException as [#fit(DataSource, Monitor)] does
  /// @throws IllegalArgumentException as [#fit(DataSource, Monitor)] does, and if there are no rows to
  ///     validate by
  public TrainingResult fit(DataSource<B> source, DataSource<B> validation, Monitor monitor) {
    if (validation.size() == 0) {
      throw new IllegalArgumentException("training: no rows to validate by");
    }
    return run(source, validation, monitor);
  }

  /// Means of the loss and of what the objective measures over all rows, without training.
  ///
  /// @throws IllegalArgumentException if there are no rows
  public SequencedMap<String, Double> evaluate(DataSource<B> source) {
    if (source.size() == 0) {
      throw new IllegalArgumentException("evaluation: no rows");
    }
    scores.clear();
    for (int from = 0; from < source.size(); from += rows.length) {
      int count = Math.min(rows.length, source.size() - from);
      for (int i = 0; i < count; i++) {
        rows[i] = from + i;
      }
      B batch = source.batch(rows, count);
      Tensor loss = objective.loss(inference, batch, scores);
      double weight = source.weight(batch, count);
      scores.add(Scores.LOSS, loss.item() * weight, weight);
      inference.reset();
    }
    return scores.means();
  }

  private TrainingResult run(
      DataSource<B> source, @Nullable DataSource<B> validation, Monitor monitor) {
    int steps = options.stepsPerEpoch(source.size());
    check(source.size(), steps);
    List<EpochReport> reports = new ArrayList<>();
    RowOrder order = new RowOrder(source.size(), options.seed());
    Interruption interruption = new Interruption(monitor.cancelled());
    try (TrainingLog log = TrainingLog.open(monitor.log(), position.epoch() > 0)) {
      while (position.epoch() < options.epochs() && !isPatienceOver()) {
        long start = System.nanoTime();
        source.begin(position.epoch());
        int[] rows = source.isOrdered() ? order.plain() : order.of(position.epoch());
        Epoch<B> epoch = new Epoch<>(source, rows, steps, monitor, log);
        if (!isFinished(epoch, interruption)) {
          return end(reports, TrainingResult.Ending.CANCELLED);
        }
        SequencedMap<String, Double> means = scores.means();
        position = position.withEpochDone(steps);
        SequencedMap<String, Double> validated =
            validation == null ? Collections.emptyNavigableMap() : evaluate(validation);
        judge(validated);
        double seconds = (System.nanoTime() - start) / 1e9;
        EpochReport report =
            new EpochReport(
                position.epoch(),
                position.step(),
                options.schedule().rate(position.step() - 1),
                means,
                validated,
                seconds);
        reports.add(report);
        log.epoch(report);
        interruption.shield(() -> monitor.epochs().accept(report));
        interruption.shield(() -> monitor.checkpoint().ifPresent(this::checkpoint));
      }
      boolean whole = position.epoch() >= options.epochs();
      return end(
          reports, whole ? TrainingResult.Ending.COMPLETED : TrainingResult.Ending.STOPPED_EARLY);
    } finally {
      interruption.passOn();
    }
  }

  private void check(int rows, int steps) {
    if (steps == 0) {
      throw new IllegalArgumentException(
          "training: %d rows are no batch of %d".formatted(rows, options.batchSize()));
    }
    if (position.step() != (long) position.epoch() * steps) {
      throw new InputException(
          "the checkpoint is of a training on other rows: it has %d steps in %d epochs, but %d rows have %d an epoch"
              .formatted(position.step(), position.epoch(), rows, steps));
    }
  }

  /// What one epoch needs.
  private record Epoch<B>(
      DataSource<B> source, int[] order, int steps, Monitor monitor, TrainingLog log) {}

  /// Runs the steps of an epoch; false if it was cancelled.
  private boolean isFinished(Epoch<B> epoch, Interruption interruption) {
    training.reseed(RowOrder.seed(~options.seed(), position.epoch()));
    scores.clear();
    for (int i = 0; i < epoch.steps; i++) {
      if (interruption.asked()) {
        return false;
      }
      int from = i * options.batchSize();
      int count = Math.min(options.batchSize(), epoch.order.length - from);
      System.arraycopy(epoch.order, from, rows, 0, count);
      long step = position.step() + i;
      double rate = options.schedule().rate(step);
      B batch = epoch.source.batch(rows, count);
      double weight = epoch.source.weight(batch, count);
      double loss = step(batch, rate);
      if (!Double.isFinite(loss)) {
        throw diverged(position.epoch() + 1, step, loss);
      }
      scores.add(Scores.LOSS, loss * weight, weight);
      int logSteps = epoch.monitor.logSteps();
      if (logSteps > 0 && (step + 1) % logSteps == 0) {
        epoch.log.step(position.epoch() + 1, step + 1, rate, loss);
      }
      epoch
          .monitor
          .progress()
          .report(
              "training",
              step + 1,
              (long) options.epochs() * epoch.steps,
              scores.mean(Scores.LOSS));
    }
    return true;
  }

  /// One step; nothing changes when the loss is not finite.
  private double step(B batch, double rate) {
    try {
      Tensor loss = objective.loss(training, batch, scores);
      double value = loss.item();
      if (Double.isFinite(value)) {
        training.backward(loss);
        if (options.largestNorm() < Double.POSITIVE_INFINITY) {
          Clipping.byNorm(parameters, options.largestNorm());
        }
        optimizer.step(rate);
        optimizer.clearGradients();
      }
      return value;
    } finally {
      training.reset();
    }
  }

  /// Remembers the model if it is the best so far.
  private void judge(SequencedMap<String, Double> validated) {
    @Nullable Double loss = validated.get(Scores.LOSS);
    boolean finite =
        loss == null ? parameters.stream().allMatch(Trainer::isFinite) : Double.isFinite(loss);
    if (!finite) {
      throw diverged(position.epoch(), position.step() - 1, loss == null ? Double.NaN : loss);
    }
    double accuracy = validated.getOrDefault(Scores.ACCURACY, Double.NaN);
    if (loss != null && position.isBetter(options.best(), loss, accuracy)) {
      position = position.withBest(loss, accuracy);
      if (options.best() != TrainingOptions.Best.LAST) {
        best.take();
      }
    }
  }

  private static boolean isFinite(Tensor parameter) {
    float[] values = parameter.data();
    for (int i = 0; i < parameter.shape().size(); i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean isPatienceOver() {
    return options.patience() > 0
        && position.bestEpoch() > 0
        && position.waited() >= options.patience();
  }

  private void checkpoint(Path file) {
    new Checkpoint(model, optimizer, best, options).write(file, position);
  }

  private TrainingResult end(List<EpochReport> reports, TrainingResult.Ending ending) {
    best.restore();
    return new TrainingResult(
        reports, best.isTaken() ? position.bestEpoch() : position.epoch(), ending);
  }

  private InputException diverged(int epoch, long step, double loss) {
    best.restore();
    double rate = options.schedule().rate(step);
    return new InputException(
        "training diverged in epoch %d at step %d, where the loss is %s: try a learning rate below %s, such as %.1e, or clip gradients"
            .formatted(epoch, step + 1, loss, rate, rate / 10));
  }
}
