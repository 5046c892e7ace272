package dev.softmax.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Whole files to damage: those that the modules' tests have, and the beginnings of real data where these
/// lie beside the repository.
final class Seeds {
  /// Tests run in the folder of their module.
  private static final Path ROOT = Path.of("..");

  private static final int LARGEST = 64 << 10;

  private Seeds() {}

  /// Files of a module's `src/test/resources/golden`, in the order of their names; larger ones are passed
  /// over, so that thousands can be tried.
  ///
  /// @param folder such as `learn/pictures/files`
  /// @param pattern a glob for their names
  static List<byte[]> golden(String folder, String pattern) {
    int slash = folder.indexOf('/');
    Path golden =
        ROOT.resolve(folder.substring(0, slash))
            .resolve("src/test/resources/golden")
            .resolve(folder.substring(slash + 1));
    try (Stream<Path> files = Files.list(golden)) {
      List<byte[]> seeds = new ArrayList<>();
      for (Path file :
          files
              .filter(
                  f -> f.getFileSystem().getPathMatcher("glob:" + pattern).matches(f.getFileName()))
              .sorted()
              .toList()) {
        if (Files.size(file) <= LARGEST) {
          seeds.add(Files.readAllBytes(file));
        }
      }
      if (seeds.isEmpty()) {
        throw new IllegalStateException(golden + " has no " + pattern);
      }
      return seeds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The first lines of a file of `shared/data`; nothing where there is none.
  static List<byte[]> start(String name, int lines) {
    Path file = ROOT.resolve("../shared/data").resolve(name);
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> all = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      String text = String.join("\n", all.limit(lines).toList()) + "\n";
      return List.of(text.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<byte[]> texts(String... texts) {
    return Arrays.stream(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /// What a program writes into a file.
  static byte[] written(Consumer<Path> writer) {
    try {
      Path file = Files.createTempFile("seed", ".safetensors");
      try {
        writer.accept(file);
        return Files.readAllBytes(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SafeVarargs
  static List<byte[]> all(List<byte[]>... some) {
    List<byte[]> all = new ArrayList<>();
    for (List<byte[]> part : some) {
      all.addAll(part);
    }
    return all;
  }
}
