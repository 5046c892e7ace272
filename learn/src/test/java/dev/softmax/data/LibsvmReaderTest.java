package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
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
    assertThat(rows.values()).containsExactly(0.5, -20, 3);
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
        "a -3:1 | '-3:1' is no index:value",
        "a 99999999999999999999:1 | is no index:value",
        "a 2147483647:1 | has an index that is too large",
        "a 1:nan | '1:nan' has a value that is no finite number",
        "a 1:1e400 | '1:1e400' has a value that is no finite number",
        "a 1:inf | '1:inf' has a value that is no finite number",
        "a 1:1e101 | '1:1e101' has a value that is too large; scale it",
        "a 1:2:3 | '1:2:3' has a value that is no finite number",
        "a 1: | '1:' has a value that is no finite number",
        "a qid:x 1:2 | 'qid:x' is no index:value",
        "a 1:2 qid:3 | 'qid:3' is no index:value",
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
  void theFirstIndexIsFoundOutOrGiven() throws IOException {
    Path zero = Files.writeString(folder.resolve("zero"), "a 2:1\nb 0:5 3:2.000000001\n");
    SparseRows rows = LibsvmReader.read(zero);
    assertThat(rows.base()).isZero();
    assertThat(rows.features()).isEqualTo(4);
    assertThat(rows.indices()).containsExactly(2, 0, 3);
    assertThat(rows.values()).containsExactly(1, 5, 2.000000001);
    LibsvmOptions options = LibsvmOptions.defaults();
    assertThatThrownBy(
            () -> LibsvmReader.read(zero, options.withBase(LibsvmOptions.FirstIndex.ONE)))
        .isInstanceOf(InputException.class)
        .hasMessage(zero + ", line 2: '0:5' has the index 0, but the first is 1");
    Path one = Files.writeString(folder.resolve("one"), "a 2:1\n");
    assertThat(LibsvmReader.read(one).indices()).containsExactly(1);
    SparseRows forced = LibsvmReader.read(one, options.withBase(LibsvmOptions.FirstIndex.ZERO));
    assertThat(forced.indices()).containsExactly(2);
    assertThat(forced.features()).isEqualTo(3);
  }

  @Test
  void queriesArePassedOverAndLabelsMayBeMissingWhereTheyAreNotNeeded() throws IOException {
    Path file = Files.writeString(folder.resolve("ranks"), "2 qid:17 1:0.5\n1:3 4:1\n");
    SparseRows rows = LibsvmReader.read(file, LibsvmOptions.defaults().withLabelled(false));
    assertThat(rows.indices()).containsExactly(0, 0, 3);
    assertThat(rows.targets().column("label").isMissing(1)).isTrue();
  }

  @Test
  void featuresAfterTheLastOneThatIsWantedAreLeftOut() throws IOException {
    Path file = Files.writeString(folder.resolve("wide"), "1 1:1 5:2\n1\n2 6:1\n");
    SparseRows rows = LibsvmReader.read(file);
    SparseRows few = rows.firstFeatures(5);
    assertThat(few.features()).isEqualTo(5);
    assertThat(few.offsets()).containsExactly(0, 2, 2, 2);
    assertThat(few.values()).containsExactly(1, 2);
    assertThat(rows.firstFeatures(9).features()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 1:2 7:1.5 | true",
        "+1 qid:3 1:2e-4 # what | true",
        "1 | false",
        "label 1:2 | true",
        "a,1:2 | false",
        "12:30 3:4 | false",
        "1 2 3:4 | false",
        "a word 3:4 | false",
        "1 3:word | false",
        "1 1:nan 2:-Inf | true",
      })
  void filesAreRecognisedByTheirFirstLines(String line, boolean recognised) throws IOException {
    Path file = Files.writeString(folder.resolve("some"), "# first\n\n" + line + "\n");
    assertThat(LibsvmReader.recognises(file)).isEqualTo(recognised);
  }

  @Test
  void otherFilesAreNotRecognised() throws IOException {
    assertThat(LibsvmReader.recognises(folder)).isFalse();
    assertThat(LibsvmReader.recognises(folder.resolve("none"))).isFalse();
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {0, 1, 2, 58, 3});
    assertThat(LibsvmReader.recognises(bytes)).isFalse();
    String row = "3 1:1 2:2\n";
    Path late = Files.writeString(folder.resolve("late"), row.repeat(3) + "x y\n" + row);
    assertThat(LibsvmReader.recognises(late)).isFalse();
    Path large = Files.writeString(folder.resolve("large"), ("1" + " 1:2".repeat(50_000)) + "\n");
    assertThat(LibsvmReader.recognises(large)).isFalse();
  }

  @Test
  void packedFilesAreRead() throws IOException {
    Path file = folder.resolve("rows.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1 1:2\n2 2:1\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(LibsvmReader.recognises(file)).isTrue();
    assertThat(LibsvmReader.read(file).values()).containsExactly(2, 1);
  }

  @Test
  void emptyFilesAreErrors() throws IOException {
    Path file = Files.writeString(folder.resolve("empty"), "\n# nothing\n");
    assertThatThrownBy(() -> LibsvmReader.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + ": is empty");
  }

  @Test
  void filesWithoutAnyEntryAreErrors() throws IOException {
    for (String text : new String[] {"a\nb\na\n", "5.1,3.5,setosa\n4.9,3.0,setosa\n"}) {
      Path file = Files.writeString(folder.resolve("labels"), text);
      assertThatThrownBy(() -> LibsvmReader.read(file))
          .isInstanceOf(InputException.class)
          .hasMessage(file + ": no row has an index:value, as rows of LIBSVM's form have");
      Path one = Files.writeString(folder.resolve("one entry"), text + "c 1:2\n");
      assertThat(LibsvmReader.read(one).features()).isEqualTo(1);
    }
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
