package dev.softmax.onnx;

import dev.softmax.io.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of classes that the maker of an ONNX model left in its metadata. There is no standard; read
/// are a list in JSON, an object in JSON from numbers to names (`id2label`), the same as Python
/// writes it (Ultralytics' `names`), and names separated by line ends or commas.
final class MetadataLabels {
  private static final List<String> KEYS =
      List.of("labels", "classes", "class_names", "names", "id2label");

  /// `0: 'tench'` or `0: "it's"` in a dictionary of Python.
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\s*(\\d{1,6})\\s*:\\s*(?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")\\s*");

  private MetadataLabels() {}

  /// The names in order, one that occurs again with its index behind it; empty if there are none or not
  /// so many.
  static List<String> find(Map<String, String> metadata, int classes) {
    for (String key : KEYS) {
      String text = metadata.get(key);
      List<String> names = text == null ? List.of() : names(text.strip());
      if (names.size() == classes) {
        return distinct(names);
      }
    }
    return List.of();
  }

  private static List<String> distinct(List<String> names) {
    Set<String> known = new LinkedHashSet<>();
    for (String name : names) {
      if (!known.add(name)) {
        known.add(name + " (" + known.size() + ")");
      }
    }
    return known.size() == names.size() ? List.copyOf(known) : List.of();
  }

  private static List<String> names(String text) {
    if (text.startsWith("[") || text.startsWith("{")) {
      try {
        return switch (JsonValue.parse(text)) {
          case JsonValue.Array list -> list.texts();
          case JsonValue.Fields fields -> byNumber(fields);
          default -> List.of();
        };
      } catch (IllegalArgumentException e) {
        // Not JSON, so perhaps Python's.
        return text.startsWith("{") && text.endsWith("}") ? dictionary(text) : List.of();
      }
    }
    return List.of(text.split(text.indexOf('\n') >= 0 ? "\\R" : "\\s*,\\s*"));
  }

  private static List<String> byNumber(JsonValue.Fields fields) {
    Map<Integer, String> names = new TreeMap<>();
    fields.values().forEach((number, name) -> names.put(Integer.valueOf(number), name.text()));
    return inOrder(names);
  }

  private static List<String> dictionary(String text) {
    Map<Integer, String> names = new TreeMap<>();
    Matcher entry = ENTRY.matcher(text);
    int at = 1;
    while (entry.region(at, text.length()).lookingAt()) {
      String name = entry.group(2) == null ? entry.group(3) : entry.group(2);
      names.put(Integer.valueOf(entry.group(1)), name.replaceAll("\\\\(.)", "$1"));
      at = entry.end() + 1;
      if (text.charAt(entry.end()) != ',') {
        break;
      }
    }
    return at == text.length() ? inOrder(names) : List.of();
  }

  /// Names of 0, 1, 2 and so on; none if a number is missing.
  private static List<String> inOrder(Map<Integer, String> names) {
    List<String> ordered = new ArrayList<>();
    for (Map.Entry<Integer, String> entry : names.entrySet()) {
      if (entry.getKey() != ordered.size()) {
        return List.of();
      }
      ordered.add(entry.getValue());
    }
    return ordered;
  }
}
