package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.io.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Accuracies that the literature has for a linear model of these data sets, and language models.
class RealDataTest {
  private static final Path DATA = Path.of("../../shared/data");

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void findData() {
    Assumptions.assumeTrue(
        Files.isDirectory(DATA) || "true".equals(System.getenv("CI")),
        "the data sets are not in " + DATA);
  }

  @ParameterizedTest
  @CsvSource({
    "penguins/penguins.csv --target species, 0.97",
    "wine/wine.csv --target last, 0.95",
    "letter-recognition/letter-recognition.data --target first, 0.76",
    "optdigits/optdigits.tra --test ../../shared/data/optdigits/optdigits.tes, 0.94",
    "covertype/train.csv --target Cover_Type, 0.68",
    "mnist, 0.92"
  })
  void heldOutAccuracyIsThatOfTheLiterature(String line, double least) {
    String model = folder.resolve("model.safetensors").toString();
    Run run = Run.of(("train " + DATA + "/" + line + " --json --model " + model).split(" "));
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(Run.number(run.json().getFirst(), "accuracy")).isGreaterThanOrEqualTo(least);
  }

  @Test
  void aModelOfPlaysForeseesTheirCharacters() {
    String model = folder.resolve("model.safetensors").toString();
    Run run =
        Run.of(
            ("train "
                    + DATA
                    + "/tinyshakespeare/input.txt --kind language --width 64 --epochs 1 --context 64"
                    + " --sample 0 --json --model "
                    + model)
                .split(" "));
    assertThat(run.status()).as(run.err()).isZero();
    Map<String, @Nullable Object> report = run.json().getFirst();
    assertThat(report).containsEntry("symbols", 1_115_394).containsEntry("vocabulary", 65);
    // 3.3 nats are what the characters' frequencies give.
    assertThat(Run.number(report, "nats")).isBetween(1.5, 2.05);
  }

  /// The text of `doc/stories260K.md` of llama2.c.
  @Test
  void aModelOfLlama2cTellsTheDocumentedStory() throws IOException {
    Path models = DATA.resolve("models/stories260K");
    Run run =
        Run.of(
            "generate",
            models.resolve("stories260K.bin").toString(),
            "--tokenizer",
            models.resolve("tok512.bin").toString(),
            "--temperature",
            "0");
    assertThat(run.status()).as(run.err()).isZero();
    String text =
        JsonValue.parse(Files.readString(models.resolve("greedy-256.json")))
            .object()
            .need("text")
            .text();
    assertThat(run.out()).isEqualTo(text.strip().replace("<0x0A>", "\n") + "\n");
  }

  @Test
  void aTokenizerThatDoesNotMatch() {
    Path models = DATA.resolve("models/stories260K");
    String weights = models.resolve("stories260K.bin").toString();
    Run run = Run.of("generate", weights, "--tokenizer", weights);
    assertThat(run.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(run.err()).startsWith("softmax: " + weights).hasLineCount(1);
    Run none = Run.of("generate", weights);
    assertThat(none.status()).isEqualTo(Main.BAD_INPUT);
    assertThat(none.err()).contains("--tokenizer").hasLineCount(1);
  }
}
