package dev.softmax.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// A buffer before a standard stream that does not let a failed write pass in silence, as
/// [java.io.PrintStream] does: whoever reads us has gone, or the disk is full.
final class ResultStream extends OutputStream {
  /// A write to a standard stream failed.
  static final class Closed extends UncheckedIOException {
    private static final long serialVersionUID = 1;

    private Closed(IOException cause) {
      super(cause.getMessage(), cause);
    }

    /// Did the reader go away, as `head` does once it has seen enough?
    boolean isBrokenPipe() {
      return String.valueOf(getMessage()).contains("Broken pipe");
    }
  }

  private final OutputStream target;
  private final byte[] buffer = new byte[1 << 13];
  private int filled;

  ResultStream(OutputStream target) {
    this.target = target;
  }

  @Override
  public void write(int b) {
    if (filled == buffer.length) {
      empty();
    }
    buffer[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (length > buffer.length - filled) {
      empty();
      if (length > buffer.length) {
        try {
          target.write(bytes, offset, length);
        } catch (IOException e) {
          throw new Closed(e);
        }
        return;
      }
    }
    System.arraycopy(bytes, offset, buffer, filled, length);
    filled += length;
  }

  @Override
  public void flush() {
    empty();
  }

  /// Whatever cannot be written once is dropped, so that the flush at the end of the process does
  /// not fail a second time.
  private void empty() {
    byte[] rest = Arrays.copyOf(buffer, filled);
    filled = 0;
    try {
      target.write(rest);
    } catch (IOException e) {
      throw new Closed(e);
    }
  }
}
