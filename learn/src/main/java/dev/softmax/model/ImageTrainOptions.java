package dev.softmax.model;

import dev.softmax.image.Augmentation;
import dev.softmax.image.PictureFitOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a classifier of pictures is trained.
///
/// @param split share of the pictures that are held out to measure the model; 0 trains on all
/// @param seed of this choice, the first weights, the order of pictures, and what is changed in them
/// @param start what the training begins with
/// @param fit how weights are moved; a head on features takes no notice of it
/// @param augmentation what is changed at random in pictures; empty leaves the choice to start and
///     pictures
/// @param balanced whether classes weigh the same, however many pictures each has
public record ImageTrainOptions(
    double split,
    long seed,
    ImageStart start,
    PictureFitOptions fit,
    Optional<Augmentation> augmentation,
    boolean balanced) {
  /// Checks the split.
  ///
  /// @throws IllegalArgumentException when it is not from 0 to below 1
  public ImageTrainOptions {
    if (!(split >= 0 && split < 1)) {
      throw new IllegalArgumentException("a split of " + split + " is not from 0 to below 1");
    }
  }

  /// A small network without experience; a fifth of the pictures held out, seed 42.
  public static ImageTrainOptions defaults() {
    return of(ImageStart.Scratch.SMALL);
  }

  /// A fifth of the pictures held out, seed 42, and the fit that suits the start.
  ///
  /// @param start what the training begins with
  public static ImageTrainOptions of(ImageStart start) {
    PictureFitOptions fit =
        switch (start) {
          case ImageStart.Scratch scratch ->
              scratch.depth() == 0 ? PictureFitOptions.small() : PictureFitOptions.residual();
          case ImageStart.Head _, ImageStart.FineTune _ -> PictureFitOptions.fineTuning();
        };
    return new ImageTrainOptions(0.2, 42, start, fit, Optional.empty(), false);
  }

  /// These options with another share of pictures held out.
  ///
  /// @param value from 0 to below 1
  public ImageTrainOptions withSplit(double value) {
    return new ImageTrainOptions(value, seed, start, fit, augmentation, balanced);
  }

  /// These options with another seed.
  ///
  /// @param value any number
  public ImageTrainOptions withSeed(long value) {
    return new ImageTrainOptions(split, value, start, fit, augmentation, balanced);
  }

  /// These options with another start; the fit stays.
  ///
  /// @param value what the training begins with
  public ImageTrainOptions withStart(ImageStart value) {
    return new ImageTrainOptions(split, seed, value, fit, augmentation, balanced);
  }

  /// These options with another fit.
  ///
  /// @param value how weights are moved
  public ImageTrainOptions withFit(PictureFitOptions value) {
    return new ImageTrainOptions(split, seed, start, value, augmentation, balanced);
  }

  /// These options with another augmentation.
  ///
  /// @param value what is changed at random in pictures
  public ImageTrainOptions withAugmentation(Augmentation value) {
    return new ImageTrainOptions(split, seed, start, fit, Optional.of(value), balanced);
  }

  /// These options with classes that weigh the same, or not.
  ///
  /// @param value whether they do
  public ImageTrainOptions withBalanced(boolean value) {
    return new ImageTrainOptions(split, seed, start, fit, augmentation, value);
  }

  /// The options as a model file keeps them; of the fit those that count.
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("split", Double.toString(split));
    settings.put("seed", Long.toString(seed));
    settings.put("start", start.name());
    settings.put("balanced", Boolean.toString(balanced));
    switch (start) {
      case ImageStart.Scratch scratch -> {
        if (scratch.depth() == 0) {
          settings.put("width", Integer.toString(scratch.width()));
        }
      }
      case ImageStart.Head(ImageClassifier base, double _, Optional<Path> _) ->
          settings.put("base", title(base));
      case ImageStart.FineTune(ImageClassifier base) -> settings.put("base", title(base));
    }
    if (start instanceof ImageStart.Head head) {
      settings.put("c", Double.toString(head.c()));
    } else {
      settings.put("method", fit.method().name().toLowerCase(Locale.ROOT));
      settings.put("epochs", Integer.toString(fit.epochs()));
      settings.put("batchSize", Integer.toString(fit.batchSize()));
      settings.put("learningRate", Double.toString(fit.learningRate()));
      settings.put("weightDecay", Double.toString(fit.weightDecay()));
      settings.put("labelSmoothing", Double.toString(fit.labelSmoothing()));
      settings.put("validation", Double.toString(fit.validation()));
      settings.put("patience", Integer.toString(fit.patience()));
    }
    return settings;
  }

  private static String title(ImageClassifier base) {
    return base.network().orElseThrow().architecture().title();
  }
}
