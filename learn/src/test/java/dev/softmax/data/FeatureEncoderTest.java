package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureEncoderTest {
  private static final FeatureEncoder.Options DEFAULTS = FeatureEncoder.Options.defaults();

  @TempDir private Path folder;

  private static Table table(Object... namesAndColumns) {
    Map<String, Column> columns = new LinkedHashMap<>();
    for (int i = 0; i < namesAndColumns.length; i += 2) {
      columns.put((String) namesAndColumns[i], (Column) namesAndColumns[i + 1]);
    }
    return Table.of("t", columns);
  }

  private static NumericColumn numbers(double... values) {
    return NumericColumn.of(values);
  }

  @Test
  void standardisesAsScikitLearnDoes() {
    // StandardScaler().fit_transform([[1], [2], [4], [7]]) in scikit-learn 1.9.1
    double[] wanted = {
      -1.091089451179962, -0.6546536707079772, 0.21821789023599236, 1.5275252316519465
    };
    FeatureEncoder encoder =
        FeatureEncoder.fit(table("x", numbers(1, 2, 4, 7)), DEFAULTS).encoder();
    assertThat(encoder.encode(table("x", numbers(1, 2, 4, 7))))
        .containsExactly(wanted, within(1e-15));
    assertThat(encoder.encode(table("x", numbers(Double.NaN)))).containsExactly(0);
  }

  @Test
  void missingNumbersAndTexts() {
    Table train =
        table(
            "x", numbers(1, Double.NaN, 3, 5),
            "s", TextColumn.of("b", "a", null, "b"),
            "only", numbers(7, Double.NaN, 7, 7));
    FeatureEncoder.Fitted fitted = FeatureEncoder.fit(train, DEFAULTS);
    assertThat(fitted.warnings()).isEmpty();
    FeatureEncoder encoder = fitted.encoder();
    assertThat(encoder.featureNames())
        .containsExactly("x", "x missing", "s=a", "s=b", "s missing", "only", "only missing");
    double[] rows = encoder.encode(train);
    assertThat(Arrays.copyOfRange(rows, 7, 14)).containsExactly(0, 1, 1, 0, 0, 0, 1);
    assertThat(Arrays.copyOfRange(rows, 14, 21)).containsExactly(0, 0, 0, 0, 1, 0, 0);
    // Other order, an unknown text, a column too many; numbers where texts were.
    Table other =
        table(
            "extra", numbers(1),
            "s", TextColumn.of("never seen"),
            "only", numbers(7),
            "x", numbers(3));
    assertThat(encoder.encode(other)).containsOnly(0);
    assertThat(encoder.unusedColumns(other)).containsExactly("extra");
    assertThat(encoder.textColumns()).containsExactly("s");
  }

  @Test
  void textsThatArriveAsNumbers() {
    FeatureEncoder encoder =
        FeatureEncoder.fit(table("s", TextColumn.of("1", "2", "x")), DEFAULTS).encoder();
    assertThat(encoder.encode(table("s", numbers(2, 1, Double.NaN, 3))))
        .containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void columnsThatAreLeftOut() {
    int rows = 30;
    String[] ids = IntStream.range(0, rows).mapToObj(i -> "id" + i).toArray(String[]::new);
    double[] nothing = new double[rows];
    Arrays.fill(nothing, Double.NaN);
    Table table =
        table(
            "constant", numbers(DoubleStream.generate(() -> 0.1).limit(rows).toArray()),
            "same",
                TextColumn.of(IntStream.range(0, rows).mapToObj(_ -> "s").toArray(String[]::new)),
            "nothing", numbers(nothing),
            "none", TextColumn.of(new String[rows]),
            "name", TextColumn.of(ids),
            "Id", numbers(IntStream.range(0, rows).mapToDouble(i -> 1 + i + i / 3).toArray()),
            "x", numbers(IntStream.range(0, rows).mapToDouble(i -> i * 7 % rows).toArray()));
    FeatureEncoder.Fitted fitted = FeatureEncoder.fit(table, DEFAULTS);
    assertThat(fitted.encoder().featureNames()).containsExactly("x");
    assertThat(fitted.warnings())
        .extracting(warning -> warning.columns().getFirst(), DataWarning::kind)
        .containsExactly(
            tuple("constant", DataWarning.Kind.CONSTANT),
            tuple("same", DataWarning.Kind.CONSTANT),
            tuple("nothing", DataWarning.Kind.ALL_MISSING),
            tuple("none", DataWarning.Kind.ALL_MISSING),
            tuple("Id", DataWarning.Kind.ROW_NUMBER),
            tuple("name", DataWarning.Kind.TOO_MANY_LEVELS));
    assertThat(fitted.warnings().get(5).message())
        .isEqualTo("t: column 'name' has 30 different texts in 30 rows and is left out");
    assertThat(
            FeatureEncoder.fit(table, DEFAULTS.withKeepRowNumbers(true)).encoder().featureNames())
        .containsExactly("Id", "x");
    assertThatThrownBy(() -> FeatureEncoder.fit(table.drop(List.of("x")), DEFAULTS))
        .isInstanceOf(InputException.class)
        .hasMessage(
            "t: no column is left to learn from: 'constant' is '0.1' in every row, 'same' is 's' in"
                + " every row, 'nothing' has no value in any row, and 3 more");
  }

  @Test
  void hugeAndTinyNumbersStayFinite() {
    Table train =
        table(
            "huge", numbers(1e300, -1.7e308, 1.7e308, 1e300),
            "tiny", numbers(1e-300, 2e-300, 0, 0),
            "far", numbers(1e15, 1e15 + 2, 1e15, 1e15 + 2),
            "dust", numbers(4.9e-324, 0, 0, 0),
            "plain", numbers(0, 1, 0, 1));
    FeatureEncoder encoder = FeatureEncoder.fit(train, DEFAULTS).encoder();
    double[] features = encoder.encode(train);
    assertThat(features).hasSize(20);
    assertThat(DoubleStream.of(features)).allMatch(x -> Math.abs(x) < 2);
    assertThat(features[2]).isEqualTo(-1);
    Table test =
        table(
            "huge", numbers(Double.MAX_VALUE),
            "tiny", numbers(Double.MAX_VALUE),
            "far", numbers(-Double.MAX_VALUE),
            "dust", numbers(1),
            "plain", numbers(1e300));
    assertThat(DoubleStream.of(encoder.encode(test))).allMatch(x -> Math.abs(x) <= 1e100);
  }

  @Test
  void whatDoesNotFit() throws IOException {
    Path train = Files.writeString(folder.resolve("train.csv"), "a,b,c\n1,2,x\n2,4,y\n3,5,x\n");
    Path test = Files.writeString(folder.resolve("test.csv"), "c,b\nx,1\n\ny,oops\n");
    FeatureEncoder encoder =
        FeatureEncoder.fit(TableReader.read(train, ReadOptions.defaults()), DEFAULTS).encoder();
    Table wrong = TableReader.read(test, ReadOptions.defaults());
    assertThatThrownBy(() -> encoder.encode(wrong.drop(List.of("b"))))
        .isInstanceOf(InputException.class)
        .hasMessage(test + ": lacks the columns 'a', 'b' that the model needs");
    FeatureEncoder ofB =
        FeatureEncoder.fit(
                TableReader.read(train, ReadOptions.defaults()).drop(List.of("a")), DEFAULTS)
            .encoder();
    assertThatThrownBy(() -> ofB.encode(wrong))
        .isInstanceOf(InputException.class)
        .hasMessage(
            test + ", line 4: column 'b': 'oops' is not a finite number, which the model needs");
  }
}
