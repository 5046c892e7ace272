package dev.softmax.duckdb;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// The first and the last bytes of Parquet files.
final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private ParquetFile() {}

  /// Whether a file begins as Parquet does.
  static boolean starts(Path path) {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      // Whoever reads it as something else will say why it cannot be read.
      return false;
    }
  }

  /// Sees that a file is whole, by its ends.
  ///
  /// @throws InputException when it is not
  static void requireWhole(Path path) {
    if (!starts(path)) {
      throw new InputException(path + ": is no Parquet file: it does not begin with PAR1");
    }
    byte[] end = new byte[MAGIC.length];
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - MAGIC.length));
      file.readFully(end, 0, (int) Math.min(file.length(), MAGIC.length));
      if (file.length() < 3L * MAGIC.length || !Arrays.equals(end, MAGIC)) {
        throw new InputException(
            path + ": is cut short: a Parquet file ends with PAR1, this one does not");
      }
    } catch (IOException e) {
      throw InputException.unreadable(path, e);
    }
  }
}
