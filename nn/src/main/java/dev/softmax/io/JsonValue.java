package dev.softmax.io;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// JSON as a tree, as model files, checkpoints and logs hold it. What does not have the wanted form raises an
/// [IllegalArgumentException] that says so; whoever knows the file adds its name.
public sealed interface JsonValue {
  /// Far deeper than what is written.
  int MAX_DEPTH = 16;

  /// Longest text and name that are read: more than the header of a model file can hold.
  int MAX_TEXT = 100_000_000;

  /// A text.
  record Text(String value) implements JsonValue {}

  /// A number as it is written, so that whole ones stay whole.
  record Numeral(String digits) implements JsonValue {}

  /// True or false.
  record Flag(boolean value) implements JsonValue {}

  /// A list.
  record Array(List<JsonValue> values) implements JsonValue {}

  /// Values by name.
  record Fields(SequencedMap<String, JsonValue> values) implements JsonValue {
    /// A value that must be there.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public JsonValue need(String name) {
      JsonValue value = values.get(name);
      if (value == null) {
        throw new IllegalArgumentException("it has no '" + name + "'");
      }
      return value;
    }

    /// These fields and one more; in the place of an older one of that name.
    public Fields with(String name, JsonValue value) {
      SequencedMap<String, JsonValue> more = new LinkedHashMap<>(values);
      more.put(name, value);
      return new Fields(more);
    }
  }

  /// No fields yet.
  static Fields fields() {
    return new Fields(new LinkedHashMap<>());
  }

  /// A number.
  static JsonValue of(double value) {
    return new Numeral(Double.toString(value));
  }

  /// A whole number.
  static JsonValue of(long value) {
    return new Numeral(Long.toString(value));
  }

  /// An array of texts.
  static JsonValue of(List<String> texts) {
    return new Array(texts.stream().map(text -> (JsonValue) new Text(text)).toList());
  }

  /// An object whose fields are texts, in the map's order.
  static JsonValue of(Map<String, String> texts) {
    SequencedMap<String, JsonValue> values = new LinkedHashMap<>();
    texts.forEach((name, text) -> values.put(name, new Text(text)));
    return new Fields(values);
  }

  /// The text that this is.
  ///
  /// @throws IllegalArgumentException if it is something else
  default String text() {
    if (this instanceof Text(String value)) {
      return value;
    }
    throw new IllegalArgumentException("it has something else where a text should be");
  }

  /// The number that this is.
  ///
  /// @throws IllegalArgumentException if it is something else
  default double number() {
    if (this instanceof Numeral(String digits)) {
      return Double.parseDouble(digits);
    }
    throw new IllegalArgumentException("it has something else where a number should be");
  }

  /// The whole number from 0 that this is.
  ///
  /// @throws IllegalArgumentException if it is something else
  default int count() {
    double value = number();
    if (value != Math.rint(value) || value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("it has " + value + " where a count should be");
    }
    return (int) value;
  }

  /// The truth value that this is.
  ///
  /// @throws IllegalArgumentException if it is something else
  default boolean flag() {
    if (this instanceof Flag(boolean value)) {
      return value;
    }
    throw new IllegalArgumentException("it has something else where true or false should be");
  }

  /// The values of the array that this is.
  ///
  /// @throws IllegalArgumentException if it is something else
  default List<JsonValue> list() {
    if (this instanceof Array(List<JsonValue> values)) {
      return values;
    }
    throw new IllegalArgumentException("it has something else where a list should be");
  }

  /// The texts of the array that this is.
  ///
  /// @throws IllegalArgumentException if it is something else, or has other values
  default List<String> texts() {
    return list().stream().map(JsonValue::text).toList();
  }

  /// The fields of the object that this is.
  ///
  /// @throws IllegalArgumentException if it is something else
  default Fields object() {
    if (this instanceof Fields fields) {
      return fields;
    }
    throw new IllegalArgumentException("it has something else where an object should be");
  }

  /// Reads a text of one value.
  static JsonValue parse(String json) {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(MAX_TEXT)
            .maxNameLength(MAX_TEXT)
            .build();
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(limits)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      JsonValue value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("it has something after its JSON");
      }
      return value;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("its JSON is not valid", e);
    }
  }

  private static JsonValue value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> new Text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getString());
      case VALUE_TRUE -> new Flag(true);
      case VALUE_FALSE -> new Flag(false);
      case START_ARRAY -> {
        List<JsonValue> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          values.add(value(parser));
        }
        yield new Array(List.copyOf(values));
      }
      case START_OBJECT -> {
        SequencedMap<String, JsonValue> values = new LinkedHashMap<>();
        for (@Nullable String name = parser.nextName(); name != null; name = parser.nextName()) {
          parser.nextToken();
          values.put(name, value(parser));
        }
        yield new Fields(values);
      }
      case null, default ->
          throw new IllegalArgumentException("it has something that no model file holds");
    };
  }

  /// The JSON text, on one line.
  default String json() {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator =
        new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      write(generator);
    }
    return out.toString();
  }

  private void write(JsonGenerator out) {
    switch (this) {
      case Text(String value) -> out.writeString(value);
      case Numeral(String digits) -> out.writeNumber(digits);
      case Flag(boolean value) -> out.writeBoolean(value);
      case Array(List<JsonValue> values) -> {
        out.writeStartArray();
        values.forEach(value -> value.write(out));
        out.writeEndArray();
      }
      case Fields(SequencedMap<String, JsonValue> values) -> {
        out.writeStartObject();
        values.forEach(
            (name, value) -> {
              out.writeName(name);
              value.write(out);
            });
        out.writeEndObject();
      }
    }
  }
}
