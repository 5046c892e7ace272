package dev.softmax.linear;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;

/// Tables of numbers with one column of classes, standardised as `golden/linear/make.py` does, and
/// what scikit-learn made of them.
final class GoldenTable {
  private GoldenTable() {}

  /// Reads a table of the repository, or of the data folder beside it; without that folder the test
  /// is skipped, but on the build server it fails.
  static DenseData read(String name) throws IOException {
    return switch (name) {
      case "iris" -> parse(Path.of("../examples/data/iris.csv"), 1, 4);
      case "wine" -> parse(shared("wine/wine.csv"), 0, 13);
      case "optdigits" -> parse(shared("optdigits/optdigits.tra"), 0, 64);
      case "penguins" -> penguins(shared("penguins/penguins.csv"));
      case "letter" -> parse(shared("letter-recognition/letter-recognition.data"), 0, 0);
      case "covertype" -> parse(shared("covertype/train.csv"), 1, 55);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// One fit of scikit-learn's.
  record Fit(double c, double objective, double[] coefficients, double[] intercepts) {}

  static List<Fit> fits(String name) throws IOException {
    List<Fit> fits = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    GoldenTable.class.getResourceAsStream("/golden/linear/" + name + ".txt")),
                StandardCharsets.UTF_8))) {
      double c = 0;
      double objective = 0;
      double[] coefficients = {};
      for (String line : lines.lines().toList()) {
        String[] words = line.split(" ");
        double[] values =
            line.startsWith("#")
                ? new double[0]
                : Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
        switch (words[0]) {
          case "C" -> c = values[0];
          case "objective" -> objective = values[0];
          case "coefficients" -> coefficients = values;
          case "intercepts" -> fits.add(new Fit(c, objective, coefficients, values));
          default -> {}
        }
      }
    }
    return fits;
  }

  private static Path shared(String file) {
    Path path = Path.of("../../shared/data", file);
    if (!"true".equals(System.getenv("CI"))) {
      Assumptions.assumeTrue(Files.exists(path), "skipped: no " + path);
    }
    return path;
  }

  private static DenseData parse(Path file, int first, int label) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file).stream().skip(first).toList()) {
      if (!line.isBlank()) {
        rows.add(line.split(","));
      }
    }
    List<String> names =
        new ArrayList<>(new TreeSet<>(rows.stream().map(row -> row[label]).toList()));
    // The covertype table has a number of the row in front.
    int skipped = rows.getFirst().length == 56 ? 0 : -1;
    int columns = rows.getFirst().length - (skipped == 0 ? 2 : 1);
    double[] features = new double[rows.size() * columns];
    int[] labels = new int[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = names.indexOf(rows.get(i)[label]);
      int to = 0;
      for (int j = 0; j < rows.get(i).length; j++) {
        if (j != label && j != skipped) {
          features[i * columns + to++] = Double.parseDouble(rows.get(i)[j]);
        }
      }
    }
    standardise(features, columns);
    return DenseData.of(features, labels, names.size());
  }

  /// The rows of numbers alone, of which none is missing; the class comes first.
  private static DenseData penguins(Path file) throws IOException {
    List<String[]> rows =
        Files.readAllLines(file).stream()
            .skip(1)
            .map(line -> line.split(","))
            .filter(row -> Arrays.stream(row, 2, 6).noneMatch("NA"::equals))
            .toList();
    List<String> names = new ArrayList<>(new TreeSet<>(rows.stream().map(row -> row[0]).toList()));
    double[] features =
        rows.stream()
            .flatMapToDouble(row -> Arrays.stream(row, 2, 6).mapToDouble(Double::parseDouble))
            .toArray();
    int[] labels = rows.stream().mapToInt(row -> names.indexOf(row[0])).toArray();
    return standardised(features, labels, names.size());
  }

  /// Standardises features in place.
  static DenseData standardised(double[] features, int[] labels, int classes) {
    standardise(features, features.length / labels.length);
    return DenseData.of(features, labels, classes);
  }

  private static void standardise(double[] features, int columns) {
    int rows = features.length / columns;
    for (int j = 0; j < columns; j++) {
      double mean = 0;
      for (int i = 0; i < rows; i++) {
        mean += features[i * columns + j] / rows;
      }
      double variance = 0;
      for (int i = 0; i < rows; i++) {
        features[i * columns + j] -= mean;
        variance += features[i * columns + j] * features[i * columns + j] / rows;
      }
      for (int i = 0; i < rows; i++) {
        features[i * columns + j] /= variance > 1e-20 ? Math.sqrt(variance) : 1;
      }
    }
  }
}
