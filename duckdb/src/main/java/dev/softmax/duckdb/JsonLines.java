package dev.softmax.duckdb;

import dev.softmax.io.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Lines of JSON.
final class JsonLines {
  private static final JsonFactory JSON = new JsonFactory();

  private JsonLines() {}

  /// The number of the first line that is no JSON; empty where each is. DuckDB's
  /// own count is one too many in some files.
  static OptionalLong wrong(Path file) {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (!line.isBlank() && !isJson(line)) {
          return OptionalLong.of(number);
        }
      }
      return OptionalLong.empty();
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static boolean isJson(String line) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), line)) {
      JsonToken token = parser.nextToken();
      while (token != null) {
        token = parser.nextToken();
      }
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }
}
