package dev.softmax.calibration;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Cases of the scripts in `golden/calibration`: lines of a name and numbers, a new case at each line `case`.
record GoldenCases(String name, int classes, Map<String, double[]> values) {
  static List<GoldenCases> read(String file) throws IOException {
    List<GoldenCases> cases = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    GoldenCases.class.getResourceAsStream("/golden/calibration/" + file)),
                StandardCharsets.UTF_8))) {
      for (String line : lines.lines().filter(line -> !line.startsWith("#")).toList()) {
        String[] words = line.split(" ");
        if (words[0].equals("case")) {
          cases.add(new GoldenCases(words[1], Integer.parseInt(words[2]), new LinkedHashMap<>()));
          continue;
        }
        if (cases.isEmpty()) {
          cases.add(new GoldenCases(file, 0, new LinkedHashMap<>()));
        }
        // A key is words, and the setting after them.
        int key = 1;
        while (key < words.length && !isNumber(words[key])) {
          key++;
        }
        key += SET.contains(words[0]) ? 1 : 0;
        cases
            .getLast()
            .values
            .put(
                String.join(" ", Arrays.copyOf(words, key)),
                Arrays.stream(words).skip(key).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return cases;
  }

  /// Names that are followed by a penalty or a coverage.
  private static final List<String> SET =
      List.of("vector", "matrix", "dirichlet", "mapie", "torchcp");

  private static boolean isNumber(String word) {
    return word.matches("[-+.0-9].*");
  }

  double[] of(String key) {
    return Objects.requireNonNull(values.get(key), key);
  }

  int[] ints(String key) {
    return Arrays.stream(of(key)).mapToInt(value -> (int) value).toArray();
  }

  CalibrationData data() {
    return new CalibrationData(of("logits"), ints("labels"), classes);
  }

  @Override
  public String toString() {
    return name;
  }
}
