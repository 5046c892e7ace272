package dev.softmax.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// Pictures in figures, and bars beside them.
class RasterTest {
  /// Four pixels: red, green above blue, white.
  private static final Raster FOUR =
      Raster.of(new byte[] {-1, 0, 0, 0, -1, 0, 0, 0, -1, -1, -1, -1}, 2, 2)
          .with(Frame.of("", "", "").withSize(224, 424));

  private static BufferedImage png(Figure figure, double scale) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(figure.png(scale)));
  }

  @Test
  void fewPixelsBecomeSquaresInProportion() throws IOException {
    BufferedImage image = png(FOUR, 1);
    // Of 224 by 424 less margins of 12, the middle 200 by 200.
    assertThat(image.getRGB(12, 112)).isEqualTo(0xffff0000);
    assertThat(image.getRGB(111, 211)).isEqualTo(0xffff0000);
    assertThat(image.getRGB(112, 211)).isEqualTo(0xff00ff00);
    assertThat(image.getRGB(111, 212)).isEqualTo(0xff0000ff);
    assertThat(image.getRGB(12, 111)).as("above").isEqualTo(0xffffffff);
    assertThat(image.getRGB(12, 313)).as("below").isEqualTo(0xffffffff);
    assertThat(image.getRGB(60, 311)).as("last row").isEqualTo(0xff0000ff);
  }

  @Test
  void manyPixelsBecomeTheirMean() throws IOException {
    // Columns in turn black and white; 2000 are shown on 400.
    byte[] rgb = new byte[3 * 2000 * 2000];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 2 == 0 ? 0 : -1);
    }
    Raster stripes = Raster.of(rgb, 2000, 2000).with(Frame.of("", "", "").withSize(224, 224));
    BufferedImage image = png(stripes, 2);
    // Five columns a pixel: two or three of them white.
    assertThat(image.getRGB(224, 224) & 0xff).isIn(102, 153);
    assertThat(image.getRGB(225, 224) & 0xff).isIn(102, 153);
  }

  @Test
  void shrinkingKeepsTheMeanAndParts() {
    // Three columns to two: each has one and a half.
    Raster.Samples three = new Raster.Samples(new byte[] {90, 0, 0, 30, 60, 0, 0, 0, 120}, 1, 3);
    assertThat(RasterDrawing.shrunk(three, 1, 2))
        .containsExactly(70 << 16 | 20 << 8, 10 << 16 | 20 << 8 | 80);
    assertThat(RasterDrawing.shrunk(three, 1, 3)).containsExactly(90 << 16, 0x1e3c00, 120);
  }

  @Test
  void svgEmbedsAPngOfTheSizeThatIsShown() throws IOException {
    String svg = Samples.picture(3000, 1500).with(Frame.of("", "", "").withSize(624, 224)).svg();
    Matcher embedded = Pattern.compile("data:image/png;base64,([^\"]*)\"").matcher(svg);
    assertThat(embedded.find()).isTrue();
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(embedded.group(1))));
    assertThat(image.getHeight()).isEqualTo(600);
    assertThat(image.getWidth()).isEqualTo(300);
    assertThat(svg).contains("width=\"100\" height=\"200\"");
    assertThat(image.getRGB(299, 0) >> 16 & 0xff).isGreaterThan(250);
    assertThat(image.getRGB(0, 599) >> 8 & 0xff).isGreaterThan(250);
  }

  @Test
  void pdfHoldsTheSamplesDeflated() throws IOException {
    String pdf = new String(FOUR.pdf(), StandardCharsets.ISO_8859_1);
    assertThat(pdf).contains("/Width 2 /Height 2 /Interpolate false /Filter /FlateDecode");
    int from = pdf.indexOf("stream\n", pdf.indexOf("/Subtype /Image")) + "stream\n".length();
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    try (InflaterOutputStream inflater = new InflaterOutputStream(unpacked)) {
      inflater.write(FOUR.pdf(), from, pdf.indexOf("\nendstream", from) - from);
    }
    assertThat(unpacked.toByteArray()).containsExactly(-1, 0, 0, 0, -1, 0, 0, 0, -1, -1, -1, -1);
  }

  @Test
  void barsLieAsLongAsTheirProbabilities() throws IOException {
    Bars bars = Bars.of(List.of("a", "b", "c"), new double[] {0.5, 0.25, 0.25});
    BufferedImage image = png(bars.horizontal(), 1);
    int longest = 0;
    int others = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      int length = 0;
      for (int x = 0; x < image.getWidth(); x++) {
        length += image.getRGB(x, y) == (0xff000000 | Colors.BLUE) ? 1 : 0;
      }
      others = length > 0 && length < longest ? length : others;
      longest = Math.max(longest, length);
    }
    assertThat(longest).isGreaterThan(200);
    assertThat((double) others / longest).isBetween(0.49, 0.51);
    assertThat(bars.horizontal().svg()).contains(">0.5000<", ">0.2500<", ">a<");
  }

  @Test
  void pictureStandsBesideTheBars() throws IOException {
    Panels panels = Samples.pictureAndBars();
    String svg = panels.svg();
    assertThat(svg).contains("<image", ">Egyptian cat<", ">0.6100<", ">other (1)<");
    assertThat(svg).containsPattern(">black-and-tan[^<]*…<");
  }

  @Test
  void samplesMustFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Raster.of(new byte[11], 2, 2))
        .withMessage("raster: 11 samples for (2, 2, 3)");
    assertThatIllegalArgumentException().isThrownBy(() -> Raster.of(new byte[0], 0, 2));
  }
}
