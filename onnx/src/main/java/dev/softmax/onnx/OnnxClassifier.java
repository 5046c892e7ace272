package dev.softmax.onnx;

import dev.softmax.data.ClassLabels;
import dev.softmax.image.Recipe;
import dev.softmax.io.InputException;
import dev.softmax.model.ImageClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Reads ONNX models as classifiers of pictures.
public final class OnnxClassifier {
  /// Pictures of models that take any size.
  private static final int USUAL_GREY = 28;

  private static final int USUAL_COLOUR = 224;

  /// Colour pictures up to this side are taken whole; larger ones from the middle of a photograph.
  private static final int SMALL = 64;

  private OnnxClassifier() {}

  /// Whether a file is to be read here: it is called `….onnx`, or it looks like an ONNX model. ONNX
  /// Runtime is not loaded for that.
  ///
  /// @param file any file
  /// @throws InputException if there is no such file or it cannot be read
  public static boolean recognises(Path file) {
    Path name = file.getFileName();
    if (Files.isDirectory(file)) {
      return false;
    }
    if (name != null && name.toString().toLowerCase(Locale.ROOT).endsWith(".onnx")) {
      return true;
    }
    try {
      return OnnxFile.complaint(file) == null;
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  /// Reads a classifier of pictures: a model with one input, `float` or `uint8`, `(B, C, H, W)` or
  /// `(B, H, W, C)` with 1 or 3 channels, each length but that of the channels fixed or not, and an output of
  /// `float` logits or probabilities `(B, K)`, with or without further lengths of 1.
  ///
  /// Whether the output is probabilities is learnt by running the model once; then the logits are their
  /// logarithms. Without a recipe pictures are prepared as such models usually want them, which an ONNX
  /// file does not say: grey ones and small ones squashed to the size, samples from 0 to 1 (0 to 255
  /// where the input is `uint8`); large colour ones as [Recipe#IMAGENET] has them. Models of any size
  /// are given 28 × 28 grey or 224 × 224 colour pictures.
  ///
  /// The classifier runs on as many threads as [dev.softmax.Compute#threads] says when it is read. Logits are
  /// ONNX Runtime's, and so is how they depend on the threads and on the number of pictures: by the last
  /// bits, if at all. It has no features. Its native memory goes some time after nothing refers to it any
  /// more; there is nothing to close.
  ///
  /// @param file an ONNX file; weights in files beside it are read too
  /// @param options labels, recipe, output
  /// @throws InputException if it is no ONNX model or a damaged one, its input is no picture or its output no
  ///     row a picture, labels or recipe do not suit it, or ONNX Runtime does not know this system
  public static ImageClassifier read(Path file, OnnxOptions options) {
    OnnxModel model = OnnxModel.open(file, options.output());
    Recipe recipe = options.recipe() == null ? usual(model) : options.recipe();
    int side = recipe.crop();
    if (!model.input().suits(side, side, recipe.channels())) {
      throw new InputException(
          "%s: its pictures are %s, but the recipe makes %d × %d with %d channels"
              .formatted(file, model.input(), side, side, recipe.channels()));
    }
    OnnxScorer scorer = OnnxScorer.of(model, side, side);
    return ImageClassifier.of(labels(model, options, scorer.classes()), recipe, scorer);
  }

  private static Recipe usual(OnnxModel model) {
    PictureInput input = model.input();
    boolean grey = input.channels() == 1;
    int given = Math.max(input.height(), input.width());
    int side = given > 0 ? given : grey ? USUAL_GREY : USUAL_COLOUR;
    if (!input.suits(side, side, input.channels())) {
      throw new InputException(
          "%s: its pictures are %s, but only squares can be made".formatted(model.file(), input));
    }
    Recipe recipe =
        grey
            ? Recipe.GREY_28.withSize(side).withCrop(side)
            : side <= SMALL
                ? Recipe.CIFAR.withSize(side).withCrop(side)
                : Recipe.IMAGENET
                    .withSize(
                        Math.round((float) side * Recipe.IMAGENET.size() / Recipe.IMAGENET.crop()))
                    .withCrop(side);
    if (!input.bytes()) {
      return recipe;
    }
    return recipe
        .withRange(Recipe.Range.BYTES)
        .withNormalization(
            grey ? List.of(0.0) : List.of(0.0, 0.0, 0.0),
            grey ? List.of(1.0) : List.of(1.0, 1.0, 1.0));
  }

  private static ClassLabels labels(OnnxModel model, OnnxOptions options, int classes) {
    ClassLabels numbers = ImageClassifier.numbered(classes);
    List<String> names = options.labels();
    if (names == null) {
      List<String> own = MetadataLabels.find(model.metadata(), classes);
      return own.isEmpty() ? numbers : ClassLabels.of(numbers.target(), own);
    }
    if (names.size() != classes) {
      throw new InputException(
          "%s: has %d classes, but %d labels are given"
              .formatted(model.file(), classes, names.size()));
    }
    try {
      return ClassLabels.of(numbers.target(), names);
    } catch (IllegalArgumentException e) {
      throw new InputException(model.file() + ": its labels cannot be used: " + e.getMessage(), e);
    }
  }
}
