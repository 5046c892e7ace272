package dev.softmax.sequence;

import dev.softmax.io.InputException;
import dev.softmax.nn.Part;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.optim.ParameterGroup;
import dev.softmax.training.EpochReport;
import dev.softmax.training.Monitor;
import dev.softmax.training.Scores;
import dev.softmax.training.Trainer;
import dev.softmax.training.TrainingOptions;
import dev.softmax.training.TrainingResult;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// The training of a language model on the ids of a text.
///
/// A GRU reads the text in as many streams as a batch has windows, and carries its state from window to
/// window; a Transformer sees shuffled windows. Each pass cuts the text elsewhere.
public final class LanguageTraining {
  /// Memory of squared gradients as small GPTs have it: shorter than Adam's default, since a batch of
  /// characters has much of what all have.
  private static final double BETA_2 = 0.99;

  /// How many times the loss of guessing no training is above, unless it has come apart. A model that
  /// knows its text by heart may be so wrong on another, but not on its own.
  private static final double FAR = 10;

  /// Ids that are digested at a time.
  private static final int BLOCK = 1 << 12;

  private final Data data;
  private final LanguageOptions options;
  private final int rows;
  private final int parts;

  private LanguageTraining(Data data, LanguageOptions options) {
    this.data = data;
    this.options = options;
    int window = options.architecture().window();
    int windows = (data.train.length - 1) / window;
    this.rows = Math.min(options.batchSize(), windows);
    int perPass = Math.max(1, windows / rows);
    this.parts =
        options.steps() == 0
            ? 1
            : Math.clamp(Math.round((double) perPass / options.steps()), 1, perPass);
  }

  /// What is learned, and what measures the model.
  ///
  /// @param train ids of the text to learn from, at least one more than a window has
  /// @param validation ids of the text that chooses the best round: two or more, or none
  /// @param vocabulary V
  public record Data(int[] train, int[] validation, int vocabulary) {
    /// Checks its parts.
    ///
    /// @throws IllegalArgumentException if validation is one id
    public Data {
      if (validation.length == 1) {
        throw new IllegalArgumentException("one symbol of validation foresees nothing");
      }
    }
  }

  /// A trained network, and how it went.
  ///
  /// @param network with the weights of the best round
  /// @param training round by round
  public record Fitted(LanguageNetwork network, TrainingResult training) {}

  /// Trains a network.
  ///
  /// @throws InputException if the loss is no number any more or, after a round, ten times that of
  ///     guessing, or if the checkpoint to go on from is of another training: of another text or other
  ///     options
  /// @throws IllegalArgumentException if the text is shorter than a window and its next symbol, or an id
  ///     is not within the vocabulary
  public static Fitted fit(Data data, LanguageOptions options, LanguageMonitor monitor) {
    int window = options.architecture().window();
    if (data.train.length <= window) {
      throw new IllegalArgumentException(
          "%d symbols to learn from, but a window and its next symbol are %d"
              .formatted(data.train.length, window + 1));
    }
    return new LanguageTraining(data, options).run(monitor);
  }

  private Fitted run(LanguageMonitor monitor) {
    SplittableRandom random = new SplittableRandom(options.seed());
    LanguageNetwork network =
        LanguageNetwork.initial(options.architecture(), data.vocabulary, random);
    Part part = network.body().part();
    int size = trainingWindows().size();
    Trainer<WindowBatch> trainer =
        Trainer.of(
            part,
            Adam.of(
                ParameterGroup.decayingMatrices(part.parameters(), options.weightDecay()),
                AdamOptions.adamW().withBetas(AdamOptions.defaults().beta1(), BETA_2)),
            network.objective(),
            withFacts(
                options.training(
                    options.epochs() * parts, Math.ceilDiv(size, rows), rows, validated())));
    monitor.resume().ifPresent(trainer::resume);
    Monitor rounds =
        monitor
            .monitor()
            .withEpochs(
                report -> {
                  requireSense(report);
                  monitor.monitor().epochs().accept(report);
                  monitor.listener().round(report, (double) report.epoch() / parts, network);
                });
    WindowSource source = new WindowSource(data.train, trainingWindows());
    TrainingResult result =
        validated()
            ? trainer.fit(source, new WindowSource(data.validation, validationWindows()), rounds)
            : trainer.fit(source, rounds);
    return new Fitted(network, result);
  }

  /// What else a training that goes on from a checkpoint must have in common with the one before.
  private TrainingOptions withFacts(TrainingOptions loop) {
    return loop.withFact("the text, by its SHA-256,", digest())
        .withFact("the architecture", options.architecture().toString())
        .withFact("the steps between validations", Integer.toString(options.steps()));
  }

  private String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int[] part : List.of(data.train, data.validation)) {
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK * Integer.BYTES);
        for (int from = 0; from < part.length; from += BLOCK) {
          int count = Math.min(BLOCK, part.length - from);
          bytes.clear().asIntBuffer().put(part, from, count);
          digest.update(bytes.limit(count * Integer.BYTES));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// Gradients are clipped, so a learning rate that is far too high makes losses that are finite.
  private void requireSense(EpochReport round) {
    double trained = round.training().getOrDefault(Scores.LOSS, 0.0);
    double least = Math.min(trained, round.validation().getOrDefault(Scores.LOSS, trained));
    double guessing = Math.log(Math.max(2, data.vocabulary));
    if (least > FAR * guessing) {
      double rate = options.learningRate();
      double usual = LanguageOptions.of(options.architecture()).learningRate();
      throw new InputException(
          "training diverged in round %d by step %d, where the loss is %.3g and that of guessing %.3g: try a learning rate below %s, such as %s"
              .formatted(
                  round.epoch(), round.steps(), least, guessing, rate, Math.min(usual, rate / 10)));
    }
  }

  private boolean validated() {
    return data.validation.length > 0;
  }

  private Windows trainingWindows() {
    Windows.Passes passes = new Windows.Passes(parts, options.seed());
    return switch (options.architecture()) {
      case Architecture.Gru gru ->
          new Windows.Streams(data.train.length, rows, gru.window(), passes);
      case Architecture.Transformer transformer ->
          new Windows.Shuffled(data.train.length, transformer.window(), passes);
    };
  }

  private Windows validationWindows() {
    int symbols = data.validation.length;
    int length = Math.min(options.architecture().window(), symbols - 1);
    return switch (options.architecture()) {
      case Architecture.Gru _ -> new Windows.MeasuredStreams(symbols, rows, length);
      case Architecture.Transformer _ -> new Windows.Overlapping(symbols, length);
    };
  }
}
