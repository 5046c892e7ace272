package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.data.StratifiedFolds;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Equal to scikit-learn's saga with L1 and elastic-net penalties, to SciPy's L-BFGS-B with bounds
/// and with a reference class, to LogisticRegressionCV fold by fold; `golden/penalties/make.py`
/// says how.
class PenaltiesGoldenTest {
  @ParameterizedTest
  @CsvSource({"iris, 12", "wine, 12", "optdigits, 8", "sparse, 12"})
  void agrees(String table, int cases) throws IOException {
    List<String[]> lines = lines("penalties/fits.txt");
    int seen = 0;
    for (int at = 0; at < lines.size(); at++) {
      String[] words = lines.get(at);
      if (!words[0].equals("case") || !words[1].equals(table)) {
        continue;
      }
      seen++;
      FitData data = data(table);
      if (words[6].equals("True")) {
        double[] weights = new double[data.rows()];
        Arrays.setAll(weights, i -> 0.5 + i % 4);
        data = data.withWeights(weights);
      }
      SoftmaxRegression model = SoftmaxRegression.fit(data, options(words, data), Progress.NONE);
      String what = String.join(" ", words);
      FitReport report = model.report().orElseThrow();
      assertThat(report.converged()).as(what).isTrue();
      double objective = numbers(lines.get(at + 1))[0];
      assertThat(report.objective()).as(what).isCloseTo(objective, within(1e-9 * objective));
      double[] coefficients = numbers(lines.get(at + 2));
      assertThat(model.coefficients()).as(what).containsExactly(coefficients, within(1e-5));
      assertThat(model.intercepts())
          .as(what)
          .containsExactly(numbers(lines.get(at + 3)), within(1e-5));
      if (words[2].equals("penalty")) {
        assertThat(zeros(model.coefficients())).as(what).isEqualTo(zeros(coefficients));
      }
    }
    assertThat(seen).isEqualTo(cases);
  }

  @Test
  void crossValidationAgreesFoldByFold() throws IOException {
    FitData data = data("iris");
    int[] fold = new int[data.rows()];
    Arrays.setAll(fold, i -> i % 5);
    CrossValidationOptions choice =
        CrossValidationOptions.defaults()
            .withGrid(List.of(0.05, 0.3, 1.0, 10.0))
            .withL1Ratios(List.of(0.0, 0.5, 1.0))
            .withStopEarly(false);
    CrossValidation found =
        CrossValidation.run(
            data,
            Options.defaults().withTolerance(1e-9),
            choice,
            new StratifiedFolds(fold, 5),
            Progress.NONE);
    List<String[]> lines = lines("penalties/cv.txt");
    for (int i = 0; i < found.scores().size(); i++) {
      CrossValidation.Score score = found.scores().get(i);
      String[] words = lines.get(i + 1);
      assertThat(score.c()).isEqualTo(Double.parseDouble(words[1]));
      assertThat(score.l1Ratio()).isEqualTo(Double.parseDouble(words[2]));
      for (int f = 0; f < 5; f++) {
        assertThat(score.folds().get(f)).isCloseTo(Double.parseDouble(words[f + 3]), within(1e-5));
      }
    }
    assertThat(found.scores()).hasSize(12);
    CrossValidation.Score best = found.chosen();
    assertThat(new double[] {best.c(), best.l1Ratio()}).containsExactly(numbers(lines.get(0)));
  }

  private static Options options(String[] words, FitData data) {
    Options options =
        Options.defaults()
            .withC(Double.parseDouble(words[3]))
            .withL1Ratio(Double.parseDouble(words[4]))
            .withFitIntercept(words[5].equals("True"))
            .withTolerance(1e-10);
    int coefficients = data.classes() * data.features().columns();
    return switch (words[2]) {
      case "bounds" -> options.withBounds(Bounds.all(-0.3, 0.4, coefficients));
      case "reference" -> options.withReference(1);
      default -> options;
    };
  }

  static FitData data(String table) throws IOException {
    if (!table.equals("sparse")) {
      FitData data = FitData.of(GoldenTable.read(table));
      return table.equals("optdigits") ? data.select(IntStream.range(0, 600).toArray()) : data;
    }
    List<String[]> rows =
        lines("sparse/fits.txt").stream().filter(line -> line[0].equals("row")).toList();
    int[] offsets = new int[rows.size() + 1];
    int[] labels = new int[rows.size()];
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      String[] row = rows.get(i);
      labels[i] = Integer.parseInt(row[1]);
      for (int e = 3; e < row.length; e++) {
        int colon = row[e].indexOf(':');
        indices.add(Integer.parseInt(row[e].substring(0, colon)));
        values.add(Double.parseDouble(row[e].substring(colon + 1)));
      }
      offsets[i + 1] = indices.size();
    }
    return FitData.of(
        new SparseFeatures(
            offsets,
            indices.stream().mapToInt(Integer::intValue).toArray(),
            values.stream().mapToDouble(Double::doubleValue).toArray(),
            14),
        new Targets.Classes(labels, 4));
  }

  private static long zeros(double[] values) {
    return Arrays.stream(values).filter(value -> value == 0).count();
  }

  private static List<String[]> lines(String name) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    PenaltiesGoldenTest.class.getResourceAsStream("/golden/" + name)),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" "))
          .toList();
    }
  }

  private static double[] numbers(String[] words) {
    return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }
}
