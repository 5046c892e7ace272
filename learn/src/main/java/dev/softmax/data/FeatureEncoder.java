package dev.softmax.data;

import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// From the columns of a table to features: what was found out about the training data, applied to any
/// table with these columns. Immutable. Letters: `N` rows, `D` features.
///
/// Numeric columns are standardised (pixels of pictures: divided by 255) and text columns one-hot, as
/// [ColumnEncoding] says. The table may
/// have its columns in any order and others besides.
public final class FeatureEncoder {
  /// Rows that are encoded together: few enough that their features stay in the cache while column
  /// after column is written to them.
  private static final int BLOCK = 64;

  private static final long MAX_LENGTH = Integer.MAX_VALUE - 8;

  private final List<ColumnEncoding> encodings;
  private final int[] offsets;
  private final int features;

  private FeatureEncoder(List<ColumnEncoding> encodings) {
    this.encodings = encodings;
    this.offsets = new int[encodings.size()];
    int count = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = count;
      count += encodings.get(i).features();
    }
    this.features = count;
  }

  /// How an encoder is fitted.
  ///
  /// @param keepRowNumbers whether a column that only numbers the rows (`Id`) is a feature
  public record Options(boolean keepRowNumbers) {
    /// Row numbers are left out.
    public static Options defaults() {
      return new Options(false);
    }

    /// These options with row numbers in or out.
    ///
    /// @param value whether a column that only numbers the rows is a feature
    public Options withKeepRowNumbers(boolean value) {
      return new Options(value);
    }
  }

  /// An encoder, and what its training data should be known for.
  ///
  /// @param encoder the encoder
  /// @param warnings the columns that were left out, and why
  public record Fitted(FeatureEncoder encoder, List<DataWarning> warnings) {}

  /// Finds out how the columns of a table are encoded. Left out, with a warning each, are columns
  /// without any value, with one value only, with texts that are nearly all different (more than 1000,
  /// or more than ten and than half of the rows), and with whole numbers that count the rows.
  ///
  /// @param table the training rows, without the target
  /// @param options what is left out
  /// @throws InputException when no column is left
  public static Fitted fit(Table table, Options options) {
    return new EncodingFit(table, options).fit();
  }

  /// The encoder with these encodings.
  ///
  /// @param encodings at least one, each of another column, in the order of their features
  /// @throws IllegalArgumentException when there is none, or a column is there twice
  public static FeatureEncoder of(List<ColumnEncoding> encodings) {
    Set<String> names = new HashSet<>();
    for (ColumnEncoding encoding : encodings) {
      if (!names.add(encoding.column())) {
        throw new IllegalArgumentException(
            "column " + InputException.quote(encoding.column()) + " is encoded twice");
      }
    }
    if (encodings.isEmpty()) {
      throw new IllegalArgumentException("an encoder needs a column");
    }
    return new FeatureEncoder(List.copyOf(encodings));
  }

  /// How each column is encoded, in the order of their features.
  public List<ColumnEncoding> encodings() {
    return encodings;
  }

  /// `D`, how many features there are.
  public int features() {
    return features;
  }

  /// The features' names, in order.
  public List<String> featureNames() {
    return encodings.stream().flatMap(encoding -> encoding.featureNames().stream()).toList();
  }

  /// The columns that are text to this encoder, for [ReadOptions#withTextColumns]: in a file they may
  /// happen to hold nothing but numbers.
  public Set<String> textColumns() {
    Set<String> names = new TreeSet<>();
    for (ColumnEncoding encoding : encodings) {
      if (encoding instanceof ColumnEncoding.OneHot text) {
        names.add(text.column());
      }
    }
    return names;
  }

  /// The columns of a table that this encoder takes no notice of, in their order.
  ///
  /// @param table any table
  public List<String> unusedColumns(Table table) {
    List<String> unused = new ArrayList<>(table.names());
    unused.removeAll(encodings.stream().map(ColumnEncoding::column).toList());
    return List.copyOf(unused);
  }

  /// Rows to features `(N, D)`, row-major; all finite.
  ///
  /// @param table a table with the columns that were fitted
  /// @throws InputException when columns are missing (it names them all), when a numeric column holds a
  ///     text (it names line, column and text), or when `N · D` is more than an array holds
  public double[] encode(Table table) {
    requireColumns(table);
    int rows = table.rows();
    if ((long) rows * features > MAX_LENGTH) {
      throw new InputException(
          "%s: %d rows of %d features are more than fit into memory at once"
              .formatted(table.source(), rows, features));
    }
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      writers.add(writer(table, encodings.get(i), offsets[i]));
    }
    double[] out = new double[rows * features];
    Parallel.forEach(
        (rows + BLOCK - 1) / BLOCK,
        block -> {
          int end = Math.min(rows, (block + 1) * BLOCK);
          for (Writer writer : writers) {
            for (int row = block * BLOCK; row < end; row++) {
              writer.write(row, out, row * features);
            }
          }
        });
    return out;
  }

  private void requireColumns(Table table) {
    List<String> missing = new ArrayList<>();
    for (ColumnEncoding encoding : encodings) {
      if (!table.contains(encoding.column())) {
        missing.add(InputException.quote(encoding.column()));
      }
    }
    if (!missing.isEmpty()) {
      throw new InputException(
          "%s: lacks %s %s that the model needs"
              .formatted(
                  table.source(),
                  missing.size() == 1 ? "the column" : "the columns",
                  String.join(", ", missing)));
    }
  }

  /// Writes the features of one column; `start` is where the row's features begin.
  @FunctionalInterface
  private interface Writer {
    void write(int row, double[] out, int start);
  }

  private static Writer writer(Table table, ColumnEncoding encoding, int offset) {
    return switch (encoding) {
      case ColumnEncoding.Standardised numbers ->
          numberWriter(asNumbers(table, numbers.column()), numbers, offset);
      case ColumnEncoding.OneHot texts -> textWriter(table.column(texts.column()), texts, offset);
    };
  }

  private static Writer numberWriter(
      NumericColumn column, ColumnEncoding.Standardised encoding, int offset) {
    return (row, out, start) -> {
      double value = column.value(row);
      if (!Double.isNaN(value)) {
        out[start + offset] = encoding.scale(value);
      } else if (encoding.indicator()) {
        out[start + offset + 1] = 1;
      }
    };
  }

  private static Writer textWriter(Column column, ColumnEncoding.OneHot encoding, int offset) {
    Map<String, Integer> places = new HashMap<>();
    for (String level : encoding.levels()) {
      places.put(level, offset + places.size());
    }
    int missing = encoding.missingLevel() ? offset + encoding.levels().size() : -1;
    if (column instanceof TextColumn texts) {
      int[] byCode =
          texts.levels().stream().mapToInt(level -> places.getOrDefault(level, -1)).toArray();
      return (row, out, start) -> {
        int place = texts.isMissing(row) ? missing : byCode[texts.code(row)];
        if (place >= 0) {
          out[start + place] = 1;
        }
      };
    }
    return (row, out, start) -> {
      int place = column.isMissing(row) ? missing : places.getOrDefault(column.text(row), -1);
      if (place >= 0) {
        out[start + place] = 1;
      }
    };
  }

  private static NumericColumn asNumbers(Table table, String name) {
    return switch (table.column(name)) {
      case NumericColumn numbers -> numbers;
      case TextColumn texts -> {
        double[] values = new double[texts.rows()];
        Arrays.fill(values, Double.NaN);
        for (int row = 0; row < values.length; row++) {
          if (!texts.isMissing(row)) {
            values[row] = Cell.number(texts.text(row));
            if (!Double.isFinite(values[row])) {
              throw new InputException(
                  "%s: column %s: %s is not a finite number, which the model needs"
                      .formatted(
                          table.place(row),
                          InputException.quote(name),
                          InputException.quote(texts.text(row))));
            }
          }
        }
        yield new DoubleColumn(values);
      }
    };
  }
}
