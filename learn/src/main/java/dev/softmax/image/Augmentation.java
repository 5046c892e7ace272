package dev.softmax.image;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What is changed at random in the pictures that a network learns from, so that it sees each of them
/// otherwise in each epoch. All is done on 8-bit samples, in the order of the components.
///
/// @param leastArea the least share of a picture's area that is cut out and brought to its size again, with
///     a shape from 3:4 to 4:3, as torchvision's `RandomResizedCrop`; 1: it is left whole
/// @param padding by how many pixels a picture is moved at most, up or down and left or right, with black
///     where it was, as torchvision's `RandomCrop` with padding; 0: it stays
/// @param flip whether left and right change places, in half of the cases
/// @param brightness samples are multiplied by `1 − brightness` to `1 + brightness`
/// @param contrast the distance from the mean of grey is multiplied by `1 − contrast` to `1 + contrast`
/// @param saturation the distance from grey is multiplied by `1 − saturation` to `1 + saturation`
public record Augmentation(
    double leastArea,
    int padding,
    boolean flip,
    double brightness,
    double contrast,
    double saturation) {

  /// Pictures as they are.
  public static final Augmentation NONE = new Augmentation(1, 0, false, 0, 0, 0);

  /// Moved by up to 2 pixels: for writing, where left and right matter.
  public static final Augmentation SHIFT = NONE.withPadding(2);

  /// Flipped, and moved by up to 4 pixels: for small pictures of things, such as those of CIFAR-10.
  public static final Augmentation SMALL = NONE.withFlip(true).withPadding(4);

  /// Flipped, a part of half of the area or more, colours changed by up to a fifth: for photographs.
  public static final Augmentation PHOTOS =
      NONE.withFlip(true).withLeastArea(0.5).withColours(0.2, 0.2, 0.2);

  private static final int TRIES = 10;

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException when one is out of its range
  public Augmentation {
    if (!(leastArea > 0 && leastArea <= 1)) {
      throw new IllegalArgumentException(
          "augmentation: a least area of " + leastArea + " is not above 0 and at most 1");
    }
    if (padding < 0 || padding > 1 << 12) {
      throw new IllegalArgumentException(
          "augmentation: a padding of " + padding + " is not 0 to 4096");
    }
    if (!isShare(brightness) || !isShare(contrast) || !isShare(saturation)) {
      throw new IllegalArgumentException(
          "augmentation: brightness %s, contrast %s and saturation %s are from 0 to 1"
              .formatted(brightness, contrast, saturation));
    }
  }

  private static boolean isShare(double value) {
    return value >= 0 && value <= 1;
  }

  /// This one with another least part of a picture.
  ///
  /// @param value above 0, and at most 1
  public Augmentation withLeastArea(double value) {
    return new Augmentation(value, padding, flip, brightness, contrast, saturation);
  }

  /// This one with pictures moved farther, or less far.
  ///
  /// @param value pixels
  public Augmentation withPadding(int value) {
    return new Augmentation(leastArea, value, flip, brightness, contrast, saturation);
  }

  /// This one with flips or without.
  ///
  /// @param value whether left and right may change places
  public Augmentation withFlip(boolean value) {
    return new Augmentation(leastArea, padding, value, brightness, contrast, saturation);
  }

  /// This one with other changes of colour, each from 0 to 1.
  ///
  /// @param brightness of brightness
  /// @param contrast of contrast
  /// @param saturation of saturation
  public Augmentation withColours(double brightness, double contrast, double saturation) {
    return new Augmentation(leastArea, padding, flip, brightness, contrast, saturation);
  }

  /// What it does, in a few words, such as `padding 4, flip`; `none` when it does nothing.
  public String describe() {
    List<String> parts = new ArrayList<>();
    if (leastArea < 1) {
      parts.add("least area " + leastArea);
    }
    if (padding > 0) {
      parts.add("padding " + padding);
    }
    if (flip) {
      parts.add("flip");
    }
    if (brightness > 0) {
      parts.add("brightness " + brightness);
    }
    if (contrast > 0) {
      parts.add("contrast " + contrast);
    }
    if (saturation > 0) {
      parts.add("saturation " + saturation);
    }
    return parts.isEmpty() ? "none" : String.join(", ", parts);
  }

  /// A picture `(H, W, C)` → one of the same size, changed as chance has it.
  ///
  /// @param picture any picture
  /// @param random where the choices come from: the same numbers, the same picture
  public Picture apply(Picture picture, RandomGenerator random) {
    int height = picture.height();
    int width = picture.width();
    Picture out = leastArea < 1 ? resizedPart(picture, random) : picture;
    if (padding > 0) {
      int down = random.nextInt(2 * padding + 1) - padding;
      int right = random.nextInt(2 * padding + 1) - padding;
      out = Crop.at(out, down, right, height, width);
    }
    if (flip && random.nextBoolean()) {
      out = flipped(out);
    }
    return brightness == 0 && contrast == 0 && saturation == 0 ? out : coloured(out, random);
  }

  /// A part of at least the least area, brought to the size of the whole.
  private Picture resizedPart(Picture picture, RandomGenerator random) {
    int height = picture.height();
    int width = picture.width();
    double log = Math.log(4.0 / 3);
    for (int i = 0; i < TRIES; i++) {
      double area = (double) height * width * random.nextDouble(leastArea, 1);
      double ratio = Math.exp(random.nextDouble(-log, log));
      int wide = (int) Math.rint(Math.sqrt(area * ratio));
      int high = (int) Math.rint(Math.sqrt(area / ratio));
      if (wide > 0 && wide <= width && high > 0 && high <= height) {
        int top = random.nextInt(height - high + 1);
        int left = random.nextInt(width - wide + 1);
        return Resize.exact(
            Crop.at(picture, top, left, high, wide), height, width, Resampling.BILINEAR);
      }
    }
    return picture;
  }

  /// Left and right changed.
  static Picture flipped(Picture picture) {
    int channels = picture.channels();
    int width = picture.width();
    byte[] in = picture.data();
    byte[] out = new byte[in.length];
    for (int row = 0; row < picture.height(); row++) {
      for (int column = 0; column < width; column++) {
        System.arraycopy(
            in,
            (row * width + column) * channels,
            out,
            (row * width + width - 1 - column) * channels,
            channels);
      }
    }
    return Picture.owning(out, picture.height(), width, channels);
  }

  /// Brightness, contrast and saturation, in an order that chance chooses.
  private Picture coloured(Picture picture, RandomGenerator random) {
    int[] order = {0, 1, 2};
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    double bright = factor(brightness, random);
    double contrasted = factor(contrast, random);
    double saturated = factor(saturation, random);
    Picture out = picture;
    for (int step : order) {
      out =
          switch (step) {
            case 0 -> brightness == 0 ? out : ColourJitter.brightness(out, bright);
            case 1 -> contrast == 0 ? out : ColourJitter.contrast(out, contrasted);
            default -> saturation == 0 ? out : ColourJitter.saturation(out, saturated);
          };
    }
    return out;
  }

  private static double factor(double change, RandomGenerator random) {
    return 1 + change * (2 * random.nextDouble() - 1);
  }
}
