package dev.softmax.data;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How a file of texts is read.
///
/// @param form where the labels are
/// @param encoding how characters are written
/// @param coarse whether only the part of a label before its first colon counts: `NUM` of `NUM:dist`
/// @param blankLines whether a blank line is a text too, an empty one without a label; else it is
///     passed over
public record TextReadOptions(TextForm form, Charset encoding, boolean coarse, boolean blankLines) {
  /// Checks the options.
  ///
  /// @throws IllegalArgumentException when a line end takes more than one byte in the encoding
  public TextReadOptions {
    if (!Arrays.equals("\r\n\t ".getBytes(encoding), new byte[] {'\r', '\n', '\t', ' '})) {
      throw new IllegalArgumentException("texts cannot be read in " + encoding.name());
    }
  }

  /// UTF-8, the form found out, whole labels, blank lines passed over.
  public static TextReadOptions defaults() {
    return new TextReadOptions(TextForm.AUTO, StandardCharsets.UTF_8, false, false);
  }

  /// These options with another form.
  ///
  /// @param value where the labels are
  public TextReadOptions withForm(TextForm value) {
    return new TextReadOptions(value, encoding, coarse, blankLines);
  }

  /// These options with another encoding.
  ///
  /// @param value how characters are written
  public TextReadOptions withEncoding(Charset value) {
    return new TextReadOptions(form, value, coarse, blankLines);
  }

  /// These options with whole labels or their coarse part.
  ///
  /// @param value whether labels end before their first colon
  public TextReadOptions withCoarse(boolean value) {
    return new TextReadOptions(form, encoding, value, blankLines);
  }

  /// These options with blank lines as texts or passed over.
  ///
  /// @param value whether a blank line is a text too
  public TextReadOptions withBlankLines(boolean value) {
    return new TextReadOptions(form, encoding, coarse, value);
  }
}
