package dev.softmax.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/// Files written whole or not at all: the bytes go to a temporary file in the same folder, which takes
/// the name of the wanted one only when everything is on the disk.
public final class AtomicFile {
  private static final int BUFFER = 1 << 16;
  private static final AtomicLong COUNTER = new AtomicLong();

  private AtomicFile() {}

  /// What a file will hold.
  @FunctionalInterface
  public interface Content {
    /// Writes everything; the stream is buffered and is closed by the caller.
    ///
    /// @param out where to
    /// @throws IOException when the stream throws it
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes a file, replacing what was there. A symbolic link is followed; what is neither file nor
  /// folder (`/dev/stdout`, a pipe) is written straight.
  ///
  /// @param file the file; its folder must exist
  /// @param content what it will hold
  /// @throws InputException naming the file and why it cannot be written; nothing has changed then,
  ///     and the temporary file is gone
  public static void write(Path file, Content content) {
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      if (Files.isDirectory(target)) {
        throw new InputException(file + ": cannot be written: it is a folder");
      }
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), BUFFER)) {
          content.writeTo(out);
        }
        return;
      }
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new AccessDeniedException(file.toString());
      }
      replace(target, content);
    } catch (IOException e) {
      throw InputException.unwritable(file, e);
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path folder = target.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new FileSystemException(target.toString(), null, "there is no folder " + folder);
    }
    String name = ".softmax-" + ProcessHandle.current().pid() + "-" + COUNTER.incrementAndGet();
    Path temporary = folder.resolve(name + ".tmp");
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      content.writeTo(out);
      out.flush();
      channel.force(true);
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    move(temporary, target);
  }

  private static void move(Path temporary, Path target) throws IOException {
    try {
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
  }
}
