package dev.softmax.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.io.InputException;
import dev.softmax.tensor.Tensor;
import dev.softmax.training.EpochReport;
import dev.softmax.training.Monitor;
import dev.softmax.training.Scores;
import dev.softmax.training.TrainingResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageTrainingTest {
  @TempDir private Path folder;

  static Stream<Architecture> architectures() {
    return Stream.of(Small.gru(), Small.transformer());
  }

  private static List<float[]> values(LanguageNetwork network) {
    return network.weights().values().stream().map(Tensor::values).toList();
  }

  private static double validation(EpochReport report) {
    return Objects.requireNonNull(report.validation().get(Scores.LOSS));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void learnsAndMeasuresWhatItReports(Architecture architecture) {
    LanguageOptions options = Small.options(architecture);
    LanguageTraining.Data data = Small.data(options);
    List<EpochReport> reports = new ArrayList<>();
    LanguageTraining.Fitted fitted =
        LanguageTraining.fit(
            data,
            options,
            LanguageMonitor.NONE.withListener(
                (report, passes, network) -> {
                  assertThat(passes).isEqualTo(report.epoch());
                  assertThat(network.vocabulary()).isEqualTo(data.vocabulary());
                  reports.add(report);
                }));
    assertThat(reports).hasSize(4);
    assertThat(fitted.training().epochs()).isEqualTo(reports);
    // 10 % of the words skip one: 0.33 nats a word of four and a half characters.
    assertThat(validation(reports.getLast())).isLessThan(0.35);
    double best = validation(reports.get(fitted.training().bestEpoch() - 1));
    int[] held = data.validation();
    double nats =
        fitted.network().negativeLogLikelihood(held, 1, Progress.NONE) / (held.length - 1);
    assertThat(nats).isCloseTo(best, within(0.02));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void goesOnToTheSameBitsOnAnyNumberOfThreads(Architecture architecture) {
    LanguageOptions options = Small.options(architecture).withSteps(6);
    LanguageTraining.Data data = Small.data(options);
    LanguageTraining.Fitted whole = LanguageTraining.fit(data, options, LanguageMonitor.NONE);
    int rounds = whole.training().epochs().size();
    assertThat(rounds).isGreaterThan(4);

    Path file = folder.resolve("checkpoint.safetensors");
    AtomicInteger done = new AtomicInteger();
    Monitor monitor =
        Monitor.NONE
            .withCheckpoint(file)
            .withEpochs(report -> done.set(report.epoch()))
            .withCancellation(() -> done.get() == 3);
    LanguageTraining.Fitted part = LanguageTraining.fit(data, options, LanguageMonitor.of(monitor));
    assertThat(part.training().ending()).isEqualTo(TrainingResult.Ending.CANCELLED);
    assertThat(part.training().epochs()).hasSize(3);
    int threads = Compute.threads();
    try {
      Compute.limitThreads(1);
      LanguageTraining.Fitted rest =
          LanguageTraining.fit(data, options, LanguageMonitor.NONE.withResume(file));
      assertThat(rest.training().epochs()).hasSize(rounds - 3);
      assertThat(values(rest.network()))
          .usingRecursiveComparison()
          .isEqualTo(values(whole.network()));
    } finally {
      Compute.limitThreads(threads);
    }
  }

  @Test
  void aCheckpointOfAnotherTraining() {
    LanguageOptions options = Small.options(Small.gru()).withEpochs(1);
    Path file = folder.resolve("checkpoint.safetensors");
    LanguageTraining.fit(
        Small.data(options), options, LanguageMonitor.of(Monitor.NONE.withCheckpoint(file)));
    LanguageMonitor resumed = LanguageMonitor.NONE.withResume(file);
    LanguageOptions wider = options.withArchitecture(Small.gru().withWidth(25));
    assertThatThrownBy(() -> LanguageTraining.fit(Small.data(options), wider, resumed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is of another model");
    LanguageOptions seeded = options.withSeed(8);
    assertThatThrownBy(() -> LanguageTraining.fit(Small.data(options), seeded, resumed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the seed");
    Architecture dropping = Small.gru().withDropout(0.5);
    List.of(
            options.withArchitecture(dropping),
            options.withLearningRate(0.1),
            options.withWeightDecay(0.5),
            options.withLargestNorm(2),
            options.withEpochs(2),
            options.withSteps(9))
        .forEach(
            other ->
                assertThatThrownBy(() -> LanguageTraining.fit(Small.data(options), other, resumed))
                    .as(other.toString())
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file + ": is a checkpoint of a training with "));
    LanguageTraining.Data data = Small.data(options);
    int[] reversed = data.train().clone();
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = data.train()[reversed.length - 1 - i];
    }
    LanguageTraining.Data another =
        new LanguageTraining.Data(reversed, data.validation(), data.vocabulary());
    assertThatThrownBy(() -> LanguageTraining.fit(another, options, resumed))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("with the text, by its SHA-256, '");
  }

  @Test
  void aCancelledTrainingKeepsTheBest() {
    LanguageOptions options = Small.options(Small.gru());
    AtomicInteger steps = new AtomicInteger();
    Monitor monitor =
        Monitor.NONE
            .withProgress((stage, step, total, loss) -> steps.set((int) step))
            .withCancellation(() -> steps.get() >= 20);
    LanguageTraining.Fitted fitted =
        LanguageTraining.fit(Small.data(options), options, LanguageMonitor.of(monitor));
    assertThat(fitted.training().ending()).isEqualTo(TrainingResult.Ending.CANCELLED);
    assertThat(fitted.training().bestEpoch()).isEqualTo(fitted.training().epochs().size());
  }

  @Test
  void aLearningRateThatIsFarTooHigh() {
    LanguageOptions options = Small.options(Small.gru()).withLearningRate(1000);
    assertThatThrownBy(
            () -> LanguageTraining.fit(Small.data(options), options, LanguageMonitor.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageMatching(
            "training diverged in round 1 by step \\d+, where the loss is .+ and that of guessing .+: "
                + "try a learning rate below 1000.0, such as 0.005");
  }

  @Test
  void withoutValidationTheLastIsKept() {
    LanguageOptions options = Small.options(Small.gru()).withEpochs(1).withValidation(0);
    LanguageTraining.Data data = Small.data(options);
    assertThat(data.validation()).isEmpty();
    LanguageTraining.Fitted fitted = LanguageTraining.fit(data, options, LanguageMonitor.NONE);
    assertThat(fitted.training().epochs().getFirst().validation()).isEmpty();
  }

  @Test
  void aTextThatIsTooShort() {
    LanguageOptions options = Small.options(Small.gru());
    EncodedCorpus text = EncodedCorpus.ofCharacters(Corpus.of("short.txt", "abcdefghijklmnopqr"));
    assertThatThrownBy(() -> text.split(options))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "short.txt: has 16 symbols to learn from, but a window and its next symbol are 17; choose a shorter context, or more text");
    EncodedCorpus tiny = EncodedCorpus.ofCharacters(Corpus.of("short.txt", "abab"));
    assertThatThrownBy(() -> tiny.split(options))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("short.txt: of 4 symbols a share of 0.1 is too few to validate by");
    LanguageTraining.Data data = new LanguageTraining.Data(new int[16], new int[0], 2);
    assertThatThrownBy(() -> LanguageTraining.fit(data, options, LanguageMonitor.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16 symbols to learn from");
  }

  @Test
  void aTextOfOneWindowIsLearned() {
    LanguageOptions options = Small.options(Small.transformer()).withValidation(0);
    int[] ids = EncodedCorpus.ofCharacters(Corpus.of("text", "abcabcabcabcabcab")).ids();
    LanguageTraining.Fitted fitted =
        LanguageTraining.fit(
            new LanguageTraining.Data(ids, new int[0], 3), options, LanguageMonitor.NONE);
    assertThat(fitted.training().epochs()).hasSize(4);
  }

  @Test
  void optionsOutOfRange() {
    LanguageOptions options = LanguageOptions.of(Architecture.Gru.defaults());
    assertThatThrownBy(() -> options.withEpochs(0)).hasMessageContaining("epochs: 0");
    assertThatThrownBy(() -> options.withBatchSize(0)).hasMessageContaining("batch size: 0");
    assertThatThrownBy(() -> options.withLearningRate(Double.NaN))
        .hasMessageContaining("a learning rate of NaN");
    assertThatThrownBy(() -> options.withWeightDecay(-1)).hasMessageContaining("weight decay");
    assertThatThrownBy(() -> options.withLargestNorm(0)).hasMessageContaining("largest norm");
    assertThatThrownBy(() -> options.withValidation(1)).hasMessageContaining("validation share");
    assertThatThrownBy(() -> options.withSteps(-1)).hasMessageContaining("between validations");
    assertThatThrownBy(() -> Small.gru().withLayers(0)).hasMessageContaining("layers of 0");
    assertThatThrownBy(() -> Small.gru().withWidth(1 << 20)).hasMessageContaining("width of");
    assertThatThrownBy(() -> Small.gru().withWindow(0)).hasMessageContaining("window of 0");
    assertThatThrownBy(() -> Small.gru().withDropout(1)).hasMessageContaining("a dropout of 1.0");
    assertThatThrownBy(() -> Small.transformer().withWindow(1 << 20))
        .hasMessageContaining("context of 1048576");
  }
}
