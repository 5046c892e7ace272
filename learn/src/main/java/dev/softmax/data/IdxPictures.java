package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Pictures of an IDX file, MNIST's format, as bytes `(N, H, W, C)`, row-major and without sign, with
/// their labels where these lie beside them.
///
/// @param file the file of the pictures
/// @param samples `(N, H, W, C)`; shared, not to be written to
/// @param height `H`
/// @param width `W`
/// @param channels `C`, 1 or 3
/// @param labels a table of the column `label` alone
public record IdxPictures(
    Path file, byte[] samples, int height, int width, int channels, Optional<Table> labels) {
  private static final int LONGEST_START = 4;

  /// Number of pictures `N`.
  public int count() {
    return samples.length / (height * width * channels);
  }

  /// Whether a path is an IDX file (gzip or not), or a folder with MNIST's files.
  ///
  /// @param path a file or folder
  /// @throws InputException when it cannot be read
  public static boolean recognises(Path path) {
    if (Files.isDirectory(path)) {
      return IdxFile.inFolder(path, "train").isPresent();
    }
    try {
      return IdxFile.starts(Source.of(path).first(LONGEST_START));
    } catch (IOException e) {
      throw InputException.unreadable(path, e);
    }
  }

  /// Reads pictures `(N, H, W)` or `(N, H, W, C)`, and the labels beside them.
  ///
  /// @param path pictures, labels that lie beside pictures, or a folder with MNIST's training set
  /// @throws InputException when it cannot be read or holds no pictures
  public static IdxPictures read(Path path) {
    Path file = Files.isDirectory(path) ? TableReader.trainingPictures(path) : path;
    IdxFile.Pair pair = IdxFile.Pair.read(Source.of(file));
    int[] lengths = pair.pictures().dimensions();
    int channels = lengths.length == 4 ? lengths[3] : 1;
    if (lengths.length < 3 || (channels != 1 && channels != 3)) {
      throw new InputException(
          "%s: holds numbers of %d dimensions; pictures have 3, or 4 with 1 or 3 channels last"
              .formatted(pair.file(), lengths.length));
    }
    Optional<Table> labels =
        pair.labelFile()
            .map(
                _ ->
                    LabelColumn.table(
                        pair.file().toString(), pair.file(), pair.labelColumn(), Places.ROWS));
    return new IdxPictures(
        pair.file(), pair.pictures().bytes(), lengths[1], lengths[2], channels, labels);
  }
}
