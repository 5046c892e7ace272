package dev.softmax.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is said of files that are no classifiers of pictures.
class BadModelsTest {
  @TempDir private Path folder;

  private static String complaint(Path file, OnnxOptions options) {
    String[] message = {""};
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> OnnxClassifier.read(file, options))
        .satisfies(e -> message[0] = e.getMessage());
    assertThat(message[0]).startsWith(file + ": ").hasLineCount(1).hasSizeLessThan(400);
    return message[0].substring(file.toString().length() + 2);
  }

  private static String complaint(String name) {
    return complaint(Golden.model(name), OnnxOptions.defaults());
  }

  private Path written(byte[] content) throws IOException {
    return Files.write(folder.resolve("model.onnx"), content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          not-a-picture      | its input 'x' is float (?, 4), which is no picture: those are float or uint8, (B, C, H, W) or (B, H, W, C) with 1 or 3 channels
          four-channels      | its input 'x' is float (1, 4, 8, 8), which is no picture: those are float or uint8, (B, C, H, W) or (B, H, W, C) with 1 or 3 channels
          two-inputs         | has 2 inputs 'a, b', but a classifier of pictures has one
          picture-to-picture | its output 'y' is float (1, 3, 8, 8), not a row of logits or probabilities a picture, float (B, K)
          one-number         | gives 1 numbers a picture, not those of two classes or more
          nhwc               | its pictures are (8, 6, 3), but only squares can be made
          """)
  void modelsOfOtherThings(String name, String message) {
    assertThat(complaint(name)).isEqualTo(message);
  }

  @Test
  void wrongOptions() {
    Path file = Golden.model("nchw");
    OnnxOptions options = OnnxOptions.defaults();
    assertThat(complaint(file, options.withLabels(Arrays.asList("a", "b"))))
        .isEqualTo("has 5 classes, but 2 labels are given");
    assertThat(complaint(file, options.withLabels(Arrays.asList("a", "b", "a", "c", "d"))))
        .contains("all different");
    assertThat(complaint(file, options.withOutput("end")))
        .isEqualTo("has no output 'end'; it has 'logits'");
    assertThat(complaint(file, options.withRecipe(dev.softmax.image.Recipe.IMAGENET)))
        .isEqualTo("its pictures are (3, 8, 8), but the recipe makes 224 × 224 with 3 channels");
  }

  @Test
  void filesThatAreNoModels() throws IOException {
    String text = "this is a text and no model\n".repeat(20);
    assertThat(complaint(written(text.getBytes(StandardCharsets.UTF_8)), OnnxOptions.defaults()))
        .isEqualTo("is not an ONNX model");
    assertThat(complaint(written(new byte[0]), OnnxOptions.defaults())).isEqualTo("is empty");
    assertThat(complaint(folder.resolve("none.onnx"), OnnxOptions.defaults()))
        .isEqualTo("cannot be read: there is no such file or folder");
    assertThat(complaint(folder, OnnxOptions.defaults())).startsWith("cannot be read: ");
    // Two outermost fields that say version and graph, and a graph of letters.
    byte[] hollow = {0x08, 8, 0x3A, 4, 'a', 'b', 'c', 'd'};
    assertThat(complaint(written(hollow), OnnxOptions.defaults()))
        .isEqualTo("ONNX Runtime cannot use it: Protobuf parsing failed");
  }

  @Test
  void shortFilesAreSaidToBeShort() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.model("nchw"));
    int noticed = 0;
    for (int length = 1; length < whole.length; length += 13) {
      String said = complaint(written(Arrays.copyOf(whole, length)), OnnxOptions.defaults());
      noticed += said.startsWith("is cut short: it promises ") ? 1 : 0;
    }
    assertThat(noticed).isGreaterThan(whole.length / 13 * 3 / 4);
  }

  @Test
  void messagesLoseWhatSurroundsThem() {
    assertThat(RuntimeMessage.shortened(null)).isEqualTo("it does not say why");
    assertThat(
            RuntimeMessage.shortened(
                "Error code - ORT_FAIL - message: Load model from a b.onnx failed:/src/core/graph/model.cc:192"
                    + " x::Model::Model(x::Proto&&, const x::Path&) Unsupported model IR version: 31, max supported IR version: 13\n"))
        .isEqualTo("Unsupported model IR version: 31, max supported IR version: 13");
    assertThat(
            RuntimeMessage.shortened(
                "Error code - ORT_INVALID_GRAPH - message: Load model from m.onnx failed:This is an invalid model."
                    + " In Node, (\"\", Co;v, \"\", -1) : (\"x\": tensor(float),) -> (\"c\",) , Error No Op registered for Co;v."))
        .isEqualTo("No Op registered for Co;v");
    assertThat(RuntimeMessage.shortened("a name with\n a line, " + "x".repeat(200)))
        .hasSize(161)
        .startsWith("a name with· a line, x")
        .endsWith("…");
  }

  /// Whatever a byte is changed to, there is a model or a sentence.
  @Test
  void damagedFilesNeverGiveMoreThanASentence() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.model("softmax"));
    var random = new SplittableRandom(3);
    int refused = 0;
    for (int round = 0; round < 100; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 4; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      Path file = written(damaged);
      try {
        assertThat(OnnxClassifier.read(file, OnnxOptions.defaults()).labels().size())
            .isGreaterThan(1);
      } catch (InputException e) {
        refused++;
        assertThat(e).hasMessageStartingWith(file + ": ");
        assertThat(e.getMessage()).hasLineCount(1).hasSizeLessThan(400);
      }
    }
    assertThat(refused).isPositive();
  }

  /// A JVM that believes to run on a processor for which there is no library.
  @Test
  void aSystemWithoutLibraryIsSaidInASentence() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Dos.arch=vax",
                "-cp",
                System.getProperty("java.class.path"),
                ReadOne.class.getName(),
                Golden.model("nchw").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(said.lines().filter(line -> line.contains("cannot be loaded")))
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith(
                        Golden.model("nchw") + ": ONNX Runtime's native library cannot be loaded"));
  }

  /// Reads a model twice: a class that could not be initialised fails otherwise the second time.
  static final class ReadOne {
    private ReadOne() {}

    public static void main(String[] args) {
      for (int i = 0; i < 2; i++) {
        try {
          OnnxClassifier.read(Path.of(args[0]), OnnxOptions.defaults());
        } catch (InputException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }
}
