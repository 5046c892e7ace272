package dev.softmax.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// A command line that was run in this process.
record Run(int status, String out, String err) {

  static Run of(String... args) {
    return reading("", args);
  }

  static Run of(List<String> line, String... more) {
    return of(Stream.concat(line.stream(), Stream.of(more)).toArray(String[]::new));
  }

  static Run reading(String input, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var streams =
        new Streams(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            0);
    int status = Main.run(args, streams);
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// The object of each line of the output.
  List<Map<String, @Nullable Object>> json() {
    return out.lines().map(Run::parse).toList();
  }

  /// A number in such an object.
  static double number(Map<String, ?> object, String key) {
    return ((Number) Objects.requireNonNull(object.get(key), key)).doubleValue();
  }

  /// A list in such an object.
  static List<?> list(Map<String, ?> object, String key) {
    return (List<?>) Objects.requireNonNull(object.get(key), key);
  }

  /// A list of numbers in such an object.
  static double[] numbers(Map<String, ?> object, String key) {
    return list(object, key).stream()
        .mapToDouble(number -> ((Number) Objects.requireNonNull(number)).doubleValue())
        .toArray();
  }

  private static Map<String, @Nullable Object> parse(String line) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
      parser.nextToken();
      return object(parser);
    }
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static @Nullable Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(value(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> parser.getIntValue();
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_STRING -> parser.getString();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new AssertionError("unexpected " + parser.currentToken());
    };
  }
}
