package dev.softmax.image;

import dev.softmax.kernel.Parallel;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// How a picture of any size is made ready for a network: grey or colour, resized, cropped, scaled and
/// normalised, as torchvision does it on Pillow. Grey is made before resizing, as by `readGrey`.
///
/// Of an 8-bit sample `v` a value is `(scaled(v) − mean) / deviation` in `float`, with the mean and the
/// deviation of its channel; `scaled` is what the range says.
///
/// @param sizing which way a picture gets to the size
/// @param size pixels of the side or sides that are resized to, at least 1
/// @param crop height and width of the square that is cut from the middle, with black around it where the
///     picture is smaller; the size of a prepared picture
/// @param resampling how pixels are mixed
/// @param channels 3 for red, green and blue, or 1 for grey
/// @param inverted whether samples are taken as `255 − v`: dark ink on white becomes bright on black, as
///     in MNIST
/// @param fill the sample beside a picture that is padded, 0 to 255, before it is inverted
/// @param range what samples are scaled to
/// @param mean what is subtracted of each channel, 1 or 3 values
/// @param deviation what each channel is divided by, positive
public record Recipe(
    Sizing sizing,
    int size,
    int crop,
    Resampling resampling,
    int channels,
    boolean inverted,
    int fill,
    Range range,
    List<Double> mean,
    List<Double> deviation) {

  /// Which way a picture gets to its size.
  public enum Sizing {
    /// Its shorter side is resized to the size, and its shape is kept.
    SHORTER_SIDE,
    /// Both sides are resized to the size, whatever its shape was.
    SQUASH,
    /// Its longer side is resized to the size, and the rest of a square beside it is filled.
    PAD
  }

  /// What samples from 0 to 255 are scaled to.
  public enum Range {
    /// 0 to 1, `v / 255`, as `ToTensor`.
    UNIT,
    /// −1 to 1, `v / 127.5 − 1`, as TensorFlow's MobileNet.
    SIGNED,
    /// 0 to 255, as they are.
    BYTES
  }

  /// Longest side: a square of three channels fits in an array.
  private static final int MOST_SIDE = 16_384;

  private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);
  private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
  private static final List<Double> IMAGENET_DEVIATION = List.of(0.229, 0.224, 0.225);

  /// torchvision's networks for ImageNet: shorter side to 256, the middle 224 × 224, ImageNet's mean and
  /// deviation.
  public static final Recipe IMAGENET =
      new Recipe(
          Sizing.SHORTER_SIDE,
          256,
          224,
          Resampling.BILINEAR,
          3,
          false,
          0,
          Range.UNIT,
          IMAGENET_MEAN,
          IMAGENET_DEVIATION);

  /// ResNets for CIFAR-10 after akamaster: 32 × 32, ImageNet's mean and deviation.
  public static final Recipe CIFAR = IMAGENET.withSizing(Sizing.SQUASH).withSize(32).withCrop(32);

  /// TensorFlow's MobileNets: shorter side to 256, the middle 224 × 224, −1 to 1.
  public static final Recipe MOBILENET =
      IMAGENET.withRange(Range.SIGNED).withNormalization(ZEROS, ONES);

  /// TensorFlow's MobileNets on the whole picture, squashed to 224 × 224.
  public static final Recipe MOBILENET_SQUASH = MOBILENET.withSizing(Sizing.SQUASH).withSize(224);

  /// Small grey pictures like those of MNIST: 28 × 28, 0 to 1. For scans of dark ink on white:
  /// `GREY_28.withInverted(true)`.
  public static final Recipe GREY_28 =
      new Recipe(
          Sizing.SQUASH,
          28,
          28,
          Resampling.BILINEAR,
          1,
          false,
          0,
          Range.UNIT,
          List.of(0.0),
          List.of(1.0));

  /// Checks the options.
  ///
  /// @throws IllegalArgumentException if a size or the fill is out of range, there are other than 1 or 3
  ///     channels, as many means or deviations, or a deviation is not positive
  public Recipe {
    mean = List.copyOf(mean);
    deviation = List.copyOf(deviation);
    if (size < 1 || size > MOST_SIDE || crop < 1 || crop > MOST_SIDE) {
      throw new IllegalArgumentException(
          "recipe: size %d and crop %d; both are 1 to %d".formatted(size, crop, MOST_SIDE));
    }
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("recipe: 1 or 3 channels, not " + channels);
    }
    if (fill < 0 || fill > 255) {
      throw new IllegalArgumentException("recipe: the fill is 0 to 255, not " + fill);
    }
    if (mean.size() != channels || deviation.size() != channels) {
      throw new IllegalArgumentException(
          "recipe: %d means and %d deviations for %d channels"
              .formatted(mean.size(), deviation.size(), channels));
    }
    for (int c = 0; c < channels; c++) {
      if (!Double.isFinite(mean.get(c)) || !((float) (double) deviation.get(c) > 0)) {
        throw new IllegalArgumentException(
            "recipe: mean %s and deviation %s; means are finite, deviations positive"
                .formatted(mean, deviation));
      }
    }
  }

  /// This recipe with another way to the size.
  ///
  /// @param value the way
  public Recipe withSizing(Sizing value) {
    return new Recipe(
        value, size, crop, resampling, channels, inverted, fill, range, mean, deviation);
  }

  /// This recipe with another size to resize to.
  ///
  /// @param value pixels of the side or sides
  public Recipe withSize(int value) {
    return new Recipe(
        sizing, value, crop, resampling, channels, inverted, fill, range, mean, deviation);
  }

  /// This recipe with another size of prepared pictures.
  ///
  /// @param value height and width
  public Recipe withCrop(int value) {
    return new Recipe(
        sizing, size, value, resampling, channels, inverted, fill, range, mean, deviation);
  }

  /// This recipe with another way to mix pixels.
  ///
  /// @param value the way
  public Recipe withResampling(Resampling value) {
    return new Recipe(sizing, size, crop, value, channels, inverted, fill, range, mean, deviation);
  }

  /// This recipe for grey or colour. Means and deviations of the channels are kept if there are as many;
  /// else each channel has the average of what there was.
  ///
  /// @param value 1 or 3
  public Recipe withChannels(int value) {
    if (value == channels || value < 1) {
      return new Recipe(
          sizing, size, crop, resampling, value, inverted, fill, range, mean, deviation);
    }
    return new Recipe(
        sizing,
        size,
        crop,
        resampling,
        value,
        inverted,
        fill,
        range,
        Collections.nCopies(value, average(mean)),
        Collections.nCopies(value, average(deviation)));
  }

  private static double average(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }

  /// This recipe with samples inverted, or not.
  ///
  /// @param value whether they are
  public Recipe withInverted(boolean value) {
    return new Recipe(
        sizing, size, crop, resampling, channels, value, fill, range, mean, deviation);
  }

  /// This recipe with another sample beside padded pictures.
  ///
  /// @param value 0 to 255
  public Recipe withFill(int value) {
    return new Recipe(
        sizing, size, crop, resampling, channels, inverted, value, range, mean, deviation);
  }

  /// This recipe with another range that samples are scaled to.
  ///
  /// @param value the range
  public Recipe withRange(Range value) {
    return new Recipe(
        sizing, size, crop, resampling, channels, inverted, fill, value, mean, deviation);
  }

  /// This recipe with other means and deviations.
  ///
  /// @param means one a channel
  /// @param deviations one a channel, positive
  public Recipe withNormalization(List<Double> means, List<Double> deviations) {
    return new Recipe(
        sizing, size, crop, resampling, channels, inverted, fill, range, means, deviations);
  }

  /// Length of a prepared picture, `crop · crop · channels`.
  public int length() {
    return crop * crop * channels;
  }

  /// A picture of the recipe's channels and size, before samples become values: what a person may look at
  /// to see what the network does.
  ///
  /// @param picture any picture
  public Picture sized(Picture picture) {
    Picture source = channels == 1 ? picture.grey() : picture.colour();
    Picture resized =
        switch (sizing) {
          case SHORTER_SIDE -> Resize.shorterSide(source, size, resampling);
          case SQUASH -> Resize.exact(source, size, size, resampling);
          case PAD -> padded(source);
        };
    return Crop.center(resized, crop, crop);
  }

  private Picture padded(Picture picture) {
    int height = picture.height();
    int width = picture.width();
    int longer = Math.max(height, width);
    int newHeight = Math.max(1, (int) Math.rint((double) size * height / longer));
    int newWidth = Math.max(1, (int) Math.rint((double) size * width / longer));
    return Crop.padded(Resize.exact(picture, newHeight, newWidth, resampling), size, size, fill);
  }

  /// Makes pictures ready, `(B, crop, crop, channels)`, several at a time.
  ///
  /// @param pictures pictures of any sizes
  /// @throws IllegalArgumentException if they are too many for one array
  public PreparedPictures prepare(List<Picture> pictures) {
    if ((long) pictures.size() * length() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "recipe: %d pictures of %d values are too many at once"
              .formatted(pictures.size(), length()));
    }
    float[] values = new float[pictures.size() * length()];
    if (pictures.size() == 1) {
      prepare(pictures.getFirst(), values, 0); // its rows run in parallel
    } else {
      Parallel.forEach(pictures.size(), i -> prepare(pictures.get(i), values, i * length()));
    }
    return new PreparedPictures(values, pictures.size(), crop, crop, channels);
  }

  /// Makes a picture ready, `(crop, crop, channels)`.
  ///
  /// @param picture a picture of any size
  /// @param to receives [#length] values
  /// @param at index of the first
  /// @throws IndexOutOfBoundsException if they do not fit
  public void prepare(Picture picture, float[] to, int at) {
    values(sized(picture), to, at);
  }

  /// The values of a picture that has the recipe's channels already, such as one augmented after [#sized].
  ///
  /// @param picture a picture of any size
  /// @param to receives as many values as the picture has samples
  /// @param at index of the first
  /// @throws IllegalArgumentException if it has other channels
  /// @throws IndexOutOfBoundsException if they do not fit
  public void values(Picture picture, float[] to, int at) {
    if (picture.channels() != channels) {
      throw new IllegalArgumentException(
          "recipe: %d channels but the picture is %s".formatted(channels, picture));
    }
    byte[] samples = picture.data();
    Objects.checkFromIndexSize(at, samples.length, to.length);
    float[][] table = new float[channels][];
    for (int c = 0; c < channels; c++) {
      table[c] = table(c);
    }
    for (int c = 0; c < channels; c++) {
      float[] values = table[c];
      for (int i = c; i < samples.length; i += channels) {
        to[at + i] = values[samples[i] & 0xff];
      }
    }
  }

  /// The value of each sample of a channel; operations and their order are torch's, in `float`.
  private float[] table(int channel) {
    float subtracted = (float) (double) mean.get(channel);
    float divisor = (float) (double) deviation.get(channel);
    float[] values = new float[256];
    for (int v = 0; v < values.length; v++) {
      int sample = inverted ? 255 - v : v;
      float scaled =
          switch (range) {
            case UNIT -> sample / 255f;
            case SIGNED -> sample / 127.5f - 1;
            case BYTES -> sample;
          };
      values[v] = (scaled - subtracted) / divisor;
    }
    return values;
  }
}
