package dev.softmax.cli;

import dev.softmax.io.InputException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a command writes to.
final class OutputFile {
  private OutputFile() {}

  /// Sees that a file can be written before work begins.
  static void requireFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(file + ": there is no folder " + folder);
    }
  }
}
