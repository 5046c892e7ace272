package dev.softmax.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Pictures by formula: stripes that lie, stripes that stand, and squares, all a little different.
final class DrawnPictures {
  static final List<String> CLASSES = List.of("lying", "squares", "standing");

  private DrawnPictures() {}

  /// A folder with a folder of `count` pictures for each class.
  static Path folder(Path folder, int count) throws IOException {
    for (String name : CLASSES) {
      Path of = Files.createDirectories(folder.resolve(name));
      for (int i = 0; i < count; i++) {
        write(drawn(name, 16, 16, i), of.resolve("picture-%02d.png".formatted(i)));
      }
    }
    return folder;
  }

  /// Writes a picture in the format that the file's name ends in.
  static Path write(BufferedImage picture, Path file) throws IOException {
    String name = file.toString();
    String format = name.substring(name.lastIndexOf('.') + 1);
    if (!ImageIO.write(picture, format, file.toFile())) {
      throw new IOException("no writer for " + format);
    }
    return file;
  }

  static BufferedImage drawn(String name, int width, int height, int variant) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int color = 0x404040 * (1 + variant % 3) + 0x10 * (variant % 7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        boolean lies = (y + variant) / 2 % 2 == 0;
        boolean stands = (x + variant) / 2 % 2 == 0;
        boolean ink =
            switch (name) {
              case "lying" -> lies;
              case "standing" -> stands;
              default -> lies ^ stands;
            };
        picture.setRGB(x, y, ink ? color : 0x101010);
      }
    }
    return picture;
  }

  /// A GIF of several pictures.
  static Path animation(Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < 3; i++) {
        writer.writeToSequence(new IIOImage(drawn("lying", 20, 20, i), null, null), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return file;
  }

  /// A PNG that says it is very large, and has nothing behind its header.
  static Path huge(Path file) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    DataOutputStream chunk = new DataOutputStream(head);
    chunk.write("IHDR".getBytes(StandardCharsets.US_ASCII));
    chunk.writeInt(30_000);
    chunk.writeInt(30_000);
    chunk.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 check = new CRC32();
    check.update(head.toByteArray());
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(all);
    out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    out.writeInt(head.size() - 4);
    head.writeTo(out);
    out.writeInt((int) check.getValue());
    return Files.write(file, all.toByteArray());
  }
}
