package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Fits of sparse rows: scikit-learn's, whose numbers are from `golden/sparse/make.py`, and those
/// of the same rows written out.
class SparseRegressionTest {
  private static final Options TIGHT = Options.defaults().withTolerance(1e-10);

  @AfterEach
  void useAllThreads() {
    Compute.limitThreads(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "lbfgs", "dense", "sdca"})
  void agreesWithScikitLearn(String how) throws IOException {
    List<String[]> lines = golden();
    List<String[]> rows = lines.stream().filter(line -> line[0].equals("row")).toList();
    int fits = 0;
    for (int at = 0; at < lines.size(); at++) {
      if (!lines.get(at)[0].equals("fit")) {
        continue;
      }
      double c = Double.parseDouble(lines.get(at)[1]);
      FitData data = data(rows, c == Double.POSITIVE_INFINITY, lines.get(at)[3]);
      Options options =
          TIGHT
              .withC(c)
              .withFitIntercept(Boolean.parseBoolean(lines.get(at)[2]))
              .withMaxIterations(5000);
      if (how.equals("sdca")) {
        if (c == Double.POSITIVE_INFINITY) {
          continue;
        }
        options = options.withSolver(new StochasticDualAscent());
      }
      if (how.equals("lbfgs")) {
        options = options.withSolver(new Lbfgs());
      }
      FitData used =
          how.equals("dense") ? new FitData(dense(data), data.targets(), data.weights()) : data;
      SoftmaxRegression model = SoftmaxRegression.fit(used, options, Progress.NONE);
      FitReport report = model.report().orElseThrow();
      double objective = numbers(lines.get(at + 1))[0];
      assertThat(report.converged()).isTrue();
      assertThat(report.objective()).isCloseTo(objective, within(1e-9 * objective));
      assertClose(model.coefficients(), numbers(lines.get(at + 2)), 1e-5);
      assertClose(model.intercepts(), numbers(lines.get(at + 3)), 1e-5);
      fits++;
    }
    assertThat(fits).isEqualTo(how.equals("sdca") ? 6 : 12);
  }

  /// So many features that rows are folded and a fit starts by dual ascent.
  @ParameterizedTest
  @ValueSource(strings = {"classes", "weights", "shares", "no intercept", "weak penalty"})
  void manyFeaturesGiveWhatDenseRowsGive(String which) {
    FitData data = wide(which.equals("shares"));
    Options options = TIGHT.withC(which.equals("weak penalty") ? 100 : 0.8);
    if (which.equals("weights")) {
      data = data.withWeights(new SplittableRandom(4).doubles(data.rows(), 0, 3).toArray());
    }
    if (which.equals("no intercept")) {
      options = options.withFitIntercept(false);
    }
    SoftmaxRegression sparse = SoftmaxRegression.fit(data, options, Progress.NONE);
    SoftmaxRegression dense =
        SoftmaxRegression.fit(
            new FitData(dense(data), data.targets(), data.weights()), options, Progress.NONE);
    double objective = dense.report().orElseThrow().objective();
    assertThat(sparse.report().orElseThrow().converged()).isTrue();
    assertThat(sparse.report().orElseThrow().objective())
        .isCloseTo(objective, within(1e-9 * objective));
    assertClose(sparse.coefficients(), dense.coefficients(), 1e-5);
    assertClose(sparse.intercepts(), dense.intercepts(), 1e-5);
    assertThat(sparse.probabilities(data.features()))
        .containsExactly(dense.probabilities(dense(data)), within(1e-7));
  }

  @Test
  void aStartByDualAscentIsNearTheAnswer() {
    FitData data = wide(false);
    SparseProducts products = new SparseProducts((SparseFeatures) data.features(), 3, true);
    RowTargets targets = RowTargets.of(data);
    double lambda = 1 / targets.total();
    MarginObjective objective = new MarginObjective(products, targets, lambda, true);
    double[] gradient = new double[objective.size()];
    double[] point = products.start(targets, lambda, any -> false);
    double start = objective.evaluate(point, gradient);
    double least =
        SoftmaxRegression.fit(data, TIGHT, Progress.NONE).report().orElseThrow().objective()
            / targets.total();
    assertThat(start).isBetween(least, least + 0.05 * (Math.log(3) - least));
    List<double[]> asked = new ArrayList<>();
    double[] third =
        products.start(
            targets,
            lambda,
            there -> {
              asked.add(there.clone());
              return asked.size() == 3;
            });
    assertThat(third).containsExactly(asked.getLast());
    assertThat(objective.evaluate(third, gradient)).isGreaterThan(start);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standardisedRowsKeepTheirZerosAndGiveWhatDenseOnesGive(boolean intercept)
      throws IOException {
    FitData data =
        data(golden().stream().filter(line -> line[0].equals("row")).toList(), false, "sample");
    Options options = TIGHT.withFitIntercept(intercept).withStandardise(true);
    SoftmaxRegression sparse = SoftmaxRegression.fit(data, options, Progress.NONE);
    FitData written = new FitData(dense(data), data.targets(), data.weights());
    SoftmaxRegression dense = SoftmaxRegression.fit(written, options, Progress.NONE);
    assertClose(sparse.coefficients(), dense.coefficients(), 1e-6);
    assertClose(sparse.intercepts(), dense.intercepts(), 1e-6);
    double objective = dense.report().orElseThrow().objective();
    assertThat(sparse.report().orElseThrow().objective())
        .isCloseTo(objective, within(1e-10 * objective));
    double[] byHand = standardised(written, intercept);
    SoftmaxRegression plain =
        SoftmaxRegression.fit(
            new FitData(
                new DenseFeatures(byHand, data.rows(), data.features().columns()),
                data.targets(),
                data.weights()),
            options.withStandardise(false),
            Progress.NONE);
    assertThat(dense.probabilities(dense(data)))
        .containsExactly(plain.probabilities(byHand, data.rows()), within(1e-8));
  }

  @Test
  void bitsDoNotDependOnThreads() {
    FitData data = wide(false);
    Compute.limitThreads(1);
    double[] one = SoftmaxRegression.fit(data, TIGHT, Progress.NONE).coefficients();
    Compute.limitThreads(2);
    assertThat(SoftmaxRegression.fit(data, TIGHT, Progress.NONE).coefficients())
        .containsExactly(one);
  }

  @Test
  void whoStartsFromTheAnswerIsThere() {
    FitData data = wide(false);
    Options options = TIGHT.withStandardise(true).withTolerance(1e-8);
    SoftmaxRegression answer = SoftmaxRegression.fit(data, options, Progress.NONE);
    SoftmaxRegression again = SoftmaxRegression.fit(data, options.withStart(answer), Progress.NONE);
    assertThat(again.report().orElseThrow().iterations()).isLessThanOrEqualTo(1);
    assertClose(again.coefficients(), answer.coefficients(), 1e-6);
  }

  @Test
  void rowsWithoutEntriesHaveTheClassesShares() {
    SparseFeatures none = new SparseFeatures(new int[5], new int[0], new double[0], 3000);
    FitData data = FitData.of(none, new Targets.Classes(new int[] {0, 0, 0, 1}, 2));
    SoftmaxRegression model = SoftmaxRegression.fit(data, TIGHT, Progress.NONE);
    assertThat(model.coefficients()).containsOnly(0);
    assertThat(model.probabilities(none)).startsWith(new double[] {0.75, 0.25}, within(1e-8));
  }

  private static FitData data(List<String[]> rows, boolean withoutSixth, String weighted) {
    int[] offsets = new int[rows.size() + 1];
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int[] labels = new int[rows.size()];
    double[] weights = new double[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      String[] row = rows.get(i);
      labels[i] = Integer.parseInt(row[1]);
      weights[i] = Double.parseDouble(row[2]);
      for (int e = 3; e < row.length; e++) {
        int colon = row[e].indexOf(':');
        int j = Integer.parseInt(row[e].substring(0, colon));
        if (j != 6 || !withoutSixth) {
          indices.add(j > 6 && withoutSixth ? j - 1 : j);
          values.add(Double.parseDouble(row[e].substring(colon + 1)));
        }
      }
      offsets[i + 1] = indices.size();
    }
    FitData data =
        FitData.of(
            new SparseFeatures(
                offsets,
                indices.stream().mapToInt(j -> j).toArray(),
                values.stream().mapToDouble(v -> v).toArray(),
                withoutSixth ? 13 : 14),
            new Targets.Classes(labels, 4));
    return switch (weighted) {
      case "sample" -> data.withWeights(weights);
      case "balanced" -> data.balanced();
      default -> data;
    };
  }

  /// 90 rows of 4500 features, of which many occur once.
  private static FitData wide(boolean shares) {
    SplittableRandom random = new SplittableRandom(5);
    int rows = 90;
    int columns = 4500;
    int each = 60;
    int[] offsets = new int[rows + 1];
    int[] indices = new int[rows * each];
    double[] values = random.doubles(indices.length, -1, 2).toArray();
    int[] labels = new int[rows];
    double[] targets = new double[rows * 3];
    for (int i = 0; i < rows; i++) {
      int[] some =
          random
              .doubles(3L * each)
              .mapToInt(u -> (int) (columns * u * u))
              .distinct()
              .limit(each)
              .sorted()
              .toArray();
      System.arraycopy(some, 0, indices, i * each, each);
      offsets[i + 1] = offsets[i] + each;
      labels[i] = (some[0] + some[1]) % 3;
      double share = random.nextDouble();
      targets[i * 3 + labels[i]] = share;
      targets[i * 3 + (labels[i] + 1) % 3] = 1 - share;
    }
    SparseFeatures features = new SparseFeatures(offsets, indices, values, columns);
    return FitData.of(
        features, shares ? new Targets.Shares(targets, 3) : new Targets.Classes(labels, 3));
  }

  private static DenseFeatures dense(FitData data) {
    SparseFeatures sparse = (SparseFeatures) data.features();
    double[] values = new double[sparse.rows() * sparse.columns()];
    for (int i = 0; i < sparse.rows(); i++) {
      for (int e = sparse.offsets()[i]; e < sparse.offsets()[i + 1]; e++) {
        values[i * sparse.columns() + sparse.indices()[e]] = sparse.values()[e];
      }
    }
    return new DenseFeatures(values, sparse.rows(), sparse.columns());
  }

  private static double[] standardised(FitData data, boolean centred) {
    DenseFeatures dense = (DenseFeatures) data.features();
    double[] x = dense.values().clone();
    double[] weights = data.weights().orElseThrow();
    double total = Arrays.stream(weights).sum();
    int columns = dense.columns();
    for (int j = 0; j < columns; j++) {
      double mean = 0;
      double variance = 0;
      for (int i = 0; i < weights.length; i++) {
        mean += weights[i] * x[i * columns + j] / total;
      }
      for (int i = 0; i < weights.length; i++) {
        variance += weights[i] * Math.pow(x[i * columns + j] - mean, 2) / total;
      }
      for (int i = 0; i < weights.length; i++) {
        double from = x[i * columns + j] - (centred ? mean : 0);
        x[i * columns + j] = variance == 0 ? from : from / Math.sqrt(variance);
      }
    }
    return x;
  }

  private static List<String[]> golden() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SparseRegressionTest.class.getResourceAsStream("/golden/sparse/fits.txt")),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(line -> line.strip().split(" ", -1)).toList();
    }
  }

  private static double[] numbers(String[] words) {
    return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
  }

  private static void assertClose(double[] actual, double[] expected, double share) {
    double scale = Math.max(Vectors.maxNorm(expected), 1e-3);
    assertThat(actual).containsExactly(expected, within(share * scale));
  }
}
