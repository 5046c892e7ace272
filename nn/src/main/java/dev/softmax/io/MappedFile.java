package dev.softmax.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file whose bytes are memory as long as an arena is open.
///
/// @param file the file, as it was named
/// @param arena what lets it go
/// @param bytes all of it, read-only
record MappedFile(Path file, Arena arena, MemorySegment bytes) {
  /// Makes something of a file that closes the arena in the end.
  @FunctionalInterface
  interface Reader<T> {
    T read(MappedFile file);
  }

  /// Opens a file; it is let go where reading it fails.
  ///
  /// @throws InputException when it cannot be read, or what the reader throws
  static <T> T open(Path file, Reader<T> reader) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": cannot be read: it is not a regular file");
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return reader.read(new MappedFile(file, arena, bytes));
    } catch (IOException e) {
      arena.close();
      throw InputException.unreadable(file, e);
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }
}
