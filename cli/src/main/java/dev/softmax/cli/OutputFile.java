package dev.softmax.cli;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

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

  /// Sees that a file, if it is there, can be written, too; nothing is changed in it.
  static void requireWritable(Path file) {
    requireFolder(file);
    if (Files.exists(file)) {
      try {
        Files.newOutputStream(file, StandardOpenOption.APPEND).close();
      } catch (IOException e) {
        throw InputException.unwritable(file, e);
      }
    }
  }
}
