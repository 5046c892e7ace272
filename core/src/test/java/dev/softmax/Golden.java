package dev.softmax;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One case of a file of reference values, written by `golden/golden.py`: named lists of words.
final class Golden {
  private final Map<String, List<String>> words;

  private Golden(Map<String, List<String>> words) {
    this.words = words;
  }

  /// The cases of `golden/<file>`.
  static List<Golden> read(String file) {
    List<Golden> cases = new ArrayList<>();
    try (InputStream in =
            requireNonNull(Golden.class.getResourceAsStream("/golden/" + file), file);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Map<String, List<String>> words = new LinkedHashMap<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        if (!line.isEmpty()) {
          List<String> parts = Arrays.asList(line.split(" "));
          words.put(parts.getFirst(), parts.subList(1, parts.size()));
        } else if (!words.isEmpty()) {
          cases.add(new Golden(words));
          words = new LinkedHashMap<>();
        }
      }
      cases.add(new Golden(words));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  boolean has(String name) {
    return words.containsKey(name);
  }

  String word(String name) {
    return all(name).getFirst();
  }

  boolean flag(String name) {
    return Boolean.parseBoolean(word(name));
  }

  int integer(String name) {
    return Integer.parseInt(word(name));
  }

  double number(String name) {
    return Double.parseDouble(word(name));
  }

  int[] integers(String name) {
    return all(name).stream().mapToInt(Integer::parseInt).toArray();
  }

  double[] numbers(String name) {
    return all(name).stream().mapToDouble(Double::parseDouble).toArray();
  }

  float[] floats(String name) {
    double[] numbers = numbers(name);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /// All digits of the numbers; `-Infinity` has none.
  BigDecimal exact(String name, int at) {
    return new BigDecimal(all(name).get(at));
  }

  boolean finite(String name, int at) {
    return !all(name).get(at).endsWith("Infinity");
  }

  private List<String> all(String name) {
    return requireNonNull(words.get(name), name);
  }

  /// The short lines, to find the case by.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    words.forEach(
        (name, values) -> {
          if (values.size() <= 4) {
            text.append(name).append(' ').append(String.join(" ", values)).append("; ");
          }
        });
    return text.toString();
  }
}
