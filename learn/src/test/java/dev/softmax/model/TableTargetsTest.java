package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.data.ReadOptions;
import dev.softmax.data.Table;
import dev.softmax.data.TableBatches;
import dev.softmax.data.TableReader;
import dev.softmax.io.InputException;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import dev.softmax.training.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What rows count, and belong to.
class TableTargetsTest {
  @TempDir private Path folder;

  private static final RowOptions SHARES =
      new RowOptions(Optional.empty(), false, List.of("no", "yes"));

  private Table table(String... lines) throws IOException {
    Path file = Files.createTempFile(folder, "rows", ".csv");
    Files.write(file, List.of(lines));
    return TableReader.read(file, ReadOptions.defaults());
  }

  private static TableClassifier train(Table table, String target, RowOptions rows) {
    TrainOptions options =
        TrainOptions.of(target)
            .withSplit(0)
            .withRows(rows)
            .withRegression(Options.defaults().withTolerance(1e-9));
    return TableClassifier.train(table, options, Progress.NONE).model();
  }

  @Test
  void weightsOfOneChangeNothing() throws IOException {
    Table plain = table("x,y", "1,no", "2,no", "3,yes", "2.5,no", "4,yes", "1.5,yes");
    Table weighted =
        table("w,x,y", "1,1,no", "1,2,no", "1,3,yes", "1,2.5,no", "1,4,yes", "1,1.5,yes");
    TableClassifier of = train(plain, "y", RowOptions.PLAIN);
    TableClassifier ofWeights =
        train(weighted, "y", new RowOptions(Optional.of("w"), false, List.of()));
    assertThat(ofWeights.probabilities(plain))
        .containsExactly(of.probabilities(plain), within(1e-9));
    assertThat(ofWeights.training().settings()).containsEntry("weights", "w");
  }

  /// A row of weight 0 is not there, but for the scale of its column.
  @Test
  void aRowThatCountsNothingMovesNothing() throws IOException {
    Table rows = table("w,x,y", "1,1,no", "1,2,no", "1,3,yes", "1,2.5,no", "1,4,yes", "0,2,yes");
    Table other = table("w,x,y", "1,1,no", "1,2,no", "1,3,yes", "1,2.5,no", "1,4,yes", "0,2,no");
    RowOptions weights = new RowOptions(Optional.of("w"), false, List.of());
    assertThat(train(rows, "y", weights).probabilities(rows))
        .containsExactly(train(other, "y", weights).probabilities(rows), within(1e-9));
  }

  @Test
  void probabilitiesOfOneAreClasses() throws IOException {
    Table soft =
        table("no,yes,x", "1,0,1", "1,0,2", "0,1,3", "1,0,2.5", "0,1,4", "0.000001,0.999999,1.5");
    Table hard = table("x,y", "1,no", "2,no", "3,yes", "2.5,no", "4,yes", "1.5,yes");
    TableClassifier classifier = train(soft, "class", SHARES);
    assertThat(classifier.labels().names()).containsExactly("no", "yes");
    assertThat(classifier.probabilities(soft))
        .containsExactly(train(hard, "y", RowOptions.PLAIN).probabilities(hard), within(1e-5));
  }

  /// The slope at the answer is 0 for each class: mean probabilities are the mean shares.
  @Test
  void sharesAreMatchedInTheMean() throws IOException {
    Table soft = table("no,yes,x", "0.9,0.1,1", "0.6,0.4,2", "0.3,0.7,3", "0.5,0.5,1.5");
    double[] p = train(soft, "class", SHARES).probabilities(soft);
    assertThat((p[0] + p[2] + p[4] + p[6]) / 4).isCloseTo(2.3 / 4, within(1e-8));
  }

  @Test
  void rowsAreMeasuredByTheLikeliestWhereThereIsNoOtherColumn() throws IOException {
    Table soft = table("no,yes,x", "0.9,0.1,1", "0.6,0.4,2", "0.3,0.7,3", "0.1,0.9,4");
    TableClassifier classifier = train(soft, "class", SHARES);
    assertThat(classifier.labelled(soft).classes()).containsExactly(0, 0, 1, 1);
    assertThat(classifier.evaluate(soft).accuracy()).isEqualTo(1);
    TableBatches batches = TableBatches.of(soft, classifier.labelledBatches(3));
    assertThat(classifier.evaluate(batches).rows()).isEqualTo(4);

    Table both = table("no,yes,x,said", "0.9,0.1,1,yes", "0.2,0.8,2,no", "0.3,0.7,3,yes");
    TableClassifier named = train(both, "said", SHARES);
    assertThat(named.labelled(both).classes()).containsExactly(1, 0, 1);
    assertThat(named.labelledBatches(3).columns()).containsKey("said").doesNotContainKey("yes");
  }

  @Test
  void testTablesHaveTheSameColumns() throws IOException {
    Table soft = table("no,yes,x", "0.9,0.1,1", "0.6,0.4,2", "0.3,0.7,3");
    Table test = table("x,yes,no", "1,0.2,0.8", "3,1,0");
    TrainOptions options = TrainOptions.of("class").withRows(SHARES);
    assertThat(
            TableClassifier.train(soft, Optional.of(test), options, Monitor.NONE)
                .heldOut()
                .orElseThrow()
                .rows())
        .isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          w,no,yes,x;1,1,0,3;-2,0,1,4     | line 3: column 'w': the weight -2 is negative
          w,no,yes,x;1,1,0,3;,0,1,4       | line 3: column 'w' has no weight
          w,no,yes,x;0,1,0,3;0,0,1,4      | the weights in column 'w' are all 0
          w,no,yes,x;a,1,0,3;b,0,1,4      | column 'w' is to hold a weight a row, and holds no numbers
          w,no,yes,x;1,1,0,3;1,0.5,0.4,4  | line 3: the probabilities in columns no, yes sum to 0.9, not to 1
          w,no,yes,x;1,1,0,3;1,1.5,-0.5,4 | line 3: column 'yes': the probability -0.5 is negative
          """)
  void badRowsAreNamed(String rows, String sentence) throws IOException {
    Table table = table(rows.split(";"));
    RowOptions options = new RowOptions(Optional.of("w"), false, List.of("no", "yes"));
    assertThatThrownBy(() -> train(table, "class", options))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void limitsAreKept() throws IOException {
    Table rows = table("x,z,y", "1,5,no", "2,1,no", "3,2,yes", "2.5,4,no", "4,4,yes", "1.5,3,no");
    TrainOptions options = TrainOptions.of("y").withSplit(0);
    Optional<String> no = Optional.of("no");
    SoftmaxRegression referred =
        regression(rows, options.withLimits(new CoefficientLimits(no, -9, 9)));
    assertThat(referred.coefficients()).startsWith(0, 0);
    SoftmaxRegression bounded =
        regression(rows, options.withLimits(new CoefficientLimits(Optional.empty(), -0.1, 0.2)));
    assertThat(Arrays.stream(bounded.coefficients()).min().orElseThrow()).isEqualTo(-0.1);
    assertThat(Arrays.stream(bounded.coefficients()).max().orElseThrow()).isBetween(0.0, 0.2);
    CoefficientLimits other =
        new CoefficientLimits(
            Optional.of("perhaps"), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> regression(rows, options.withLimits(other)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no class 'perhaps' to be the reference; there are no, yes");
  }

  private static SoftmaxRegression regression(Table rows, TrainOptions options) {
    TableClassifier classifier = TableClassifier.train(rows, options, Progress.NONE).model();
    return ((Scorer.Regression) classifier.scorer()).model();
  }

  @ParameterizedTest
  @CsvSource({"1, -1", "Infinity, Infinity", "-Infinity, -Infinity", "NaN, 1"})
  void boundsWithNothingBetweenThemAreErrors(double lowest, double highest) {
    assertThatThrownBy(() -> new CoefficientLimits(Optional.empty(), lowest, highest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bounds: no coefficient lies between");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1", "-2, -1"})
  void aReferenceIsZero(double lowest, double highest) {
    assertThatThrownBy(() -> new CoefficientLimits(Optional.of("a"), lowest, highest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the coefficients of the reference class are 0");
  }
}
