package dev.softmax.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What golden/pictures/pictures.py made.
final class GoldenPictures {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden", "pictures");

  private GoldenPictures() {}

  static Path file(String name) {
    return FOLDER.resolve("files").resolve(name);
  }

  /// The rows of a table, without its two lines of versions and names.
  static List<String[]> rows(String table) throws IOException {
    return Files.readAllLines(FOLDER.resolve(table)).stream()
        .skip(2)
        .map(line -> line.split(",", -1))
        .toList();
  }

  static String digest(Picture picture) {
    return digest(picture.samples());
  }

  static String digest(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return digest(bytes.array());
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
