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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Model files with a bit turned in an exponent: the weights are finite, what is computed with them is not.
class HugeWeightsTest {
  @TempDir private Path folder;

  private static Table table(double... x) {
    String[] classes = {"k1", "k2", "k3"};
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("x", NumericColumn.of(x));
    String[] labels = new String[x.length];
    Arrays.setAll(labels, row -> classes[row % 3]);
    columns.put("y", TextColumn.of(labels));
    return Table.of("rows", columns);
  }

  @Test
  void giveNoProbabilitiesButASentence() {
    TableClassifier model =
        TableClassifier.train(
                table(1, 2, 3, 4, 5, 9), TrainOptions.of("y").withSplit(0), Progress.NONE)
            .model();
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    Map<String, String> texts;
    try (Safetensors stored = Safetensors.open(file)) {
      texts = new LinkedHashMap<>(stored.metadata());
      for (String name : stored.names()) {
        double[] values = stored.tensor(name).toDoubles();
        Arrays.setAll(values, i -> values[i] * 1e300);
        tensors.put(name, StoredTensor.of(values, stored.tensor(name).shape()));
      }
    }
    Safetensors.write(file, texts, tensors);
    TableClassifier huge = (TableClassifier) ModelFile.read(file);
    assertThat(huge.probabilities(table(1, 2, 3))).doesNotContain(Double.NaN);
    assertThatThrownBy(() -> huge.probabilities(table(4, 1e20, 3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 2")
        .hasMessageEndingWith(": the model gives no probabilities; its numbers are too large");
  }
}
