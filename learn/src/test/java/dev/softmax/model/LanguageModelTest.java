package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.nn.TransformerOptions;
import dev.softmax.sampling.Multinomial;
import dev.softmax.sampling.SamplerChain;
import dev.softmax.sequence.Architecture;
import dev.softmax.sequence.ByteVocabulary;
import dev.softmax.sequence.Corpus;
import dev.softmax.sequence.EncodedCorpus;
import dev.softmax.sequence.LanguageMonitor;
import dev.softmax.sequence.LanguageOptions;
import dev.softmax.sequence.Perplexity;
import dev.softmax.sequence.SymbolVocabulary;
import dev.softmax.sequence.TextGenerator;
import dev.softmax.sequence.TokenVocabulary;
import dev.softmax.sequence.UnknownSymbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageModelTest {
  private static final Corpus TEXT =
      Corpus.of("rhymes", "one two three\nthree two one\n".repeat(12) + "é\n");

  @TempDir private Path folder;
  private final Map<String, String> texts = new HashMap<>();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private static LanguageModel model(Architecture architecture, SymbolVocabulary vocabulary) {
    EncodedCorpus text = EncodedCorpus.of(TEXT, vocabulary, UnknownSymbols.DROP);
    LanguageOptions options = LanguageOptions.of(architecture).withEpochs(2).withBatchSize(4);
    return LanguageModel.train(text, options, LanguageMonitor.NONE).model();
  }

  private static SymbolVocabulary characters() {
    return EncodedCorpus.ofCharacters(TEXT).vocabulary();
  }

  private static Architecture.Gru gru() {
    return new Architecture.Gru(1, 12, 6, 16, 0.2);
  }

  private static Architecture.Transformer transformer() {
    return new Architecture.Transformer(
        TransformerOptions.of(1)
            .withContext(16)
            .withLayers(1)
            .withWidth(8, 2)
            .withPositions(TransformerOptions.Positions.SINUSOIDAL)
            .withTied(false));
  }

  private static String written(LanguageModel model) {
    TextGenerator generator = model.generator(SamplerChain.of(new Multinomial()), 7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append(generator.next().orElseThrow().text());
    }
    return text.toString();
  }

  @Test
  void filesGiveTheSameBitsBack() throws IOException {
    List<LanguageModel> models =
        List.of(
            model(gru(), characters()),
            model(transformer(), new ByteVocabulary()),
            model(gru(), TokenVocabulary.of(List.of("one", "two", "three", " ", "\n"))));
    for (LanguageModel model : models) {
      ModelFile.write(model, file());
      LanguageModel back = (LanguageModel) ModelFile.read(file());
      assertThat(back.network().architecture().name())
          .isEqualTo(model.network().architecture().name());
      assertThat(back.vocabulary().kind()).isEqualTo(model.vocabulary().kind());
      assertThat(written(back)).isEqualTo(written(model));
      assertThat(back.validation()).isEqualTo(model.validation()).isPresent();
      assertThat(back.training()).isEqualTo(model.training());
      Path again = folder.resolve("again.safetensors");
      ModelFile.write(back, again);
      assertThat(Files.mismatch(file(), again)).isEqualTo(-1);
    }
  }

  @Test
  void theValidationIsThatOfTheEndOfTheText() {
    LanguageModel model = model(gru(), characters());
    int boundary = (int) (TEXT.text().length() * 0.9);
    Corpus end = Corpus.of("end", TEXT.text().substring(boundary));
    assertThat(model.perplexity(end, UnknownSymbols.REJECT, Progress.NONE))
        .isEqualTo(model.validation().orElseThrow());
    assertThat(model.training().rows()).isEqualTo(boundary);
    assertThat(model.training().settings()).containsEntry("seed", "42");
  }

  @Test
  void bitsAreThoseOfCharactersWhateverTheSymbols() {
    LanguageModel model = model(transformer(), new ByteVocabulary());
    Corpus text = Corpus.of("text", "aéé");
    Perplexity measured = model.perplexity(text, UnknownSymbols.REJECT, Progress.NONE);
    assertThat(measured.symbols()).isEqualTo(4);
    assertThat(measured.characters()).isEqualTo(2);
    assertThat(measured.bits()).isCloseTo(2 * measured.nats() / Math.log(2), within(1e-12));
  }

  @Test
  void textsThatCannotBeMeasured() {
    LanguageModel model = model(gru(), characters());
    assertThatThrownBy(() -> measure(model, "one 2"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.txt: the character '2' (U+0032) in line 1, column 5");
    assertThatThrownBy(() -> measure(model, ""))
        .isInstanceOf(InputException.class)
        .hasMessage("x.txt: is empty");
    assertThatThrownBy(() -> measure(model, "o"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.txt: has one symbol only");
    Corpus unknown = Corpus.of("x.txt", "123");
    assertThatThrownBy(() -> model.perplexity(unknown, UnknownSymbols.DROP, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessage("x.txt: has no character that the model knows");
  }

  private static Perplexity measure(LanguageModel model, String text) {
    return model.perplexity(Corpus.of("x.txt", text), UnknownSymbols.REJECT, Progress.NONE);
  }

  @Test
  void aVocabularyThatDoesNotFit() {
    LanguageModel model = model(gru(), characters());
    assertThatThrownBy(() -> LanguageModel.of(new ByteVocabulary(), model.network()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but a vocabulary of 256");
  }

  @Test
  void filesThatAreCutOff() throws IOException {
    ModelFile.write(model(gru(), characters()), file());
    byte[] whole = Files.readAllBytes(file());
    for (int length : new int[] {0, 7, 8, 500, whole.length / 2, whole.length - 1}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ModelFile.read(file()))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(file() + ": ");
    }
  }

  private void take(LanguageModel model) {
    ModelFile.write(model, file());
    try (Safetensors opened = Safetensors.open(file())) {
      texts.putAll(opened.metadata());
      for (String name : opened.names()) {
        StoredTensor tensor = opened.tensor(name);
        tensors.put(name, StoredTensor.of(tensor.toFloats(), tensor.shape()));
      }
    }
  }

  private void fails(String words) {
    Safetensors.write(file(), texts, tensors);
    assertThatThrownBy(() -> ModelFile.read(file()))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file() + ": ")
        .hasMessageContaining(words)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "symbols      | {~kind~:~runes~}                         | unknown kind",
        "symbols      | {~kind~:~characters~,~characters~:~ba~}  | comes after",
        "symbols      | {~kind~:~characters~,~characters~:~ab~}  | embedding.weight",
        "symbols      | {~kind~:~tokens~,~tokens~:[~a~,~a~]}     | is there twice",
        "symbols      | {~kind~:~tokens~,~tokens~:[~a~,~~]}      | is empty",
        "symbols      | []                                       | symbols",
        "architecture | {~form~:~lstm~}                          | unknown form",
        "architecture | {~form~:~gru~,~layers~:1}                | width",
        "architecture | {~form~:~gru~,~layers~:200,~width~:16384,~embedding~:9,~window~:9,~dropout~:0} | weights, but the file has",
        "architecture | {~form~:~gru~,~layers~:-1,~width~:12,~embedding~:6,~window~:9,~dropout~:0} | where a count should be",
        "architecture | {~form~:~gru~,~layers~:1,~width~:1e30,~embedding~:6,~window~:9,~dropout~:0} | architecture",
        "architecture | {~form~:~gru~,~layers~:1,~width~:12,~embedding~:6,~window~:9,~dropout~:1} | a dropout of 1.0",
        "architecture | {~form~:~gru~,~layers~:1,~width~:12,~embedding~:6,~window~:99999999,~dropout~:0} | window of 99999999",
        "architecture | nonsense                                 | architecture",
        "validation   | {~symbols~:1}                            | validation",
        "training     | {}                                       | summary"
      })
  void textsThatWereChanged(String name, String value, String words) {
    take(model(gru(), characters()));
    texts.put(name, value.replace('~', '"'));
    fails(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heads       | 3           | no multiple of 3 heads",
        "heads       | 0           | heads",
        "hiddenWidth | 60000       | instead of F32 (60000, 8)",
        "context     | 9999999     | context of 9999999",
        "norm        | \"batch\"   | unknown",
        "tied        | true        | too much",
        "positions   | \"learned\" | is missing"
      })
  void shapesThatWereChanged(String name, String value, String words) {
    take(model(transformer(), new ByteVocabulary()));
    String json = texts.getOrDefault("architecture", "");
    String changed = json.replaceFirst("\"" + name + "\":[^,}]*", "\"" + name + "\":" + value);
    assertThat(changed).isNotEqualTo(json);
    texts.put("architecture", changed);
    fails(words);
  }

  @Test
  void tensorsThatWereChanged() {
    take(model(gru(), characters()));
    StoredTensor bias = tensors.remove("network.head.bias");
    fails("'network.head.bias'");
    tensors.put("network.head.bias", bias);
    float[] values = bias.toFloats();
    values[0] = Float.NaN;
    tensors.put("network.head.bias", StoredTensor.of(values, bias.shape()));
    fails("network.head.bias has the number NaN");
    texts.remove("symbols");
    fails("it lacks the text 'symbols'");
  }
}
