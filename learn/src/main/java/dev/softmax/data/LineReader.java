package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/// Reads text files line by line; gzip is unpacked, a byte order mark of UTF-8 is passed over. Lines end
/// in LF or CRLF, the last one also without.
public final class LineReader {
  private static final int BUFFER = 1 << 16;

  /// A longer line is no text; it would be a file without any line end.
  private static final int MAX_LINE = 1 << 28;

  private static final char REPLACEMENT = '\uFFFD';

  private final Path file;
  private final Charset encoding;
  private final Visitor visitor;

  /// The beginning of a line whose end is not read yet.
  private byte[] begun = new byte[1 << 10];

  private int begunLength;
  private int number;

  /// Is shown lines one by one.
  @FunctionalInterface
  public interface Visitor {
    /// Takes a line.
    ///
    /// @param text the line without its end
    /// @param number its number, from 1
    void line(String text, int number);
  }

  private LineReader(Path file, Charset encoding, Visitor visitor) {
    this.file = file;
    this.encoding = encoding;
    this.visitor = visitor;
  }

  /// Shows each line of a file.
  ///
  /// @param file a text file, gzip or not
  /// @param encoding its encoding, in which a line end is the byte 10: UTF-8, windows-1252, ISO 8859
  /// @param visitor is shown the lines in order
  /// @throws InputException when the file cannot be read, or naming the line that is not valid in the
  ///     encoding, holds a zero (which no text does) or is longer than 256 MiB
  public static void read(Path file, Charset encoding, Visitor visitor) {
    Source source = Source.of(file);
    try (InputStream in = source.open()) {
      new LineReader(file, encoding, visitor).read(in);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private void read(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int length = in.readNBytes(buffer, 0, BUFFER);
    int from = markLength(buffer, length);
    while (length > 0) {
      for (int i = from; i < length; i++) {
        if (buffer[i] == '\n') {
          line(buffer, from, i);
          from = i + 1;
        }
      }
      keep(buffer, from, length);
      from = 0;
      length = in.readNBytes(buffer, 0, BUFFER);
    }
    if (begunLength > 0) {
      line(buffer, 0, 0);
    }
  }

  private int markLength(byte[] first, int length) {
    if (length >= 2 && ((first[0] == -2 && first[1] == -1) || (first[0] == -1 && first[1] == -2))) {
      throw new InputException(file + ": is in UTF-16; save it as UTF-8");
    }
    boolean mark = length >= 3 && first[0] == -0x11 && first[1] == -0x45 && first[2] == -0x41;
    return mark && encoding.equals(StandardCharsets.UTF_8) ? 3 : 0;
  }

  private void keep(byte[] buffer, int from, int to) {
    int needed = begunLength + to - from;
    if (needed > MAX_LINE) {
      throw new InputException(
          "%s, line %d: is longer than %d bytes".formatted(file, number + 1, MAX_LINE));
    }
    if (needed > begun.length) {
      begun = Arrays.copyOf(begun, Math.max(needed, 2 * begun.length));
    }
    System.arraycopy(buffer, from, begun, begunLength, to - from);
    begunLength = needed;
  }

  /// Shows the line that ends here: what is kept, and a part of the buffer.
  private void line(byte[] buffer, int from, int to) {
    byte[] bytes = buffer;
    int begin = from;
    int end = to;
    if (begunLength > 0) {
      keep(buffer, from, to);
      bytes = begun;
      begin = 0;
      end = begunLength;
      begunLength = 0;
    }
    number++;
    if (end > begin && bytes[end - 1] == '\r') {
      end--;
    }
    String text = new String(bytes, begin, end - begin, encoding);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireValid(bytes, begin, end);
    }
    if (text.indexOf('\0') >= 0) {
      throw new InputException(
          "%s, line %d: holds a zero character, so this is no text".formatted(file, number));
    }
    visitor.line(text, number);
  }

  /// Tells a sign for a wrong byte from one that is in the file.
  private void requireValid(byte[] bytes, int from, int to) {
    try {
      encoding.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
    } catch (CharacterCodingException e) {
      String advice =
          encoding.equals(StandardCharsets.UTF_8)
              ? "; if the file is in windows-1252, say so with --encoding windows-1252"
              : "";
      throw new InputException(
          "%s: line %d is not valid %s%s".formatted(file, number, encoding.name(), advice), e);
    }
  }
}
