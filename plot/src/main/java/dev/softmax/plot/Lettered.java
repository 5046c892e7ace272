package dev.softmax.plot;

import java.awt.AWTError;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.io.IOException;

/// Text set in the sans-serif font that Java finds on this machine.
final class Lettered {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private Lettered() {}

  static Font font(Canvas.Lettering lettering) {
    int style = lettering.bold() ? Font.BOLD : Font.PLAIN;
    return new Font(Font.SANS_SERIF, style, 1).deriveFont((float) lettering.size());
  }

  /// Java has no font of its own and fails in several ways where the machine has none either: with
  /// an `Error` where there is no font file, a `RuntimeException` without fontconfig, a
  /// `LinkageError` without freetype, and `NoClassDefFoundError` from then on.
  ///
  /// @param what needs the font
  /// @throws IOException saying what to install
  static void requireFont(String what) throws IOException {
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, 12).getStringBounds("0", CONTEXT);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (AWTError e) {
      throw new IOException(
          "figure: Java cannot reach the display that DISPLAY names ("
              + e.getMessage()
              + "), and "
              + what
              + " needs fonts; unset DISPLAY or run java with -Djava.awt.headless=true",
          e);
    } catch (RuntimeException | Error e) {
      throw new IOException(
          "figure: Java finds no font on this machine, and "
              + what
              + " needs one; install fontconfig and a font (Debian: apt-get install fontconfig"
              + " fonts-dejavu-core), or write an .svg",
          e);
    }
  }

  /// The outline of a text at (x, y), for formats whose own fonts lack its letters.
  static Shape outline(String text, double x, double y, Canvas.Lettering lettering)
      throws IOException {
    requireFont("a .pdf with the text '" + text + "'");
    Font font = font(lettering);
    AffineTransform place = AffineTransform.getTranslateInstance(x, y);
    place.rotate(-Math.toRadians(lettering.angle()));
    place.translate(shift(font.getStringBounds(text, CONTEXT).getWidth(), lettering), 0);
    // A layout rather than a glyph vector: it joins and reorders the letters of scripts that need
    // it.
    return new TextLayout(text, font, CONTEXT).getOutline(place);
  }

  /// Where a text of the given width starts, from its point.
  static double shift(double width, Canvas.Lettering lettering) {
    return switch (lettering.anchor()) {
      case START -> 0;
      case MIDDLE -> -width / 2;
      case END -> -width;
    };
  }
}
