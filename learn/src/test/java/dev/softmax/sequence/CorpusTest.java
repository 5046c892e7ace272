package dev.softmax.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("text.txt"), bytes);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void aFileIsReadAsItIs() throws IOException {
    String text = "first\r\n\n\tdernière 🎉\n";
    Path file = file(text.getBytes(StandardCharsets.UTF_8));
    Corpus corpus = Corpus.read(file, StandardCharsets.UTF_8);
    assertThat(corpus.text()).isEqualTo(text);
    assertThat(corpus.characters()).isEqualTo(20);
    assertThat(corpus.file()).contains(file);
  }

  @Test
  void aByteOrderMarkIsPassedOver() throws IOException {
    Path file = file(bytes(0xEF, 0xBB, 0xBF, 'a', 'b'));
    assertThat(Corpus.read(file, StandardCharsets.UTF_8).text()).isEqualTo("ab");
  }

  @Test
  void anotherEncoding() throws IOException {
    Path file = file(bytes('a', 0xE9, 0x80));
    assertThat(Corpus.read(file, Charset.forName("windows-1252")).text()).isEqualTo("aé€");
  }

  @Test
  void whatIsNoUtf8IsNamedWithLineAndByte() throws IOException {
    Path file = file(bytes('a', '\n', 'b', 0xE9, 'c'));
    assertThatThrownBy(() -> Corpus.read(file, StandardCharsets.UTF_8))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ", line 2: byte 4 (E9) is not valid UTF-8; if the file is in windows-1252, say so with --encoding windows-1252");
  }

  @Test
  void aCharacterThatIsCutOff() throws IOException {
    Path file = file(bytes('a', 0xC3));
    assertThatThrownBy(() -> Corpus.read(file, StandardCharsets.UTF_8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 1: byte 2 (C3) is not valid UTF-8");
  }

  @Test
  void zerosAreNoText() throws IOException {
    Path file = file(bytes('a', 0, 'b', 0));
    assertThatThrownBy(() -> Corpus.read(file, StandardCharsets.UTF_8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("line 1: holds a zero character");
  }

  @Test
  void whatIsNotThereOrAFolder() {
    assertThatThrownBy(() -> Corpus.read(folder.resolve("none"), StandardCharsets.UTF_8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> Corpus.read(folder, StandardCharsets.UTF_8))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("it is a folder");
  }

  @Test
  void placesCountLinesAndCharacters() {
    Corpus corpus = Corpus.of("text", "ab\n🎉c\nd");
    assertThat(corpus.place(0)).isEqualTo("line 1, column 1");
    assertThat(corpus.place(3)).isEqualTo("line 2, column 1");
    assertThat(corpus.place(5)).isEqualTo("line 2, column 2");
    assertThat(corpus.place(7)).isEqualTo("line 3, column 1");
  }
}
