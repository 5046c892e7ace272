package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the text of a file is written, found out from its first bytes.
///
/// @param charset its encoding: UTF-16 where a byte order mark says so, else UTF-8 until a byte proves
///     it wrong, and then windows-1252
/// @param mark length of the byte order mark
/// @param delimiter what stands between two cells
record Dialect(Charset charset, int mark, char delimiter) {
  /// How much of a file is looked at.
  static final int SAMPLE = 1 << 16;

  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /// The first bytes of files that are sometimes taken for tables.
  private static final List<Magic> MAGICS =
      List.of(
          new Magic("a ZIP archive or an Excel file (save it as CSV)", "PK\u0003\u0004"),
          new Magic("a Parquet file", "PAR1"),
          new Magic("a PDF document", "%PDF-"),
          new Magic("a PNG picture", "\u0089PNG"),
          new Magic("a JPEG picture", "\u00FF\u00D8\u00FF"),
          new Magic("an old Excel file (save it as CSV)", "\u00D0\u00CF\u0011\u00E0"),
          new Magic("an SQLite database", "SQLite format 3"),
          new Magic("gzip inside gzip", "\u001F\u008B"));

  /// At most so many rows of the sample are compared.
  private static final int RECORDS = 32;

  /// In the order of trust when several divide the rows equally well: text often has commas in it, a
  /// decimal comma among them, and seldom tabs.
  private static final char[] DELIMITERS = {'\t', ';', ',', '|'};

  private record Magic(String kind, String bytes) {
    boolean starts(byte[] file) {
      byte[] wanted = bytes.getBytes(StandardCharsets.ISO_8859_1);
      return file.length >= wanted.length
          && Arrays.equals(wanted, 0, wanted.length, file, 0, wanted.length);
    }
  }

  /// Looks at the first bytes of a file.
  ///
  /// @param source the file, for messages
  /// @param first its first bytes, [#SAMPLE] of them if it has so many
  /// @param delimiter what stands between two cells, where that is known
  /// @throws InputException when it is no text
  static Dialect of(String source, byte[] first, @Nullable Character delimiter) {
    for (Magic magic : MAGICS) {
      if (magic.starts(first)) {
        throw new InputException(source + ": is not a table in text form but " + magic.kind());
      }
    }
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (startsWith(first, 0xEF, 0xBB, 0xBF)) {
      mark = 3;
    } else if (startsWith(first, 0xFE, 0xFF)) {
      charset = StandardCharsets.UTF_16BE;
      mark = 2;
    } else if (startsWith(first, 0xFF, 0xFE)) {
      charset = StandardCharsets.UTF_16LE;
      mark = 2;
    }
    ByteBuffer rest = ByteBuffer.wrap(first, mark, first.length - mark);
    // Only commas and the like are looked for, so a character cut in two at the end does no harm.
    String text = charset.decode(rest).toString();
    int control = Cell.control(text);
    if (control >= 0) {
      throw new InputException(
          "%s, line %d: is not a table in text form but a binary file (it holds the character U+%04X)"
              .formatted(source, 1 + lineEnds(text, control), (int) text.charAt(control)));
    }
    boolean whole = first.length < SAMPLE;
    return new Dialect(charset, mark, delimiter == null ? delimiter(text, whole) : delimiter);
  }

  /// The same with windows-1252, in which all bytes are text.
  Dialect withoutUtf8() {
    return new Dialect(WINDOWS_1252, 0, delimiter);
  }

  /// Whether a comma may stand for the point of a number.
  boolean decimalComma() {
    return delimiter == ';';
  }

  /// What reads the text. UTF-8 and UTF-16 must be valid, or they are something else; in windows-1252
  /// some bytes are no character.
  CharsetDecoder decoder() {
    CodingErrorAction otherwise =
        charset.equals(WINDOWS_1252) ? CodingErrorAction.REPLACE : CodingErrorAction.REPORT;
    return charset.newDecoder().onMalformedInput(otherwise).onUnmappableCharacter(otherwise);
  }

  /// Reads a whole file to see that it is written as its beginning says, for who cannot begin again.
  Dialect settled(Source source) throws IOException {
    if (mark > 0) {
      return this;
    }
    try (InputStream in = source.open();
        Reader text = new InputStreamReader(in, decoder())) {
      char[] buffer = new char[SAMPLE];
      while (text.read(buffer) >= 0) {
        // Only whether it can be read matters.
      }
      return this;
    } catch (CharacterCodingException e) {
      return withoutUtf8();
    }
  }

  private static boolean startsWith(byte[] bytes, int... wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private static int lineEnds(String text, int end) {
    return (int) text.chars().limit(end).filter(c -> c == '\n').count();
  }

  /// The delimiter that cuts all sampled rows into the same number of cells, more than one; failing
  /// that, the one that is most frequent in the first row; failing that, the comma.
  private static char delimiter(String text, boolean whole) {
    int[][] counts = new int[DELIMITERS.length][RECORDS];
    int records = count(text, whole, counts);
    char best = ',';
    int most = 0;
    for (int d = 0; d < DELIMITERS.length; d++) {
      int[] count = Arrays.copyOf(counts[d], Math.max(1, records));
      int first = count[0];
      if (first > 0 && records > 1 && Arrays.stream(count).allMatch(c -> c == first)) {
        return DELIMITERS[d];
      }
      if (first > most) {
        most = first;
        best = DELIMITERS[d];
      }
    }
    return best;
  }

  /// Counts delimiters outside quotes in the first rows that are not blank.
  ///
  /// @return how many rows; a last one that the sample may have cut off does not count
  private static int count(String text, boolean whole, int[][] counts) {
    int record = 0;
    boolean quoted = false;
    boolean blank = true;
    for (int i = 0; i < text.length() && record < RECORDS; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      }
      if (!quoted && (c == '\n' || c == '\r')) {
        record += blank ? 0 : 1;
        blank = true;
        continue;
      }
      blank = blank && c == ' ';
      for (int d = 0; d < DELIMITERS.length && !quoted; d++) {
        if (c == DELIMITERS[d]) {
          counts[d][record]++;
        }
      }
    }
    return whole && !blank && record < RECORDS ? record + 1 : record;
  }
}
