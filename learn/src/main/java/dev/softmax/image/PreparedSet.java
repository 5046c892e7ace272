package dev.softmax.image;

import dev.softmax.io.InputException;
import dev.softmax.kernel.Parallel;
import dev.softmax.training.Monitor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Pictures brought to the size of a recipe, kept as bytes, and their classes: what a network learns
/// from. Letters: `N` pictures, `C` channels.
public final class PreparedSet {
  /// Pictures read before progress is told.
  private static final int BLOCK = 64;

  private static final int BYTE = 0xFF;

  private final Recipe recipe;
  private final Picture[] pictures;
  private final int[] classes;

  private PreparedSet(Recipe recipe, Picture[] pictures, int[] classes) {
    this.recipe = recipe;
    this.pictures = pictures;
    this.classes = classes;
  }

  /// Reads all pictures, in parallel.
  ///
  /// @param data the pictures
  /// @param classes the class of each
  /// @param recipe the size and the channels
  /// @param monitor hears of the pictures that are read, and may end it: then there is no set
  /// @throws InputException naming the picture that cannot be read, or when it was cancelled
  public static PreparedSet of(PictureData data, int[] classes, Recipe recipe, Monitor monitor) {
    if (classes.length != data.size()) {
      throw new IllegalArgumentException(
          "%s: pictures (%d) but classes (%d)"
              .formatted(data.source(), data.size(), classes.length));
    }
    Picture[] pictures = new Picture[data.size()];
    for (int from = 0; from < pictures.length; from += BLOCK) {
      if (monitor.cancelled().getAsBoolean() || Thread.currentThread().isInterrupted()) {
        throw new InputException(data.source() + ": cancelled while its pictures were read");
      }
      int first = from;
      int count = Math.min(BLOCK, pictures.length - from);
      Parallel.forEach(count, i -> pictures[first + i] = recipe.sized(data.picture(first + i)));
      monitor.progress().report("reading", from + count, pictures.length, Double.NaN);
    }
    return new PreparedSet(recipe, pictures, classes.clone());
  }

  /// How many pictures there are.
  public int size() {
    return pictures.length;
  }

  /// The recipe that was followed.
  public Recipe recipe() {
    return recipe;
  }

  /// A picture, of the recipe's size and channels.
  ///
  /// @param row from 0
  public Picture picture(int row) {
    return pictures[row];
  }

  /// A copy of the classes `(N)`.
  public int[] classes() {
    return classes.clone();
  }

  /// The class of a picture.
  int classOf(int row) {
    return classes[row];
  }

  /// The same pictures with a recipe of the same size and channels, but another mean and deviation: those
  /// of these pictures, over all pixels of a channel, to four decimals.
  public PreparedSet normalised() {
    int channels = recipe.channels();
    List<Double> means = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    Recipe plain = recipe.withNormalization(repeat(0, channels), repeat(1, channels));
    // The values of all samples, as the recipe scales them.
    byte[] all = new byte[(BYTE + 1) * channels];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) (i / channels);
    }
    float[] values = new float[all.length];
    plain.values(Picture.owning(all, 1, BYTE + 1, channels), values, 0);
    for (int c = 0; c < channels; c++) {
      long[] counts = counts(c);
      double sum = 0;
      double squares = 0;
      long count = 0;
      for (int sample = 0; sample <= BYTE; sample++) {
        double value = values[sample * channels + c];
        count += counts[sample];
        sum += counts[sample] * value;
        squares += counts[sample] * value * value;
      }
      double mean = sum / count;
      double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
      means.add(rounded(mean));
      // Pictures that are all alike are not to be blown up.
      deviations.add(deviation < 1e-3 ? 1 : rounded(deviation));
    }
    return new PreparedSet(recipe.withNormalization(means, deviations), pictures, classes);
  }

  private static List<Double> repeat(double value, int times) {
    return Collections.nCopies(times, value);
  }

  private static double rounded(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }

  /// How often each sample occurs in a channel.
  private long[] counts(int channel) {
    long[] counts = new long[BYTE + 1];
    for (Picture picture : pictures) {
      byte[] samples = picture.data();
      for (int i = channel; i < samples.length; i += recipe.channels()) {
        counts[samples[i] & BYTE]++;
      }
    }
    return counts;
  }
}
