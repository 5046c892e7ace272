package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads tables from files. What a file is, its bytes tell, not its name; gzip is unpacked.
///
/// **Text** (CSV and its kin). Commas, tabs, semicolons or bars stand between the cells; which, the
/// first rows tell. Cells may be quoted, and quoted ones hold line ends. Lines end in LF or CRLF;
/// blank ones are passed over. The encoding is UTF-8 (or UTF-16 with a byte order mark); a file that is
/// not valid UTF-8 is taken for windows-1252. The first row is a header as [Header] says. Empty cells
/// and `NA`, `N/A`, `NaN`, `null` (in any case) and `?` are missing values. A column is numeric when
/// all its other cells are finite numbers, else text; one that would be numeric but for infinite
/// numbers is an error. In files with semicolons a number may have a decimal comma.
///
/// **IDX**, MNIST's format. A path to the pictures (`train-images-idx3-ubyte.gz`) finds the labels
/// beside them (`train-labels-idx1-ubyte.gz`); the table has the columns `pixel0`, `pixel1`, … and
/// `label`. A folder that holds such a pair will do too.
public final class TableReader {
  private TableReader() {}

  /// Reads a table.
  ///
  /// @param path a file, or a folder with MNIST's files
  /// @param options how text is read
  /// @throws InputException when it cannot be read or is no table: one sentence that names the file,
  ///     and line and column where there are any
  public static Table read(Path path, ReadOptions options) {
    Source source = Source.of(Files.isDirectory(path) ? trainingPictures(path) : path);
    byte[] first = first(source);
    return IdxFile.starts(first) ? IdxFile.table(source) : CsvFile.read(source, first, options);
  }

  /// Opens a table to read it in batches. Text is read twice: first to see how it is encoded. What is no
  /// regular file (a pipe) and pictures are read into memory.
  ///
  /// @param path as for [#read]
  /// @param options how text is read
  /// @param batches the columns that are wanted, and how many rows at a time
  /// @throws InputException when it cannot be read, is no table, or lacks a column
  public static TableBatches open(Path path, ReadOptions options, BatchOptions batches) {
    Source source = Source.of(Files.isDirectory(path) ? trainingPictures(path) : path);
    byte[] first = first(source);
    return IdxFile.starts(first)
        ? TableBatches.of(IdxFile.table(source), batches)
        : CsvBatches.open(source, first, options, batches);
  }

  private static byte[] first(Source source) {
    try {
      return source.first(Dialect.SAMPLE);
    } catch (IOException e) {
      throw InputException.unreadable(source.file(), e);
    }
  }

  /// The test set that belongs to a training set: for MNIST's files or their folder, the `t10k`
  /// pictures; empty for all else.
  ///
  /// @param path what [#read] was or will be given
  public static Optional<Path> testSet(Path path) {
    return Files.isDirectory(path)
        ? IdxFile.inFolder(path, "t10k")
        : IdxFile.sibling(path, "train-images", "t10k-images");
  }

  /// The pictures of MNIST's training set in a folder.
  static Path trainingPictures(Path folder) {
    return IdxFile.inFolder(folder, "train")
        .orElseThrow(
            () ->
                new InputException(
                    folder + ": is a folder without train-images-idx3-ubyte (.gz or not)"));
  }
}
