package dev.softmax.plot;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/// Draws with Java2D into pixels.
final class PngCanvas implements Canvas {
  private static final double INCHES_PER_METER = 1 / 0.0254;

  private final BufferedImage picture;
  private final Graphics2D graphics;
  private final double scale;

  PngCanvas(int width, int height, double scale) throws IOException {
    if (!(scale >= 0.1 && scale <= 20)) {
      throw new IllegalArgumentException("figure: scale " + scale + " is not in 0.1..20");
    }
    Lettered.requireFont("a .png");
    this.scale = scale;
    picture =
        new BufferedImage(
            (int) Math.round(width * scale),
            (int) Math.round(height * scale),
            BufferedImage.TYPE_INT_RGB);
    graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    graphics.scale(scale, scale);
    hint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    hint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    hint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
  }

  private void hint(RenderingHints.Key key, Object value) {
    graphics.setRenderingHint(key, value);
  }

  @Override
  public void fill(Shape shape, int rgb) {
    hint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(new Color(rgb));
    graphics.fill(shape);
  }

  @Override
  public void tint(Shape shape, int rgb) {
    Composite before = graphics.getComposite();
    graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) TINT));
    fill(shape, rgb);
    graphics.setComposite(before);
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    // Straight lines are moved onto whole pixels to be crisp; curves would get bumps from it.
    hint(
        RenderingHints.KEY_STROKE_CONTROL,
        shape instanceof Line2D
            ? RenderingHints.VALUE_STROKE_NORMALIZE
            : RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(new Color(pen.rgb()));
    float[] dash = new float[pen.dash().length];
    for (int i = 0; i < dash.length; i++) {
      dash[i] = (float) pen.dash()[i];
    }
    graphics.setStroke(
        new BasicStroke(
            (float) pen.width(),
            BasicStroke.CAP_BUTT,
            BasicStroke.JOIN_ROUND,
            10,
            dash.length == 0 ? null : dash,
            0));
    graphics.draw(shape);
  }

  @Override
  public void text(String text, double x, double y, Lettering lettering) {
    AffineTransform before = graphics.getTransform();
    graphics.translate(x, y);
    graphics.rotate(-Math.toRadians(lettering.angle()));
    graphics.setFont(Lettered.font(lettering));
    graphics.setColor(new Color(lettering.rgb()));
    graphics.drawString(text, (float) Lettered.shift(width(text, lettering), lettering), 0);
    graphics.setTransform(before);
  }

  @Override
  public void image(Pixels pixels, Box box) {
    hint(
        RenderingHints.KEY_INTERPOLATION,
        pixels.smooth()
            ? RenderingHints.VALUE_INTERPOLATION_BILINEAR
            : RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    AffineTransform place = AffineTransform.getTranslateInstance(box.x(), box.y());
    place.scale(box.width() / pixels.width(), box.height() / pixels.height());
    graphics.drawImage(picture(pixels), place, null);
  }

  @Override
  public double resolution() {
    return scale;
  }

  @Override
  public void clip(Box box) {
    graphics.setClip(box.shape());
  }

  @Override
  public void unclip() {
    graphics.setClip(null);
  }

  @Override
  public double width(String text, Lettering lettering) {
    Font font = Lettered.font(lettering);
    return font.getStringBounds(text, graphics.getFontRenderContext()).getWidth();
  }

  @Override
  public byte[] finish() throws IOException {
    graphics.dispose();
    return encode(picture, 96 * scale * INCHES_PER_METER);
  }

  /// The pixels as a PNG of their own.
  static byte[] encode(Pixels pixels) throws IOException {
    return encode(picture(pixels), 96 * INCHES_PER_METER);
  }

  private static BufferedImage picture(Pixels pixels) {
    BufferedImage image =
        new BufferedImage(pixels.width(), pixels.height(), BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, pixels.width(), pixels.height(), pixels.rgb(), 0, pixels.width());
    return image;
  }

  private static byte[] encode(BufferedImage image, double dotsPerMeter) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    IIOMetadataNode density = new IIOMetadataNode("pHYs");
    String dots = Long.toString(Math.round(dotsPerMeter));
    density.setAttribute("pixelsPerUnitXAxis", dots);
    density.setAttribute("pixelsPerUnitYAxis", dots);
    density.setAttribute("unitSpecifier", "meter");
    IIOMetadataNode root = new IIOMetadataNode("javax_imageio_png_1.0");
    root.appendChild(density);
    metadata.mergeTree("javax_imageio_png_1.0", root);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, metadata));
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
