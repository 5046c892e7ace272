package dev.softmax.symbolic;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.PathIterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What JLaTeXMath draws, as elements of SVG: letters, each outlined once and used where it
/// stands, and rules.
final class OutlineGraphics extends UnusedGraphics {
  private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

  /// Two digits after the point are enough for a path.
  private static final double HUNDRED = 100;

  private final Map<String, String> letters = new LinkedHashMap<>();
  private final StringBuilder drawn = new StringBuilder();
  private final RenderingHints hints = new RenderingHints(Map.of());
  private AffineTransform transform = new AffineTransform();
  private Font font = new Font(Font.SERIF, Font.PLAIN, 1);
  private Color color = Color.BLACK;
  private Stroke stroke = new BasicStroke();

  /// The elements inside `svg`.
  String elements() {
    StringBuilder all = new StringBuilder("<defs>\n");
    letters.forEach(
        (path, id) ->
            all.append("<path id=\"").append(id).append("\" d=\"").append(path).append("\"/>\n"));
    return all.append("</defs>\n").append(drawn).toString();
  }

  @Override
  public void drawString(String text, float x, float y) {
    Shape outline = font.createGlyphVector(EXACT, text).getOutline();
    String path = path(outline, new AffineTransform());
    if (path.isEmpty()) {
      return;
    }
    String id = letters.computeIfAbsent(path, _ -> "g" + letters.size());
    AffineTransform place = new AffineTransform(transform);
    place.translate(x, y);
    drawn.append(
        "<use href=\"#%s\" transform=\"matrix(%s %s %s %s %s %s)\"%s/>\n"
            .formatted(
                id,
                number(place.getScaleX()),
                number(place.getShearY()),
                number(place.getShearX()),
                number(place.getScaleY()),
                number(place.getTranslateX()),
                number(place.getTranslateY()),
                ink()));
  }

  @Override
  public void drawString(String text, int x, int y) {
    drawString(text, (float) x, (float) y);
  }

  @Override
  public void fill(Shape shape) {
    drawn.append("<path d=\"%s\"%s/>\n".formatted(path(shape, transform), ink()));
  }

  @Override
  public void draw(Shape shape) {
    fill(stroke.createStrokedShape(shape));
  }

  @Override
  public void fillRect(int x, int y, int width, int height) {
    fill(new Rectangle(x, y, width, height));
  }

  @Override
  public void drawLine(int fromX, int fromY, int toX, int toY) {
    draw(new Line2D.Double(fromX, fromY, toX, toY));
  }

  private String ink() {
    return color.equals(Color.BLACK) ? "" : " fill=\"#%06x\"".formatted(color.getRGB() & 0xffffff);
  }

  private static String path(Shape shape, AffineTransform by) {
    StringBuilder path = new StringBuilder();
    double[] c = new double[6];
    for (PathIterator i = shape.getPathIterator(by); !i.isDone(); i.next()) {
      int points =
          switch (i.currentSegment(c)) {
            case PathIterator.SEG_MOVETO -> segment(path, 'M', 1);
            case PathIterator.SEG_LINETO -> segment(path, 'L', 1);
            case PathIterator.SEG_QUADTO -> segment(path, 'Q', 2);
            case PathIterator.SEG_CUBICTO -> segment(path, 'C', 3);
            default -> segment(path, 'Z', 0);
          };
      for (int k = 0; k < 2 * points; k++) {
        path.append(k == 0 ? "" : " ").append(number(Math.rint(c[k] * HUNDRED) / HUNDRED));
      }
    }
    return path.toString();
  }

  private static int segment(StringBuilder path, char letter, int points) {
    path.append(letter);
    return points;
  }

  /// Enough for a page of some thousand pixels, and for letters described at a size of 100.
  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value).replaceFirst("\\.?0+$", "");
    return text.equals("-0") ? "0" : text;
  }

  @Override
  public AffineTransform getTransform() {
    return new AffineTransform(transform);
  }

  @Override
  public void setTransform(AffineTransform to) {
    transform = new AffineTransform(to);
  }

  @Override
  public void translate(double x, double y) {
    transform.translate(x, y);
  }

  @Override
  public void scale(double x, double y) {
    transform.scale(x, y);
  }

  @Override
  public void rotate(double angle) {
    transform.rotate(angle);
  }

  @Override
  public Font getFont() {
    return font;
  }

  @Override
  public void setFont(Font to) {
    font = to;
  }

  @Override
  public Color getColor() {
    return color;
  }

  @Override
  public void setColor(Color to) {
    color = to;
  }

  @Override
  public Stroke getStroke() {
    return stroke;
  }

  @Override
  public void setStroke(Stroke to) {
    stroke = to;
  }

  @Override
  public @Nullable Object getRenderingHint(RenderingHints.Key key) {
    return hints.get(key);
  }

  @Override
  public void setRenderingHint(RenderingHints.Key key, Object value) {
    hints.put(key, value);
  }

  @Override
  public RenderingHints getRenderingHints() {
    return (RenderingHints) hints.clone();
  }

  @Override
  public void setRenderingHints(Map<?, ?> to) {
    hints.clear();
    hints.putAll(to);
  }

  @Override
  public void dispose() {
    // Nothing is held.
  }
}
