package dev.softmax.plot;

import java.awt.Shape;
import java.io.IOException;

/// A sheet to draw on, in pixels with y growing downwards; one for each format.
sealed interface Canvas permits PdfCanvas, PngCanvas, SvgCanvas {
  /// Pixels of a picture for each pixel of a sheet without pixels: as 288 dots per inch in print.
  double FINEST = 3;

  /// Opacity of a tint.
  double TINT = 0.2;

  /// Fills a shape with a colour `0xRRGGBB`.
  void fill(Shape shape, int rgb);

  /// Fills a shape with a colour so thinly that what lies beneath can be seen.
  void tint(Shape shape, int rgb);

  void stroke(Shape shape, Pen pen);

  /// Writes text whose baseline is at y.
  void text(String text, double x, double y, Lettering lettering) throws IOException;

  /// Stretches a picture over the box.
  void image(Pixels pixels, Box box) throws IOException;

  /// Pixels of a picture that are worth showing for each pixel of the sheet.
  double resolution();

  /// From here to [#unclip()] only what lies in the box is drawn.
  void clip(Box box);

  void unclip();

  /// How wide the text is, in pixels.
  double width(String text, Lettering lettering);

  /// The finished document.
  byte[] finish() throws IOException;

  /// How a line is drawn.
  record Pen(int rgb, double width, double... dash) {}

  /// Where the point of a text lies along it.
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /// How text is written.
  ///
  /// @param size in pixels
  /// @param angle counter-clockwise, in degrees
  record Lettering(double size, boolean bold, int rgb, Anchor anchor, double angle) {
    Lettering at(Anchor anchor) {
      return new Lettering(size, bold, rgb, anchor, angle);
    }

    Lettering turned(double angle) {
      return new Lettering(size, bold, rgb, anchor, angle);
    }

    Lettering colored(int rgb) {
      return new Lettering(size, bold, rgb, anchor, angle);
    }

    Lettering sized(double size) {
      return new Lettering(size, bold, rgb, anchor, angle);
    }

    /// From the middle of capitals and digits down to the baseline.
    double drop() {
      return 0.36 * size;
    }
  }

  /// A picture, row by row from the top, colours `0xRRGGBB`.
  ///
  /// @param smooth whether a viewer may blur it when it enlarges it
  record Pixels(int width, int height, int[] rgb, boolean smooth) {}
}
