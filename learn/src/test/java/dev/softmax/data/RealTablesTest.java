package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RealTablesTest {
  @Test
  void iris() {
    Table table = SharedData.table("iris/iris.csv");
    assertThat(table.names())
        .containsExactly("sepal_length", "sepal_width", "petal_length", "petal_width", "species");
    assertThat(table.rows()).isEqualTo(150);
    ClassLabels labels = ClassLabels.fit(table, "species").labels();
    assertThat(labels.names()).containsExactly("setosa", "versicolor", "virginica");
    assertThat(table.place(149)).endsWith("iris.csv, line 151");
  }

  @Test
  void penguins() {
    Table table = SharedData.table("penguins/penguins.csv");
    ClassLabels.Labelled species = ClassLabels.fit(table, "species");
    assertThat(species.labels().names()).containsExactly("Adelie", "Chinstrap", "Gentoo");
    assertThat(species.rows()).hasSize(344);
    FeatureEncoder.Fitted fitted =
        FeatureEncoder.fit(table.drop(List.of("species")), FeatureEncoder.Options.defaults());
    assertThat(fitted.warnings()).isEmpty();
    assertThat(fitted.encoder().featureNames())
        .containsExactly(
            "island=Biscoe",
            "island=Dream",
            "island=Torgersen",
            "bill_length_mm",
            "bill_length_mm missing",
            "bill_depth_mm",
            "bill_depth_mm missing",
            "flipper_length_mm",
            "flipper_length_mm missing",
            "body_mass_g",
            "body_mass_g missing",
            "sex=female",
            "sex=male",
            "sex missing",
            "year");
    double[] features = fitted.encoder().encode(table);
    // Row 4 of the file has no measurements and no sex.
    assertThat(features[3 * 15 + 3]).isZero();
    assertThat(features[3 * 15 + 4]).isEqualTo(1);
    assertThat(features[3 * 15 + 13]).isEqualTo(1);
  }

  @Test
  void tablesWithoutHeader() {
    Table wine = SharedData.table("wine/wine.csv");
    assertThat(wine.rows()).isEqualTo(178);
    assertThat(ClassLabels.fit(wine, "c14").labels().names()).containsExactly("1", "2", "3");
    Table letter = SharedData.table("letter-recognition/letter-recognition.data");
    assertThat(letter.rows()).isEqualTo(20_000);
    assertThat(ClassLabels.fit(letter, "c1").labels().size()).isEqualTo(26);
    Table digits = SharedData.table("optdigits/optdigits.tra");
    assertThat(digits.rows()).isEqualTo(3823);
    assertThat(digits.names()).hasSize(65).endsWith("c65");
    FeatureEncoder.Fitted fitted =
        FeatureEncoder.fit(digits.drop(List.of("c65")), FeatureEncoder.Options.defaults());
    assertThat(fitted.warnings())
        .extracting(DataWarning::kind, DataWarning::columns)
        .containsExactly(
            tuple(DataWarning.Kind.CONSTANT, List.of("c1")),
            tuple(DataWarning.Kind.CONSTANT, List.of("c40")));
  }

  @Test
  void covertypeLeavesItsRowNumbersOut() {
    Table table = SharedData.table("covertype/train.csv");
    assertThat(table.rows()).isEqualTo(15_120);
    assertThat(table.names()).hasSize(56).startsWith("Id").endsWith("Cover_Type");
    Table features = table.drop(List.of("Cover_Type"));
    FeatureEncoder.Fitted fitted = FeatureEncoder.fit(features, FeatureEncoder.Options.defaults());
    DataWarning last = fitted.warnings().getLast();
    assertThat(last.kind()).isEqualTo(DataWarning.Kind.ROW_NUMBER);
    assertThat(last.message())
        .endsWith("train.csv: column 'Id' only numbers the rows (1 to 15120) and is left out");
    FeatureEncoder.Options keep = FeatureEncoder.Options.defaults().withKeepRowNumbers(true);
    assertThat(FeatureEncoder.fit(features, keep).encoder().featureNames()).startsWith("Id");
  }

  @Test
  void mnistFindsLabelsAndTestSet() {
    Path pictures = SharedData.file("mnist/train-images-idx3-ubyte.gz");
    Table table = TableReader.read(pictures, ReadOptions.defaults());
    assertThat(table.rows()).isEqualTo(60_000);
    assertThat(table.names()).hasSize(785).startsWith("pixel0").endsWith("pixel783", "label");
    // The first training picture is a 5; 5923 of them are zeros.
    ClassLabels.Labelled labelled = ClassLabels.fit(table, "label");
    assertThat(labelled.classes()[0]).isEqualTo(5);
    assertThat(Arrays.stream(labelled.classes()).filter(k -> k == 0)).hasSize(5923);
    assertThat(labelled.labels().names())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    Optional<Path> test = TableReader.testSet(pictures);
    assertThat(test).isPresent();
    assertThat(TableReader.testSet(pictures.resolveSibling("."))).isPresent();
    Table testTable = TableReader.read(test.get(), ReadOptions.defaults());
    assertThat(testTable.rows()).isEqualTo(10_000);
    FeatureEncoder.Fitted fitted =
        FeatureEncoder.fit(testTable.drop(List.of("label")), FeatureEncoder.Options.defaults());
    double[] features = fitted.encoder().encode(testTable);
    double largest = 0;
    double sum = 0;
    for (double x : features) {
      largest = Math.max(largest, x);
      sum += x;
    }
    assertThat(largest).isEqualTo(1);
    // The mean of all test pixels is 33.79 of 255.
    assertThat(sum / (10_000 * 784)).isBetween(0.1325, 0.1326);
    assertThat(fitted.warnings()).hasSize(1);
    assertThat(fitted.warnings().getFirst().columns())
        .hasSize(784 - fitted.encoder().features())
        .startsWith("pixel0", "pixel1");
    assertThat(fitted.warnings().getFirst().message())
        .contains("columns are left out because each has the same value in every row: 'pixel0', ")
        .contains(" more");
  }
}
