package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableReader;
import dev.softmax.linear.Coefficient;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.DenseFeatures;
import dev.softmax.linear.FitData;
import dev.softmax.linear.Inference;
import dev.softmax.linear.InferenceOptions;
import dev.softmax.linear.Options;
import dev.softmax.linear.PosteriorCurvature;
import dev.softmax.linear.SoftmaxRegression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Standard errors against those of [Inference], which are those of statsmodels, and against a sum by hand.
class CoefficientErrorsTest {
  private static final int ROWS = 200;

  @TempDir private Path folder = Path.of("");

  private static DenseData rows(int classes) {
    var random = new SplittableRandom(5);
    double[] x = new double[ROWS * 2];
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[2 * i] = random.nextGaussian();
      x[2 * i + 1] = 3 * random.nextGaussian();
      labels[i] = Math.floorMod((int) Math.round(x[2 * i] + random.nextGaussian()), classes);
    }
    return new DenseData(x, labels, 2, classes);
  }

  private static double[] errors(SoftmaxRegression model, DenseData data, int trained, double c) {
    DenseFeatures features = new DenseFeatures(data.features(), data.rows(), data.columns());
    return new PosteriorCurvature(model, features, true, trained).errors(c, false).orElseThrow();
  }

  @Test
  void ofTwoClassesTheyAreHalfOfThoseOfTheirDifference() {
    DenseData data = rows(2);
    Options options = Options.defaults().withC(Double.POSITIVE_INFINITY).withTolerance(1e-10);
    SoftmaxRegression model = SoftmaxRegression.fit(data, options, Progress.NONE);
    double[] errors = errors(model, data, ROWS, Double.POSITIVE_INFINITY);
    for (Coefficient one :
        Inference.of(model, FitData.of(data), InferenceOptions.defaults()).coefficients()) {
      if (one.feature().isPresent()) {
        int j = one.feature().getAsInt();
        assertThat(errors[j]).isCloseTo(one.standardError() / 2, within(1e-9));
        assertThat(errors[2 + j]).isCloseTo(one.standardError() / 2, within(1e-9));
      }
    }
  }

  @Test
  void fourTimesTheRowsHalveThem() {
    DenseData data = rows(3);
    SoftmaxRegression model = SoftmaxRegression.fit(data, Options.defaults(), Progress.NONE);
    double[] once = errors(model, data, ROWS, Double.POSITIVE_INFINITY);
    double[] four = errors(model, data, 4 * ROWS, Double.POSITIVE_INFINITY);
    for (int i = 0; i < once.length; i++) {
      assertThat(four[i]).isCloseTo(once[i] / 2, within(1e-9));
    }
  }

  @Test
  void aStrongPenaltyLeavesWhatItAllows() {
    DenseData data = rows(3);
    double c = 1e-8;
    SoftmaxRegression model =
        SoftmaxRegression.fit(data, Options.defaults().withC(c), Progress.NONE);
    // The prior alone: variance c, less what all three have in common.
    for (double error : errors(model, data, ROWS, c)) {
      assertThat(error).isCloseTo(Math.sqrt(c * 2 / 3), within(1e-9));
    }
  }

  @Test
  void columnsThatAreMadeOfOthersHaveErrorsUnderAPenaltyAlone() {
    DenseData data = rows(3);
    double[] twice = new double[ROWS * 3];
    for (int i = 0; i < ROWS; i++) {
      twice[3 * i] = data.features()[2 * i];
      twice[3 * i + 1] = data.features()[2 * i + 1];
      twice[3 * i + 2] = data.features()[2 * i];
    }
    DenseData copied = new DenseData(twice, data.labels(), 3, 3);
    SoftmaxRegression model = SoftmaxRegression.fit(copied, Options.defaults(), Progress.NONE);
    assertThat(errors(model, copied, ROWS, 1)).hasSize(9).doesNotContain(Double.NaN);
    DenseFeatures features = new DenseFeatures(twice, ROWS, 3);
    assertThat(
            new PosteriorCurvature(model, features, true, ROWS)
                .errors(Double.POSITIVE_INFINITY, false))
        .isEmpty();
  }

  @Test
  void aModelSaysWhatItsErrorsAreMadeOfOrWhyThereAreNone() throws IOException {
    StringBuilder lines = new StringBuilder("x,y,class\n");
    DenseData data = rows(2);
    for (int i = 0; i < ROWS; i++) {
      lines.append(
          "%s,%s,%s%n"
              .formatted(
                  data.features()[2 * i],
                  data.features()[2 * i + 1],
                  data.labels()[i] == 0 ? "a" : "b"));
    }
    Path file = Files.writeString(folder.resolve("rows.csv"), lines);
    Table table = TableReader.read(file, ReadOptions.defaults());
    TrainOptions options = TrainOptions.of("class");
    TableClassifier model = TableClassifier.train(table, options, Progress.NONE).model();
    CoefficientErrors errors = CoefficientErrors.of(model, table.drop(List.of("class")));
    assertThat(errors.values().orElseThrow()).hasSize(4);
    assertThat(errors.note())
        .startsWith(
            "Intervals (95 %) are from the curvature of the penalised likelihood at 200 rows")
        .contains("as if they were the 160 of the training");
    TrainOptions lasso = options.withRegression(Options.defaults().withL1Ratio(1));
    TableClassifier sparse = TableClassifier.train(table, lasso, Progress.NONE).model();
    assertThat(CoefficientErrors.of(sparse, table).values()).isEmpty();
    assertThat(CoefficientErrors.of(sparse, table).note())
        .isEqualTo(
            "There are no intervals of the coefficients: an L1 penalty makes coefficients that have"
                + " no normal errors.");
  }
}
