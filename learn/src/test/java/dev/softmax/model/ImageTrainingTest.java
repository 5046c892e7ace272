package dev.softmax.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.data.DataWarning;
import dev.softmax.image.Augmentation;
import dev.softmax.image.Drawn;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureData;
import dev.softmax.image.PictureFitOptions;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.training.Monitor;
import dev.softmax.vision.PictureNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTrainingTest {
  private static final int SIDE = 20;

  @TempDir private Path folder;

  private static PictureData shapes;
  private static Trained<ImageClassifier> small;

  private static ImageTrainOptions options() {
    ImageTrainOptions options =
        ImageTrainOptions.of(ImageStart.Scratch.SMALL.withWidth(8))
            .withAugmentation(Augmentation.SHIFT);
    return options.withFit(options.fit().withEpochs(6).withBatchSize(16).withLearningRate(0.01));
  }

  private static Trained<ImageClassifier> train(PictureData data, ImageTrainOptions options) {
    return ImageClassifier.train(ImageClassifier.Corpus.of(data), options, Monitor.NONE);
  }

  @BeforeAll
  static void trainOnce() {
    shapes = Drawn.data(120, SIDE, 3, 1);
    small = train(shapes, options());
  }

  @Test
  void learnsShapes() {
    assertThat(small.heldOut().orElseThrow().rows()).isEqualTo(72);
    assertThat(small.heldOut().orElseThrow().accuracy()).isGreaterThan(0.9);
    ImageClassifier model = small.model();
    assertThat(model.labels().names()).containsExactly("disc", "square", "stripes");
    assertThat(model.recipe().crop()).isEqualTo(SIDE);
    assertThat(model.recipe().channels()).isEqualTo(3);
    assertThat(model.recipe().mean().getFirst()).isBetween(0.05, 0.6);
    assertThat(model.training().rows()).isEqualTo(288);
    assertThat(model.training().settings())
        .containsEntry("start", "small")
        .containsEntry("width", "8")
        .containsEntry("augmentation", "padding 2")
        .containsEntry("epochsDone", "6")
        .containsKeys("bestEpoch", "method", "learningRate");
    assertThat(small.course().unit()).isEqualTo("epochs");
    PictureData fresh = Drawn.data(30, SIDE, 3, 99);
    assertThat(model.evaluate(fresh, Progress.NONE).accuracy()).isGreaterThan(0.85);
    double[] p = model.probabilities(List.of(fresh.picture(0), fresh.picture(2)));
    assertThat(p[0] + p[1] + p[2]).isCloseTo(1, within(1e-9));
    assertThat(p[5]).isGreaterThan(0.5);
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    ImageTrainOptions short_ = options().withAugmentation(Augmentation.PHOTOS);
    ImageTrainOptions options = short_.withFit(short_.fit().withEpochs(1));
    PictureData some = Drawn.data(20, SIDE, 3, 4);
    Path one = folder.resolve("one.safetensors");
    Path all = folder.resolve("all.safetensors");
    int threads = Compute.threads();
    try {
      Compute.limitThreads(1);
      ModelFile.write(train(some, options).model(), one);
    } finally {
      Compute.limitThreads(threads);
    }
    ModelFile.write(train(some, options).model(), all);
    assertThat(all).hasSameBinaryContentAs(one);
    ModelFile.write(train(some, options.withSeed(7)).model(), one);
    assertThat(Files.exists(one)).isTrue();
    assertThat(mismatch(all, one)).isNotNegative();
  }

  private static long mismatch(Path one, Path other) {
    try {
      return Files.mismatch(one, other);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void residualNetworkOnGreyPictures() {
    ImageTrainOptions start = ImageTrainOptions.of(ImageStart.Scratch.residual(8).withSide(16));
    ImageTrainOptions options =
        start.withFit(start.fit().withEpochs(8).withBatchSize(16).withLearningRate(0.05));
    Trained<ImageClassifier> trained = train(Drawn.data(60, SIDE, 1, 3), options);
    assertThat(trained.model().recipe().channels()).isEqualTo(1);
    assertThat(trained.model().recipe().crop()).isEqualTo(16);
    assertThat(trained.heldOut().orElseThrow().accuracy()).isGreaterThan(0.75);
    assertThat(trained.model().training().settings())
        .containsEntry("start", "resnet8")
        .containsEntry("method", "sgd")
        .containsEntry("augmentation", "none");
  }

  /// Shapes that the base never saw: those with two colours.
  private static PictureData others(int each, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Picture> pictures = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 2 * each; i++) {
      Picture picture = Drawn.shape(i % 2 == 0 ? 0 : 2, SIDE + 4, 3, random);
      pictures.add(picture);
      labels.add(i % 2 == 0 ? "round" : "lines");
    }
    return PictureData.of("others", pictures, labels);
  }

  @Test
  void headOnFrozenFeatures() throws IOException {
    Path cache = folder.resolve("cache");
    ImageStart.Head head = ImageStart.Head.of(small.model()).withCache(cache);
    List<String> stages = new ArrayList<>();
    Monitor monitor = Monitor.NONE.withProgress((stage, done, total, loss) -> stages.add(stage));
    ImageClassifier.Corpus corpus = ImageClassifier.Corpus.of(others(30, 5));
    Trained<ImageClassifier> first =
        ImageClassifier.train(corpus, ImageTrainOptions.of(head), monitor);
    assertThat(first.heldOut().orElseThrow().accuracy()).isGreaterThan(0.9);
    assertThat(first.model().labels().names()).containsExactly("lines", "round");
    assertThat(first.model().training().settings())
        .containsEntry("start", "head")
        .containsEntry("base", "small convolutional network of width 8")
        .containsKeys("solver", "converged", "c")
        .doesNotContainKey("epochs");
    assertThat(first.model().recipe()).isEqualTo(small.model().recipe());
    assertThat(stages).contains("predicting", "fitting");
    // What was measured by features is what the whole model says.
    assertThat(first.model().evaluate(others(30, 5), Progress.NONE).accuracy()).isGreaterThan(0.9);
    try (Stream<Path> files = Files.list(cache)) {
      assertThat(files.count()).isEqualTo(2);
    }
    stages.clear();
    Trained<ImageClassifier> again =
        ImageClassifier.train(corpus, ImageTrainOptions.of(head), monitor);
    assertThat(stages).doesNotContain("predicting");
    assertThat(again.model().probabilities(List.of(others(1, 1).picture(0))))
        .containsExactly(first.model().probabilities(List.of(others(1, 1).picture(0))));
    assertThat(small.model().labels().size()).isEqualTo(3);
  }

  @Test
  void balancedHeadLiftsTheRareClass() {
    PictureData data = others(40, 6);
    int[] rows = new int[44];
    for (int i = 0; i < 44; i++) {
      rows[i] = i < 40 ? 2 * i : 2 * (i - 40) + 1;
    }
    ImageTrainOptions options =
        ImageTrainOptions.of(ImageStart.Head.of(small.model()).withC(1e-4)).withSplit(0);
    PictureData rare = data.rows(rows);
    List<Picture> round = List.of(data.picture(0));
    double plain = train(rare, options).model().probabilities(round)[0];
    double balanced = train(rare, options.withBalanced(true)).model().probabilities(round)[0];
    // Odds are multiplied by 40 / 4.
    assertThat(balanced / (1 - balanced)).isCloseTo(10 * plain / (1 - plain), within(1e-3));
  }

  @Test
  void fineTuningLeavesTheBaseAlone() {
    ImageClassifier base = small.model();
    List<Picture> probe = List.of(shapes.picture(0), shapes.picture(1));
    double[] before = base.probabilities(probe);
    float[] weights = first(base).clone();
    ImageTrainOptions start = ImageTrainOptions.of(new ImageStart.FineTune(base));
    ImageTrainOptions options =
        start
            .withFit(start.fit().withEpochs(4).withBatchSize(8).withLearningRate(3e-3))
            .withBalanced(true);
    Trained<ImageClassifier> tuned = train(others(30, 8), options);
    assertThat(tuned.heldOut().orElseThrow().accuracy()).isGreaterThan(0.9);
    assertThat(tuned.model().training().settings())
        .containsEntry("start", "fine-tune")
        .containsEntry("augmentation", "padding 2, flip");
    assertThat(base.probabilities(probe)).containsExactly(before);
    assertThat(first(base)).containsExactly(weights);
    assertThat(first(tuned.model())).isNotEqualTo(weights);
  }

  private static float[] first(ImageClassifier model) {
    PictureNetwork network = model.network().orElseThrow();
    return network.state().firstEntry().getValue().values();
  }

  @Test
  void measuredOnATestSet() {
    ImageClassifier.Corpus corpus =
        ImageClassifier.Corpus.of(others(20, 8)).withTest(others(15, 9));
    ImageTrainOptions options = ImageTrainOptions.of(ImageStart.Head.of(small.model()));
    Trained<ImageClassifier> trained = ImageClassifier.train(corpus, options, Monitor.NONE);
    assertThat(trained.heldOut().orElseThrow().rows()).isEqualTo(30);
    assertThat(trained.model().training().rows()).isEqualTo(40);
    assertThat(trained.model().training().settings()).doesNotContainKey("split");
    assertThat(trained.model().training().heldOut().orElseThrow().accuracy())
        .isEqualTo(trained.heldOut().orElseThrow().accuracy());
  }

  @Test
  void picturesOfMixedSizes() {
    List<Picture> pictures = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 24; i++) {
      pictures.add(Drawn.shape(i % 2, i < 12 ? 70 : 90, 3, random));
      labels.add(i % 2 == 0 ? "a" : "b");
    }
    PictureData data = PictureData.of("mixed", pictures, labels);
    ImageTrainOptions options = options().withFit(PictureFitOptions.small().withEpochs(1));
    Trained<ImageClassifier> trained = train(data, options);
    assertThat(trained.model().recipe().crop()).isEqualTo(64);
    assertThat(trained.model().recipe().sizing()).isEqualTo(Recipe.Sizing.SHORTER_SIDE);
    assertThat(trained.warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.kind()).isEqualTo(DataWarning.Kind.MIXED_SIZES);
              assertThat(warning.message()).contains("mixed", "70×70×3", "90×90×3", "64");
            });
  }

  @Test
  void oneClassIsNotEnough() {
    PictureData data =
        PictureData.of(
            "one", List.of(shapes.picture(0), shapes.picture(3)), List.of("disc", "disc"));
    assertThatThrownBy(() -> train(data, options()))
        .isInstanceOf(InputException.class)
        .hasMessageContainingAll("one", "has one class only, 'disc'");
    PictureData two =
        PictureData.of(
            "two", List.of(shapes.picture(0), shapes.picture(1)), List.of("disc", "square"));
    assertThatThrownBy(() -> train(two, options()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("no picture can be held out of 2 pictures in 2 classes");
  }

  @Test
  void cancelled() {
    Monitor atOnce = Monitor.NONE.withCancellation(() -> true);
    assertThatThrownBy(
            () -> ImageClassifier.train(ImageClassifier.Corpus.of(shapes), options(), atOnce))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("shapes: cancelled while its pictures were read");
    ImageTrainOptions head = ImageTrainOptions.of(ImageStart.Head.of(small.model()));
    assertThatThrownBy(() -> ImageClassifier.train(ImageClassifier.Corpus.of(shapes), head, atOnce))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("shapes: cancelled before the last layer was fitted");
    boolean[] over = new boolean[1];
    Monitor afterOne = Monitor.NONE.withEpochs(_ -> over[0] = true).withCancellation(() -> over[0]);
    Trained<ImageClassifier> partly =
        ImageClassifier.train(ImageClassifier.Corpus.of(shapes), options(), afterOne);
    assertThat(partly.course().converged()).isFalse();
    assertThat(partly.model().training().settings()).containsEntry("epochsDone", "1");
  }

  @Test
  void damagedPictureIsNamed() throws IOException {
    Path set = folder.resolve("set");
    for (int i = 0; i < 12; i++) {
      Path file = set.resolve(i % 2 == 0 ? "a" : "b").resolve(i + ".png");
      Files.createDirectories(file.getParent());
      Drawn.write(shapes.picture(i), file);
    }
    Files.writeString(set.resolve("b/5.png"), "no picture");
    assertThatThrownBy(() -> train(PictureData.read(set), options().withSplit(0)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("5.png");
  }
}
