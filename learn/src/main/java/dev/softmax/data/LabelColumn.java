package dev.softmax.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Labels as a column, so that [ClassLabels] finds the classes in them as it does in tables.
final class LabelColumn {
  /// What the column of labels is called where its file has no name for it.
  static final String NAME = "label";

  private LabelColumn() {}

  /// A column of numbers when every label is a finite number, so that 10 comes after 9; else of
  /// texts. An empty label is a missing one.
  static Column of(List<String> labels) {
    double[] numbers = labels.stream().mapToDouble(Cell::number).toArray();
    for (int row = 0; row < numbers.length; row++) {
      if (!Double.isFinite(numbers[row]) && !labels.get(row).isEmpty()) {
        return texts(labels);
      }
    }
    return new DoubleColumn(numbers);
  }

  private static Column texts(List<String> labels) {
    @Nullable String[] texts = new @Nullable String[labels.size()];
    for (int row = 0; row < texts.length; row++) {
      texts[row] = labels.get(row).isEmpty() ? null : labels.get(row);
    }
    return TextColumn.of(texts);
  }

  /// A table of the labels alone.
  ///
  /// @param file where they are from, if that is one file
  static Table table(String source, @Nullable Path file, Column labels, Places places) {
    SequencedMap<String, Column> columns = new LinkedHashMap<>();
    columns.put(NAME, labels);
    return new Table(source, file, columns, places);
  }
}
