package dev.softmax.fuzz;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.List;

/// A reader, and what it is given.
///
/// @param name what reports call it
/// @param fileName the name of the files it is given, whose ending some readers go by
/// @param seeds whole files, which it reads
/// @param frame what is around their content
/// @param bounds what reading may take
/// @param reader the reader
record Target(
    String name, String fileName, List<byte[]> seeds, Frame frame, Bounds bounds, Reader reader) {

  /// Reads a file and uses what it read.
  @FunctionalInterface
  interface Reader {
    /// Reads one file.
    ///
    /// @throws InputException when the file is damaged: the only way to say so
    void read(Path file);
  }

  /// What reading may take.
  ///
  /// @param least bytes of memory that are always allowed
  /// @param times bytes of memory for each byte of the file
  record Bounds(long least, long times) {
    /// Enough for buffers, and for a file in a tree of small objects.
    static final Bounds STANDARD = new Bounds(32L << 20, 200);

    long of(long size) {
      return least + times * size;
    }
  }

  static Target of(String name, String fileName, List<byte[]> seeds, Reader reader) {
    return new Target(name, fileName, seeds, Frame.NONE, Bounds.STANDARD, reader);
  }

  Target within(Frame value) {
    return new Target(name, fileName, seeds, value, bounds, reader);
  }

  Target within(Bounds value) {
    return new Target(name, fileName, seeds, frame, value, reader);
  }

  /// Its name as that of a folder.
  String folder() {
    return name.replace(' ', '-');
  }

  @Override
  public String toString() {
    return name;
  }
}
