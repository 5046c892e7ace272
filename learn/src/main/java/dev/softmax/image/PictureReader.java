package dev.softmax.image;

import dev.softmax.io.InputException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads pictures from JPEG, PNG, GIF (the first frame), BMP, TIFF and WebP files, told by their content.
///
/// Samples are those of Pillow's `ImageOps.exif_transpose(Image.open(file)).convert("RGB")`: a picture lies
/// as its EXIF orientation says, alpha is left out and not blended, profiles of colours are not applied,
/// CMYK is turned to RGB by a formula, and of 16 bits the upper 8 are taken.
public final class PictureReader {
  private PictureReader() {}

  /// Reads a picture `(H, W, 3)`, red, green and blue.
  ///
  /// @param file the file
  /// @throws InputException if it cannot be read, is no picture, is damaged or truncated, or has more
  ///     pixels than by default are allowed
  public static Picture read(Path file) {
    return read(file, PictureOptions.defaults());
  }

  /// Reads a picture `(H, W, 3)`, red, green and blue.
  ///
  /// @param file the file
  /// @param options how many pixels are allowed
  /// @throws InputException if it cannot be read, is no picture, is damaged or truncated, or has more
  ///     pixels than are allowed
  public static Picture read(Path file, PictureOptions options) {
    return decode(bytes(file), file.toString(), options).colour();
  }

  /// Reads a picture in grey `(H, W, 1)`, as `convert("L")` makes it of red, green and blue.
  ///
  /// @param file the file
  /// @throws InputException if it cannot be read, is no picture, is damaged or truncated, or has more
  ///     pixels than by default are allowed
  public static Picture readGrey(Path file) {
    return readGrey(file, PictureOptions.defaults());
  }

  /// Reads a picture in grey `(H, W, 1)`, as `convert("L")` makes it of red, green and blue.
  ///
  /// @param file the file
  /// @param options how many pixels are allowed
  /// @throws InputException if it cannot be read, is no picture, is damaged or truncated, or has more
  ///     pixels than are allowed
  public static Picture readGrey(Path file, PictureOptions options) {
    return decode(bytes(file), file.toString(), options).grey();
  }

  /// Reads a picture `(H, W, 3)` that is in memory.
  ///
  /// @param file the bytes of a file
  /// @param name what errors call it
  /// @param options how many pixels are allowed
  /// @throws InputException as [#read(Path, PictureOptions)]
  public static Picture read(byte[] file, String name, PictureOptions options) {
    return decode(file, name, options).colour();
  }

  private static byte[] bytes(Path file) {
    if (Files.isDirectory(file)) {
      throw new InputException(file + ": is a folder, not a picture");
    }
    try {
      return Files.readAllBytes(file);
    } catch (OutOfMemoryError e) {
      throw new InputException(file + ": is too large to be read as a picture", e);
    } catch (IOException e) {
      throw InputException.unreadable(file, e);
    }
  }

  private static Picture decode(byte[] file, String name, PictureOptions options) {
    if (file.length == 0) {
      throw new InputException(name + ": is empty");
    }
    PictureFormat format = PictureFormat.of(file);
    if (format == null) {
      throw new InputException(name + ": is no picture; " + PictureFormat.NAMES + " are read");
    }
    try {
      Picture picture =
          switch (format) {
            case JPEG -> JpegPicture.decode(file, options);
            case WEBP -> WebpPicture.decode(file, options);
            case PNG, GIF, BMP, TIFF -> RasterPicture.decode(file, format, options);
          };
      return Orientation.of(ExifTags.orientation(file, format)).apply(picture);
    } catch (EOFException e) {
      throw new InputException(name + ": the " + format + " picture is truncated", e);
    } catch (IOException e) {
      throw new InputException(
          name + ": the " + format + " picture cannot be decoded: " + reason(e), e);
    } catch (RuntimeException e) {
      // ImageIO's readers throw whatever their arrays and tables throw when a file is damaged.
      throw new InputException(name + ": the " + format + " picture is truncated or damaged", e);
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? "it is damaged" : message;
  }
}
