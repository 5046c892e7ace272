package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.data.SharedData;
import dev.softmax.image.Augmentation;
import dev.softmax.image.Crop;
import dev.softmax.image.Drawn;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureData;
import dev.softmax.image.PictureReader;
import dev.softmax.image.Resampling;
import dev.softmax.image.Resize;
import dev.softmax.training.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A head on a pretrained network, on a folder of photographs: parts of a few, in other colours.
class PhotographsTest {
  private static final int SIDE = 160;
  private static final int EACH = 5;

  @TempDir private Path folder;

  private void fill(String set, String label, long seed, String... photos) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path to = Files.createDirectories(folder.resolve(set).resolve(label));
    for (String photo : photos) {
      Picture whole = PictureReader.read(SharedData.file("photos/" + photo));
      Picture middle =
          Crop.center(Resize.shorterSide(whole, SIDE, Resampling.BILINEAR), SIDE, SIDE);
      for (int i = 0; i < EACH; i++) {
        Drawn.write(
            Augmentation.PHOTOS.withLeastArea(0.4).apply(middle, random),
            to.resolve(photo.replaceFirst("\\..*", "") + i + ".png"));
      }
    }
  }

  @Test
  void headOnMobileNet() throws IOException {
    fill("train", "cat", 1, "kitten.jpg", "chelsea.png");
    fill("train", "dog", 2, "dog.jpg");
    fill("train", "other", 3, "coffee.png", "castle.jpg");
    // The cat of the test was never seen.
    fill("test", "cat", 4, "cat.jpg");
    fill("test", "dog", 5, "dog.jpg");
    fill("test", "other", 6, "castle.jpg");
    ImageClassifier base =
        ImageClassifier.load(
            SharedData.file("models/mobilenet_v1_0.25_224/mobilenet_v1_0.25_224.safetensors"));
    PictureData train = PictureData.read(folder);
    assertThat(train.size()).isEqualTo(5 * EACH);
    PictureData test = PictureData.read(PictureData.testSet(folder).orElseThrow());
    ImageTrainOptions options = ImageTrainOptions.of(ImageStart.Head.of(base)).withBalanced(true);
    Trained<ImageClassifier> trained =
        ImageClassifier.train(
            ImageClassifier.Corpus.of(train).withTest(test), options, Monitor.NONE);
    ImageClassifier model = trained.model();
    assertThat(model.labels().names()).containsExactly("cat", "dog", "other");
    assertThat(trained.heldOut().orElseThrow().accuracy()).isGreaterThanOrEqualTo(0.85);
    Picture dog = PictureReader.read(SharedData.file("photos/dog.jpg"));
    assertThat(model.probabilities(List.of(dog))[1]).isGreaterThan(0.8);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    assertThat(ImageClassifier.load(file).probabilities(List.of(dog)))
        .containsExactly(model.probabilities(List.of(dog)));
  }
}
