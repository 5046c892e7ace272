package dev.softmax.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `softmax summary`. The numbers of two by two tables are their logarithms of odds, by hand.
class SummaryTest {
  @TempDir private Path folder = Path.of("");
  private String table = "";

  @BeforeEach
  void write() throws IOException {
    // 30 of 40 smokers cough, and 20 of 60 others.
    StringBuilder csv = new StringBuilder("cough,smokes\n");
    for (int i = 0; i < 100; i++) {
      boolean smokes = i < 40;
      boolean coughs = smokes ? i < 30 : i < 60;
      csv.append(coughs ? "often" : "never").append(smokes ? ",daily\n" : ",at no time\n");
    }
    Path file = folder.resolve("cough.csv");
    Files.writeString(file, csv);
    table = file.toString();
  }

  @Test
  void oddsOfATwoByTwoTable() {
    Run run = Run.of("summary", table, "--target", "cough", "--json");
    assertThat(run.status()).as(run.err()).isZero();
    Map<String, Object> json = run.json().getFirst();
    assertThat(json).containsEntry("reference", "never").containsEntry("rows", 100.0);
    assertThat(json).containsEntry("leftOut", List.of("smokes=at no time"));
    List<?> coefficients = (List<?>) Objects.requireNonNull(json.get("coefficients"));
    Map<?, ?> smokes = (Map<?, ?>) coefficients.getLast();
    assertThat(smokes.get("feature")).isEqualTo("smokes=daily");
    assertThat((Double) Objects.requireNonNull(smokes.get("oddsRatio")))
        .isCloseTo((30.0 / 10) / (20.0 / 40), within(1e-7));
    assertThat((Double) Objects.requireNonNull(smokes.get("standardError")))
        .isCloseTo(Math.sqrt(1 / 30.0 + 1 / 10.0 + 1 / 20.0 + 1 / 40.0), within(1e-7));
  }

  @Test
  void tablesForPeople() {
    Run run = Run.of("summary", table, "--target", "cough", "--reference", "often", "--robust");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("never against often", "McFadden's R2", "intercept", "-1.791759")
        .contains("made of others, or compared with: smokes=at no time");
  }

  @Test
  void theClassIsTheLastColumnUnlessAnotherIsNamed() {
    Run last = Run.of("summary", table, "--json");
    assertThat(last.status()).as(last.err()).isZero();
    assertThat(last.json().getFirst()).containsEntry("reference", "at no time");
    assertThat(Run.of("summary", table, "--target", "smokes", "--json")).isEqualTo(last);
    assertThat(Run.of("summary", table, "--target", "1", "--json"))
        .isEqualTo(Run.of("summary", table, "--target", "cough", "--json"));
  }

  @Test
  void findingsAreWarnings() {
    Run run = Run.of("summary", "../examples/data/iris.csv", "--target", "species");
    assertThat(run.status()).isZero();
    assertThat(run.err().lines())
        .isNotEmpty()
        .allMatch(line -> line.startsWith("softmax: warning: "));
  }

  @Test
  void badInput() {
    refused(
        1, "no class 'x'; there are never, often", table, "--target", "cough", "--reference", "x");
    refused(1, "'nose'", table, "--target", "nose");
    refused(1, "nowhere.csv", "nowhere.csv", "--target", "cough");
    refused(2, "--level 2.0 is not between 0 and 1", table, "--target", "cough", "--level", "2");
  }

  private static void refused(int status, String message, String... words) {
    Run run = Run.of(List.of("summary"), words);
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).startsWith("softmax: ").contains(message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }
}
