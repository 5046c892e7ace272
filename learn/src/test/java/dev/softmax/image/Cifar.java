package dev.softmax.image;

import dev.softmax.data.SharedData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// CIFAR-10 as convnetjs keeps it: a batch of 1,000 pictures is one PNG, a row of which holds the 32 × 32
/// pixels of a picture.
public final class Cifar {
  private static final int SIDE = 32;

  private Cifar() {}

  /// The pictures of a batch, 0 to 9 to learn from and 50 to test on, with labels `0` to `9`.
  public static PictureData batch(int number) {
    Picture all = PictureReader.read(SharedData.file("cifar10/cifar10_batch_" + number + ".png"));
    String[] labels = labels();
    List<Picture> pictures = new ArrayList<>();
    List<String> own = new ArrayList<>();
    byte[] samples = all.samples();
    int length = all.width() * all.channels();
    for (int i = 0; i < all.height(); i++) {
      pictures.add(
          Picture.of(Arrays.copyOfRange(samples, i * length, (i + 1) * length), SIDE, SIDE, 3));
      own.add(labels[number * all.height() + i]);
    }
    return PictureData.of("cifar10 " + number, pictures, own);
  }

  /// `var labels=[6,9,…];`
  private static String[] labels() {
    Path file = SharedData.file("cifar10/cifar10_labels.js");
    try {
      String text = Files.readString(file);
      return text.substring(text.indexOf('[') + 1, text.indexOf(']')).strip().split(",\\s*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
