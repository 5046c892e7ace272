package dev.softmax.image;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The kinds of files that are read, told by how they begin and not by their names.
enum PictureFormat {
  JPEG,
  PNG,
  GIF,
  BMP,
  TIFF,
  WEBP;

  /// What a person calls all of them.
  static final String NAMES = "JPEG, PNG, GIF, BMP, TIFF and WebP";

  /// The format of a file, or null if it is none of these.
  static @Nullable PictureFormat of(byte[] file) {
    if (begins(file, 0, "ÿØÿ")) {
      return JPEG;
    }
    if (begins(file, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (begins(file, 0, "GIF87a") || begins(file, 0, "GIF89a")) {
      return GIF;
    }
    if (begins(file, 0, "RIFF") && begins(file, 8, "WEBP")) {
      return WEBP;
    }
    if (begins(file, 0, "II*\0") || begins(file, 0, "MM\0*")) {
      return TIFF;
    }
    return begins(file, 0, "BM") ? BMP : null;
  }

  private static boolean begins(byte[] file, int at, String magic) {
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    if (file.length < at + bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if (file[at + i] != bytes[i]) {
        return false;
      }
    }
    return true;
  }
}
