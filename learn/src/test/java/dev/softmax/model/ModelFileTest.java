package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.Progress;
import dev.softmax.data.Column;
import dev.softmax.data.NumericColumn;
import dev.softmax.data.Table;
import dev.softmax.data.TextColumn;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Model files that others made, by accident or on purpose. The model has 3 classes and the 4
/// features `x`, `x missing`, `s=a` and `s=b`.
class ModelFileTest {
  @TempDir private Path folder;
  private Path file = Path.of("");
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, StoredTensor> tensors = new HashMap<>();

  private static Table table() {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("x", NumericColumn.of(1, 2, 3, 4, Double.NaN, 9));
    columns.put("s", TextColumn.of("a", "b", "a", "b", "a", "b"));
    columns.put("y", TextColumn.of("k1", "k2", "k3", "k1", "k2", "k3"));
    return Table.of("made in code", columns);
  }

  @BeforeEach
  void writeModel() {
    file = folder.resolve("model.safetensors");
    TrainOptions options = TrainOptions.of("y").withSplit(0);
    ModelFile.write(TableClassifier.train(table(), options, Progress.NONE).model(), file);
    try (Safetensors opened = Safetensors.open(file)) {
      texts.putAll(opened.metadata());
    }
    tensors.put("coefficients", StoredTensor.of(new double[12], 3, 4));
    tensors.put("intercepts", StoredTensor.of(new double[3], 3));
  }

  private void fails(String... words) {
    Safetensors.write(file, texts, tensors);
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void theUnharmedFileIsRead() {
    Safetensors.write(file, texts, tensors);
    TableClassifier model = (TableClassifier) ModelFile.read(file);
    assertThat(model.kind()).isEqualTo("table");
    assertThat(model.labels().names()).containsExactly("k1", "k2", "k3");
    assertThat(model.training().rows()).isEqualTo(6);
    assertThat(model.training().heldOut()).isEmpty();
    assertThat(model.training().settings()).containsEntry("c", "1.0").containsKey("softmax");
    assertThat(model.training().settings().get("softmax")).matches("[0-9]+\\.[0-9]+.*");
    assertThat(model.probabilities(table())).hasSize(18).containsOnly(1.0 / 3);
  }

  @Test
  void filesOfOthers() {
    texts.remove("format");
    fails("no network that is known here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "formatVersion | 2     | newer Softmax in format '2'; this one reads format 1",
        "formatVersion | -x    | unknown format version '-x'",
        "kind          | video | kind 'video'",
        "classes       | [\"a\"] | two classes or more",
        "classes       | [\"a\",\"b\",\"a\"] | all different",
        "classes       | {}    | where a list should be",
        "classes       | [1,2,3] | where a text should be",
        "classes       | [\"a\",\"b\"] | coefficients are F64 (3, 4), but classes and encoder need F64 (2, 4)",
        "encoder       | []    | an encoder needs a column",
        "encoder       | [[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]] | the encoder cannot be used: its JSON is not valid",
        "encoder       | [{\"column\":\"x\",\"kind\":\"cubic\",\"missing\":false}] | encoding 'cubic'",
        "encoder       | [{\"column\":\"x\",\"kind\":\"oneHot\",\"missing\":false}] | no 'levels'",
        "encoder       | [{\"column\":\"x\",\"kind\":\"standardised\",\"missing\":false,\"mean\":0,\"deviation\":0}] | deviation of 0.0",
        "encoder       | [{\"column\":\"x\",\"kind\":\"standardised\",\"missing\":false,\"mean\":1e999,\"deviation\":1}] | mean of Infinity",
        "encoder       | [{\"column\":\"x\",\"kind\":\"standardised\",\"missing\":false,\"mean\":0,\"deviation\":1}] | need F64 (3, 1)",
        "training      | {\"rows\":-1} | no 'settings'",
        "training      | {  | training's summary cannot be used: its JSON is not valid",
        "temperature   | 0     | temperature of 0.0",
        "temperature   | NaN   | temperature of NaN",
        "temperature   | warm  | \"warm\"",
      })
  void textsThatDoNotFit(String key, String value, String words) {
    texts.put(key, value);
    fails(words);
  }

  @ParameterizedTest
  @CsvSource({"formatVersion", "kind", "target", "classes", "encoder", "training", "temperature"})
  void textsThatAreNotThere(String key) {
    texts.remove(key);
    fails("lacks the text '" + key + "'");
  }

  @Test
  void tensorsThatDoNotFit() {
    tensors.put("coefficients", StoredTensor.of(new double[12], 4, 3));
    fails("coefficients are F64 (4, 3)", "need F64 (3, 4)");
    tensors.put("coefficients", StoredTensor.of(new float[12], 3, 4));
    fails("coefficients are F32 (3, 4)", "need F64 (3, 4)");
    tensors.remove("coefficients");
    fails("no tensor 'coefficients'");
    double[] weights = new double[12];
    weights[5] = Double.NaN;
    tensors.put("coefficients", StoredTensor.of(weights, 3, 4));
    fails("not finite");
  }

  @Test
  void aTensorThatNothingUses() {
    tensors.put("zz", StoredTensor.of(new double[2], 2));
    fails("is damaged: 'zz' F64 (2) is no part of a model of the kind 'table'");
  }

  @Test
  void aTableIsNoModel() throws IOException {
    Files.writeString(file, "a,b,c\n1,2,3\n4,5,6\n");
    assertThatThrownBy(() -> ModelFile.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ": is not a safetensors file");
  }
}
