package dev.softmax.text.fasttext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.data.SharedData;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Models of fastText's own making, and files that are none. `golden/fasttext/make.py` made models and
/// predictions.
class FastTextModelTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/fasttext");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.bin",
        "softmax.bin",
        "hs.bin",
        "ns.bin",
        "ova.bin",
        "numbers.ftz",
        "numbers-norms.ftz"
      })
  void predictsWhatFastTextPredicts(String name) throws IOException {
    assertThat(comparePredictions(FastTextModel.read(GOLDEN.resolve(name)), name)).isGreaterThan(5);
  }

  @Test
  void identifiesLanguages() throws IOException {
    FastTextModel model = FastTextModel.read(SharedData.file("models/lid176/lid.176.ftz"));
    assertThat(model.labels()).hasSize(176).contains("en", "de", "zh");
    assertThat(model.dimensions()).isEqualTo(16);
    List<String> lines = Files.readAllLines(GOLDEN.resolve("languages.tsv"));
    assertThat(lines).hasSizeGreaterThan(20);
    for (String line : lines) {
      String[] parts = line.split("\t", -1);
      FastTextPrediction first = model.predict(parts[1], 1).getFirst();
      assertThat(first.label()).as(parts[1]).isEqualTo(parts[0]);
    }
    assertThat(comparePredictions(model, "lid.176.ftz")).isEqualTo(lines.size());
  }

  /// @return how many texts were compared
  private static int comparePredictions(FastTextModel model, String name) throws IOException {
    int compared = 0;
    for (String line : Files.readAllLines(GOLDEN.resolve("predictions.tsv"))) {
      String[] cells = line.split("\t", -1);
      if (!cells[0].equals(name)) {
        continue;
      }
      compared++;
      int most = (cells.length - 2) / 2;
      List<FastTextPrediction> all = model.predict(cells[1].replace("\\t", "\t"), 1000);
      List<FastTextPrediction> found = model.predict(cells[1].replace("\\t", "\t"), most);
      assertThat(found).as(line).hasSize(most);
      for (int i = 0; i < most; i++) {
        double expected = Math.min(1, Double.parseDouble(cells[3 + 2 * i]));
        assertThat(found.get(i).probability()).as(line).isCloseTo(expected, within(1e-5));
        // Labels of equal probability may come in another order.
        String label = cells[2 + 2 * i];
        assertThat(probability(all, label)).as(line).isCloseTo(expected, within(1e-5));
      }
    }
    return compared;
  }

  private static double probability(List<FastTextPrediction> found, String label) {
    return found.stream()
        .filter(one -> one.label().equals(label))
        .mapToDouble(FastTextPrediction::probability)
        .sum();
  }

  @Test
  void anyTextWillDo() {
    FastTextModel model = FastTextModel.read(GOLDEN.resolve("ova.bin"));
    String broken = "\uD83C soup \uDFFB";
    for (String text :
        List.of("", "\n\n", "\0", broken, "x".repeat(1 << 20), "ab ".repeat(1 << 17))) {
      assertThat(model.predict(text, 99)).hasSize(5);
    }
    assertThatThrownBy(() -> model.predict("soup", 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.bin", "hs.bin", "numbers.ftz", "numbers-norms.ftz"})
  void everyCutIsFound(String name) throws IOException {
    byte[] whole = Files.readAllBytes(GOLDEN.resolve(name));
    Path file = folder.resolve("cut");
    for (int length = 0; length < whole.length; length += length < 120 ? 1 : 397) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> FastTextModel.read(file))
          .as("%d bytes", length)
          .isInstanceOf(InputException.class)
          .hasMessageStartingWith(file + ": is damaged: ");
    }
  }

  /// Damage that still gives a model must give one that predicts something.
  @ParameterizedTest
  @ValueSource(strings = {"hs.bin", "softmax.bin", "numbers.ftz"})
  void damagedBytesDoNoHarm(String name) throws IOException {
    byte[] whole = Files.readAllBytes(GOLDEN.resolve(name));
    Path file = folder.resolve("damaged");
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 150; round++) {
      byte[] bytes = whole.clone();
      // Lengths are at the beginning, and after names.
      int range = round % 2 == 0 ? 120 : bytes.length;
      for (int i = 0; i < 1 + round % 3; i++) {
        bytes[random.nextInt(range)] = (byte) random.nextInt(256);
      }
      Files.write(file, bytes);
      try {
        FastTextModel.read(file)
            .predict("soup one two", 2)
            .forEach(found -> assertThat(found.probability()).isBetween(0.0, 1.0));
      } catch (InputException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file + ": ");
      }
    }
    assertThat(refused).isBetween(20, 150);
  }

  @Test
  void lengthsAreCheckedBeforeMemoryIsTaken() throws IOException {
    byte[] whole = Files.readAllBytes(GOLDEN.resolve("plain.bin"));
    // After magic number, version, twelve numbers and a double: words and labels together.
    int size = 8 + 12 * 4 + 8;
    assertDamaged(
        whole, size, Integer.MAX_VALUE, "it says that it has 2147483647 words and labels");
    assertDamaged(whole, size, -1, "it says that it has -1 words and labels");
    assertDamaged(whole, 4, 13, "is a model of fastText in version 13");
    assertDamaged(whole, 8, 1 << 30, "its input matrix is");
    assertDamaged(whole, 0, 0, "is no model of fastText");
    assertDamaged(whole, 8 + 6 * 4, 9, "it has the unknown loss 9");
    assertDamaged(whole, 8 + 7 * 4, 1, "holds word vectors and no classifier");
  }

  private void assertDamaged(byte[] whole, int at, int value, String message) throws IOException {
    byte[] bytes = whole.clone();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    Path file = Files.write(folder.resolve("wrong"), bytes);
    assertThatThrownBy(() -> FastTextModel.read(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingFilesAndFoldersAreNamed() {
    assertThatThrownBy(() -> FastTextModel.read(folder.resolve("none.bin")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("none.bin: cannot be read: there is no such file");
    assertThatThrownBy(() -> FastTextModel.read(folder))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is no regular file");
  }
}
