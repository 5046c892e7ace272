package dev.softmax.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// What a command reads and writes.
///
/// @param in standard input
/// @param out results
/// @param err everything else
/// @param columns width of the terminal that `err` writes to; 0 where it is none, which means no
///     progress bar
record Streams(InputStream in, PrintStream out, PrintStream err, int columns) {

  /// The streams of this process, as the launcher set them up. All text is UTF-8.
  static Streams ofProcess() {
    return new Streams(
        System.in,
        print(FileDescriptor.out, false),
        print(standardError(), true),
        Integer.getInteger("softmax.columns", 0));
  }

  private static PrintStream print(FileDescriptor descriptor, boolean flushLines) {
    return new PrintStream(
        new ResultStream(new FileOutputStream(descriptor)), flushLines, StandardCharsets.UTF_8);
  }

  /// The launcher lets the JVM start with descriptor 2 on the null device, because the JVM prints a
  /// line about the incubator module there that no flag silences, and hands the real standard error
  /// over as another descriptor. Opening that by its name in `/dev/fd` would fail for sockets and
  /// for terminals of another user.
  private static FileDescriptor standardError() {
    Integer number = Integer.getInteger("softmax.stderr");
    if (number == null) {
      return FileDescriptor.err;
    }
    try {
      var constructor = FileDescriptor.class.getDeclaredConstructor(int.class);
      constructor.setAccessible(true);
      return constructor.newInstance(number);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this JDK cannot take descriptor " + number + " as standard error", e);
    }
  }
}
