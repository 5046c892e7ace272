package dev.softmax.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged files by the hundred in each build, by the hundred thousand with `-Pfuzz`.
class FuzzTest {
  private static final Path KEPT = Path.of("target/fuzz");
  private static final Fuzzer FUZZER =
      new Fuzzer(
          Integer.getInteger("fuzz.inputs", 100),
          Integer.getInteger("fuzz.seconds", 60),
          Long.getLong("fuzz.seed", 1));
  private static final List<String> ROWS = new ArrayList<>();

  @TempDir private Path folder;

  static Stream<Target> targets() {
    return Targets.all().stream();
  }

  @BeforeAll
  static void oneThread() {
    // All memory is then that of the thread that is watched.
    Compute.limitThreads(1);
  }

  @AfterAll
  static void report() throws IOException {
    Files.createDirectories(KEPT);
    Files.writeString(
        KEPT.resolve("report.md"),
        "| reader | inputs | read | most memory | faults |\n|---|---|---|---|---|\n"
            + String.join("", ROWS));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void survives(Target target) {
    Fuzzer.Report report = FUZZER.run(target, folder);
    ROWS.add(
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %.1f MB | %d |%n",
            target.name(),
            report.tried(),
            report.read(),
            report.largest() / 1e6,
            report.faults().size()));
    Fuzzer.keep(target, report.faults(), KEPT);
    assertThat(report.faults()).as("faults of %s; files in %s", target.name(), KEPT).isEmpty();
    assertThat(report.tried()).isPositive();
  }

  @Test
  void wholeFilesAreRead() {
    for (Target target : Targets.all()) {
      for (byte[] seed : target.seeds()) {
        assertThat(Trial.run(target, seed, folder).fault()).as(target.name()).isNull();
      }
    }
  }
}
