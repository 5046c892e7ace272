package dev.softmax.cli;

import dev.softmax.data.IdxPictures;
import dev.softmax.duckdb.DuckdbSource;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What there is to learn from, as `--kind` names it.
enum DataKind {
  TABLE,
  SPARSE,
  TEXT,
  IMAGE,
  LANGUAGE;

  /// @throws UsageException if there is no such kind
  static DataKind named(String name) {
    return Arrays.stream(values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--kind " + name + ": there are table, sparse, text, image and language"));
  }

  /// The kind that the data look like where nothing is said.
  ///
  /// @param data the files, at least one
  /// @param texts what is said of texts
  /// @param target the column to learn, which only tables have
  static DataKind found(List<String> data, TextInput texts, @Nullable String target) {
    String first = data.getFirst();
    boolean alone = data.size() == 1;
    if (isSparse(first, texts, alone && target == null)) {
      return SPARSE;
    }
    if (alone && isFolderOfPictures(first)) {
      return IMAGE;
    }
    boolean lines = target == null ? texts.areMeant(first) : texts.inTable();
    return !alone || lines ? TEXT : TABLE;
  }

  private static boolean isSparse(String first, TextInput texts, boolean undecided) {
    if (texts.inTable()) {
      return false;
    }
    return texts.ofBags() || (undecided && texts.form == null && TrainSparse.recognises(first));
  }

  private static boolean isFolderOfPictures(String first) {
    return DuckdbSource.of(first).isEmpty()
        && Files.isDirectory(TableInput.path(first))
        && !IdxPictures.recognises(TableInput.path(first));
  }
}
