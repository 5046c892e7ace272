package dev.softmax.cli;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// JSON objects, one a line. Numbers are written in full; what JSON has no number for (NaN and the
/// infinities) is `null`.
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /// An object with these keys and values in this order.
  static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return object;
  }

  /// Writes one object and ends the line.
  static void print(PrintStream out, Map<String, @Nullable Object> object) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), line)) {
      write(json, object);
    }
    out.append(line.getBuffer()).append('\n');
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean truth -> json.writeBoolean(truth);
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> writeNumber(json, number);
      case double[] numbers -> {
        json.writeStartArray();
        for (double number : numbers) {
          writeNumber(json, number);
        }
        json.writeEndArray();
      }
      case int[] numbers -> json.writeArray(numbers, 0, numbers.length);
      case Map<?, ?> object -> {
        json.writeStartObject();
        object.forEach(
            (key, held) -> {
              json.writeName(String.valueOf(key));
              write(json, held);
            });
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        list.forEach(held -> write(json, held));
        json.writeEndArray();
      }
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void writeNumber(JsonGenerator json, double number) {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeNull();
    }
  }
}
