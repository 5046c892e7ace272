package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassLabelsTest {
  private static Table target(Column column) {
    return Table.of("t", Map.of("y", column));
  }

  private static Table target(double... values) {
    return target(NumericColumn.of(values));
  }

  private static void fails(Table table, String... words) {
    assertThatThrownBy(() -> ClassLabels.fit(table, "y"))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("t: ")
        .hasMessageContainingAll(words);
  }

  @Test
  void ordersAndNames() {
    assertThat(ClassLabels.fit(target(10, 9, -1, 9, 10, -1), "y").labels().names())
        .containsExactly("-1", "9", "10");
    assertThat(ClassLabels.fit(target(0.5, 1, 1.5, 1, 0.5, 1.5), "y").labels().names())
        .containsExactly("0.5", "1", "1.5");
    assertThat(ClassLabels.fit(target(0, -0.0, 1, 1), "y").labels().names())
        .containsExactly("0", "1");
    Table texts = target(TextColumn.of("b", "a", "10", "9", "b"));
    assertThat(ClassLabels.fit(texts, "y").labels().names()).containsExactly("10", "9", "a", "b");
  }

  @Test
  void missingTargetsAndSingleRows() {
    ClassLabels.Labelled labelled =
        ClassLabels.fit(target(TextColumn.of("b", null, "a", "b")), "y");
    assertThat(labelled.rows()).containsExactly(0, 2, 3);
    assertThat(labelled.classes()).containsExactly(1, 0, 1);
    assertThat(labelled.warnings())
        .extracting(DataWarning::message)
        .containsExactly(
            "t: 1 of 4 rows have no 'y' and are left out", "t: a class with a single row: 'a'");
  }

  @Test
  void encodesNumbersHoweverWritten() {
    ClassLabels labels = ClassLabels.fit(target(1, 2, 1, 2), "y").labels();
    assertThat(labels.encode(target(TextColumn.of("1.0", "2", null))))
        .containsExactly(0, 1, ClassLabels.MISSING);
    assertThatThrownBy(() -> labels.encode(target(2, 3)))
        .isInstanceOf(InputException.class)
        .hasMessage("t, row 2: column 'y': '3' is none of the model's classes ('1', '2')");
  }

  @Test
  void targetsThatCannotBeLearned() {
    fails(target(1, 1, 1), "'y' has one class only, '1'");
    fails(target(Double.NaN, Double.NaN), "'y' has no value");
    double[] ids = IntStream.range(0, 50).mapToDouble(i -> i).toArray();
    fails(target(ids), "50 classes in 50 rows", "identifier");
    double[] measured = IntStream.range(0, 5000).mapToDouble(i -> Math.sqrt(i)).toArray();
    fails(target(measured), "'y'", "5000 different", "regression");
    assertThatThrownBy(() -> ClassLabels.fit(target(1, 2), "z"))
        .isInstanceOf(InputException.class)
        .hasMessage("t: has no column 'z'; its columns are 'y'");
  }
}
