package dev.softmax.sequence;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A text to learn from, to measure a model by, or to go on from.
///
/// @param source what messages call it: the name of its file, `the prompt`
/// @param text every character, line ends too
/// @param file where it was read
public record Corpus(String source, String text, Optional<Path> file) {
  /// What some editors put first in UTF-8.
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// A text from memory.
  ///
  /// @param source what messages call it
  public static Corpus of(String source, String text) {
    return new Corpus(source, text, Optional.empty());
  }

  /// Reads a file as it is, line ends included; a byte order mark of UTF-8 is passed over.
  ///
  /// @param encoding how characters are written in it
  /// @throws InputException when it cannot be read, or naming line and byte where it is not valid in the
  ///     encoding or holds a zero, which no text does
  public static Corpus read(Path file, Charset encoding) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": cannot be read: it is a folder");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
    String text = decode(file, bytes, encoding);
    boolean marked =
        encoding.equals(StandardCharsets.UTF_8)
            && !text.isEmpty()
            && text.charAt(0) == BYTE_ORDER_MARK;
    return new Corpus(file.toString(), marked ? text.substring(1) : text, Optional.of(file));
  }

  private static String decode(Path file, byte[] bytes, Charset encoding) {
    CharsetDecoder decoder =
        encoding
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out =
        CharBuffer.allocate((int) Math.ceil(bytes.length * (double) decoder.maxCharsPerByte()) + 1);
    CoderResult result = decoder.decode(in, out, true);
    if (result.isUnderflow()) {
      result = decoder.flush(out);
    }
    String text = out.flip().toString();
    if (result.isError()) {
      String advice =
          encoding.equals(StandardCharsets.UTF_8)
              ? "; if the file is in windows-1252, say so with --encoding windows-1252"
              : "";
      throw new InputException(
          "%s, line %d: byte %d (%02X) is not valid %s%s"
              .formatted(
                  file,
                  line(text, text.length()),
                  in.position() + 1,
                  bytes[in.position()],
                  encoding.name(),
                  advice));
    }
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw new InputException(
          "%s, line %d: holds a zero character, so this is no text in %s"
              .formatted(file, line(text, zero), encoding.name()));
    }
    return text;
  }

  private static int line(String text, int to) {
    return 1 + (int) text.substring(0, to).chars().filter(c -> c == '\n').count();
  }

  /// Number of characters (Unicode code points).
  public int characters() {
    return text.codePointCount(0, text.length());
  }

  /// Where a character stands: `line 3, column 7`.
  ///
  /// @param index of its first `char`
  String place(int index) {
    int start = text.lastIndexOf('\n', index - 1) + 1;
    return "line %d, column %d".formatted(line(text, index), 1 + text.codePointCount(start, index));
  }
}
