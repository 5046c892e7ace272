package dev.softmax.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that once showed a fault, in `found/READER/WHAT`: the fault is mended, and stays so.
class FoundTest {
  private static final Path FOUND = Path.of("src/test/resources/found");

  @TempDir private Path folder;

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(FOUND)) {
      return files.filter(Files::isRegularFile).sorted().toList().stream();
    }
  }

  @BeforeAll
  static void oneThread() {
    Compute.limitThreads(1);
  }

  @ParameterizedTest
  @MethodSource("files")
  void isMended(Path file) throws IOException {
    String reader = String.valueOf(FOUND.relativize(file).getName(0));
    Target target =
        Targets.all().stream().filter(t -> t.folder().equals(reader)).findFirst().orElseThrow();
    assertThat(Trial.run(target, Files.readAllBytes(file), folder).fault()).isNull();
  }
}
