package dev.softmax.symbolic;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.scilab.forge.jlatexmath.ParseException;
import org.scilab.forge.jlatexmath.TeXConstants;
import org.scilab.forge.jlatexmath.TeXFormula;
import org.scilab.forge.jlatexmath.TeXIcon;

/// Formulas in LaTeX, drawn one below the other in black on white by JLaTeXMath. No screen is
/// needed.
public final class FormulaPicture {
  private static final float POINTS = 20;
  private static final int MARGIN = 12;
  private static final int MOST_PIXELS = 60_000_000;

  private final List<TeXIcon> icons;

  private FormulaPicture(List<TeXIcon> icons) {
    this.icons = List.copyOf(icons);
  }

  /// Sets formulas.
  ///
  /// @param lines each in LaTeX for mathematics mode, one or more
  /// @return their picture
  /// @throws IllegalArgumentException if there is none, or one cannot be read
  public static FormulaPicture of(List<String> lines) {
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("picture: there is no formula");
    }
    return new FormulaPicture(lines.stream().map(FormulaPicture::set).toList());
  }

  private static TeXIcon set(String line) {
    try {
      TeXIcon icon = new TeXFormula(line).createTeXIcon(TeXConstants.STYLE_DISPLAY, POINTS);
      icon.setForeground(Color.BLACK);
      return icon;
    } catch (ParseException e) {
      throw new IllegalArgumentException("picture: " + line + ": " + e.getMessage(), e);
    }
  }

  /// The picture's width.
  ///
  /// @return pixels of 1/96 inch
  public int width() {
    return icons.stream().mapToInt(TeXIcon::getIconWidth).max().orElseThrow() + 2 * MARGIN;
  }

  /// The picture's height.
  ///
  /// @return pixels of 1/96 inch
  public int height() {
    return icons.stream().mapToInt(icon -> icon.getIconHeight() + MARGIN).sum() + MARGIN;
  }

  private void paint(Graphics2D graphics) {
    int y = MARGIN;
    for (TeXIcon icon : icons) {
      icon.paintIcon(null, graphics, MARGIN, y);
      y += icon.getIconHeight() + MARGIN;
    }
  }

  /// The picture as PNG.
  ///
  /// @param scale dots for each pixel of 1/96 inch
  /// @return the file's bytes
  /// @throws IllegalArgumentException if the scale is not above 0, or the picture would have more
  ///     than 60 million dots
  public byte[] png(double scale) {
    if (!(scale > 0 && width() * scale * (height() * scale) <= MOST_PIXELS)) {
      throw new IllegalArgumentException(
          "picture: %d × %d times %s has more than %d dots, or none"
              .formatted(width(), height(), scale, MOST_PIXELS));
    }
    int width = (int) Math.ceil(width() * scale);
    int height = (int) Math.ceil(height() * scale);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.scale(scale, scale);
    paint(graphics);
    graphics.dispose();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /// The picture as SVG. Letters are outlines, so that it looks the same where their font is
  /// missing; each is described once.
  ///
  /// @return the file's text
  public String svg() {
    OutlineGraphics graphics = new OutlineGraphics();
    paint(graphics);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">
        <rect width="100%%" height="100%%" fill="white"/>
        %s</svg>
        """
        .formatted(width(), height(), width(), height(), graphics.elements());
  }
}
