package dev.softmax.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.data.SharedData;
import dev.softmax.io.InputException;
import dev.softmax.io.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordVectorsTest {
  @TempDir Path folder;

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("vectors.txt"), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3 2\nthe 0.5 -1\nné e 1e-3 2\nthe 9 9 \n",
        "the 0.5 -1\r\nné e 1e-3 2\r\nthe 9 9\r\n",
      })
  void readsBothForms(String text) throws IOException {
    WordVectors vectors = WordVectors.read(write(text));
    assertThat(vectors.dimensions()).isEqualTo(2);
    assertThat(vectors.words()).containsExactly("the", "né e", "the");
    assertThat(vectors.vector("the")).containsExactly(0.5f, -1);
    assertThat(vectors.vector("né e")).containsExactly(0.001f, 2);
    assertThat(vectors.vector("none")).isNull();
  }

  @Test
  void fillsAnEmbedding() throws IOException {
    WordVectors vectors = WordVectors.read(write("a 1 2\nb 3 4\nc 5 6\n"), "bc"::contains);
    assertThat(vectors.size()).isEqualTo(2);
    Vocabulary vocabulary = Vocabulary.of(List.of("c", "x", "a", "b"));
    float[] table = new float[12];
    assertThat(vectors.fill(vocabulary, table)).isEqualTo(2);
    assertThat(table).containsExactly(0, 0, 0, 0, 5, 6, 0, 0, 0, 0, 3, 4);
    assertThatThrownBy(() -> vectors.fill(vocabulary, new float[11]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("embedding: numbers (11) but vocabulary (6) and vectors (2)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "the 1 2 3;of 1 2 | , line 2: has 2 numbers and should have 3",
        "the 1 2 3;of 1 2 3 4 | , line 2: has more than 3 numbers",
        "the 1 2;of 1 x | , line 2: number 2 is 'x', which is not finite",
        "the 1 2;of NaN 1 | , line 2: number 1 is 'NaN', which is not finite",
        "2 3;the 1 2 3 | : has 1 words, but its first line says 2",
        "1 0;the | , line 1: gives vectors 0 dimensions",
        "the | , line 1: gives vectors 0 dimensions",
        ";; | : is empty",
      })
  void errorsNameTheLine(String text, String message) throws IOException {
    Path file = write(text.replace(';', '\n'));
    assertThatThrownBy(() -> WordVectors.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + message);
  }

  @Test
  void wordsThatAreNotThereAreAnError() throws IOException {
    Path file = write("a 1 2\n");
    assertThatThrownBy(() -> WordVectors.read(file, "z"::equals))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("has a vector for none of the words");
  }

  @Test
  void realVectorsAreRead() throws IOException {
    String script = Files.readString(SharedData.file("word-vectors/wordvecs1000.js"));
    Map<String, JsonValue> source =
        // The last vector has a comma after it, which JSON does not allow.
        JsonValue.parse(script.substring(script.indexOf('{')).replaceFirst("(?s),\\s*}.*", "}"))
            .object()
            .values();
    String text =
        source.entrySet().stream()
            .map(
                word ->
                    word.getKey()
                        + word.getValue().list().stream()
                            .map(value -> " " + value.number())
                            .collect(Collectors.joining()))
            .collect(Collectors.joining("\n"));
    WordVectors vectors = WordVectors.read(write(source.size() + " 300\n" + text));
    assertThat(vectors.size()).isEqualTo(1000);
    assertThat(vectors.vector("in")).hasSize(300).startsWith(0.052956f, 0.065460f, 0.066195f);
  }
}
