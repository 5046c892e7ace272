package dev.softmax.plot;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that are there whole or not at all.
final class WholeFile {
  private WholeFile() {}

  /// Writes a neighbour of the file, then gives it the file's name in one step.
  static void write(Path file, byte[] bytes) throws IOException {
    Path target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new IOException("figure: " + file + " is a folder");
    }
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("figure: " + file + ": the folder " + folder + " does not exist");
    }
    Path part = target.resolveSibling("." + target.getFileName() + "." + System.nanoTime());
    try {
      Files.write(part, bytes, StandardOpenOption.CREATE_NEW);
      try {
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        // Some network folders know no atomic move; the complete neighbour is the next best.
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
