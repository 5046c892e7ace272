package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Equal to scikit-learn with and without penalty and intercepts, with weights of rows and classes, and
/// with shares of classes; `golden/linear/variants.py` says which.
class VariantsGoldenTest {
  @ParameterizedTest
  @CsvSource({"iris, 20", "wine, 20", "penguins, 20", "optdigits, 10"})
  void agreesWithScikitLearn(String table, int cases) throws IOException {
    DenseData truth = GoldenTable.read(table);
    if (table.equals("optdigits")) {
      truth = firstRows(truth, 600);
    }
    List<Case> all = cases(table);
    assertThat(all).hasSize(cases);
    for (Case golden : all) {
      FitData data = data(truth, golden);
      Options options =
          Options.defaults()
              .withC(golden.c)
              .withFitIntercept(golden.intercept)
              .withTolerance(1e-10);
      SoftmaxRegression model = SoftmaxRegression.fit(data, options, Progress.NONE);
      FitReport report = model.report().orElseThrow();
      assertThat(report.converged()).as(golden.name).isTrue();
      assertThat(report.objective())
          .as(golden.name)
          .isCloseTo(golden.objective, within(1e-9 * golden.objective));
      double largest = Vectors.maxNorm(golden.coefficients);
      assertThat(model.coefficients())
          .as(golden.name)
          .containsExactly(golden.coefficients, within(1e-5 * largest));
      assertThat(model.intercepts())
          .as(golden.name)
          .containsExactly(golden.intercepts, within(1e-5 * largest));
      double[] rows = Arrays.copyOf(truth.features(), 5 * truth.columns());
      assertThat(model.probabilities(rows))
          .as(golden.name)
          .containsExactly(golden.probabilities, within(1e-7));
    }
  }

  private static DenseData firstRows(DenseData data, int rows) {
    // Standardised once more, as the script does after it has taken the first rows.
    return GoldenTable.standardised(
        Arrays.copyOf(data.features(), rows * data.columns()),
        Arrays.copyOf(data.labels(), rows),
        data.classes());
  }

  private static FitData data(DenseData truth, Case golden) {
    int classes = truth.classes();
    int[] labels = truth.labels().clone();
    double[] weights = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      weights[i] = 0.5 + i % 4;
      if (i % 5 == 0 && Double.isInfinite(golden.c)) {
        labels[i] = (labels[i] + 1) % classes;
      }
    }
    Features features = new DenseFeatures(truth.features(), truth.columns());
    FitData plain = FitData.of(features, new Targets.Classes(labels, classes));
    double[] rising = new double[classes];
    Arrays.setAll(rising, k -> 1 + k);
    return switch (golden.targets) {
      case "plain" -> plain;
      case "weights" -> plain.withWeights(weights);
      case "classes" -> plain.withClassWeights(rising);
      case "balanced" -> plain.withWeights(weights).balanced();
      case "shares" -> FitData.of(features, new Targets.Shares(shares(labels, classes), classes));
      default -> throw new IllegalArgumentException(golden.targets);
    };
  }

  private static double[] shares(int[] labels, int classes) {
    double[] shares = new double[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        shares[i * classes + k] = 0.1 + (i + k) % 3 + (labels[i] == k ? 2 : 0);
        sum += shares[i * classes + k];
      }
      for (int k = 0; k < classes; k++) {
        shares[i * classes + k] /= sum;
      }
    }
    return shares;
  }

  private static List<Case> cases(String table) throws IOException {
    List<Case> cases = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    VariantsGoldenTest.class.getResourceAsStream(
                        "/golden/linear/variants-" + table + ".txt")),
                StandardCharsets.UTF_8))) {
      List<String> all = lines.lines().filter(line -> !line.startsWith("#")).toList();
      for (int i = 0; i < all.size(); i += 5) {
        String[] words = all.get(i).split(" ", -1);
        cases.add(
            new Case(
                table + all.get(i),
                Double.parseDouble(words[1]),
                words[2].equals("True"),
                words[3],
                numbers(all.get(i + 1))[0],
                numbers(all.get(i + 2)),
                numbers(all.get(i + 3)),
                numbers(all.get(i + 4))));
      }
    }
    return cases;
  }

  private static double[] numbers(String line) {
    String[] words = line.split(" ", -1);
    return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private record Case(
      String name,
      double c,
      boolean intercept,
      String targets,
      double objective,
      double[] coefficients,
      double[] intercepts,
      double[] probabilities) {}
}
