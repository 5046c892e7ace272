package dev.softmax.plot;

import java.awt.Shape;
import java.awt.geom.PathIterator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.DeflaterOutputStream;

/// Writes PDF 1.4 of one page: shapes as paths, text in Helvetica, which readers bring along; letters
/// that its encoding lacks as outlines. The document carries no date and no identifier.
final class PdfCanvas implements Canvas {
  private static final double POINTS_PER_PIXEL = 0.75;
  private static final Charset LATIN = Charset.forName("windows-1252");
  // The minus sign is a glyph of Helvetica, but in no place of the encoding: this free one gets it.
  private static final int MINUS_CODE = 127;
  private static final int FIRST_IMAGE = 7;

  private final StringBuilder page = new StringBuilder();
  private final List<byte[]> images = new ArrayList<>();
  private final CharsetEncoder latin = LATIN.newEncoder();
  private final double width;
  private final double height;

  PdfCanvas(int width, int height) {
    this.width = width * POINTS_PER_PIXEL;
    this.height = height * POINTS_PER_PIXEL;
    put(POINTS_PER_PIXEL, 0, 0, -POINTS_PER_PIXEL, 0, this.height).append("cm\n");
  }

  @Override
  public void fill(Shape shape, int rgb) {
    color(rgb, "rg");
    path(shape);
    page.append("f\n");
  }

  @Override
  public void tint(Shape shape, int rgb) {
    page.append("q /T gs\n");
    fill(shape, rgb);
    page.append("Q\n");
  }

  @Override
  public void stroke(Shape shape, Pen pen) {
    color(pen.rgb(), "RG");
    put(pen.width()).append("w 1 j [");
    put(pen.dash()).append("] 0 d\n");
    path(shape);
    page.append("S\n");
  }

  @Override
  public void text(String text, double x, double y, Lettering lettering) throws IOException {
    if (!latin.canEncode(text.replace(Numbers.MINUS, '-'))) {
      fill(Lettered.outline(text, x, y, lettering), lettering.rgb());
      return;
    }
    double angle = Math.toRadians(lettering.angle());
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double shift = Lettered.shift(Helvetica.width(text, lettering), lettering);
    color(lettering.rgb(), "rg");
    page.append("BT ").append(lettering.bold() ? "/B " : "/R ");
    put(lettering.size()).append("Tf ");
    // The page is upside down (y grows downwards); this matrix turns the letters back.
    put(cos, -sin, -sin, -cos, x + shift * cos, y - shift * sin).append("Tm <");
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      int code =
          letter == Numbers.MINUS ? MINUS_CODE : String.valueOf(letter).getBytes(LATIN)[0] & 0xff;
      page.append(String.format(Locale.ROOT, "%02x", code));
    }
    page.append("> Tj ET\n");
  }

  @Override
  public void image(Pixels pixels, Box box) throws IOException {
    page.append("q ");
    put(box.width(), 0, 0, -box.height(), box.x(), box.bottom()).append("cm /I");
    page.append(images.size()).append(" Do Q\n");
    byte[] colors = new byte[3 * pixels.rgb().length];
    for (int i = 0; i < pixels.rgb().length; i++) {
      int rgb = pixels.rgb()[i];
      colors[3 * i] = (byte) (rgb >> 16);
      colors[3 * i + 1] = (byte) (rgb >> 8);
      colors[3 * i + 2] = (byte) rgb;
    }
    String head =
        "/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 /Width "
            + pixels.width()
            + " /Height "
            + pixels.height()
            + " /Interpolate "
            + pixels.smooth();
    images.add(stream(head, colors));
  }

  @Override
  public double resolution() {
    return FINEST;
  }

  @Override
  public void clip(Box box) {
    page.append("q ");
    path(box.shape());
    page.append("W n\n");
  }

  @Override
  public void unclip() {
    page.append("Q\n");
  }

  @Override
  public double width(String text, Lettering lettering) {
    return Helvetica.width(text, lettering);
  }

  @Override
  public byte[] finish() throws IOException {
    StringBuilder pictures = new StringBuilder();
    for (int i = 0; i < images.size(); i++) {
      pictures.append("/I").append(i).append(' ').append(FIRST_IMAGE + i).append(" 0 R ");
    }
    String box = Numbers.coordinate(width) + " " + Numbers.coordinate(height);
    List<byte[]> objects = new ArrayList<>();
    objects.add(ascii("<< /Type /Catalog /Pages 2 0 R >>"));
    objects.add(ascii("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"));
    objects.add(
        ascii(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 "
                + box
                + "] /Contents 4 0 R /Resources << /Font << /R 5 0 R /B 6 0 R >> /XObject << "
                + pictures
                + ">> /ExtGState << /T << /ca "
                + Numbers.coordinate(TINT)
                + " >> >> >> >>"));
    objects.add(stream("", ascii(page.toString())));
    objects.add(font("Helvetica"));
    objects.add(font("Helvetica-Bold"));
    objects.addAll(images);
    return document(objects);
  }

  private static byte[] document(List<byte[]> objects) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(ascii("%PDF-1.4\n"));
    // Four bytes above 127 tell programs that copy files that this one is not text.
    out.write(new byte[] {'%', (byte) 0xE2, (byte) 0xE3, (byte) 0xCF, (byte) 0xD3, '\n'});
    StringBuilder offsets = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      offsets.append(String.format(Locale.ROOT, "%010d 00000 n \n", out.size()));
      out.write(ascii((i + 1) + " 0 obj\n"));
      out.write(objects.get(i));
      out.write(ascii("\nendobj\n"));
    }
    int table = out.size();
    int count = objects.size() + 1;
    out.write(ascii("xref\n0 " + count + "\n" + offsets));
    out.write(ascii("trailer\n<< /Size " + count + " /Root 1 0 R >>\n"));
    out.write(ascii("startxref\n" + table + "\n%%EOF\n"));
    return out.toByteArray();
  }

  private static byte[] font(String name) {
    return ascii(
        "<< /Type /Font /Subtype /Type1 /BaseFont /"
            + name
            + " /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences ["
            + MINUS_CODE
            + " /minus] >> >>");
  }

  private static byte[] stream(String head, byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
      deflater.write(content);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(
        ascii("<< " + head + " /Filter /FlateDecode /Length " + packed.size() + " >>\nstream\n"));
    packed.writeTo(out);
    out.write(ascii("\nendstream"));
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private void color(int rgb, String operator) {
    put((rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
    page.append(operator).append('\n');
  }

  private void path(Shape shape) {
    double[] at = new double[6];
    double x = 0;
    double y = 0;
    for (PathIterator i = shape.getPathIterator(null); !i.isDone(); i.next()) {
      int segment = i.currentSegment(at);
      switch (segment) {
        case PathIterator.SEG_MOVETO -> put(at[0], at[1]).append("m\n");
        case PathIterator.SEG_LINETO -> put(at[0], at[1]).append("l\n");
        case PathIterator.SEG_CUBICTO ->
            put(at[0], at[1], at[2], at[3], at[4], at[5]).append("c\n");
        case PathIterator.SEG_QUADTO -> {
          // PDF knows cubic curves only; a quadratic one is this cubic one.
          double fromX = x + 2.0 / 3 * (at[0] - x);
          double fromY = y + 2.0 / 3 * (at[1] - y);
          double toX = at[2] + 2.0 / 3 * (at[0] - at[2]);
          double toY = at[3] + 2.0 / 3 * (at[1] - at[3]);
          put(fromX, fromY, toX, toY, at[2], at[3]).append("c\n");
        }
        default -> page.append("h\n");
      }
      if (segment != PathIterator.SEG_CLOSE) {
        x = at[2 * Math.max(1, segment) - 2];
        y = at[2 * Math.max(1, segment) - 1];
      }
    }
  }

  private StringBuilder put(double... numbers) {
    for (double number : numbers) {
      page.append(Numbers.precise(number)).append(' ');
    }
    return page;
  }
}
