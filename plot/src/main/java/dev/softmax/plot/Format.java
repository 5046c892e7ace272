package dev.softmax.plot;

import java.nio.file.Path;
import java.util.Locale;

/// What a figure can be written as.
enum Format {
  PNG,
  SVG,
  PDF;

  /// The format that the ending of a file's name asks for.
  static Format of(Path file) {
    Path name = file.getFileName();
    String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    for (Format format : values()) {
      if (lower.endsWith("." + format.name().toLowerCase(Locale.ROOT))) {
        return format;
      }
    }
    throw new IllegalArgumentException(
        "figure: the file " + file + " must end in .png, .svg or .pdf");
  }
}
