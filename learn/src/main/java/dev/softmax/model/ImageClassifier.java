package dev.softmax.model;

import dev.softmax.Progress;
import dev.softmax.calibration.TemperatureCalibration;
import dev.softmax.data.ClassLabels;
import dev.softmax.image.NetworkScorer;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureData;
import dev.softmax.image.PictureScorer;
import dev.softmax.image.PreparedPictures;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import dev.softmax.metrics.ClassificationMetrics;
import dev.softmax.nn.StateDict;
import dev.softmax.training.Monitor;
import dev.softmax.vision.PictureNetwork;
import dev.softmax.vision.PictureNetworks;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A classifier of pictures: a recipe that makes them ready, a network or another scorer that makes
/// logits of them, softmax. Immutable. Letters: `N` pictures, `F` features, `K` classes.
public final class ImageClassifier implements Classifier {
  /// The kind that the file names.
  static final String KIND = "image";

  /// The column of classes that have no name of their own.
  private static final String TARGET = "label";

  /// Numbers of prepared pictures at a time: 4 MB, so that a network's layers do not take much more.
  private static final int BLOCK = 1 << 20;

  private static final int MOST_PICTURES = 256;

  private final ClassLabels labels;
  private final Recipe recipe;
  private final PictureScorer scorer;
  private final Trust trust;
  private final TrainingSummary training;

  ImageClassifier(
      ClassLabels labels, Recipe recipe, PictureScorer scorer, TrainingSummary training) {
    this(labels, recipe, scorer, Trust.NONE, training);
  }

  private ImageClassifier(
      ClassLabels labels,
      Recipe recipe,
      PictureScorer scorer,
      Trust trust,
      TrainingSummary training) {
    if (scorer.classes() != labels.size()) {
      throw new IllegalArgumentException(
          "a network of %d classes, but %d names of classes"
              .formatted(scorer.classes(), labels.size()));
    }
    if (scorer.channels() != recipe.channels()) {
      throw new IllegalArgumentException(
          "a network of %d channels, but a recipe of %d"
              .formatted(scorer.channels(), recipe.channels()));
    }
    this.labels = labels;
    this.recipe = recipe;
    this.scorer = scorer;
    this.trust = trust.checked(labels.size());
    this.training = training;
  }

  /// A classifier of its parts, of which nobody knows how they were trained.
  ///
  /// @param labels the classes
  /// @param recipe how pictures are made ready
  /// @param scorer from prepared pictures to logits
  /// @throws IllegalArgumentException when classes or channels do not fit together
  public static ImageClassifier of(ClassLabels labels, Recipe recipe, PictureScorer scorer) {
    return new ImageClassifier(labels, recipe, scorer, TrainingSummary.UNKNOWN);
  }

  /// Reads a model of pictures, or a network whose weights alone are in a file (safetensors, `.pth`,
  /// `.th`). Known are the networks of [PictureNetworks]; they come with the recipe that they were trained
  /// with, [Recipe#IMAGENET], [Recipe#CIFAR] or [Recipe#MOBILENET], and their classes are `0`, `1`, ….
  ///
  /// @param file a file that [ModelFile#write] made, or one of weights
  /// @throws InputException when it cannot be read, is a model of another kind, or no network that is known
  public static ImageClassifier load(Path file) {
    if (ModelFile.read(file) instanceof ImageClassifier image) {
      return image;
    }
    throw new InputException(file + ": holds a model, but not of pictures");
  }

  /// Reads a model of pictures, and names its classes.
  ///
  /// @param file what [#load(Path)] reads
  /// @param labels the classes' names in the order of their indices, all different
  /// @throws InputException as [#load(Path)] does, and when there are more classes or fewer
  public static ImageClassifier load(Path file, List<String> labels) {
    ImageClassifier model = load(file);
    if (labels.size() != model.labels().size()) {
      throw new InputException(
          "%s: has %d classes, but there are %d names"
              .formatted(file, model.labels().size(), labels.size()));
    }
    return model.withLabels(labels);
  }

  /// Names for classes of which only the number is known: `0`, `1`, ….
  ///
  /// @param classes how many, at least 2
  public static ClassLabels numbered(int classes) {
    return ClassLabels.of(TARGET, IntStream.range(0, classes).mapToObj(Integer::toString).toList());
  }

  /// What a classifier of pictures learns from.
  ///
  /// @param train labelled pictures
  /// @param test labelled pictures to measure it on; with none, pictures are held out
  public record Corpus(PictureData train, Optional<PictureData> test) {
    /// Labelled pictures alone.
    public static Corpus of(PictureData train) {
      return new Corpus(train, Optional.empty());
    }

    /// These pictures, measured on others.
    public Corpus withTest(PictureData value) {
      return new Corpus(train, Optional.of(value));
    }
  }

  /// Trains a classifier, and measures it on the test pictures, or on pictures held out by class.
  ///
  /// @param corpus labelled pictures
  /// @param options what it begins with, how it is trained, what is held out
  /// @param monitor hears of each step, may end the training, keeps a log and checkpoints
  /// @throws InputException when there is one class only, no picture to hold out, a picture that cannot be
  ///     read, or the loss is no number any more; and when it is cancelled before there is a model
  public static Trained<ImageClassifier> train(
      Corpus corpus, ImageTrainOptions options, Monitor monitor) {
    return new ImageTraining(corpus, options, monitor).run();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ClassLabels labels() {
    return labels;
  }

  @Override
  public TrainingSummary training() {
    return training;
  }

  /// How pictures are made ready.
  public Recipe recipe() {
    return recipe;
  }

  /// From prepared pictures to logits.
  public PictureScorer scorer() {
    return scorer;
  }

  /// The network, where it is one of this library; nothing may change it.
  public Optional<PictureNetwork> network() {
    return scorer instanceof NetworkScorer own ? Optional.of(own.network()) : Optional.empty();
  }

  @Override
  public Trust trust() {
    return trust;
  }

  @Override
  public ImageClassifier withTrust(Trust value) {
    return new ImageClassifier(labels, recipe, scorer, value, training);
  }

  /// The same model with its logits divided by a temperature, in place of its calibration.
  ///
  /// @param value positive and finite
  /// @throws IllegalArgumentException when it is not
  public ImageClassifier withTemperature(double value) {
    return withTrust(Trust.of(new TemperatureCalibration(value)));
  }

  /// The same model with other names of its classes.
  ///
  /// @param names as many as there are classes, all different
  /// @throws IllegalArgumentException when they are not
  public ImageClassifier withLabels(List<String> names) {
    return new ImageClassifier(
        ClassLabels.of(labels.target(), names), recipe, scorer, trust, training);
  }

  /// The same model with pictures made ready in another way.
  ///
  /// @param value a recipe of the same channels
  /// @throws IllegalArgumentException when it has others
  public ImageClassifier withRecipe(Recipe value) {
    return new ImageClassifier(labels, value, scorer, trust, training);
  }

  /// The same model with another account of its training.
  ImageClassifier withTraining(TrainingSummary value) {
    return new ImageClassifier(labels, recipe, scorer, trust, value);
  }

  /// Writes the weights of the network alone as safetensors, in the names of PyTorch's `state_dict`
  /// (torchvision's for a ResNet), whole or not at all. Classes, recipe and temperature are not in it.
  ///
  /// @param file where to; what was there is replaced
  /// @throws IllegalArgumentException when the network is of another runtime
  /// @throws InputException when the file cannot be written
  public void writeWeights(Path file) {
    StateDict.write(
        network()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "only networks of this library are written, not those of another runtime")),
        file);
  }

  /// Pictures → probabilities `(N, K)`, row-major.
  ///
  /// @param pictures of any size
  /// @throws IllegalArgumentException when they suit the recipe, but not the scorer
  public double[] probabilities(List<Picture> pictures) {
    return probabilities(new Input(pictures.size(), pictures::get), Progress.NONE);
  }

  /// Pictures → probabilities `(N, K)`, row-major. Pictures are read a few at a time.
  ///
  /// @param data pictures, with labels or without
  /// @param progress hears of the pictures that are done
  /// @throws InputException naming the picture that cannot be read
  public double[] probabilities(PictureData data, Progress progress) {
    return probabilities(new Input(data.size(), data::picture), progress);
  }

  private double[] probabilities(Input input, Progress progress) {
    return trust.probabilities(logits(input, progress), labels.size(), ImageClassifier::place);
  }

  /// Pictures → logits `(N, K)`, row-major, before the calibration.
  ///
  /// @param pictures of any size
  public double[] logits(List<Picture> pictures) {
    return logits(new Input(pictures.size(), pictures::get), Progress.NONE);
  }

  /// Pictures → logits `(N, K)`, row-major, before the calibration.
  ///
  /// @param data pictures, with labels or without
  /// @param progress hears of the pictures that are done
  /// @throws InputException naming the picture that cannot be read
  public double[] logits(PictureData data, Progress progress) {
    return logits(new Input(data.size(), data::picture), progress);
  }

  private double[] logits(Input input, Progress progress) {
    return run(input, labels.size(), scorer::logits, progress);
  }

  /// Pictures → features `(N, F)`, row-major: what the last layer of the network sees.
  ///
  /// @param pictures of any size
  /// @throws UnsupportedOperationException where the scorer has none
  public double[] features(List<Picture> pictures) {
    return features(new Input(pictures.size(), pictures::get), Progress.NONE);
  }

  /// Pictures → features `(N, F)`, row-major. Pictures are read a few at a time.
  ///
  /// @param data pictures, with labels or without
  /// @param progress hears of the pictures that are done
  /// @throws UnsupportedOperationException where the scorer has none
  /// @throws InputException naming the picture that cannot be read
  public double[] features(PictureData data, Progress progress) {
    return features(new Input(data.size(), data::picture), progress);
  }

  private double[] features(Input input, Progress progress) {
    return run(input, scorer.featureWidth(), scorer::features, progress);
  }

  /// Features `(N, F)` → probabilities `(N, K)`, row-major: what [#probabilities] makes of the pictures
  /// that [#features] saw.
  ///
  /// @param features row-major
  /// @throws IllegalArgumentException when they are no rows of `F`
  /// @throws UnsupportedOperationException where the scorer has none
  public double[] classify(double[] features) {
    float[] narrow = new float[features.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) features[i];
    }
    float[] out = scorer.classify(narrow);
    double[] logits = new double[out.length];
    for (int i = 0; i < out.length; i++) {
      logits[i] = out[i];
    }
    return trust.probabilities(logits, labels.size(), ImageClassifier::place);
  }

  private static String place(int row) {
    return "picture " + (row + 1);
  }

  /// Pictures to be read.
  private record Input(int count, IntFunction<Picture> picture) {}

  private double[] run(
      Input input, int width, Function<PreparedPictures, float[]> part, Progress progress) {
    int length = recipe.length();
    int block = Math.clamp(BLOCK / length, 1, MOST_PICTURES);
    double[] all = new double[Math.multiplyExact(input.count, width)];
    float[] values = new float[Math.min(block, input.count) * length];
    for (int from = 0; from < input.count; from += block) {
      int first = from;
      int count = Math.min(block, input.count - from);
      Parallel.forEach(
          count, i -> recipe.prepare(input.picture.apply(first + i), values, i * length));
      float[] out =
          part.apply(
              new PreparedPictures(values, count, recipe.crop(), recipe.crop(), recipe.channels()));
      for (int i = 0; i < count * width; i++) {
        all[from * width + i] = out[i];
      }
      progress.report("predicting", from + count, input.count, Double.NaN);
    }
    return all;
  }

  /// Measures the model on labelled pictures. Pictures without a label do not count.
  ///
  /// @param data labelled pictures
  /// @param progress hears of the pictures that are done
  /// @throws InputException when there are no labels, one is not a class of the model, or naming the
  ///     picture that cannot be read
  public ClassificationMetrics evaluate(PictureData data, Progress progress) {
    ClassLabels.Labelled held = data.labelled(labels);
    if (held.rows().length == 0) {
      throw new InputException(data.source() + ": no picture has a label");
    }
    return ClassificationMetrics.of(
        probabilities(data.rows(held.rows()), progress), held.classes(), labels.size());
  }
}
