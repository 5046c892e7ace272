package dev.softmax.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Opens files of tensors, whatever their format.
public final class TensorFiles {
  private static final int START = 512;

  /// Where the header of safetensors begins.
  private static final int HEADER = 8;

  private static final String ZIP = "PK";
  private static final int PICKLE = 0x80;
  private static final int LATEST_PROTOCOL = 5;

  private TensorFiles() {}

  /// Opens a file by what it begins with: [safetensors][Safetensors], or a [PyTorch
  /// checkpoint][PickledTensors] of either form.
  ///
  /// @param file the file, of any name
  /// @throws InputException when it cannot be read, is damaged, or is none of these, saying what it is
  ///     as far as that shows
  public static TensorFile open(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": cannot be read: it is not a regular file");
    }
    byte[] start = start(file);
    // First, since the length that safetensors begin with may look like the start of a pickle.
    if (start.length > HEADER && start[HEADER] == '{' && !begins(start, ZIP)) {
      return Safetensors.open(file);
    }
    if (begins(start, ZIP) || isPickle(start)) {
      return PickledTensors.open(file);
    }
    if (file.toString().endsWith(".safetensors")) {
      return Safetensors.open(file);
    }
    throw new InputException(
        file
            + ": is no file of tensors, neither safetensors nor a PyTorch checkpoint: "
            + appearance(start));
  }

  private static byte[] start(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(START);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static boolean isPickle(byte[] start) {
    return start.length > 1
        && (start[0] & 0xFF) == PICKLE
        && start[1] >= 0
        && start[1] <= LATEST_PROTOCOL;
  }

  private static String appearance(byte[] start) {
    if (start.length == 0) {
      return "it is empty";
    }
    if (begins(start, "version https://git-lfs")) {
      return "it is a pointer of Git LFS, and the file itself was never fetched";
    }
    if (begins(start, "\211HDF")) {
      return "it is an HDF5 file, as Keras writes";
    }
    for (byte b : start) {
      if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
        return "it begins as neither";
      }
    }
    return "it is text";
  }

  private static boolean begins(byte[] start, String with) {
    byte[] beginning = with.getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < beginning.length; i++) {
      if (i >= start.length || start[i] != beginning[i]) {
        return false;
      }
    }
    return true;
  }
}
