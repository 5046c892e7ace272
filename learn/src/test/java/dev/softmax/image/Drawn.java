package dev.softmax.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/// Pictures drawn by formula: discs, squares and stripes, of any place, size and colour.
public final class Drawn {
  /// The shapes, in the order of their numbers.
  public static final List<String> SHAPES = List.of("disc", "square", "stripes");

  private Drawn() {}

  /// So many pictures of each shape with their labels, the shapes taking turns.
  public static PictureData data(int each, int side, int channels, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Picture> pictures = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < each * SHAPES.size(); i++) {
      int shape = i % SHAPES.size();
      pictures.add(shape(shape, side, channels, random));
      labels.add(SHAPES.get(shape));
    }
    return PictureData.of("shapes", pictures, labels);
  }

  /// A picture of a shape.
  public static Picture shape(int shape, int side, int channels, SplittableRandom random) {
    double radius = side * random.nextDouble(0.2, 0.35);
    double x = random.nextDouble(radius, side - radius);
    double y = random.nextDouble(radius, side - radius);
    double period = side * random.nextDouble(0.15, 0.25);
    byte[] samples = new byte[side * side * channels];
    int[] colour = random.ints(channels, 140, 256).toArray();
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        boolean inside =
            switch (shape) {
              case 0 -> Math.hypot(row - y, column - x) < radius;
              case 1 -> Math.max(Math.abs(row - y), Math.abs(column - x)) < radius * 0.9;
              default -> (row + y) % period < period / 2;
            };
        for (int c = 0; c < channels; c++) {
          samples[(row * side + column) * channels + c] =
              (byte) (inside ? colour[c] : random.nextInt(60));
        }
      }
    }
    return Picture.of(samples, side, side, channels);
  }

  /// Writes a picture as PNG.
  public static Path write(Picture picture, Path file) throws IOException {
    boolean grey = picture.channels() == 1;
    BufferedImage image =
        new BufferedImage(
            picture.width(),
            picture.height(),
            grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
    byte[] samples = picture.samples();
    for (int i = 0; i < picture.width() * picture.height(); i++) {
      for (int c = 0; c < picture.channels(); c++) {
        image
            .getRaster()
            .setSample(
                i % picture.width(),
                i / picture.width(),
                c,
                samples[i * picture.channels() + c] & 0xFF);
      }
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}
