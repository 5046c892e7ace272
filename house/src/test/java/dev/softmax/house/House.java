package dev.softmax.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where the sources of the house are.
final class House {
  /// The repository's root: tests run in the folder of their module.
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private House() {}

  /// All Java sources of the modules, tests included, in a fixed order.
  static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> ROOT.relativize(file).toString().contains("/src/"))
          .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
          .sorted()
          .toList();
    }
  }
}
