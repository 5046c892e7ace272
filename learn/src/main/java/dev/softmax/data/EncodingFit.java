package dev.softmax.data;

import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.List;

/// Finds out how each column of a training table is to be encoded, and which are better left out.
///
/// @param table the training rows, without the target
/// @param options which columns are kept
record EncodingFit(Table table, FeatureEncoder.Options options) {
  /// More levels than this say nothing about rows to come.
  private static final int MAX_LEVELS = 1000;

  /// So few levels are kept even where they are more than half of the rows.
  private static final int FEW_LEVELS = 10;

  /// In fewer rows, numbers that count up are as likely to be a feature.
  private static final int FEW_ROWS = 10;

  /// The rows of a table that are trained on may be a part, so that their numbers have gaps.
  private static final double MAX_GAP = 4;

  /// What becomes of a column.
  private sealed interface Verdict {
    record Kept(ColumnEncoding encoding) implements Verdict {}

    record LeftOut(DataWarning warning) implements Verdict {}
  }

  FeatureEncoder.Fitted fit() {
    List<String> names = table.names();
    Verdict[] verdicts = new Verdict[names.size()];
    Parallel.forEach(verdicts.length, i -> verdicts[i] = judge(names.get(i)));
    List<ColumnEncoding> encodings = new ArrayList<>();
    List<DataWarning> warnings = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      switch (verdict) {
        case Verdict.Kept(ColumnEncoding encoding) -> encodings.add(encoding);
        case Verdict.LeftOut(DataWarning warning) -> warnings.add(warning);
      }
    }
    if (encodings.isEmpty()) {
      throw new InputException(
          table.source()
              + ": no column is left to learn from: "
              + String.join("; ", warnings.stream().limit(3).map(DataWarning::message).toList()));
    }
    return new FeatureEncoder.Fitted(FeatureEncoder.of(encodings), List.copyOf(warnings));
  }

  private Verdict judge(String name) {
    return switch (table.column(name)) {
      case NumericColumn numbers -> judgeNumbers(name, NumberSummary.of(numbers));
      case TextColumn texts -> judgeTexts(name, texts);
    };
  }

  private Verdict judgeNumbers(String name, NumberSummary numbers) {
    if (numbers.present() == 0) {
      return leftOut(DataWarning.Kind.ALL_MISSING, name, "has no value in any row");
    }
    String least = NumericColumn.text(numbers.least());
    String most = NumericColumn.text(numbers.most());
    boolean missing = numbers.missing() > 0;
    if (numbers.least() == numbers.most() && !missing) {
      return leftOut(
          DataWarning.Kind.CONSTANT, name, "is " + InputException.quote(least) + " in every row");
    }
    boolean dense = numbers.most() - numbers.least() < MAX_GAP * numbers.present();
    if (numbers.countsUp() && dense && numbers.present() >= FEW_ROWS && !options.keepRowNumbers()) {
      return leftOut(
          DataWarning.Kind.ROW_NUMBER,
          name,
          "only numbers the rows (" + least + " to " + most + ")");
    }
    // Where there is one number besides missing ones, or the numbers differ by less than a double
    // can
    // hold, the deviation is of no use, but the second feature may be.
    double deviation = numbers.deviation() >= Double.MIN_NORMAL ? numbers.deviation() : 1;
    return new Verdict.Kept(
        new ColumnEncoding.Standardised(name, numbers.mean(), deviation, missing));
  }

  private Verdict judgeTexts(String name, TextColumn column) {
    List<String> levels = column.present();
    int present = 0;
    for (int row = 0; row < column.rows(); row++) {
      present += column.isMissing(row) ? 0 : 1;
    }
    boolean missing = present < column.rows();
    if (present == 0) {
      return leftOut(DataWarning.Kind.ALL_MISSING, name, "has no value in any row");
    }
    if (levels.size() == 1 && !missing) {
      return leftOut(
          DataWarning.Kind.CONSTANT,
          name,
          "is " + InputException.quote(levels.getFirst()) + " in every row");
    }
    if (levels.size() > MAX_LEVELS
        || (levels.size() > FEW_LEVELS && 2L * levels.size() > present)) {
      return leftOut(
          DataWarning.Kind.TOO_MANY_LEVELS,
          name,
          "has %d different texts in %d rows".formatted(levels.size(), present));
    }
    return new Verdict.Kept(new ColumnEncoding.OneHot(name, levels, missing));
  }

  private Verdict leftOut(DataWarning.Kind kind, String column, String what) {
    return new Verdict.LeftOut(
        new DataWarning(
            kind,
            column,
            "%s: column %s %s and is left out"
                .formatted(table.source(), InputException.quote(column), what)));
  }
}
