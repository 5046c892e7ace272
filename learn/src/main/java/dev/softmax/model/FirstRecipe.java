package dev.softmax.model;

import dev.softmax.data.DataWarning;
import dev.softmax.image.Picture;
import dev.softmax.image.PictureData;
import dev.softmax.image.Recipe;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// How pictures are made ready for a network that never saw any: their size and channels, found out from
/// some of them.
///
/// @param recipe without a mean and deviation
/// @param warning what its owner should know of it
record FirstRecipe(Recipe recipe, Optional<DataWarning> warning) {
  /// So many pictures are looked at, from the first to the last.
  private static final int LOOKED_AT = 32;

  /// Pictures of one size are taken as they are up to this side; a network would learn for days on larger
  /// ones.
  private static final int LARGEST = 96;

  private static final int USUAL = 64;

  static FirstRecipe of(PictureData data, OptionalInt side) {
    Picture[] some = new Picture[Math.min(LOOKED_AT, data.size())];
    Parallel.forEach(
        some.length, i -> some[i] = data.picture((int) ((long) i * data.size() / some.length)));
    int channels = Arrays.stream(some).allMatch(FirstRecipe::isGrey) ? 1 : 3;
    Picture first = some[0];
    Optional<Picture> other =
        Arrays.stream(some)
            .filter(
                picture -> picture.height() != first.height() || picture.width() != first.width())
            .findFirst();
    int longer = Math.max(first.height(), first.width());
    boolean whole = other.isEmpty() && longer <= LARGEST;
    int wanted = side.orElse(whole ? longer : USUAL);
    Recipe recipe =
        Recipe.GREY_28
            .withChannels(channels)
            .withSizing(other.isEmpty() ? Recipe.Sizing.SQUASH : Recipe.Sizing.SHORTER_SIDE)
            .withSize(wanted)
            .withCrop(wanted);
    Optional<DataWarning> warning =
        other
            .filter(_ -> side.isEmpty())
            .map(
                different ->
                    new DataWarning(
                        DataWarning.Kind.MIXED_SIZES,
                        List.of(),
                        "%s: has pictures of different sizes, such as %s and %s; their shorter sides are brought to %d pixels, and the middle is cut out"
                            .formatted(data.source(), first, different, wanted)));
    return new FirstRecipe(recipe, warning);
  }

  /// Whether red, green and blue are the same everywhere.
  private static boolean isGrey(Picture picture) {
    if (picture.channels() == 1) {
      return true;
    }
    byte[] samples = picture.samples();
    for (int i = 0; i < samples.length; i += 3) {
      if (samples[i] != samples[i + 1] || samples[i] != samples[i + 2]) {
        return false;
      }
    }
    return true;
  }
}
