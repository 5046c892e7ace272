package dev.softmax.model;

import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.DateCycle;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.data.SourceColumn;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A [FeatureEncoder] as a model file keeps it: a list with an object a column of the training data, in its
/// order. Files of earlier versions have the columns that are encoded only, and not what they held.
final class EncoderJson {
  private static final String STANDARDISED = "standardised";
  private static final String FLAG = "flag";
  private static final String DATES = "dates";
  private static final String ONE_HOT = "oneHot";
  private static final String LEFT_OUT = "leftOut";
  private static final String SHARE = "missingShare";
  private static final String LEVELS_SEEN = "levelsSeen";

  private EncoderJson() {}

  static JsonValue write(FeatureEncoder encoder) {
    Map<String, JsonValue.Fields> encoded = new LinkedHashMap<>();
    for (ColumnEncoding encoding : encoder.encodings()) {
      encoded.put(encoding.column(), encoding(encoding));
    }
    if (encoder.columns().isEmpty()) {
      return new JsonValue.Array(List.copyOf(encoded.values()));
    }
    List<JsonValue> columns = new ArrayList<>();
    for (SourceColumn column : encoder.columns()) {
      JsonValue.Fields fields = encoded.get(column.name());
      if (fields == null) {
        fields =
            column(column.name(), LEFT_OUT)
                .with("reason", new JsonValue.Text(column.leftOut().orElse("")));
      }
      columns.add(
          fields
              .with(SHARE, JsonValue.of(column.missing()))
              .with(LEVELS_SEEN, JsonValue.of(column.levels())));
    }
    return new JsonValue.Array(columns);
  }

  private static JsonValue.Fields encoding(ColumnEncoding encoding) {
    return switch (encoding) {
      case ColumnEncoding.Standardised number ->
          number(column(number.column(), STANDARDISED), number);
      case ColumnEncoding.Flag(String no, String yes, ColumnEncoding.Standardised number) ->
          number(column(number.column(), FLAG), number)
              .with("no", new JsonValue.Text(no))
              .with("yes", new JsonValue.Text(yes));
      case ColumnEncoding.Dates(ColumnEncoding.Standardised days, List<DateCycle> cycles) ->
          number(column(days.column(), DATES), days)
              .with("cycles", JsonValue.of(cycles.stream().map(DateCycle::word).toList()));
      case ColumnEncoding.OneHot(
              String name,
              List<String> levels,
              boolean other,
              boolean missing) ->
          column(name, ONE_HOT)
              .with("missing", new JsonValue.Flag(missing))
              .with("other", new JsonValue.Flag(other))
              .with("levels", JsonValue.of(levels));
    };
  }

  private static JsonValue.Fields column(String name, String kind) {
    return JsonValue.fields()
        .with("column", new JsonValue.Text(name))
        .with("kind", new JsonValue.Text(kind));
  }

  private static JsonValue.Fields number(
      JsonValue.Fields column, ColumnEncoding.Standardised number) {
    return column
        .with("missing", new JsonValue.Flag(number.indicator()))
        .with("mean", JsonValue.of(number.mean()))
        .with("deviation", JsonValue.of(number.deviation()));
  }

  /// @throws IllegalArgumentException when it is no encoder
  static FeatureEncoder read(JsonValue json) {
    List<ColumnEncoding> encodings = new ArrayList<>();
    List<SourceColumn> columns = new ArrayList<>();
    for (JsonValue value : json.list()) {
      JsonValue.Fields column = value.object();
      String name = column.need("column").text();
      String kind = column.need("kind").text();
      Optional<String> leftOut =
          kind.equals(LEFT_OUT) ? Optional.of(column.need("reason").text()) : Optional.empty();
      if (leftOut.isEmpty()) {
        encodings.add(encoding(name, kind, column));
      }
      if (column.values().containsKey(SHARE)) {
        columns.add(
            new SourceColumn(
                name, column.need(SHARE).number(), column.need(LEVELS_SEEN).count(), leftOut));
      }
    }
    return FeatureEncoder.of(encodings, columns);
  }

  private static ColumnEncoding encoding(String name, String kind, JsonValue.Fields column) {
    return switch (kind) {
      case STANDARDISED -> number(name, column);
      case FLAG ->
          new ColumnEncoding.Flag(
              column.need("no").text(), column.need("yes").text(), number(name, column));
      case DATES ->
          new ColumnEncoding.Dates(
              number(name, column),
              column.need("cycles").texts().stream()
                  .map(word -> DateCycle.valueOf(word.toUpperCase(Locale.ROOT)))
                  .toList());
      case ONE_HOT ->
          new ColumnEncoding.OneHot(
              name,
              column.need("levels").texts(),
              column.values().containsKey("other") && column.need("other").flag(),
              column.need("missing").flag());
      default ->
          throw new IllegalArgumentException(
              "a column has the unknown encoding " + InputException.quote(kind));
    };
  }

  private static ColumnEncoding.Standardised number(String name, JsonValue.Fields column) {
    return new ColumnEncoding.Standardised(
        name,
        column.need("mean").number(),
        column.need("deviation").number(),
        column.need("missing").flag());
  }
}
