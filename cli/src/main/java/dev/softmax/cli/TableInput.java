package dev.softmax.cli;

import dev.softmax.data.BatchOptions;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.data.TableReader;
import dev.softmax.duckdb.DuckdbSource;
import dev.softmax.io.InputException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where tables come from: what a word of the command line names decides who reads it.
final class TableInput {
  private TableInput() {}

  /// Reads a table.
  ///
  /// @param word a file, a folder with MNIST's files, or a query after `sql:`
  static Table read(String word, ReadOptions reading) {
    Optional<DuckdbSource> source = DuckdbSource.of(word);
    return source.isPresent()
        ? DuckdbInput.read(source.get())
        : TableReader.read(path(word), reading);
  }

  /// Opens a table to read it in batches.
  static TableBatches open(String word, ReadOptions reading, BatchOptions batches) {
    Optional<DuckdbSource> source = DuckdbSource.of(word);
    return source.isPresent()
        ? DuckdbInput.open(source.get(), batches)
        : TableReader.open(path(word), reading, batches);
  }

  /// The test set that belongs to a training set of MNIST.
  static Optional<String> testSet(String word) {
    return DuckdbSource.of(word).isPresent()
        ? Optional.empty()
        : TableReader.testSet(path(word)).map(Path::toString);
  }

  /// Whether a word is a query.
  static boolean isQuery(String word) {
    return DuckdbSource.of(word).filter(DuckdbSource.Query.class::isInstance).isPresent();
  }

  /// The one table that words name: the first, or a query, which has been cut at its commas.
  static String joined(List<String> words) {
    return isQuery(words.getFirst()) ? String.join(",", words) : words.getFirst();
  }

  /// The name of a file.
  static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new InputException(InputException.quote(word) + " is not the name of a file", e);
    }
  }

  /// The names of files.
  static List<Path> paths(List<String> words) {
    return words.stream().map(TableInput::path).toList();
  }
}
