package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Accuracies that the literature has for a linear model of these data sets.
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
}
