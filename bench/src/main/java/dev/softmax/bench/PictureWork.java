package dev.softmax.bench;

import dev.softmax.image.Picture;
import dev.softmax.image.PictureOptions;
import dev.softmax.image.PictureReader;
import dev.softmax.image.Resampling;
import dev.softmax.image.Resize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A picture of 12 megapixels, made small as networks for ImageNet take it (shorter side 256, bilinear):
/// `jpeg-12mp` from the bytes of a JPEG file, `resize-12mp` from its samples. The file is one that
/// `bench/peers/picture_reading.py` writes and the peers read too.
final class PictureWork implements Workload {
  private static final int SIDE = 256;

  private final byte[] file;
  private final Picture picture;
  private final boolean decoding;
  private Picture small;

  /// @param name `jpeg-12mp` or `resize-12mp`; the file is in the folder that the property
  ///     `softmax.bench.data` names
  PictureWork(String name) {
    String folder = System.getProperty("softmax.bench.data");
    if (folder == null) {
      throw new IllegalArgumentException("picture/" + name + ": -Dsoftmax.bench.data is not set");
    }
    decoding =
        switch (name) {
          case "jpeg-12mp" -> true;
          case "resize-12mp" -> false;
          default -> throw new IllegalArgumentException("benchmark row: no picture/" + name);
        };
    try {
      file = Files.readAllBytes(Path.of(folder, "picture.jpg"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    picture = decode();
    small = picture;
  }

  private Picture decode() {
    return PictureReader.read(file, "picture.jpg", PictureOptions.defaults());
  }

  @Override
  public void run() {
    small = Resize.shorterSide(decoding ? decode() : picture, SIDE, Resampling.BILINEAR);
  }

  @Override
  public double checksum() {
    byte[] samples = small.samples();
    float[] values = new float[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = samples[i] & 0xff;
    }
    return Numbers.checksum(values);
  }

  @Override
  public long resultBytes() {
    return (long) small.height() * small.width() * small.channels();
  }
}
