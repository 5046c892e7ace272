package dev.softmax.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.softmax.image.Picture;
import dev.softmax.image.PreparedPictures;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.model.ImageClassifier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// ONNX models as classifiers: labels, recipes, probabilities, and digits of MNIST.
class OnnxClassifierTest {
  private static final Path DATA = Path.of("../../shared/data");

  @TempDir private Path folder;

  private static ImageClassifier read(String name) {
    return OnnxClassifier.read(Golden.model(name), OnnxOptions.defaults());
  }

  @Test
  void labelsAreThoseGivenOrOfTheMetadataOrNumbers() {
    assertThat(read("nchw").labels().names()).containsExactly("ant", "bee", "cat", "dog", "eel");
    assertThat(read("softmax").labels().names())
        .containsExactly("ant", "bee's", "cat", "dog", "eel");
    assertThat(read("log-softmax-grey").labels().names())
        .as("of two labels for five classes")
        .containsExactly("0", "1", "2", "3", "4");
    List<String> given = List.of("e", "d", "c", "b", "a");
    assertThat(
            OnnxClassifier.read(Golden.model("nchw"), OnnxOptions.defaults().withLabels(given))
                .labels()
                .names())
        .isEqualTo(given);
  }

  @Test
  void metadataIsReadInSeveralForms() {
    List<String> names = List.of("a", "b, c", "d'e");
    for (String text :
        List.of(
            "[\"a\", \"b, c\", \"d'e\"]",
            "{\"2\": \"d'e\", \"0\": \"a\", \"1\": \"b, c\"}",
            "{0: 'a', 1: 'b, c', 2: \"d'e\"}",
            "{0: 'a', 1: 'b, c', 2: 'd\\'e'}",
            "a\nb, c\nd'e")) {
      assertThat(MetadataLabels.find(Map.of("names", text), 3)).as(text).isEqualTo(names);
    }
    assertThat(MetadataLabels.find(Map.of("classes", "crane, cat,crane"), 3))
        .containsExactly("crane", "cat", "crane (2)");
    for (String text :
        List.of(
            "{0: 'a', 2: 'b', 3: 'c'}",
            "{0: 'a', 1: 'b', 2: 'c'",
            "{0: 'a', 1: b}",
            "[1, 2, 3]",
            "",
            "{\"x\": 1}")) {
      assertThat(MetadataLabels.find(Map.of("names", text), 3)).as(text).isEmpty();
    }
  }

  @Test
  void recipesFollowTheInput() {
    assertThat(read("nchw").recipe()).isEqualTo(Recipe.CIFAR.withSize(8).withCrop(8));
    assertThat(read("log-softmax-grey").recipe()).isEqualTo(Recipe.GREY_28);
    Recipe bytes = read("softmax-nhwc-bytes").recipe();
    assertThat(bytes.range()).isEqualTo(Recipe.Range.BYTES);
    assertThat(bytes.mean()).containsOnly(0.0);
    assertThat(bytes.deviation()).containsOnly(1.0);
    OnnxOptions any = OnnxOptions.defaults().withRecipe(Recipe.GREY_28.withCrop(20));
    assertThat(OnnxClassifier.read(Golden.model("log-softmax-grey"), any).recipe().crop())
        .isEqualTo(20);
  }

  @Test
  void probabilitiesAreTheModelsOwn() {
    ImageClassifier classifier = read("softmax-nhwc-bytes");
    byte[] samples = new byte[3 * 8 * 8 * 3];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i * 37 % 251);
    }
    List<Picture> pictures =
        IntStream.range(0, 3)
            .mapToObj(i -> Picture.of(Arrays.copyOfRange(samples, i * 192, (i + 1) * 192), 8, 8, 3))
            .toList();
    double[] probabilities = classifier.probabilities(pictures);
    assertThat(probabilities).hasSize(15);
    try {
      float[] expected = Golden.output("softmax-nhwc-bytes");
      for (int i = 0; i < expected.length; i++) {
        assertThat(probabilities[i]).isCloseTo(expected[i], within(1e-6));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"UNIT, 0.983", "BYTES, 0.984"})
  void digitsOfMnistAreRead(Recipe.Range range, double accuracy) throws IOException {
    Path model = shared("models/mnist-cnn-onnx/mnist.onnx");
    int count = 2000;
    byte[] pixels = unzipped("mnist/t10k-images-idx3-ubyte.gz", 16, count * 784);
    byte[] digits = unzipped("mnist/t10k-labels-idx1-ubyte.gz", 8, count);
    Recipe recipe = Recipe.GREY_28.withRange(range);
    ImageClassifier classifier =
        OnnxClassifier.read(model, OnnxOptions.defaults().withRecipe(recipe));
    List<Picture> pictures =
        IntStream.range(0, count)
            .mapToObj(
                i -> Picture.of(Arrays.copyOfRange(pixels, i * 784, (i + 1) * 784), 28, 28, 1))
            .toList();
    double[] probabilities = classifier.probabilities(pictures);
    int right = 0;
    for (int i = 0; i < count; i++) {
      int best = 0;
      for (int k = 1; k < 10; k++) {
        best = probabilities[i * 10 + k] > probabilities[i * 10 + best] ? k : best;
      }
      right += best == digits[i] ? 1 : 0;
    }
    assertThat((double) right / count).isCloseTo(accuracy, within(0.0005));
    if (range == Recipe.Range.UNIT) {
      assertThat(OnnxClassifier.read(model, OnnxOptions.defaults()).recipe()).isEqualTo(recipe);
    }
  }

  /// A file of the data beside the repository; skipped without it, but not on the CI.
  private static Path shared(String name) {
    Path file = DATA.resolve(name);
    assumeTrue(
        Files.exists(file) || "true".equals(System.getenv("CI")), file + " is missing: skipped");
    return file;
  }

  private static byte[] unzipped(String name, int header, int length) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(shared(name)))) {
      in.skipNBytes(header);
      return in.readNBytes(length);
    }
  }

  @Test
  void modelsAreRecognisedByNameOrContent() throws IOException {
    byte[] model = Files.readAllBytes(Golden.model("nchw"));
    assertThat(OnnxClassifier.recognises(Golden.model("nchw"))).isTrue();
    assertThat(OnnxClassifier.recognises(Files.write(folder.resolve("model.bin"), model))).isTrue();
    assertThat(OnnxClassifier.recognises(Path.of("nowhere", "x.ONNX"))).isTrue();
    assertThat(OnnxClassifier.recognises(folder)).isFalse();
    Path text = folder.resolve("notes.txt");
    Files.writeString(text, "just a text, by nobody", StandardCharsets.UTF_8);
    assertThat(OnnxClassifier.recognises(text)).isFalse();
    byte[] cut = Arrays.copyOf(model, model.length - 1);
    assertThat(OnnxClassifier.recognises(Files.write(folder.resolve("cut.bin"), cut))).isFalse();
    assertThat(OnnxClassifier.recognises(Golden.FOLDER.resolve("logits.json"))).isFalse();
    assertThatExceptionOfType(InputException.class)
        .isThrownBy(() -> OnnxClassifier.recognises(folder.resolve("none")))
        .withMessageContaining("there is no such file");
  }

  @Test
  void preparedPicturesGoStraightToTheScorer() throws IOException {
    PreparedPictures pictures = Golden.pictures("nchw", false, false);
    assertThat(read("nchw").scorer().logits(pictures))
        .containsExactly(Golden.output("nchw"), within(1e-6f));
  }
}
