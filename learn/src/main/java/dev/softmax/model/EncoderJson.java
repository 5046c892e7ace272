package dev.softmax.model;

import dev.softmax.data.ColumnEncoding;
import dev.softmax.data.FeatureEncoder;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.util.ArrayList;
import java.util.List;

/// A [FeatureEncoder] as a model file keeps it: a list with an object a column.
final class EncoderJson {
  private static final String STANDARDISED = "standardised";
  private static final String ONE_HOT = "oneHot";

  private EncoderJson() {}

  static JsonValue write(FeatureEncoder encoder) {
    List<JsonValue> columns = new ArrayList<>();
    for (ColumnEncoding encoding : encoder.encodings()) {
      columns.add(
          switch (encoding) {
            case ColumnEncoding.Standardised(
                    String column,
                    double mean,
                    double deviation,
                    boolean indicator) ->
                column(column, STANDARDISED, indicator)
                    .with("mean", JsonValue.of(mean))
                    .with("deviation", JsonValue.of(deviation));
            case ColumnEncoding.OneHot(String column, List<String> levels, boolean missing) ->
                column(column, ONE_HOT, missing).with("levels", JsonValue.of(levels));
          });
    }
    return new JsonValue.Array(columns);
  }

  private static JsonValue.Fields column(String name, String kind, boolean missing) {
    return JsonValue.fields()
        .with("column", new JsonValue.Text(name))
        .with("kind", new JsonValue.Text(kind))
        .with("missing", new JsonValue.Flag(missing));
  }

  /// @throws IllegalArgumentException when it is no encoder
  static FeatureEncoder read(JsonValue json) {
    List<ColumnEncoding> encodings = new ArrayList<>();
    for (JsonValue value : json.list()) {
      JsonValue.Fields column = value.object();
      String name = column.need("column").text();
      boolean missing = column.need("missing").flag();
      String kind = column.need("kind").text();
      encodings.add(
          switch (kind) {
            case STANDARDISED ->
                new ColumnEncoding.Standardised(
                    name, column.need("mean").number(), column.need("deviation").number(), missing);
            case ONE_HOT -> new ColumnEncoding.OneHot(name, column.need("levels").texts(), missing);
            default ->
                throw new IllegalArgumentException(
                    "a column has the unknown encoding " + InputException.quote(kind));
          });
    }
    return FeatureEncoder.of(encodings);
  }
}
