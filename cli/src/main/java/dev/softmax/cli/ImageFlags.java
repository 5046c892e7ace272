package dev.softmax.cli;

import dev.softmax.image.Augmentation;
import dev.softmax.image.PictureFitOptions;
import dev.softmax.io.InputException;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.ImageStart;
import dev.softmax.model.ImageTrainOptions;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a classifier of pictures begins with, and how it is trained.
final class ImageFlags {
  /// All options of `train` that classifiers of pictures have.
  static final Set<String> OPTIONS =
      Set.of(
          "--model",
          "--kind",
          "--target",
          "--test",
          "--split",
          "--report",
          "--network",
          "--pretrained",
          "--tune",
          "--picture-size",
          "--augment",
          "--flip",
          "--shift",
          "--random-crop",
          "--jitter",
          "--balanced",
          "--label-smoothing",
          "--features-cache",
          "--c",
          "--epochs",
          "--learning-rate",
          "--batch",
          "--weight-decay",
          "--validation",
          "--patience",
          "--minutes",
          "--log",
          "--no-header",
          "--seed",
          "--threads",
          "--json",
          "--debug");

  private static final String HEAD = "head";
  private static final String RESIDUAL = "resnet";

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description =
          "Network of pictures: small, or a residual one for small pictures such as resnet20 (default: small).")
  @Nullable String network;

  @Option(
      names = "--pretrained",
      paramLabel = "M",
      description = "Begin with this model of pictures, or with weights such as resnet18.pth.")
  @Nullable Path pretrained;

  @Option(
      names = "--tune",
      paramLabel = "WHAT",
      description =
          "What of it learns: head (a new last layer, in minutes) or all (default: head).")
  @Nullable String tune;

  @Option(
      names = "--picture-size",
      paramLabel = "N",
      description =
          "Height and width that pictures are brought to (default: their own if small, else 64).")
  @Nullable Integer pictureSize;

  @Option(
      names = "--augment",
      paramLabel = "NAME",
      description =
          "How pictures change from epoch to epoch: auto, none, shift (for writing), small (for small pictures of things) or photos (default: auto). Each option from here to --jitter replaces a part of it, of auto that of none.")
  @Nullable String augment;

  @Option(
      names = "--flip",
      negatable = true,
      description = "Left and right change places in half of the cases, or never.")
  @Nullable Boolean flip;

  @Option(names = "--shift", paramLabel = "N", description = "Pictures move by up to N pixels.")
  @Nullable Integer shift;

  @Option(
      names = "--random-crop",
      paramLabel = "SHARE",
      description = "A part of at least this share of the area is cut out.")
  @Nullable Double randomCrop;

  @Option(
      names = "--jitter",
      paramLabel = "X",
      description = "Brightness, contrast and saturation change by up to X, 0 to 1.")
  @Nullable Double jitter;

  @Option(
      names = "--label-smoothing",
      paramLabel = "SHARE",
      description = "Share of the target that all classes divide among them.")
  @Nullable Double labelSmoothing;

  @Option(
      names = "--features-cache",
      paramLabel = "DIR",
      description = "A folder that keeps the features of --tune head for the next time.")
  @Nullable Path cache;

  /// How to learn.
  ImageTrainOptions options(NetworkFlags shared, SolverOptions solver) {
    try {
      ImageStart start = pretrained == null ? scratch(solver) : trained(pretrained, shared, solver);
      ImageTrainOptions options = ImageTrainOptions.of(start);
      options = options.withFit(fit(options.fit(), shared, solver));
      Augmentation changes = augmentation();
      return changes == null ? options : options.withAugmentation(changes);
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private ImageStart scratch(SolverOptions solver) {
    solver.refuseForPictures();
    if (tune != null || cache != null) {
      throw new UsageException(
          (tune != null ? "--tune" : "--features-cache") + " needs a network: --pretrained M");
    }
    if (solver.c != null) {
      throw new UsageException("--c is for --tune head");
    }
    ImageStart.Scratch start = named(network == null ? "small" : network);
    return pictureSize == null ? start : start.withSide(pictureSize);
  }

  private static ImageStart.Scratch named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals("small")) {
      return ImageStart.Scratch.SMALL;
    }
    if (lower.matches(RESIDUAL + "[0-9]{1,4}")) {
      return ImageStart.Scratch.residual(Integer.parseInt(lower.substring(RESIDUAL.length())));
    }
    throw new UsageException(
        "there is no network '"
            + name
            + "'; there are small and resnet20, resnet32, resnet44, … (others: --pretrained M)");
  }

  private ImageStart trained(Path file, NetworkFlags shared, SolverOptions solver) {
    solver.refuseForPictures();
    if (network != null || pictureSize != null) {
      throw new UsageException(
          (network != null ? "--network" : "--picture-size")
              + " is for a network without experience, not for --pretrained");
    }
    String what = tune == null ? HEAD : tune;
    if (!what.equals(HEAD) && !what.equals("all")) {
      throw new UsageException("--tune " + what + ": there are head and all");
    }
    if (what.equals(HEAD)) {
      refuseForHead(shared, solver);
    } else if (solver.c != null || cache != null) {
      throw new UsageException(
          (solver.c != null ? "--c" : "--features-cache") + " is for --tune head");
    }
    if (!(ModelInput.of(file) instanceof ImageClassifier base)) {
      throw new InputException(file + ": is no model of pictures");
    }
    if (base.network().isEmpty()) {
      throw new InputException(
          file + ": only networks of this library can be trained on, not an ONNX model");
    }
    if (what.equals("all")) {
      return new ImageStart.FineTune(base);
    }
    ImageStart.Head head = ImageStart.Head.of(base);
    head = solver.c == null ? head : head.withC(solver.penalty());
    return cache == null ? head : head.withCache(cache);
  }

  /// A head is solved for, on features of pictures as they are.
  private void refuseForHead(NetworkFlags shared, SolverOptions solver) {
    Object[][] given = {
      {"--epochs", solver.epochs},
      {"--learning-rate", solver.learningRate},
      {"--batch", shared.batch},
      {"--weight-decay", shared.weightDecay},
      {"--validation", shared.validation},
      {"--patience", shared.patience},
      {"--label-smoothing", labelSmoothing},
      {"--augment", augment},
      {"--flip", flip},
      {"--shift", shift},
      {"--random-crop", randomCrop},
      {"--jitter", jitter}
    };
    for (Object[] option : given) {
      if (option[1] != null) {
        throw new UsageException(option[0] + " is for --tune all; a head is solved for");
      }
    }
  }

  private PictureFitOptions fit(
      PictureFitOptions usual, NetworkFlags shared, SolverOptions solver) {
    PictureFitOptions fit = solver.epochs == null ? usual : usual.withEpochs(solver.epochs);
    fit = solver.learningRate == null ? fit : fit.withLearningRate(solver.learningRate);
    fit = shared.batch == null ? fit : fit.withBatchSize(shared.batch);
    fit = shared.weightDecay == null ? fit : fit.withWeightDecay(shared.weightDecay);
    fit = shared.validation == null ? fit : fit.withValidation(shared.validation);
    fit = shared.patience == null ? fit : fit.withPatience(shared.patience);
    return labelSmoothing == null ? fit : fit.withLabelSmoothing(labelSmoothing);
  }

  private @Nullable Augmentation augmentation() {
    String name = augment == null ? "auto" : augment;
    boolean parts = flip != null || shift != null || randomCrop != null || jitter != null;
    Augmentation changes =
        switch (name) {
          case "auto", "none" -> Augmentation.NONE;
          case "shift" -> Augmentation.SHIFT;
          case "small" -> Augmentation.SMALL;
          case "photos" -> Augmentation.PHOTOS;
          default ->
              throw new UsageException(
                  "--augment " + name + ": there are auto, none, shift, small and photos");
        };
    if (name.equals("auto") && !parts) {
      return null;
    }
    changes = flip == null ? changes : changes.withFlip(flip);
    changes = shift == null ? changes : changes.withPadding(shift);
    changes = randomCrop == null ? changes : changes.withLeastArea(randomCrop);
    return jitter == null ? changes : changes.withColours(jitter, jitter, jitter);
  }
}
