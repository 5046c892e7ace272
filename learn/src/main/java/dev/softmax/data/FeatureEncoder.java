package dev.softmax.data;

import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// From the columns of a table to features: what was found out about the training data, applied to any
/// table with these columns. Immutable. Letters: `N` rows, `D` features.
///
/// Numeric columns are standardised (pixels of pictures: divided by 255), text columns one-hot, dates days
/// and places in the year, week and day, as [ColumnEncoding] says. The table may have its columns in any
/// order and others besides.
public final class FeatureEncoder {
  /// Rows that are encoded together: few enough that their features stay in the cache while column
  /// after column is written to them.
  private static final int BLOCK = 64;

  private static final long MAX_LENGTH = Integer.MAX_VALUE - 8;

  private final List<ColumnEncoding> encodings;
  private final List<SourceColumn> columns;
  private final int[] offsets;
  private final int features;

  private FeatureEncoder(List<ColumnEncoding> encodings, List<SourceColumn> columns) {
    this.encodings = encodings;
    this.columns = columns;
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
  /// @param mostLevels most texts of a column that have a feature each; the less frequent ones, where
  ///     there are more, share one
  public record Options(boolean keepRowNumbers, int mostLevels) {
    /// Checks the number of texts.
    ///
    /// @throws IllegalArgumentException when it is less than 1
    public Options {
      if (mostLevels < 1) {
        throw new IllegalArgumentException("most levels: " + mostLevels + " is not at least 1");
      }
    }

    /// Row numbers are left out, and a column has at most 1000 texts with a feature each.
    public static Options defaults() {
      return new Options(false, 1000);
    }

    /// These options with row numbers in or out.
    ///
    /// @param value whether a column that only numbers the rows is a feature
    public Options withKeepRowNumbers(boolean value) {
      return new Options(value, mostLevels);
    }

    /// These options with more or fewer texts.
    ///
    /// @param value most texts of a column that have a feature each
    public Options withMostLevels(int value) {
      return new Options(keepRowNumbers, value);
    }
  }

  /// An encoder, and what its training data should be known for.
  ///
  /// @param encoder the encoder
  /// @param warnings the columns that were left out, and why
  public record Fitted(FeatureEncoder encoder, List<DataWarning> warnings) {}

  /// Finds out how the columns of a table are encoded. Left out, with a warning each, are columns
  /// without any value, with one value only, with texts that are nearly all different (more than ten and
  /// than half of the rows), and with whole numbers that count the rows.
  ///
  /// A column whose texts are all dates ([DateColumn] says which) is of dates; one of two texts that mean
  /// yes and no is a flag; other texts are categories. Where there are more than 100 of these, or more than
  /// [Options#mostLevels], only those of ten rows and more are kept, the most frequent first; all others
  /// are one category together.
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
    return of(encodings, List.of());
  }

  /// The encoder with these encodings.
  ///
  /// @param encodings at least one, each of another column, in the order of their features
  /// @param columns what the training data held, where it is known
  /// @throws IllegalArgumentException when there is none, or a column is there twice
  public static FeatureEncoder of(List<ColumnEncoding> encodings, List<SourceColumn> columns) {
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
    return new FeatureEncoder(List.copyOf(encodings), List.copyOf(columns));
  }

  /// What the training data held, column by column, those left out too; empty where it is not known.
  public List<SourceColumn> columns() {
    return columns;
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
    uses()
        .forEach(
            (name, use) -> {
              if (use == ColumnUse.TEXT) {
                names.add(name);
              }
            });
    return names;
  }

  /// The columns that this encoder needs, and as what it reads the cells of a text file.
  public SequencedMap<String, ColumnUse> uses() {
    SequencedMap<String, ColumnUse> uses = new LinkedHashMap<>();
    for (ColumnEncoding encoding : encodings) {
      uses.put(
          encoding.column(),
          switch (encoding) {
            case ColumnEncoding.Standardised _ -> ColumnUse.NUMBER;
            case ColumnEncoding.Flag _, ColumnEncoding.Dates _, ColumnEncoding.OneHot _ ->
                ColumnUse.TEXT;
          });
    }
    return uses;
  }

  /// The columns of a table that this encoder takes no notice of, in their order.
  ///
  /// @param table any table
  public List<String> unusedColumns(Table table) {
    Set<String> used = uses().keySet();
    return table.names().stream().filter(name -> !used.contains(name)).toList();
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
    List<FeatureWriter> writers = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      writers.add(FeatureWriter.of(table, encodings.get(i), offsets[i]));
    }
    double[] out = new double[rows * features];
    Parallel.forEach(
        (rows + BLOCK - 1) / BLOCK,
        block -> {
          int end = Math.min(rows, (block + 1) * BLOCK);
          for (FeatureWriter writer : writers) {
            for (int row = block * BLOCK; row < end; row++) {
              writer.write(row, out, row * features);
            }
          }
        });
    return out;
  }

  private void requireColumns(Table table) {
    BatchOptions.requireAll(
        table.source(),
        encodings.stream()
            .map(ColumnEncoding::column)
            .filter(name -> !table.contains(name))
            .toList());
  }
}
