package dev.softmax.plot;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/// Writes SVG 1.1: shapes as paths, text as text.
final class SvgCanvas implements Canvas {
  // Which of the fonts a viewer has is not known here; DejaVu Sans is a seventh wider than
  // Helvetica.
  private static final double WIDEST_FONT = 1.14;

  private final StringBuilder out = new StringBuilder();
  private int clips;

  SvgCanvas(int width, int height) {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"")
        .append(" xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" width=\"")
        .append(width)
        .append("\" height=\"")
        .append(height)
        .append("\" viewBox=\"0 0 ")
        .append(width)
        .append(' ')
        .append(height)
        .append(
            "\" font-family=\"Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif\">")
        .append("\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
  }

  @Override
  public void fill(Shape shape, int rgb) {
    out.append("<path d=\"").append(path(shape)).append("\" fill=\"").append(color(rgb));
    out.append("\"/>\n");
  }

  @Override
  public void tint(Shape shape, int rgb) {
    out.append("<path d=\"").append(path(shape)).append("\" fill=\"").append(color(rgb));
    out.append("\" fill-opacity=\"").append(Numbers.coordinate(TINT)).append("\"/>\n");
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    out.append("<path d=\"")
        .append(path(shape))
        .append("\" fill=\"none\" stroke-linejoin=\"round\" stroke=\"")
        .append(color(pen.rgb()))
        .append("\" stroke-width=\"")
        .append(Numbers.coordinate(pen.width()));
    if (pen.dash().length > 0) {
      out.append("\" stroke-dasharray=\"");
      for (double length : pen.dash()) {
        out.append(Numbers.coordinate(length)).append(' ');
      }
      out.setLength(out.length() - 1);
    }
    out.append("\"/>\n");
  }

  @Override
  public void text(String text, double x, double y, Lettering lettering) {
    String at = Numbers.coordinate(x);
    String baseline = Numbers.coordinate(y);
    out.append("<text x=\"").append(at).append("\" y=\"").append(baseline);
    out.append("\" font-size=\"").append(Numbers.coordinate(lettering.size()));
    out.append("\" fill=\"").append(color(lettering.rgb()));
    switch (lettering.anchor()) {
      case START -> {}
      case MIDDLE -> out.append("\" text-anchor=\"middle");
      case END -> out.append("\" text-anchor=\"end");
    }
    if (lettering.bold()) {
      out.append("\" font-weight=\"bold");
    }
    if (lettering.angle() != 0) {
      out.append("\" transform=\"rotate(").append(Numbers.coordinate(-lettering.angle()));
      out.append(' ').append(at).append(' ').append(baseline).append(')');
    }
    out.append("\">").append(escaped(text)).append("</text>\n");
  }

  @Override
  public void image(Pixels pixels, Box box) throws IOException {
    out.append("<image x=\"")
        .append(Numbers.coordinate(box.x()))
        .append("\" y=\"")
        .append(Numbers.coordinate(box.y()))
        .append("\" width=\"")
        .append(Numbers.coordinate(box.width()))
        .append("\" height=\"")
        .append(Numbers.coordinate(box.height()))
        .append("\" preserveAspectRatio=\"none\" image-rendering=\"")
        .append(pixels.smooth() ? "auto" : "optimizeSpeed")
        .append("\" xlink:href=\"data:image/png;base64,")
        .append(Base64.getEncoder().encodeToString(PngCanvas.encode(pixels)))
        .append("\"/>\n");
  }

  @Override
  public double resolution() {
    return FINEST;
  }

  @Override
  public void clip(Box box) {
    clips++;
    out.append("<clipPath id=\"clip").append(clips).append("\"><path d=\"");
    out.append(path(box.shape())).append("\"/></clipPath>\n");
    out.append("<g clip-path=\"url(#clip").append(clips).append(")\">\n");
  }

  @Override
  public void unclip() {
    out.append("</g>\n");
  }

  @Override
  public double width(String text, Lettering lettering) {
    return WIDEST_FONT * Helvetica.width(text, lettering);
  }

  @Override
  public byte[] finish() {
    return out.append("</svg>\n").toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String color(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb & 0xffffff);
  }

  /// Letters that XML does not allow at all become a question mark.
  private static String escaped(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            letter -> {
              switch (letter) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> {
                  boolean allowed =
                      letter >= ' '
                          && (letter < 0xD800 || letter > 0xDFFF)
                          && letter != 0xFFFE
                          && letter != 0xFFFF;
                  safe.appendCodePoint(allowed ? letter : '?');
                }
              }
            });
    return safe.toString();
  }

  private static String path(Shape shape) {
    StringBuilder path = new StringBuilder();
    double[] at = new double[6];
    for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
      int segment = i.currentSegment(at);
      path.append("MLQCZ".charAt(segment));
      int numbers = segment == PathIterator.SEG_CLOSE ? 0 : 2 * Math.max(1, segment);
      for (int k = 0; k < numbers; k++) {
        path.append(k == 0 ? "" : " ").append(Numbers.coordinate(at[k]));
      }
    }
    return path.toString();
  }
}
