package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// A file whose bytes can be read as often as needed, unpacked when it is gzip (which its first bytes
/// tell, not its name). What is no regular file (a pipe, `/dev/stdin`) is read into memory once.
///
/// @param file the file as it was named
/// @param memory the bytes of what can be read only once
record Source(Path file, byte @Nullable [] memory) {
  private static final int BUFFER = 1 << 16;

  static Source of(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": cannot be read: it is a folder");
    }
    if (!Files.exists(file) || Files.isRegularFile(file)) {
      return new Source(file, null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new Source(file, in.readAllBytes());
    } catch (OutOfMemoryError e) {
      throw new InputException(
          file + ": is no regular file and holds more than memory does; copy it into a file", e);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /// The bytes from the start, unpacked.
  InputStream open() throws IOException {
    InputStream raw =
        memory == null ? Files.newInputStream(file) : new ByteArrayInputStream(memory);
    try {
      InputStream in = new BufferedInputStream(raw, BUFFER);
      in.mark(2);
      boolean gzip = in.read() == 0x1F && in.read() == 0x8B;
      in.reset();
      return gzip ? new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER) : in;
    } catch (IOException | RuntimeException | Error e) {
      raw.close();
      throw e;
    }
  }

  /// The first bytes, unpacked: `length` of them, or as many as there are.
  byte[] first(int length) throws IOException {
    try (InputStream in = open()) {
      return in.readNBytes(length);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
