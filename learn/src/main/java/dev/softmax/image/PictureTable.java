package dev.softmax.image;

import dev.softmax.data.Column;
import dev.softmax.data.Header;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.io.InputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A table with the paths of pictures in one column, and their labels in another. Paths are relative to
/// the table's file.
///
/// @param files the pictures' files
/// @param labels the column of the labels alone, where there is one
record PictureTable(List<Path> files, Optional<Table> labels) {
  private static final Set<String> PATHS =
      Set.of("path", "file", "filename", "file_name", "image", "picture", "photo");
  private static final Set<String> LABELS = Set.of("label", "class", "target", "category");

  static PictureTable read(Path file, PictureReadOptions options) {
    Table table = TableReader.read(file, options.table());
    if (options.table().header() == Header.AUTO && isHeadless(table, file)) {
      table = TableReader.read(file, options.table().withHeader(Header.NO));
    }
    String paths = pathColumn(table, file, options);
    Optional<String> labels = labelColumn(table, paths, options);
    Column column = table.column(paths);
    List<Path> files = new ArrayList<>(table.rows());
    for (int row = 0; row < table.rows(); row++) {
      Path picture = column.isMissing(row) ? null : resolve(file, column.text(row));
      if (picture == null || !Files.isRegularFile(picture)) {
        throw new InputException(
            "%s: column %s: %s is no file"
                .formatted(
                    table.place(row),
                    InputException.quote(paths),
                    InputException.quote(column.text(row))));
      }
      files.add(picture);
    }
    Table whole = table;
    return new PictureTable(files, labels.map(name -> whole.select(List.of(name))));
  }

  /// Whether the names of the columns are a row of data: one of them is a picture that is there.
  private static boolean isHeadless(Table table, Path file) {
    return table.names().stream().anyMatch(name -> isFile(file, name));
  }

  private static boolean isFile(Path table, String path) {
    Path file = resolve(table, path);
    return file != null && Files.isRegularFile(file);
  }

  private static @Nullable Path resolve(Path table, String path) {
    try {
      return path.isEmpty() ? null : table.resolveSibling(path);
    } catch (InvalidPathException e) {
      // Not every text is a path on every system; then there is no such file.
      return null;
    }
  }

  private static String pathColumn(Table table, Path file, PictureReadOptions options) {
    if (options.path().isPresent()) {
      return named(table, options.path().get());
    }
    Optional<String> label = options.label().map(name -> named(table, name));
    List<String> names =
        table.names().stream().filter(name -> !label.equals(Optional.of(name))).toList();
    for (String name : names) {
      if (PATHS.contains(name.toLowerCase(Locale.ROOT))) {
        return name;
      }
    }
    for (String name : names) {
      if (table.rows() > 0 && isFile(file, table.column(name).text(0))) {
        return name;
      }
    }
    throw new InputException(
        "%s: no column holds the paths of pictures; they are relative to the table's folder (its columns are %s)"
            .formatted(table.source(), String.join(", ", table.names())));
  }

  private static Optional<String> labelColumn(
      Table table, String paths, PictureReadOptions options) {
    if (options.label().isPresent()) {
      return Optional.of(named(table, options.label().get()));
    }
    List<String> others = table.names().stream().filter(name -> !name.equals(paths)).toList();
    if (others.size() == 1) {
      return Optional.of(others.getFirst());
    }
    Optional<String> known =
        others.stream().filter(name -> LABELS.contains(name.toLowerCase(Locale.ROOT))).findFirst();
    if (known.isEmpty() && !others.isEmpty()) {
      throw new InputException(
          "%s: which column holds the labels? Its columns are %s"
              .formatted(table.source(), String.join(", ", table.names())));
    }
    return known;
  }

  /// The column of a name, or of a number from 1.
  private static String named(Table table, String column) {
    if (!table.contains(column) && column.matches("[1-9][0-9]{0,3}")) {
      int number = Integer.parseInt(column);
      if (number <= table.names().size()) {
        return table.names().get(number - 1);
      }
    }
    table.column(column);
    return column;
  }
}
