package dev.softmax.data;

import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

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

  /// Up to so many columns that are left out for the same reason have a warning each.
  private static final int FEW_WARNINGS = 3;

  /// What becomes of a column.
  private sealed interface Verdict {
    record Kept(ColumnEncoding encoding) implements Verdict {}

    record LeftOut(String column, DataWarning.Kind kind, String what) implements Verdict {}
  }

  FeatureEncoder.Fitted fit() {
    List<String> names = table.names();
    Verdict[] verdicts = new Verdict[names.size()];
    Parallel.forEach(verdicts.length, i -> verdicts[i] = judge(names.get(i)));
    List<ColumnEncoding> encodings = new ArrayList<>();
    Map<DataWarning.Kind, List<Verdict.LeftOut>> out = new EnumMap<>(DataWarning.Kind.class);
    for (Verdict verdict : verdicts) {
      switch (verdict) {
        case Verdict.Kept(ColumnEncoding encoding) -> encodings.add(encoding);
        case Verdict.LeftOut left ->
            out.computeIfAbsent(left.kind(), _ -> new ArrayList<>()).add(left);
      }
    }
    List<DataWarning> warnings = new ArrayList<>();
    out.values().forEach(left -> warnings.addAll(warnings(left)));
    if (encodings.isEmpty()) {
      throw new InputException(
          table.source() + ": no column is left to learn from: " + warnings.getFirst().message());
    }
    return new FeatureEncoder.Fitted(FeatureEncoder.of(encodings), List.copyOf(warnings));
  }

  /// A warning for each of a few columns, or one for all.
  private List<DataWarning> warnings(List<Verdict.LeftOut> left) {
    if (left.size() <= FEW_WARNINGS) {
      return left.stream()
          .map(
              one ->
                  new DataWarning(
                      one.kind(),
                      List.of(one.column()),
                      "%s: column %s %s and is left out"
                          .formatted(
                              table.source(), InputException.quote(one.column()), one.what())))
          .toList();
    }
    List<String> columns = left.stream().map(Verdict.LeftOut::column).toList();
    DataWarning.Kind kind = left.getFirst().kind();
    return List.of(
        new DataWarning(
            kind,
            columns,
            "%s: %d columns are left out because each %s: %s"
                .formatted(table.source(), columns.size(), reason(kind), Table.list(columns))));
  }

  private static String reason(DataWarning.Kind kind) {
    return switch (kind) {
      case CONSTANT -> "has the same value in every row";
      case ALL_MISSING -> "has no value in any row";
      case ROW_NUMBER -> "only numbers the rows";
      case TOO_MANY_LEVELS -> "has too many different texts";
      case MISSING_TARGET, SINGLE_ROW_CLASS, MIXED_SIZES ->
          throw new IllegalArgumentException(kind.name());
    };
  }

  private Verdict judge(String name) {
    return switch (table.column(name)) {
      case NumericColumn numbers ->
          judgeNumbers(name, NumberSummary.of(numbers), numbers.fullScale());
      case TextColumn texts -> judgeTexts(name, texts);
    };
  }

  private Verdict judgeNumbers(String name, NumberSummary numbers, OptionalDouble fullScale) {
    if (numbers.present() == 0) {
      return new Verdict.LeftOut(name, DataWarning.Kind.ALL_MISSING, "has no value in any row");
    }
    String least = NumericColumn.text(numbers.least());
    String most = NumericColumn.text(numbers.most());
    boolean missing = numbers.missing() > 0;
    if (numbers.least() == numbers.most() && !missing) {
      return new Verdict.LeftOut(
          name, DataWarning.Kind.CONSTANT, "is " + InputException.quote(least) + " in every row");
    }
    boolean dense = numbers.most() - numbers.least() < MAX_GAP * numbers.present();
    if (numbers.countsUp() && dense && numbers.present() >= FEW_ROWS && !options.keepRowNumbers()) {
      return new Verdict.LeftOut(
          name,
          DataWarning.Kind.ROW_NUMBER,
          "only numbers the rows (" + least + " to " + most + ")");
    }
    if (fullScale.isPresent()) {
      // Pixels, each scaled by itself, would make a loud feature of one that is seldom lit: on
      // MNIST
      // that costs a hundredth of accuracy and ten times the iterations.
      return new Verdict.Kept(
          new ColumnEncoding.Standardised(name, 0, fullScale.getAsDouble(), missing));
    }
    // The deviation is of no use where there is one number besides missing ones, or where numbers
    // differ by less than a double can hold; the second feature may be.
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
      return new Verdict.LeftOut(name, DataWarning.Kind.ALL_MISSING, "has no value in any row");
    }
    if (levels.size() == 1 && !missing) {
      return new Verdict.LeftOut(
          name,
          DataWarning.Kind.CONSTANT,
          "is " + InputException.quote(levels.getFirst()) + " in every row");
    }
    if (levels.size() > MAX_LEVELS
        || (levels.size() > FEW_LEVELS && 2L * levels.size() > present)) {
      return new Verdict.LeftOut(
          name,
          DataWarning.Kind.TOO_MANY_LEVELS,
          "has %d different texts in %d rows".formatted(levels.size(), present));
    }
    return new Verdict.Kept(new ColumnEncoding.OneHot(name, levels, missing));
  }
}
