package dev.softmax.fuzz;

import dev.softmax.image.Picture;
import dev.softmax.image.PictureOptions;
import dev.softmax.image.PictureReader;
import dev.softmax.image.Recipe;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The readers of `dev.softmax.image`. Memory follows from the pixels that a header promises, up to the
/// limit that is asked for.
final class PictureTargets {
  private static final int MOST_PIXELS = 1 << 20;

  /// A picture, its decoder's copies of it and the prepared one.
  private static final Target.Bounds BOUNDS = new Target.Bounds(64L * MOST_PIXELS, 200);

  private static final Recipe RECIPE = Recipe.CIFAR;

  private PictureTargets() {}

  static List<Target> targets() {
    return Stream.of("jpg", "png", "gif", "bmp", "tif", "webp")
        .map(
            ending ->
                Target.of(
                        ending,
                        "picture." + ending,
                        Seeds.golden("learn/pictures/files", "*." + ending),
                        PictureTargets::picture)
                    .within(BOUNDS))
        .toList();
  }

  private static void picture(Path file) {
    PictureOptions options = PictureOptions.defaults().withMaxPixels(MOST_PIXELS);
    Picture picture = PictureReader.read(file, options);
    Checks.same("channels", picture.channels(), 3);
    Checks.same("samples", picture.samples().length, 3L * picture.height() * picture.width());
    Picture grey = PictureReader.readGrey(file, options);
    Checks.same("pixels", grey.samples().length, (long) picture.height() * picture.width());
    Checks.same("prepared", RECIPE.prepare(List.of(picture)).values().length, RECIPE.length());
  }
}
