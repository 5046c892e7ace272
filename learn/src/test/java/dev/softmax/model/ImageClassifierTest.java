package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.data.ClassLabels;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureData;
import dev.softmax.image.PictureScorer;
import dev.softmax.image.PreparedPictures;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.metrics.ClassificationMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassifierTest {
  private static final Recipe RECIPE = Recipe.CIFAR.withSize(2).withCrop(2);
  private static final ClassLabels COLOURS =
      ClassLabels.of("colour", List.of("red", "green", "blue"));

  @TempDir private Path folder;

  /// Tells the colour that pictures have most of: the logits are the sums of the channels.
  private static final class Sums implements PictureScorer {
    private int largest;

    @Override
    public int classes() {
      return 3;
    }

    @Override
    public int channels() {
      return 3;
    }

    @Override
    public int featureWidth() {
      return 3;
    }

    @Override
    public float[] logits(PreparedPictures batch) {
      largest = Math.max(largest, batch.count());
      float[] sums = new float[batch.count() * 3];
      int length = batch.height() * batch.width() * 3;
      for (int i = 0; i < batch.count() * length; i++) {
        sums[i / length * 3 + i % 3] += batch.values()[i];
      }
      return sums;
    }

    @Override
    public float[] features(PreparedPictures batch) {
      return logits(batch);
    }
  }

  private static Picture picture(int red, int green, int blue) {
    byte[] samples = new byte[12];
    for (int i = 0; i < 12; i += 3) {
      samples[i] = (byte) red;
      samples[i + 1] = (byte) green;
      samples[i + 2] = (byte) blue;
    }
    return Picture.of(samples, 2, 2, 3);
  }

  private static Recipe plain() {
    return RECIPE.withNormalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
  }

  private static ImageClassifier model() {
    return ImageClassifier.of(COLOURS, plain(), new Sums());
  }

  @Test
  void probabilitiesOfLogits() {
    double[] p = model().probabilities(List.of(picture(255, 0, 51), picture(0, 0, 0)));
    double z = Math.exp(4) + 1 + Math.exp(0.8);
    assertThat(p[0]).isCloseTo(Math.exp(4) / z, within(1e-7));
    assertThat(p[2]).isCloseTo(Math.exp(0.8) / z, within(1e-7));
    assertThat(p[4]).isCloseTo(1 / 3.0, within(1e-12));
    double[] warm = model().withTemperature(4).probabilities(List.of(picture(255, 0, 0)));
    assertThat(warm[0]).isCloseTo(Math.E / (Math.E + 2), within(1e-7));
    assertThat(model().features(List.of(picture(0, 255, 0)))).containsExactly(0, 4, 0);
    assertThat(model().probabilities(List.of())).isEmpty();
    assertThat(model().network()).isEmpty();
  }

  @Test
  void manyPicturesInBlocks() {
    Sums sums = new Sums();
    ImageClassifier model = ImageClassifier.of(COLOURS, plain(), sums);
    List<Picture> pictures = new ArrayList<>(Collections.nCopies(600, picture(9, 0, 0)));
    pictures.set(599, picture(0, 200, 0));
    List<Long> done = new ArrayList<>();
    double[] p =
        model.probabilities(
            PictureData.of("many", pictures), (stage, at, total, loss) -> done.add(at));
    assertThat(sums.largest).isEqualTo(256);
    assertThat(done).containsExactly(256L, 512L, 600L);
    assertThat(p[3 * 598]).isEqualTo(p[0]).isGreaterThan(1 / 3.0);
    assertThat(p[3 * 599 + 1]).isGreaterThan(0.9);
  }

  @Test
  void measuredByLabels() {
    PictureData data =
        PictureData.of(
            "three",
            List.of(picture(255, 0, 0), picture(0, 255, 0), picture(0, 255, 0)),
            List.of("red", "green", "blue"));
    ClassificationMetrics metrics = model().evaluate(data, Progress.NONE);
    assertThat(metrics.accuracy()).isCloseTo(2 / 3.0, within(1e-12));
    PictureData odd = PictureData.of("odd", List.of(picture(1, 1, 1)), List.of("violet"));
    assertThatThrownBy(() -> model().evaluate(odd, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("odd, picture 1", "'violet'", "'green'");
  }

  @Test
  void partsThatDoNotFit() {
    assertThatThrownBy(() -> ImageClassifier.of(ImageClassifier.numbered(4), RECIPE, new Sums()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a network of 3 classes, but 4 names of classes");
    assertThatThrownBy(() -> model().withRecipe(Recipe.GREY_28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a network of 3 channels, but a recipe of 1");
    assertThatThrownBy(() -> model().withTemperature(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(ImageClassifier.numbered(3).names()).containsExactly("0", "1", "2");
    assertThat(model().withLabels(List.of("a", "b", "c")).labels().names())
        .containsExactly("a", "b", "c");
    Path file = folder.resolve("m.safetensors");
    assertThatThrownBy(() -> ModelFile.write(model(), file))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Files.exists(file)).isFalse();
  }
}
