package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.Column;
import dev.softmax.data.NumericColumn;
import dev.softmax.data.SharedData;
import dev.softmax.data.Table;
import dev.softmax.data.TextColumn;
import dev.softmax.data.TextData;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.network.HiddenLayers;
import dev.softmax.network.NetworkOptions;
import dev.softmax.nn.Activation;
import dev.softmax.training.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files of networks on tables and on texts, and of fastText: the same bits come back, and what others
/// made of them is refused.
class NetworkFileTest {
  @TempDir private Path folder;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private static Table table() {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("x", NumericColumn.of(1, 2, 3, 4, 5, 9));
    columns.put("y", TextColumn.of("k1", "k2", "k3", "k1", "k2", "k3"));
    return Table.of("made in code", columns);
  }

  private static TableClassifier network() {
    HiddenLayers layers =
        HiddenLayers.NONE.withWidths(4, 3).withActivation(Activation.SILU).withDropout(0.25);
    TrainOptions options =
        TrainOptions.of("y").withSplit(0).withNetwork(NetworkOptions.of(layers).withEpochs(2));
    return TableClassifier.train(table(), Optional.empty(), options, Monitor.NONE).model();
  }

  private static TextClassifier text() {
    TextTrainOptions options = TextClassifierTest.quick();
    HiddenLayers layers = HiddenLayers.NONE.withWidths(6);
    options =
        options.withNetwork(
            options.network().withTraining(options.network().training().withLayers(layers)));
    TextClassifier.Corpus corpus = TextClassifier.Corpus.of(TextClassifierTest.moods());
    return TextClassifier.train(corpus, options, Monitor.NONE).model();
  }

  private void take(Model model) {
    ModelFile.write(model, file());
    try (Safetensors opened = Safetensors.open(file())) {
      texts.putAll(opened.metadata());
      for (String name : opened.names()) {
        StoredTensor tensor = opened.tensor(name);
        tensors.put(name, StoredTensor.of(tensor.toFloats(), tensor.shape()));
      }
    }
  }

  private void fails(String... words) {
    Safetensors.write(file(), texts, tensors);
    assertThatThrownBy(() -> ModelFile.read(file()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContainingAll(words)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aNetworksFileGivesTheSameBitsBack() throws IOException {
    TableClassifier model = network().withTemperature(0.7);
    ModelFile.write(model, file());
    TableClassifier back = (TableClassifier) ModelFile.read(file());
    assertThat(back.probabilities(table())).isEqualTo(model.probabilities(table()));
    assertThat(back.training()).isEqualTo(model.training());
    assertThat(((Scorer.Network) back.scorer()).model().layers())
        .isEqualTo(((Scorer.Network) model.scorer()).model().layers());
    assertSameFile(back);
    try (Safetensors opened = Safetensors.open(file())) {
      // Dropout counts in PyTorch's names.
      assertThat(opened.names()).contains("network.0.weight", "network.3.bias", "network.6.weight");
    }
  }

  @Test
  void aTextsFileGivesTheSameBitsBack() throws IOException {
    TextClassifier model = text().withTemperature(1.5);
    ModelFile.write(model, file());
    TextClassifier back = (TextClassifier) ModelFile.read(file());
    List<String> some = List.of("", "a lovely day", "no such words", "grey 🎉");
    assertThat(back.probabilities(some)).isEqualTo(model.probabilities(some));
    assertThat(back.explain("a lovely day", 1)).isEqualTo(model.explain("a lovely day", 1));
    assertThat(back.encoder().options()).isEqualTo(model.encoder().options());
    assertThat(back.training()).isEqualTo(model.training());
    assertThat(back.calibration()).isEqualTo(new TemperatureCalibration(1.5));
    assertSameFile(back);
  }

  private void assertSameFile(Model back) throws IOException {
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(back, again);
    assertThat(Files.mismatch(file(), again)).isEqualTo(-1);
  }

  @Test
  void filesThatAreCutOff() throws IOException {
    ModelFile.write(text(), file());
    byte[] whole = Files.readAllBytes(file());
    for (int length : new int[] {0, 7, 8, 500, whole.length / 2, whole.length - 1}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ModelFile.read(file()))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(file() + ": ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "layers | {\"hidden\":[65536,65536],\"activation\":\"relu\",\"dropout\":0} | but the file has",
        "layers | {\"hidden\":[65537],\"activation\":\"relu\",\"dropout\":0} | width 65537",
        "layers | {\"hidden\":[4,3],\"activation\":\"cubic\",\"dropout\":0} | unknown activation 'cubic'",
        "layers | {\"hidden\":[4,3],\"activation\":\"silu\",\"dropout\":1} | dropout of 1.0",
        "layers | {\"hidden\":[-4],\"activation\":\"silu\",\"dropout\":0} | -4",
        "layers | {\"hidden\":[4],\"activation\":\"silu\",\"dropout\":0.25} | 'network.6.weight'",
        "layers | [] | list of layers",
        "layers | { | its JSON is not valid",
        "temperature | NaN | temperature of NaN",
        "temperature | -1 | temperature of -1.0",
        "classes | [\"a\",\"b\"] | 'network.6.weight'",
        "encoder | [] | an encoder needs a column",
      })
  void textsOfANetworkThatDoNotFit(String key, String value, String words) {
    take(network());
    texts.put(key, value);
    fails(words);
  }

  @Test
  void tensorsOfANetworkThatDoNotFit() {
    take(network());
    StoredTensor first = tensors.remove("network.0.weight");
    StoredTensor last = tensors.remove("network.6.bias");
    tensors.put("network.9.weight", StoredTensor.of(new float[40], 40));
    fails(
        "'network.0.weight' (4, 1) is missing",
        "'network.6.bias' (3) is missing",
        "'network.9.weight' F32 (40) is too much");
    tensors.remove("network.9.weight");
    tensors.put("network.6.bias", last);
    tensors.put("network.0.weight", StoredTensor.of(new float[4], 1, 4));
    fails("'network.0.weight' is F32 (1, 4) instead of F32 (4, 1)");
    float[] values = first.toFloats();
    values[2] = Float.NaN;
    tensors.put("network.0.weight", StoredTensor.of(values, 4, 1));
    fails("is damaged: network.0.weight has the number NaN");
  }

  @Test
  void weightsThatLackOrHaveAnotherShapeAreNamed() {
    take(network());
    tensors.remove("network.0.bias");
    fails("'network.0.bias' (4) is missing");
    tensors.put("network.0.bias", StoredTensor.of(new float[1], 1));
    fails("'network.0.bias' is F32 (1) instead of F32 (4)");
  }

  @Test
  void weightsOfATextThatLackAreNamed() {
    take(text());
    tensors.remove("network.head.0.weight");
    fails("'network.head.0.weight' (6, ");
  }

  @Test
  void aTensorBesideTheNetworkIsNamed() {
    take(network());
    tensors.put("zz", StoredTensor.of(new float[3], 3));
    fails("is damaged: 'zz' F32 (3) is no part of a model of the kind 'table'");
  }

  @Test
  void tensorsOfATextThatDoNotFit() {
    take(text());
    String embedding = "network.embedding.weight";
    StoredTensor whole = tensors.get(embedding);
    long tokens = whole.shape()[0];
    tensors.put(embedding, StoredTensor.of(new float[30], 3, 10));
    fails("embedding.weight is F32 (3, 10), but the encoder has " + tokens + " tokens");
    tensors.put(embedding, StoredTensor.of(new float[0], tokens, 0));
    fails("embedding.weight is F32");
    tensors.put(embedding, StoredTensor.of(new float[(int) tokens], tokens));
    fails("embedding.weight is F32");
    tensors.remove(embedding);
    fails("embedding.weight");
    tensors.put(embedding, whole);
    texts.put("encoder", "{}");
    fails("the encoder cannot be used");
    texts.remove("encoder");
    fails("lacks the text 'encoder'");
  }

  @Test
  void aModelOfAnotherKindIsNotThisOne() {
    take(text());
    texts.put("kind", "table");
    fails("the encoder cannot be used");
  }

  @Test
  void fastTextsModels() throws IOException {
    Path numbers = Path.of("src/test/resources/golden/fasttext/numbers.ftz");
    assertThat(ModelFile.read(numbers)).isInstanceOf(FastTextClassifier.class);
    FastTextClassifier model = (FastTextClassifier) ModelFile.read(numbers);
    assertThat(model.kind()).isEqualTo("fasttext");
    assertThatThrownBy(() -> ModelFile.write(model, file()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("read, not written");
    assertThat(file()).doesNotExist();
    byte[] whole = Files.readAllBytes(numbers);
    Path cut = Files.write(folder.resolve("cut.ftz"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ModelFile.read(cut))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(cut.toString());
    Path start = Files.write(folder.resolve("start.ftz"), Arrays.copyOf(whole, 3));
    assertThatThrownBy(() -> ModelFile.read(start))
        .isInstanceOf(InputException.class)
        .hasMessage(start + ": is no model of fastText: it does not begin as one");
  }

  @Test
  void fastTextKnowsLanguages() {
    FastTextClassifier model =
        (FastTextClassifier) ModelFile.read(SharedData.file("models/lid176/lid.176.ftz"));
    TextData data =
        TextData.of(
            "sentences",
            List.of("Where is the station?", "Où est la gare ?", "Wo ist der Bahnhof?"),
            List.of("en", "fr", "de"));
    assertThat(model.evaluate(data).accuracy()).isEqualTo(1);
    TextData nothing = TextData.of("nothing", List.of("", ""), List.of("en", "fr"));
    assertThat(model.evaluate(nothing).logLoss()).isFinite();
    assertThat(model.labels().size()).isEqualTo(176);
    double[] p = model.probabilities(List.of("", "Où est la gare ?"));
    assertThat(p).hasSize(352).doesNotContain(Double.NaN);
    assertThat(p[176 + model.labels().names().indexOf("fr")]).isGreaterThan(0.8);
    assertThatThrownBy(() -> model.evaluate(TextData.of("bare", List.of("a"))))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith("bare: ");
  }
}
