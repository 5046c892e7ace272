package dev.softmax.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The real data sets that lie beside the repository.
public final class SharedData {
  private static final Path FOLDER = Path.of("..", "..", "shared", "data");

  private SharedData() {}

  /// A data set; where the data are not there the test is skipped, but not on the CI.
  ///
  /// @param path the file, inside the folder of data sets
  public static Path file(String path) {
    Path file = FOLDER.resolve(path);
    assumeTrue(
        Files.exists(file) || "true".equals(System.getenv("CI")), file + " is missing: skipped");
    return file;
  }

  static Table table(String path) {
    return TableReader.read(file(path), ReadOptions.defaults());
  }
}
