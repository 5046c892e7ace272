package dev.softmax.tensor;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One case of `golden/tensor/operations.txt` or of a file beside it: named lists of words.
final class GoldenCase {
  private final Map<String, String[]> words = new LinkedHashMap<>();

  static List<GoldenCase> all() {
    List<GoldenCase> cases = new ArrayList<>();
    for (String file : List.of("operations", "gru", "pictures")) {
      cases.addAll(of("/golden/tensor/" + file + ".txt"));
    }
    return cases;
  }

  private static List<GoldenCase> of(String file) {
    List<GoldenCase> cases = new ArrayList<>();
    try (InputStream in = requireNonNull(GoldenCase.class.getResourceAsStream(file), file)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String block : text.strip().split("\n\n", -1)) {
        GoldenCase one = new GoldenCase();
        block.lines().filter(line -> !line.startsWith("#")).forEach(one::line);
        cases.add(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private void line(String line) {
    String[] parts = line.split(" ", -1);
    words.put(parts[0], Arrays.copyOfRange(parts, 1, parts.length));
  }

  boolean has(String name) {
    return words.containsKey(name);
  }

  String operation() {
    return words("op")[0];
  }

  int inputs() {
    int count = 0;
    while (has("x" + count)) {
      count++;
    }
    return count;
  }

  int[] integers(String name) {
    return Arrays.stream(words(name)).mapToInt(Integer::parseInt).toArray();
  }

  double[] numbers(String name) {
    return Arrays.stream(words(name)).mapToDouble(Double::parseDouble).toArray();
  }

  float[] floats(String name) {
    double[] numbers = numbers(name);
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private String[] words(String name) {
    return requireNonNull(words.get(name), name);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(operation());
    for (int i = 0; i < inputs(); i++) {
      text.append(' ').append(Shape.of(integers("shape" + i)));
    }
    return text.append(' ').append(Arrays.toString(integers("arguments"))).toString();
  }
}
