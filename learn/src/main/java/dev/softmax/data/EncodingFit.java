package dev.softmax.data;

import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Finds out how each column of a training table is to be encoded, and which are better left out.
///
/// @param table the training rows, without the target
/// @param options which columns are kept
record EncodingFit(Table table, FeatureEncoder.Options options) {
  /// So few levels are kept even where they are more than half of the rows.
  private static final int FEW_LEVELS = 10;

  /// Up to so many levels, each has a feature however rare it is.
  private static final int MANY_LEVELS = 100;

  /// Where there are more, a level of fewer rows says too little to have a feature of its own.
  private static final int LEVEL_ROWS = 10;

  /// In fewer rows, numbers that count up are as likely to be a feature.
  private static final int FEW_ROWS = 10;

  /// The rows of a table that are trained on may be a part, so that their numbers have gaps.
  private static final double MAX_GAP = 4;

  /// Up to so many columns that are left out for the same reason have a warning each.
  private static final int FEW_WARNINGS = 3;

  /// What becomes of a column, and what it holds.
  private sealed interface Verdict {
    SourceColumn source();

    record Kept(ColumnEncoding encoding, SourceColumn source) implements Verdict {}

    record LeftOut(DataWarning.Kind kind, String what, SourceColumn source) implements Verdict {}
  }

  /// A column under judgement.
  ///
  /// @param missing how many of its rows have no value
  /// @param levels how many different texts it has
  private record Candidate(String name, int rows, int missing, int levels) {
    Verdict kept(ColumnEncoding encoding) {
      return new Verdict.Kept(encoding, source(Optional.empty()));
    }

    Verdict leftOut(DataWarning.Kind kind, String what) {
      return new Verdict.LeftOut(kind, what, source(Optional.of(what)));
    }

    private SourceColumn source(Optional<String> leftOut) {
      return new SourceColumn(name, rows == 0 ? 0 : (double) missing / rows, levels, leftOut);
    }

    Verdict withoutValues() {
      return leftOut(DataWarning.Kind.ALL_MISSING, "has no value in any row");
    }

    Verdict constant(String value) {
      return leftOut(
          DataWarning.Kind.CONSTANT, "is " + InputException.quote(value) + " in every row");
    }
  }

  FeatureEncoder.Fitted fit() {
    List<String> names = table.names();
    Verdict[] verdicts = new Verdict[names.size()];
    Parallel.forEach(verdicts.length, i -> verdicts[i] = judge(names.get(i)));
    List<ColumnEncoding> encodings = new ArrayList<>();
    Map<DataWarning.Kind, List<Verdict.LeftOut>> out = new EnumMap<>(DataWarning.Kind.class);
    for (Verdict verdict : verdicts) {
      switch (verdict) {
        case Verdict.Kept(ColumnEncoding encoding, _) -> encodings.add(encoding);
        case Verdict.LeftOut left ->
            out.computeIfAbsent(left.kind(), _ -> new ArrayList<>()).add(left);
      }
    }
    List<DataWarning> warnings = new ArrayList<>();
    out.values().forEach(left -> warnings.addAll(warnings(left)));
    if (encodings.isEmpty()) {
      throw nothingLeft(out.values().stream().flatMap(List::stream).toList());
    }
    List<SourceColumn> columns = Arrays.stream(verdicts).map(Verdict::source).toList();
    return new FeatureEncoder.Fitted(FeatureEncoder.of(encodings, columns), List.copyOf(warnings));
  }

  /// Says of a few columns why they are left out.
  private InputException nothingLeft(List<Verdict.LeftOut> left) {
    String some =
        left.stream()
            .limit(FEW_WARNINGS)
            .map(one -> InputException.quote(one.source().name()) + " " + one.what())
            .collect(Collectors.joining(", "));
    int more = left.size() - FEW_WARNINGS;
    return new InputException(
        "%s: no column is left to learn from: %s%s"
            .formatted(table.source(), some, more > 0 ? ", and " + more + " more" : ""));
  }

  /// A warning for each of a few columns, or one for all.
  private List<DataWarning> warnings(List<Verdict.LeftOut> left) {
    if (left.size() <= FEW_WARNINGS) {
      return left.stream()
          .map(
              one ->
                  new DataWarning(
                      one.kind(),
                      List.of(one.source().name()),
                      "%s: column %s %s and is left out"
                          .formatted(
                              table.source(),
                              InputException.quote(one.source().name()),
                              one.what())))
          .toList();
    }
    List<String> columns = left.stream().map(one -> one.source().name()).toList();
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
      case NumericColumn numbers -> judgeNumbers(name, numbers);
      case TextColumn texts -> judgeTexts(name, texts);
      case DateColumn dates -> {
        long[] micros = new long[dates.rows()];
        Arrays.setAll(micros, dates::micros);
        yield judgeDates(name, micros, dates::text);
      }
    };
  }

  private Verdict judgeNumbers(String name, NumericColumn column) {
    NumberSummary numbers = NumberSummary.of(column);
    Candidate candidate = new Candidate(name, column.rows(), numbers.missing(), 0);
    if (numbers.present() == 0) {
      return candidate.withoutValues();
    }
    String least = NumericColumn.text(numbers.least());
    String most = NumericColumn.text(numbers.most());
    boolean missing = numbers.missing() > 0;
    if (numbers.least() == numbers.most() && !missing) {
      return candidate.constant(least);
    }
    boolean dense = numbers.most() - numbers.least() < MAX_GAP * numbers.present();
    if (numbers.countsUp() && dense && numbers.present() >= FEW_ROWS && !options.keepRowNumbers()) {
      return candidate.leftOut(
          DataWarning.Kind.ROW_NUMBER, "only numbers the rows (" + least + " to " + most + ")");
    }
    if (column.fullScale().isPresent()) {
      // Pixels, each scaled by itself, would make a loud feature of one that is seldom lit: on
      // MNIST
      // that costs a hundredth of accuracy and ten times the iterations.
      return candidate.kept(
          new ColumnEncoding.Standardised(name, 0, column.fullScale().getAsDouble(), missing));
    }
    return candidate.kept(standardised(name, numbers));
  }

  /// The deviation is of no use where there is one number besides missing ones, or where numbers differ
  /// by less than a double can hold; the feature of missing ones may be.
  private static ColumnEncoding.Standardised standardised(String name, NumberSummary numbers) {
    double deviation = numbers.deviation() >= Double.MIN_NORMAL ? numbers.deviation() : 1;
    return new ColumnEncoding.Standardised(name, numbers.mean(), deviation, numbers.missing() > 0);
  }

  private Verdict judgeTexts(String name, TextColumn column) {
    int[] counts = column.counts();
    int present = Arrays.stream(counts).sum();
    List<String> levels = column.present();
    Candidate candidate =
        new Candidate(name, column.rows(), column.rows() - present, levels.size());
    boolean missing = present < column.rows();
    if (present == 0) {
      return candidate.withoutValues();
    }
    if (levels.size() == 1 && !missing) {
      return candidate.constant(levels.getFirst());
    }
    if (levels.stream().allMatch(level -> IsoDate.micros(level) != DateColumn.MISSING)) {
      return judgeDates(name, micros(column), column::text);
    }
    Optional<List<String>> flag = TruthWord.pair(levels);
    if (flag.isPresent()) {
      return candidate.kept(flag(name, flag.get(), column));
    }
    if (levels.size() > FEW_LEVELS && 2L * levels.size() > present) {
      return candidate.leftOut(
          DataWarning.Kind.TOO_MANY_LEVELS,
          "has %d different texts in %d rows".formatted(levels.size(), present));
    }
    List<String> kept = kept(column, levels, counts);
    return kept.isEmpty()
        ? candidate.leftOut(
            DataWarning.Kind.TOO_MANY_LEVELS,
            "has %d different texts in %d rows, each in fewer than %d"
                .formatted(levels.size(), present, LEVEL_ROWS))
        : candidate.kept(
            new ColumnEncoding.OneHot(name, kept, kept.size() < levels.size(), missing));
  }

  /// The levels that have a feature each: all where they are few, else the frequent ones; sorted.
  private List<String> kept(TextColumn column, List<String> levels, int[] counts) {
    if (levels.size() <= Math.min(MANY_LEVELS, options.mostLevels())) {
      return levels;
    }
    return IntStream.range(0, counts.length)
        .filter(code -> counts[code] >= LEVEL_ROWS)
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer code) -> -counts[code])
                .thenComparing(column.levels()::get))
        .limit(options.mostLevels())
        .map(column.levels()::get)
        .sorted()
        .toList();
  }

  private static ColumnEncoding flag(String name, List<String> noAndYes, TextColumn column) {
    double[] values = new double[column.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] =
          column.isMissing(row) ? Double.NaN : column.text(row).equals(noAndYes.getLast()) ? 1 : 0;
    }
    NumberSummary numbers = NumberSummary.of(new DoubleColumn(values));
    return new ColumnEncoding.Flag(
        noAndYes.getFirst(), noAndYes.getLast(), standardised(name, numbers));
  }

  private static long[] micros(TextColumn column) {
    long[] byCode = column.levels().stream().mapToLong(IsoDate::micros).toArray();
    long[] micros = new long[column.rows()];
    for (int row = 0; row < micros.length; row++) {
      micros[row] = column.isMissing(row) ? DateColumn.MISSING : byCode[column.code(row)];
    }
    return micros;
  }

  /// @param text what a row holds, for the message
  private Verdict judgeDates(String name, long[] micros, IntFunction<String> text) {
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    double[] days = new double[micros.length];
    for (int row = 0; row < days.length; row++) {
      boolean missing = micros[row] == DateColumn.MISSING;
      days[row] = missing ? Double.NaN : micros[row] / DateCycle.DAY_MICROS;
      least = missing ? least : Math.min(least, micros[row]);
      most = missing ? most : Math.max(most, micros[row]);
    }
    NumberSummary numbers = NumberSummary.of(new DoubleColumn(days));
    Candidate candidate = new Candidate(name, micros.length, numbers.missing(), 0);
    if (numbers.present() == 0) {
      return candidate.withoutValues();
    }
    if (least == most && numbers.missing() == 0) {
      return candidate.constant(text.apply(0));
    }
    List<DateCycle> cycles = new ArrayList<>();
    for (DateCycle cycle : DateCycle.values()) {
      // A cycle seen in part is a trend, and what the rest of it is like nobody knows.
      if (numbers.most() - numbers.least() >= cycle.days() && turns(cycle, micros)) {
        cycles.add(cycle);
      }
    }
    return candidate.kept(new ColumnEncoding.Dates(standardised(name, numbers), cycles));
  }

  /// Whether dates are at different places of a cycle: whole days are all at one time of the day.
  private static boolean turns(DateCycle cycle, long[] micros) {
    double first = Double.NaN;
    for (long moment : micros) {
      if (moment != DateColumn.MISSING) {
        double phase = cycle.phase(moment);
        if (!Double.isNaN(first) && phase != first) {
          return true;
        }
        first = phase;
      }
    }
    return false;
  }
}
