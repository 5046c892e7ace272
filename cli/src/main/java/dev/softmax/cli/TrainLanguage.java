package dev.softmax.cli;

import dev.softmax.model.LanguageModel;
import dev.softmax.model.ModelFile;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sampling.Temperature;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.sequence.LanguageMonitor;
import dev.softmax.sequence.LanguageNetwork;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.sequence.Perplexity;
import dev.softmax.sequence.TextGenerator;
import dev.softmax.training.EpochReport;
import dev.softmax.training.Monitor;
import dev.softmax.training.Scores;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From a text to a language model.
final class TrainLanguage {
  private static final int SAMPLE = 200;

  /// Samples are as the model speaks when it is rather sure.
  private static final SamplerChain CHAIN =
      SamplerChain.of(new Temperature(0.8), new Multinomial());

  private final Streams streams;
  private final LanguageFlags flags;
  private final CommonOptions common;
  private final long start = System.nanoTime();

  TrainLanguage(Streams streams, LanguageFlags flags, CommonOptions common) {
    this.streams = streams;
    this.flags = flags;
    this.common = common;
  }

  /// Trains, measures, and keeps the model.
  ///
  /// @param log where each round is logged, if anywhere
  void run(Path file, Charset encoding, LanguageOptions options, Path model, @Nullable Path log) {
    EncodedCorpus text = flags.encoded(Corpus.read(file, encoding));
    try (Interruption interruption = new Interruption(streams, text.corpus().source())) {
      LanguageModel.Trained trained;
      try (ProgressLine progress = new ProgressLine(streams, true)) {
        trained =
            LanguageModel.train(
                text, options, monitor(text, new Ending(progress, interruption), log));
      }
      ModelFile.write(trained.model(), model);
      report(trained, text, model);
      streams.out().flush();
    }
  }

  /// Who hears of the training, and who may end it.
  private record Ending(ProgressLine progress, Interruption interruption) {}

  private boolean isOver(Interruption interruption) {
    double minutes = (System.nanoTime() - start) / 60e9;
    return interruption.hasCome() || (flags.minutes != null && minutes >= flags.minutes);
  }

  private LanguageMonitor monitor(EncodedCorpus text, Ending ending, @Nullable Path log) {
    Monitor monitor =
        Monitor.NONE
            .withProgress(ending.progress)
            .withCancellation(() -> isOver(ending.interruption));
    monitor = log == null ? monitor : monitor.withLog(log);
    Path kept = flags.checkpoint == null ? flags.resume : flags.checkpoint;
    monitor = kept == null ? monitor : monitor.withCheckpoint(kept);
    LanguageMonitor whole =
        LanguageMonitor.of(monitor)
            .withListener(
                (round, passes, network) -> {
                  ending.interruption.validated();
                  tell(text, round, passes, network, ending);
                });
    if (flags.resume == null) {
      return whole;
    }
    // A checkpoint is written after a validation.
    ending.interruption.validated();
    return whole.withResume(flags.resume);
  }

  private void tell(
      EncodedCorpus text,
      EpochReport round,
      double passes,
      LanguageNetwork network,
      Ending ending) {
    StringBuilder line = new StringBuilder();
    line.append(
        "epoch %s, %.0f s: training %s nats"
            .formatted(
                TextTable.plain(Math.round(passes * 100) / 100.0),
                (System.nanoTime() - start) / 1e9,
                TextTable.number(round.training().getOrDefault(Scores.LOSS, Double.NaN))));
    Double nats = round.validation().get(Scores.LOSS);
    if (nats != null) {
      double symbols = (double) text.size() / text.corpus().characters();
      line.append(
          "; validation %s nats, %s bits a character, perplexity %s"
              .formatted(
                  TextTable.number(nats),
                  TextTable.number(nats * symbols / Math.log(2)),
                  TextTable.number(Math.exp(nats))));
    }
    ending.progress.say(line.toString());
    int count = flags.sample == null ? SAMPLE : flags.sample;
    if (count > 0) {
      LanguageModel model = LanguageModel.of(text.vocabulary(), network);
      ending.progress.say(sample(model, count, ending.interruption) + "\n");
    }
  }

  /// So many symbols, or fewer where the training ends meanwhile.
  private String sample(LanguageModel model, int count, Interruption interruption) {
    TextGenerator generator = model.generator(CHAIN, common.seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count && !isOver(interruption); i++) {
      Optional<TextGenerator.Step> step = generator.next();
      if (step.isEmpty()) {
        break;
      }
      text.append(step.get().text());
    }
    return text.append(generator.end()).toString();
  }

  private void report(LanguageModel.Trained trained, EncodedCorpus text, Path file) {
    LanguageModel model = trained.model();
    if (!trained.course().converged()) {
      int rounds = trained.course().count();
      streams
          .err()
          .println(
              "softmax: warning: the training was ended "
                  + (rounds == 0
                      ? "before its first validation; the model is kept as it was then"
                      : "after " + rounds + " validations; the best model of them is kept"));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Optional<Perplexity> measured = model.validation();
    measured.ifPresent(held -> warnOfGuessing(held, model.vocabulary().size()));
    if (common.json) {
      Map<String, @Nullable Object> json =
          Json.object(
              "model", file.toString(),
              "symbols", text.size(),
              "vocabulary", model.vocabulary().size());
      json.putAll(Perplexities.json(measured));
      json.put("seconds", seconds);
      Json.print(streams.out(), json);
      return;
    }
    TextTable lines = new TextTable("ll");
    lines
        .row("data", text.corpus().source() + ": " + text.size() + " symbols")
        .row("symbols", model.vocabulary().size() + " " + model.vocabulary().kind())
        .row("network", model.network().architecture().name())
        .row("fitted", "%d symbols, %s".formatted(model.training().rows(), course(trained)));
    measured.ifPresent(held -> Perplexities.rows(lines, "validation", held));
    lines
        .row("seconds", TextTable.number(seconds))
        .row("model", file.toString())
        .print(streams.out());
  }

  private void warnOfGuessing(Perplexity held, int symbols) {
    double guessing = Math.log(symbols);
    if (symbols > 1 && held.nats() > guessing) {
      streams
          .err()
          .println(
              "softmax: warning: the model foresees worse than guessing: its loss is %s nats, that of guessing %s; try more --epochs or a lower --learning-rate"
                  .formatted(TextTable.number(held.nats()), TextTable.number(guessing)));
    }
  }

  private static String course(LanguageModel.Trained trained) {
    return "%s of %d rounds".formatted(trained.course().method(), trained.course().count());
  }
}
