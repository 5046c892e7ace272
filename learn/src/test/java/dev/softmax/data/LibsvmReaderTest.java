package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibsvmReaderTest {
  @TempDir Path folder;

  @Test
  void readsRows() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rows"), "+1 1:0.5 7:-2e1 \r\n# all comment\n\n-1\n+1 2:3 # more\n");
    SparseRows rows = LibsvmReader.read(file);
    assertThat(rows.size()).isEqualTo(3);
    assertThat(rows.features()).isEqualTo(7);
    assertThat(rows.offsets()).containsExactly(0, 2, 2, 3);
    assertThat(rows.indices()).containsExactly(0, 6, 1);
    assertThat(rows.values()).containsExactly(0.5f, -20, 3);
    assertThat(rows.place(2)).isEqualTo(file + ", line 5");
    assertThat(ClassLabels.fit(rows.targets(), rows.target()).labels().names())
        .containsExactly("-1", "1");
    SparseRows some = rows.rows(new int[] {2, 0});
    assertThat(some.offsets()).containsExactly(0, 1, 3);
    assertThat(some.indices()).containsExactly(1, 0, 6);
    assertThat(some.place(0)).isEqualTo(file + ", line 5");
    assertThat(rows.withFeatures(9).features()).isEqualTo(9);
    assertThatThrownBy(() -> rows.withFeatures(6))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ", line 1: index 7, but there are 6 features");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a 1:1 1:2 | '1:2' comes after index 1; indices must ascend",
        "a 5:1 2:2 | '2:2' comes after index 5; indices must ascend",
        "a 0:1 | '0:1' has an index that is not positive or too large",
        "a -3:1 | '-3:1' is no index:value",
        "a 99999999999999999999:1 | is no index:value",
        "a 2147483647:1 | has an index that is not positive or too large",
        "a 1:nan | '1:nan' has a value that is no finite number",
        "a 1:1e99 | '1:1e99' has a value that is no finite number",
        "a 1: | '1:' has a value that is no finite number",
        "a qid:3 1:2 | 'qid:3' is no index:value",
        "a word | 'word' is no index:value",
        "1:2 3:4 | '1:2' stands where the label should be",
      })
  void errorsNameTheLine(String line, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("wrong"), "b 1:1\n" + line + "\n");
    assertThatThrownBy(() -> LibsvmReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageStartingWith(file + ", line 2: ")
        .hasMessageContaining(message);
  }

  @Test
  void emptyFilesAreErrors() throws IOException {
    Path file = Files.writeString(folder.resolve("empty"), "\n# nothing\n");
    assertThatThrownBy(() -> LibsvmReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": is empty");
  }

  @Test
  void realFilesAreRead() {
    SparseRows news = LibsvmReader.read(SharedData.file("news20-libsvm/news20.t.dat"));
    assertThat(news.size()).isEqualTo(3993);
    assertThat(news.values()).hasSize(321123);
    assertThat(news.features()).isEqualTo(62060);
    SparseRows adult = LibsvmReader.read(SharedData.file("a9a-libsvm/a9a.t"));
    assertThat(adult.size()).isEqualTo(16281);
    assertThat(adult.withFeatures(123).features()).isEqualTo(123);
    SparseRows mushrooms = LibsvmReader.read(SharedData.file("agaricus-libsvm/agaricus.txt.train"));
    assertThat(mushrooms.size()).isEqualTo(6513);
  }
}
