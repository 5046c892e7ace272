package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.ClassLabels;
import dev.softmax.data.LabelNames;
import dev.softmax.data.SharedData;
import dev.softmax.image.Cifar;
import dev.softmax.image.Drawn;
import dev.softmax.image.NetworkScorer;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureReader;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.io.Safetensors;
import dev.softmax.io.StoredTensor;
import dev.softmax.training.Monitor;
import dev.softmax.vision.PictureArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFileTest {
  @TempDir private Path folder;

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private static ImageClassifier small() {
    Recipe recipe =
        Recipe.GREY_28
            .withSize(20)
            .withCrop(16)
            .withSizing(Recipe.Sizing.PAD)
            .withInverted(true)
            .withFill(7)
            .withNormalization(List.of(0.1307), List.of(0.3081));
    return of(new PictureArchitecture.SmallCnn(3, 1, 3), recipe);
  }

  private static ImageClassifier of(PictureArchitecture architecture, Recipe recipe) {
    return ImageClassifier.of(
        ClassLabels.of("shape", Drawn.SHAPES),
        recipe,
        NetworkScorer.of(architecture.build(new SplittableRandom(3))));
  }

  private static List<Picture> pictures() {
    SplittableRandom random = new SplittableRandom(1);
    return IntStream.range(0, 3).mapToObj(i -> Drawn.shape(i, 24, 3, random)).toList();
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
  void aFileGivesTheSameBitsBack() throws IOException {
    ImageClassifier model = small().withTemperature(1.5);
    ModelFile.write(model, file());
    ImageClassifier back = (ImageClassifier) ModelFile.read(file());
    assertThat(back.probabilities(pictures())).isEqualTo(model.probabilities(pictures()));
    assertThat(back.recipe()).isEqualTo(model.recipe());
    assertThat(back.labels().names()).isEqualTo(Drawn.SHAPES);
    assertThat(back.labels().target()).isEqualTo("shape");
    assertThat(back.calibration()).isEqualTo(new TemperatureCalibration(1.5));
    assertThat(back.training()).isEqualTo(model.training());
    assertThat(back.network().orElseThrow().architecture())
        .isEqualTo(new PictureArchitecture.SmallCnn(3, 1, 3));
    Path again = folder.resolve("again.safetensors");
    ModelFile.write(back, again);
    assertThat(Files.mismatch(file(), again)).isEqualTo(-1);
    assertThat(ImageClassifier.load(file()).recipe()).isEqualTo(model.recipe());
    try (Safetensors opened = Safetensors.open(file())) {
      assertThat(opened.names())
          .contains("network.blocks.0.conv.weight", "network.fc.bias")
          .allMatch(name -> name.startsWith("network."));
      assertThat(opened.metadata()).containsEntry("kind", "image");
    }
  }

  @Test
  void filesThatAreCutOff() throws IOException {
    ModelFile.write(small(), file());
    byte[] whole = Files.readAllBytes(file());
    for (int length : new int[] {0, 7, 500, whole.length / 2, whole.length - 1}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> ImageClassifier.load(file()))
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
        "architecture | {\"kind\":\"small-cnn\",\"width\":4096,\"channels\":1,\"classes\":3} | but the file has",
        "architecture | {\"kind\":\"mobilenet-v1\",\"features\":16384,\"channels\":1,\"classes\":3} | but the file has",
        "architecture | {\"kind\":\"cifar-resnet\",\"depth\":1202,\"channels\":1,\"classes\":3} | but the file has",
        "architecture | {\"kind\":\"resnet\",\"depth\":152,\"channels\":1,\"classes\":3} | but the file has",
        "architecture | {\"kind\":\"small-cnn\",\"width\":3,\"channels\":1,\"classes\":30} | 30 classes",
        "architecture | {\"kind\":\"small-cnn\",\"width\":3,\"channels\":3,\"classes\":3} | recipe of 1 channels",
        "architecture | {\"kind\":\"small-cnn\",\"width\":2,\"channels\":1,\"classes\":3} | 'network.blocks.0.conv.weight' is",
        "architecture | {\"kind\":\"big-cnn\",\"width\":2,\"channels\":1,\"classes\":3} | 'big-cnn'",
        "architecture | [] | the network's form cannot be used",
        "recipe | {} | the recipe cannot be used",
        "classes | [\"a\",\"b\"] | 3 classes",
        "temperature | 0 | temperature of 0.0",
      })
  void textsThatDoNotFit(String key, String value, String words) {
    take(small());
    texts.put(key, value);
    fails(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"crop\":16 | \"crop\":0 | crop 0",
        "\"crop\":16 | \"crop\":1600000 | crop 1600000",
        "\"sizing\":\"pad\" | \"sizing\":\"fold\" | unknown 'fold'",
        "\"channels\":1 | \"channels\":2 | 1 or 3 channels, not 2",
        "[0.3081] | [0.0] | deviations positive",
      })
  void recipesThatAreNone(String part, String other, String words) {
    take(small());
    String recipe = texts.get("recipe");
    assertThat(recipe).contains(part);
    texts.put("recipe", recipe.replace(part, other));
    fails("the recipe cannot be used", words);
  }

  @Test
  void tensorsThatDoNotFit() {
    take(small());
    StoredTensor bias = tensors.remove("network.fc.bias");
    fails("'network.fc.bias' (3) is missing");
    tensors.put("network.fc.bias", StoredTensor.of(new float[] {1, Float.NaN, 0}, 3));
    fails("network.fc.bias has the number NaN");
    tensors.put("network.fc.bias", bias);
    tensors.put("network.more", bias);
    fails("'network.more' F32 (3) is too much");
  }

  @Test
  void weightsAlone() {
    ImageClassifier model = of(new PictureArchitecture.CifarResNet(8, 3, 3), Recipe.CIFAR);
    Path weights = folder.resolve("weights.safetensors");
    model.writeWeights(weights);
    ImageClassifier back = ImageClassifier.load(weights);
    assertThat(back.recipe()).isEqualTo(Recipe.CIFAR);
    assertThat(back.labels().names()).containsExactly("0", "1", "2");
    assertThat(back.probabilities(pictures())).isEqualTo(model.probabilities(pictures()));
    ImageClassifier named = ImageClassifier.load(weights, Drawn.SHAPES);
    assertThat(named.labels().names()).isEqualTo(Drawn.SHAPES);
    assertThatThrownBy(() -> ImageClassifier.load(weights, List.of("a", "b")))
        .isInstanceOf(InputException.class)
        .hasMessage(weights + ": has 3 classes, but there are 2 names");
    assertThat(ModelFile.read(weights)).isInstanceOf(ImageClassifier.class);
    small().writeWeights(weights);
    assertThatThrownBy(() -> ImageClassifier.load(weights))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("use its model file");
    TextClassifier.Corpus corpus = TextClassifier.Corpus.of(TextClassifierTest.moods());
    ModelFile.write(
        TextClassifier.train(corpus, TextClassifierTest.quick(), Monitor.NONE).model(), file());
    assertThatThrownBy(() -> ImageClassifier.load(file()))
        .isInstanceOf(InputException.class)
        .hasMessageEndingWith("holds a model, but not of pictures");
  }

  @Test
  void resNet20OnCifar() {
    ImageClassifier model =
        ImageClassifier.load(SharedData.file("models/resnet-cifar10/resnet20-12fca82f.th"));
    int[] first = IntStream.range(0, 200).toArray();
    // 915 of all 1,000; these are the first 200.
    assertThat(model.evaluate(Cifar.batch(50).rows(first), Progress.NONE).accuracy())
        .isBetween(0.87, 0.96);
  }

  @Test
  void photographsByMobileNet() {
    Path folder = SharedData.file("models/mobilenet_v1_0.25_224");
    ImageClassifier model =
        ImageClassifier.load(
            folder.resolve("mobilenet_v1_0.25_224.safetensors"),
            LabelNames.read(SharedData.file("imagenet-classes/imagenet_classes.txt"), 1000));
    assertThat(model.recipe()).isEqualTo(Recipe.MOBILENET);
    assertTop(model, "dog.jpg", "Samoyed", 0.55);
    assertTop(model, "panda.jpg", "giant panda", 0.94);
    assertTop(model, "coffee.png", "espresso", 0.90);
    assertTop(model.withRecipe(Recipe.MOBILENET_SQUASH), "castle.jpg", "castle", 0.5);
  }

  private static void assertTop(ImageClassifier model, String photo, String label, double near) {
    Picture picture = PictureReader.read(SharedData.file("photos/" + photo));
    double[] p = model.probabilities(List.of(picture));
    int best = 0;
    for (int k = 1; k < p.length; k++) {
      best = p[k] > p[best] ? k : best;
    }
    assertThat(model.labels().names().get(best)).isEqualTo(label);
    assertThat(p[best]).as(photo).isCloseTo(near, within(0.3));
  }
}
