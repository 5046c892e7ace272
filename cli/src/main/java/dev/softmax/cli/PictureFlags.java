package dev.softmax.cli;

import dev.softmax.data.LabelNames;
import dev.softmax.image.PreparedPictures;
import dev.softmax.image.Recipe;
import dev.softmax.image.Resampling;
import dev.softmax.model.ImageClassifier;
import dev.softmax.model.Trust;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the classes of a model of pictures are called, and how its pictures are made ready, where that
/// is not as the model has it.
final class PictureFlags {
  @Option(
      names = "--labels",
      paramLabel = "F",
      description = "The names of a picture model's classes: a file with one a line.")
  @Nullable Path labels;

  @Option(
      names = "--sizing",
      paramLabel = "WAY",
      description =
          "How pictures get to their size: shorter (the shorter side to it), squash (both sides to"
              + " it) or pad (the longer side to it, the rest filled). This and the options below"
              + " are as the model has them, if not given.")
  @Nullable String sizing;

  @Option(names = "--size", paramLabel = "N", description = "Pixels of the sides resized to.")
  @Nullable Integer size;

  @Option(
      names = "--crop",
      paramLabel = "N",
      description = "Height and width of the middle that is cut out; what the network sees.")
  @Nullable Integer crop;

  @Option(
      names = "--resampling",
      paramLabel = "NAME",
      description = "How pictures are resized: bilinear or bicubic.")
  @Nullable String resampling;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description = "Colours of a picture: 3, or 1 for grey.")
  @Nullable Integer channels;

  @Option(
      names = "--inverted",
      negatable = true,
      description = "Dark and light change places, as for a scan of ink on paper.")
  @Nullable Boolean inverted;

  @Option(
      names = "--range",
      paramLabel = "NAME",
      description =
          "What samples are scaled to: unit (0 to 1), signed (-1 to 1) or bytes (0 to 255).")
  @Nullable String range;

  @Option(
      names = "--mean",
      paramLabel = "M,…",
      split = ",",
      description = "Subtracted from each channel after that, one number or one a channel.")
  @Nullable List<Double> mean;

  @Option(
      names = "--deviation",
      paramLabel = "D,…",
      split = ",",
      description = "What each channel is divided by then.")
  @Nullable List<Double> deviation;

  /// The model with these names and this recipe.
  ///
  /// @param file what messages call it
  ImageClassifier applied(ImageClassifier model, Path file) {
    ImageClassifier named =
        labels == null ? model : model.withLabels(LabelNames.read(labels, model.labels().size()));
    try {
      Recipe recipe = applied(named.recipe());
      if (recipe.equals(named.recipe())) {
        return named;
      }
      return recipe.crop() == named.recipe().crop()
          ? named.withRecipe(recipe)
          : resized(named, recipe, file);
    } catch (IllegalArgumentException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
  }

  /// A model for pictures of another size, tried on one, since not every model takes every size.
  private static ImageClassifier resized(ImageClassifier model, Recipe recipe, Path file) {
    ImageClassifier resized =
        model.network().isPresent()
            ? model.withRecipe(recipe)
            : OnnxInput.read(file, recipe)
                .withLabels(model.labels().names())
                .withTrust(Trust.of(model.calibration()));
    resized
        .scorer()
        .logits(
            new PreparedPictures(
                new float[recipe.length()], 1, recipe.crop(), recipe.crop(), recipe.channels()));
    return resized;
  }

  private Recipe applied(Recipe recipe) {
    Recipe changed = channels == null ? recipe : recipe.withChannels(channels);
    changed = sizing == null ? changed : changed.withSizing(way(sizing));
    changed = size == null ? changed : changed.withSize(size);
    changed = crop == null ? changed : changed.withCrop(crop);
    changed =
        resampling == null
            ? changed
            : changed.withResampling(named("--resampling", Resampling.values(), resampling));
    changed = inverted == null ? changed : changed.withInverted(inverted);
    changed =
        range == null ? changed : changed.withRange(named("--range", Recipe.Range.values(), range));
    if (mean == null && deviation == null) {
      return changed;
    }
    return changed.withNormalization(
        mean == null ? changed.mean() : spread(mean, changed.channels()),
        deviation == null ? changed.deviation() : spread(deviation, changed.channels()));
  }

  private static List<Double> spread(List<Double> values, int channels) {
    return values.size() == 1 ? Collections.nCopies(channels, values.getFirst()) : values;
  }

  private static Recipe.Sizing way(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "shorter" -> Recipe.Sizing.SHORTER_SIDE;
      case "squash" -> Recipe.Sizing.SQUASH;
      case "pad" -> Recipe.Sizing.PAD;
      default ->
          throw new UsageException("--sizing " + name + ": there are shorter, squash and pad");
    };
  }

  private static <E extends Enum<E>> E named(String option, E[] values, String name) {
    return Arrays.stream(values)
        .filter(value -> value.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    option
                        + " "
                        + name
                        + ": there are "
                        + Arrays.stream(values)
                            .map(value -> value.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "))));
  }
}
