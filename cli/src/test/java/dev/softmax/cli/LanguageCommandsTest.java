package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.model.LanguageModel;
import dev.softmax.model.ModelFile;
import dev.softmax.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `train --kind language`, `generate`, `evaluate` and `inspect` of language models.
class LanguageCommandsTest {
  @TempDir private Path folder = Path.of("");
  private String text = "";
  private String model = "";

  @BeforeEach
  void write() throws IOException {
    text = file("rhymes.txt", "one two three\nthree two one\n".repeat(40));
    model = folder.resolve("m.safetensors").toString();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /// Trains a small model; what is given goes before what is small.
  private Run train(String... more) {
    List<String> line =
        new ArrayList<>(List.of("train", text, "--kind", "language", "--model", model));
    line.addAll(List.of(more));
    Map.of("--width", "16", "--context", "16", "--batch", "4", "--epochs", "3")
        .forEach(
            (option, value) -> {
              if (!line.contains(option)) {
                line.addAll(List.of(option, value));
              }
            });
    return Run.of(line);
  }

  private static void fails(Run run, int status, String words) {
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.err()).startsWith("softmax: ").contains(words).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void trainsMeasuresInspectsAndWrites() {
    Run trained = train("--json");
    assertThat(trained.status()).as(trained.err()).isZero();
    Map<String, @Nullable Object> report = trained.json().getFirst();
    assertThat(report)
        .containsOnlyKeys("model", "symbols", "vocabulary", "nats", "bits", "perplexity", "seconds")
        .containsEntry("symbols", 1120)
        .containsEntry("vocabulary", 9);
    double nats = Run.number(report, "nats");
    assertThat(nats).isBetween(0.0, 2.0);
    assertThat(Run.number(report, "bits")).isCloseTo(nats / Math.log(2), within(1e-12));
    assertThat(Run.number(report, "perplexity")).isCloseTo(Math.exp(nats), within(1e-12));
    assertThat(trained.err())
        .containsPattern("epoch 1, [0-9]+ s: training .* nats; validation .* bits a character")
        .contains("epoch 3");

    Map<String, @Nullable Object> measured =
        Run.of("evaluate", model, text, "--json").json().getFirst();
    assertThat(measured)
        .containsOnlyKeys("symbols", "characters", "nats", "bits", "perplexity")
        .containsEntry("symbols", 1119);

    Map<String, @Nullable Object> inspected = Run.of("inspect", model, "--json").json().getFirst();
    assertThat(inspected)
        .containsEntry("kind", "language")
        .containsEntry("symbols", "characters")
        .containsEntry("architecture", "gru")
        .doesNotContainKey("classes");
    assertThat(Run.of("inspect", model).out())
        .contains("bits a character", "gru.weight_hh_l0", "rhymes.txt, 1008 symbols");

    Run written = Run.of("generate", model, "--prompt", "one", "--tokens", "30", "--seed", "3");
    assertThat(written.status()).as(written.err()).isZero();
    assertThat(written.out()).startsWith("one").hasSize(34);
    assertThat(Run.of("generate", model, "--prompt", "one", "--tokens", "30", "--seed", "3"))
        .isEqualTo(written);
    Map<String, @Nullable Object> json =
        Run.of("generate", model, "--prompt", "one", "--tokens", "30", "--seed", "3", "--json")
            .json()
            .getFirst();
    assertThat("one" + json.get("text") + "\n").isEqualTo(written.out());
    assertThat(json).containsEntry("prompt", "one").containsEntry("tokens", 30);
  }

  @Test
  void aTransformerOverBytesAndTokens() throws IOException {
    Run trained = train("--architecture", "transformer", "--layers", "1", "--symbols", "bytes");
    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out()).contains("256 bytes", "transformer");
    assertThat(Run.of("generate", model, "--prompt", "né", "--tokens", "40").out())
        .startsWith("né");
    String tokens = file("tokens.txt", "one\ntwo\nthree\n \n\\n\n");
    Run worded = train("--symbols", tokens, "--norm", "layer", "--architecture", "transformer");
    assertThat(worded.status()).as(worded.err()).isZero();
    assertThat(worded.out()).contains("5 tokens", "480 symbols");
    assertThat(Run.of("evaluate", model, text).out()).contains("bits a character");
  }

  @Test
  void goesOnFromACheckpointToTheSameBits() throws IOException {
    String checkpoint = folder.resolve("c.safetensors").toString();
    assertThat(train("--sample", "0", "--validate-every", "4").status()).isZero();
    LanguageModel whole = read();
    Run first = train("--sample", "0", "--validate-every", "4", "--checkpoint", checkpoint);
    assertThat(first.status()).as(first.err()).isZero();
    Run rest = train("--sample", "0", "--validate-every", "4", "--resume", checkpoint);
    assertThat(rest.status()).as(rest.err()).isZero();
    assertThat(rest.err()).doesNotContain("epoch");
    assertThat(read().network().weights().values().stream().map(Tensor::values).toList())
        .usingRecursiveComparison()
        .isEqualTo(whole.network().weights().values().stream().map(Tensor::values).toList());
    fails(train("--resume", folder.resolve("none").toString()), Main.BAD_INPUT, "cannot be read");
    fails(train("--resume", checkpoint, "--seed", "1"), Main.BAD_INPUT, "the seed");
    fails(
        train("--checkpoint", folder.resolve("none/c").toString()),
        Main.BAD_INPUT,
        "there is no folder");
  }

  private LanguageModel read() {
    return (LanguageModel) ModelFile.read(Path.of(model));
  }

  @Test
  void aTrainingThatHasNoMoreTimeKeepsItsModel() {
    Run ended = train("--minutes", "1e-7");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("warning: the training was ended before its first validation");
    assertThat(Run.of("generate", model, "--tokens", "5").out()).hasSize(6);
  }

  @Test
  @Timeout(60)
  void aSampleWithoutEndEndsWithTheTime() {
    Run ended = train("--minutes", "0.02", "--epochs", "100000", "--sample", "2147483647");
    assertThat(ended.status()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("warning: the training was ended after");
  }

  @Test
  void aLearningRateThatMakesItWorseThanGuessing() {
    fails(
        train("--learning-rate", "100", "--sample", "0"),
        Main.BAD_INPUT,
        "training diverged in round 1");
    assertThat(Path.of(model)).doesNotExist();
    Run high = train("--learning-rate", "3", "--sample", "0", "--epochs", "1");
    assertThat(high.status()).as(high.err()).isZero();
    assertThat(high.err()).contains("warning: the model foresees worse than guessing: its loss is");
  }

  @Test
  void theSeedAndTheThreadsDecideNothingElse() throws IOException {
    assertThat(train("--sample", "0", "--threads", "1").status()).isZero();
    byte[] one = Files.readAllBytes(Path.of(model));
    assertThat(train("--sample", "0", "--threads", "2").status()).isZero();
    assertThat(Files.readAllBytes(Path.of(model))).isEqualTo(one);
  }

  @Test
  void stepsStandInTheOrderOfTheCommandLine() {
    assertThat(train().status()).isZero();
    List<String> line = List.of("generate", model, "--prompt", "t", "--tokens", "40");
    Run greedy = Run.of(line, "--temperature", "0");
    assertThat(greedy.out()).hasSize(42);
    assertThat(Run.of(line, "--top-k", "1").out()).isEqualTo(greedy.out());
    assertThat(Run.of(line, "--top-p", "0").out()).isEqualTo(greedy.out());
    assertThat(Run.of(line, "--min-p", "1", "--temperature", "5").out()).isEqualTo(greedy.out());
    assertThat(Run.of(line, "--temperature", "5", "--min-p", "0.5").out())
        .isNotEqualTo(Run.of(line, "--min-p", "0.5", "--temperature", "5").out());
    Run all = Run.of(line, "--temperature", "1");
    assertThat(Run.of(line, "--temperature", "1", "--top-k", "0").out()).isEqualTo(all.out());
    // Larger than the vocabulary is all of it.
    assertThat(Run.of(line, "--top-k", "99999").out())
        .isEqualTo(Run.of(line, "--top-k", "9").out());
  }

  @Test
  void allStepsThatChoose() {
    assertThat(train().status()).isZero();
    for (String step :
        List.of(
            "--temperature-range 0.5",
            "--typical 0.9",
            "--top-n-sigma 1",
            "--epsilon-cutoff 0.01",
            "--eta-cutoff 0.01",
            "--xtc 0.5",
            "--repetition-penalty 1.3",
            "--frequency-penalty 0.2 --presence-penalty 0.1 --penalty-window 8",
            "--dry 0.8",
            "--no-repeat-ngram 3",
            "--top-p 0.5 --min-keep 2",
            "--mirostat 1 --mirostat-tau 2",
            "--mirostat 2 --mirostat-eta 0.2")) {
      List<String> line = List.of("generate", model, "--prompt", "one ", "--tokens", "30");
      Run run = Run.of(line, step.split(" "));
      assertThat(run.status()).as(step + run.err()).isZero();
      assertThat(run.out()).as(step).hasSize(35);
    }
    Run banned =
        Run.of("generate", model, "--tokens", "60", "--ban", "e", "--ban", "w", "--ban", "t");
    assertThat(banned.out()).hasSize(61).doesNotContain("e", "w", "t");
  }

  @Test
  void allCandidatesAreMasked() {
    assertThat(train().status()).isZero();
    List<String> line = new ArrayList<>(List.of("generate", model));
    "\n ehnortw".chars().forEach(c -> line.addAll(List.of("--ban", Character.toString(c))));
    fails(Run.of(line), Main.BAD_INPUT, "no symbol can be chosen");
    fails(
        Run.of("generate", model, "--ban", "q"),
        Main.BAD_INPUT,
        "--ban q: the character 'q' (U+0071)");
  }

  @Test
  void showsTheMostProbableOfEachStep() {
    assertThat(train().status()).isZero();
    List<String> line =
        List.of("generate", model, "--prompt", "on", "--tokens", "4", "--show-probabilities");
    Run shown = Run.of(line, "--temperature", "1");
    assertThat(shown.out().lines()).hasSize(4);
    assertThat(shown.out().lines())
        .allMatch(row -> row.matches("'[^']+'  <-(  '[^']+' [0-9.E-]+){5}"));
    Map<String, @Nullable Object> json =
        Run.of(line, "--temperature", "1", "--json").json().getFirst();
    List<?> steps = Run.list(json, "steps");
    assertThat(steps).hasSize(4);
    for (Object step : steps) {
      assertThat(step)
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .extractingByKey("candidates", InstanceOfAssertFactories.LIST)
          .hasSize(5);
    }
    Run greedy = Run.of(line, "--temperature", "0");
    assertThat(greedy.out().lines()).allMatch(row -> row.matches("('[^']+')  <-  \\1 1\\.0+"));
  }

  @Test
  void badTexts() throws IOException {
    text = file("empty.txt", "");
    fails(train(), Main.BAD_INPUT, "empty.txt: is empty");
    text = file("one.txt", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    fails(train(), Main.BAD_INPUT, "nothing to learn from a text of the character 'a' alone");
    text = file("short.txt", "abcabcabc");
    fails(train(), Main.BAD_INPUT, "short.txt: of 9 symbols a share of 0.1 is too few");
    text = file("short.txt", "abcabcabcabcabcab");
    fails(train("--validation", "0.2"), Main.BAD_INPUT, "choose a shorter context, or more text");
    text =
        Files.write(folder.resolve("latin.txt"), "été".getBytes(StandardCharsets.ISO_8859_1))
            .toString();
    fails(train(), Main.BAD_INPUT, "latin.txt, line 1: byte 1 (E9) is not valid UTF-8");
    assertThat(train("--encoding", "latin1", "--context", "1", "--validation", "0").status())
        .isZero();
    text = folder.resolve("none.txt").toString();
    fails(train(), Main.BAD_INPUT, "none.txt: cannot be read");
  }

  @Test
  void charactersThatTheModelNeverSaw() throws IOException {
    assertThat(train().status()).isZero();
    fails(
        Run.of("generate", model, "--prompt", "one 2"),
        Main.BAD_INPUT,
        "the prompt: the character '2' (U+0032) in line 1, column 5");
    Run dropped = Run.of("generate", model, "--prompt", "one 2", "--drop-unknown", "--tokens", "1");
    assertThat(dropped.status()).as(dropped.err()).isZero();
    String other = file("other.txt", "one\ntwo!");
    fails(
        Run.of("evaluate", model, other), Main.BAD_INPUT, "other.txt: the character '!' (U+0021)");
    Run some = Run.of("evaluate", model, other, "--drop-unknown", "--json");
    assertThat(some.json().getFirst()).containsEntry("symbols", 6);
    fails(
        train("--symbols", file("tokens.txt", "one\ntwo\n")),
        Main.BAD_INPUT,
        "rhymes.txt: the character ' ' (U+0020) in line 1, column 4");
    assertThat(train("--symbols", file("tokens.txt", "one\ntwo\n"), "--drop-unknown").status())
        .isZero();
  }

  @Test
  void aPromptThatIsLongerThanTheContext() {
    Run trained = train("--architecture", "transformer", "--layers", "1");
    assertThat(trained.status()).as(trained.err()).isZero();
    fails(
        Run.of("generate", model, "--prompt", "one two three two"),
        Main.BAD_INPUT,
        "the prompt: has 17 symbols, but the model sees no more than 16 at once");
    assertThat(Run.of("generate", model, "--prompt", "one", "--tokens", "50").out()).hasSize(54);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--hidden 8                            | --hidden is not for --kind language",
        "--target x                            | --target is not for --kind language",
        "--architecture lstm                   | there is no architecture 'lstm'",
        "--heads 2                             | are for --architecture transformer",
        "--architecture transformer --heads 5  | no multiple of 5 heads",
        "--architecture transformer --norm l2  | --norm l2: there are layer, rms",
        "--layers 0                            | layers of 0",
        "--context 0                           | window of 0",
        "--epochs 0                            | epochs: 0",
        "--learning-rate 0                     | learning rate of 0.0",
        "--dropout 1                           | dropout of 1.0",
        "--validation 1                        | validation share of 1.0",
        "--minutes 0                           | --minutes 0.0 is not above 0",
        "--sample -1                           | --sample -1 is not at least 0",
        "--encoding none                       | there is no encoding 'none'",
        "--kind poem                           | --kind poem: there are table, sparse, text, image and language"
      })
  void badOptionsOfTraining(String options, String words) {
    String kind = options.startsWith("--kind") ? "" : "--kind language ";
    List<String> line = List.of("train", text, "--model", model);
    fails(Run.of(line, (kind + options).split(" +")), Main.BAD_USAGE, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--tokens -1       | --tokens -1 is not at least 0",
        "--temperature -1  | temperature",
        "--temperature NaN | temperature",
        "--top-k -1        | top-k",
        "--top-p 1.5       | top-p",
        "--min-p 2         | min-p",
        "--min-keep 0 --top-p 0.5 | min keep",
        "--mirostat 3      | --mirostat 3: there are 1 and 2",
        "--xtc 2           | xtc"
      })
  void badOptionsOfGeneration(String options, String words) {
    assertThat(train("--epochs", "1", "--sample", "0").status()).isZero();
    fails(Run.of(List.of("generate", model), options.split(" +")), Main.BAD_USAGE, words);
  }

  @Test
  void modelsOfOtherKinds() throws IOException {
    String table = file("t.csv", "x,y\n1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n");
    String other = folder.resolve("t.safetensors").toString();
    assertThat(Run.of("train", table, "--model", other, "--split", "0").status()).isZero();
    fails(Run.of("generate", other), Main.BAD_INPUT, "is a classifier of the kind table");
    fails(
        Run.of("evaluate", other, table, "--drop-unknown"),
        Main.BAD_USAGE,
        "--drop-unknown is for language models");
    fails(
        Run.of("train", table, "--model", other, "--layers", "2"),
        Main.BAD_USAGE,
        "--layers is for language models");
    assertThat(train().status()).isZero();
    fails(Run.of("predict", model, "one"), Main.BAD_USAGE, "is a language model");
    fails(
        Run.of("evaluate", model, text, "--target", "y"),
        Main.BAD_USAGE,
        "--target is not for language models");
    fails(Run.of("evaluate", model, text, text), Main.BAD_USAGE, "reads one text, not 2");
    fails(Run.of("generate", text), Main.BAD_INPUT, "is no file of tensors");
  }
}
