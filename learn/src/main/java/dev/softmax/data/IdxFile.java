package dev.softmax.data;

import dev.softmax.io.InputException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Reads IDX files, the format of MNIST (<https://yann.lecun.com/exdb/mnist/>): two zero bytes, a
/// type, the number of dimensions, their lengths as 32-bit integers, the numbers; all big-endian. Read
/// are bytes: labels (one dimension) and pictures (two to four, the first of which counts them).
///
/// @param dimensions their lengths
/// @param bytes the numbers, row-major, without sign
record IdxFile(int[] dimensions, byte[] bytes) {
  private static final int UNSIGNED_BYTE = 0x08;
  private static final int MAX_DIMENSIONS = 4;

  /// A picture's pixels become columns.
  private static final int MAX_PIXELS = 200_000;

  private static final long MAX_BYTES = Integer.MAX_VALUE - 8;

  /// Whether a file starts like an IDX file.
  static boolean starts(byte[] first) {
    return first.length >= 4
        && first[0] == 0
        && first[1] == 0
        && first[2] >= 0x08
        && first[2] <= 0x0E
        && first[3] >= 1
        && first[3] <= MAX_DIMENSIONS;
  }

  static IdxFile read(Source source) {
    try (DataInputStream in = new DataInputStream(source.open())) {
      in.skipNBytes(2);
      int type = in.readUnsignedByte();
      if (type != UNSIGNED_BYTE) {
        throw new InputException(
            "%s: holds numbers of IDX type 0x%02X, but only bytes (0x08) are read"
                .formatted(source, type));
      }
      int[] dimensions = new int[in.readUnsignedByte()];
      long size = 1;
      for (int i = 0; i < dimensions.length; i++) {
        dimensions[i] = in.readInt();
        // Checked at once, so that the product stays far below 2^63.
        size = dimensions[i] < 0 || size > MAX_BYTES ? Long.MAX_VALUE : size * dimensions[i];
        if (size > MAX_BYTES) {
          throw new InputException(
              source + ": its header promises more than 2 GB or a negative length");
        }
      }
      // Grows with what is really there, whatever the header promises.
      byte[] bytes = in.readNBytes((int) size);
      String shape = Arrays.toString(dimensions).replace(", ", "×").replaceAll("[\\[\\]]", "");
      if (bytes.length < size) {
        throw new InputException(
            "%s: is cut off: its header promises %s bytes, but it holds %d"
                .formatted(source, shape, bytes.length));
      }
      if (in.read() >= 0) {
        throw new InputException(
            source + ": holds more than the " + shape + " bytes that its header promises");
      }
      return new IdxFile(dimensions, bytes);
    } catch (EOFException e) {
      throw new InputException(source + ": is cut off", e);
    } catch (IOException e) {
      throw InputException.unreadable(source.file(), e);
    }
  }

  /// Pictures, and their labels where these lie beside them.
  ///
  /// @param file the pictures' file
  /// @param pictures what it holds
  /// @param labelFile the labels' file
  /// @param labels what it holds; the pictures again where there is none
  record Pair(Path file, IdxFile pictures, Optional<Path> labelFile, IdxFile labels) {
    /// Reads pictures with the labels beside them, or the other way round.
    static Pair read(Source source) {
      IdxFile idx = IdxFile.read(source);
      if (idx.dimensions.length == 1) {
        Path pictures =
            sibling(source.file(), "labels", "images")
                .orElseThrow(
                    () ->
                        new InputException(
                            source + ": holds labels, but their pictures are not beside it"));
        IdxFile beside = IdxFile.read(Source.of(pictures));
        return new Pair(pictures, beside, Optional.of(source.file()), idx).checked();
      }
      Optional<Path> beside = sibling(source.file(), "images", "labels");
      IdxFile labels = beside.map(file -> IdxFile.read(Source.of(file))).orElse(idx);
      return new Pair(source.file(), idx, beside, labels).checked();
    }

    private Pair checked() {
      if (pictures.dimensions.length < 2) {
        throw new InputException(file + ": holds labels where pictures were expected");
      }
      int rows = pictures.dimensions[0];
      int pixels = rows == 0 ? 0 : pictures.bytes.length / rows;
      if (pixels == 0 || pixels > MAX_PIXELS) {
        throw new InputException(
            "%s: holds %d pictures of %d pixels; there must be a picture, of 1 to %d pixels"
                .formatted(file, rows, pixels, MAX_PIXELS));
      }
      if (labelFile.isPresent() && (labels.dimensions.length != 1 || labels.bytes.length != rows)) {
        throw new InputException(
            "%s: holds %d labels, but %s holds %d pictures"
                .formatted(labelFile.get(), labels.dimensions[0], file, rows));
      }
      return this;
    }

    /// The labels as a column.
    ByteColumn labelColumn() {
      return new ByteColumn(labels.bytes, 0, 1, pictures.dimensions[0]);
    }
  }

  /// A table of pictures: columns `pixel0` to `pixelN`, and `label` when the labels lie beside them.
  ///
  /// @param source the pictures, or the labels of pictures that lie beside them
  static Table table(Source source) {
    Pair pair = Pair.read(source);
    IdxFile idx = pair.pictures;
    int rows = idx.dimensions[0];
    int pixels = idx.bytes.length / rows;
    SequencedMap<String, Column> columns = new LinkedHashMap<>();
    for (int pixel = 0; pixel < pixels; pixel++) {
      columns.put("pixel" + pixel, new ByteColumn(idx.bytes, pixel, pixels, rows));
    }
    if (pair.labelFile.isPresent()) {
      columns.put(LabelColumn.NAME, pair.labelColumn());
    }
    return new Table(pair.file.toString(), pair.file, columns, Places.ROWS);
  }

  /// The pictures of a folder that holds them under MNIST's names.
  ///
  /// @param prefix `train` or `t10k`
  static Optional<Path> inFolder(Path folder, String prefix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(prefix + "-images"))
          .filter(Files::isRegularFile)
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw InputException.unreadable(folder, e);
    }
  }

  /// The file beside this one whose name has another word in it, packed or not.
  static Optional<Path> sibling(Path file, String word, String other) {
    String name = String.valueOf(file.getFileName());
    if (!name.contains(word)) {
      return Optional.empty();
    }
    String wanted = name.replace(word, other);
    wanted =
        switch (other) {
          case "labels" -> wanted.replace("idx3", "idx1");
          case "images" -> wanted.replace("idx1", "idx3");
          default -> wanted;
        };
    String bare = wanted.replaceFirst("\\.gz$", "");
    return List.of(wanted, bare, bare + ".gz").stream()
        .map(file::resolveSibling)
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
