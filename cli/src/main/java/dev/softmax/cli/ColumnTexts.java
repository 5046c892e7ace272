package dev.softmax.cli;

import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.DateCycle;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.SourceColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was done to each column of the data that a model was trained on.
final class ColumnTexts {
  /// More columns than this are left to `--json`.
  private static final int MOST_COLUMNS = 40;

  private ColumnTexts() {}

  /// A column, as far as it is known: a model file of an earlier version has the encoded ones only.
  private record Known(
      String name, Optional<SourceColumn> source, Optional<ColumnEncoding> encoding) {
    static List<Known> of(FeatureEncoder encoder) {
      Map<String, ColumnEncoding> encodings = new LinkedHashMap<>();
      encoder.encodings().forEach(encoding -> encodings.put(encoding.column(), encoding));
      if (encoder.columns().isEmpty()) {
        return encodings.values().stream()
            .map(one -> new Known(one.column(), Optional.empty(), Optional.of(one)))
            .toList();
      }
      return encoder.columns().stream()
          .map(
              column ->
                  new Known(
                      column.name(),
                      Optional.of(column),
                      Optional.ofNullable(encodings.get(column.name()))))
          .toList();
    }

    /// The word for what became of it.
    String as() {
      return encoding
          .map(
              of ->
                  switch (of) {
                    case ColumnEncoding.Standardised _ -> "number";
                    case ColumnEncoding.Flag _ -> "flag";
                    case ColumnEncoding.Dates _ -> "date";
                    case ColumnEncoding.OneHot _ -> "categories";
                  })
          .orElse("left out");
    }

    String details() {
      return encoding
          .map(of -> details(of) + missing())
          .orElseGet(() -> source.flatMap(SourceColumn::leftOut).orElse(""));
    }

    private String missing() {
      return source
          .filter(of -> of.missing() > 0)
          .map(of -> String.format(Locale.ROOT, " (%.1f %%)", 100 * of.missing()))
          .orElse("");
    }

    private String details(ColumnEncoding of) {
      return switch (of) {
        case ColumnEncoding.Standardised number -> scale(number);
        case ColumnEncoding.Flag(String no, String yes, ColumnEncoding.Standardised number) ->
            "%s is 1, %s is 0; %s".formatted(yes, no, scale(number));
        case ColumnEncoding.Dates(ColumnEncoding.Standardised days, List<DateCycle> cycles) ->
            "days since 1970, %s%s"
                .formatted(
                    scale(days),
                    cycles.isEmpty()
                        ? ""
                        : "; sine and cosine of the time of the "
                            + String.join(
                                ", of the ", cycles.stream().map(DateCycle::word).toList()));
        case ColumnEncoding.OneHot texts -> categories(texts);
      };
    }

    private static String scale(ColumnEncoding.Standardised number) {
      return "mean %s, deviation %s%s"
          .formatted(
              TextTable.number(number.mean()),
              TextTable.number(number.deviation()),
              number.indicator() ? "; and whether missing" : "");
    }

    private String categories(ColumnEncoding.OneHot texts) {
      String of =
          texts.otherLevel() && source.isPresent()
              ? texts.levels().size() + " of " + source.get().levels() + " texts: "
              : "";
      return of
          + Texts.some(texts.levels())
          + (texts.otherLevel() ? "; all others together" : "")
          + (texts.missingLevel() ? "; and missing" : "");
    }
  }

  /// A table for people.
  static TextTable table(FeatureEncoder encoder) {
    List<Known> columns = Known.of(encoder);
    TextTable table = new TextTable("lll").row("column", "as", "");
    for (Known column : columns.subList(0, Math.min(MOST_COLUMNS, columns.size()))) {
      table.row(column.name(), column.as(), column.details());
    }
    int more = columns.size() - MOST_COLUMNS;
    return more > 0 ? table.row("and " + more + " more") : table;
  }

  /// An object a column.
  static List<Map<String, @Nullable Object>> json(FeatureEncoder encoder) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (Known column : Known.of(encoder)) {
      Map<String, @Nullable Object> object =
          Json.object("column", column.name(), "as", column.as());
      column
          .source()
          .ifPresent(
              source -> {
                object.put("missing", source.missing());
                source.leftOut().ifPresent(reason -> object.put("reason", reason));
              });
      column.encoding().ifPresent(encoding -> describe(encoding, column, object));
      all.add(object);
    }
    return all;
  }

  private static void describe(
      ColumnEncoding encoding, Known column, Map<String, @Nullable Object> object) {
    switch (encoding) {
      case ColumnEncoding.Standardised number -> number(number, object);
      case ColumnEncoding.Flag(String no, String yes, ColumnEncoding.Standardised number) -> {
        object.put("yes", yes);
        object.put("no", no);
        number(number, object);
      }
      case ColumnEncoding.Dates(ColumnEncoding.Standardised days, List<DateCycle> cycles) -> {
        object.put("cycles", cycles.stream().map(DateCycle::word).toList());
        number(days, object);
      }
      case ColumnEncoding.OneHot texts -> {
        object.put("levels", texts.levels());
        column.source().ifPresent(source -> object.put("levelsSeen", source.levels()));
        object.put("other", texts.otherLevel());
      }
    }
    object.put("features", encoding.features());
  }

  private static void number(
      ColumnEncoding.Standardised number, Map<String, @Nullable Object> object) {
    object.put("mean", number.mean());
    object.put("deviation", number.deviation());
  }
}
