package dev.softmax.image;

import dev.softmax.data.ReadOptions;
import java.util.Optional;

/// How a table of paths and labels is read; folders and IDX files take no notice of it.
///
/// @param path the column of the pictures' paths: its name, or its number from 1; found out when empty
/// @param label the column of the labels, likewise
/// @param table header and delimiter
public record PictureReadOptions(Optional<String> path, Optional<String> label, ReadOptions table) {
  /// Columns, header and delimiter found out.
  public static PictureReadOptions defaults() {
    return new PictureReadOptions(Optional.empty(), Optional.empty(), ReadOptions.defaults());
  }

  /// These options with a column of paths that is known.
  ///
  /// @param value its name, or its number from 1
  public PictureReadOptions withPath(String value) {
    return new PictureReadOptions(Optional.of(value), label, table);
  }

  /// These options with a column of labels that is known.
  ///
  /// @param value its name, or its number from 1
  public PictureReadOptions withLabel(String value) {
    return new PictureReadOptions(path, Optional.of(value), table);
  }

  /// These options with a table that is read otherwise.
  ///
  /// @param value header and delimiter
  public PictureReadOptions withTable(ReadOptions value) {
    return new PictureReadOptions(path, label, value);
  }
}
