package dev.softmax.data;

import java.util.Optional;
import java.util.Set;

/// How a text file is read; files of other kinds take no notice of it.
///
/// @param header whether the first row names the columns
/// @param delimiter what stands between two cells; found out from the first rows when empty
/// @param textColumns columns that are text even where every cell of them is a number, such as codes
///     that are written `01`; names that the file lacks are passed over
public record ReadOptions(Header header, Optional<Character> delimiter, Set<String> textColumns) {
  /// Checks the options.
  ///
  /// @throws IllegalArgumentException when the delimiter is a quote, a letter, a digit or a line end
  public ReadOptions {
    if (delimiter.isPresent()) {
      char c = delimiter.get();
      if (c == '"' || c == '\n' || c == '\r' || Character.isLetterOrDigit(c)) {
        throw new IllegalArgumentException("a delimiter cannot be " + Character.getName(c));
      }
    }
    textColumns = Set.copyOf(textColumns);
  }

  /// Header and delimiter found out, types inferred.
  public static ReadOptions defaults() {
    return new ReadOptions(Header.AUTO, Optional.empty(), Set.of());
  }

  /// These options with another header.
  ///
  /// @param value whether the first row names the columns
  public ReadOptions withHeader(Header value) {
    return new ReadOptions(value, delimiter, textColumns);
  }

  /// These options with a delimiter that is known.
  ///
  /// @param value what stands between two cells
  public ReadOptions withDelimiter(char value) {
    return new ReadOptions(header, Optional.of(value), textColumns);
  }

  /// These options with other text columns.
  ///
  /// @param names columns that are text whatever their cells look like
  public ReadOptions withTextColumns(Set<String> names) {
    return new ReadOptions(header, delimiter, names);
  }
}
