package dev.softmax.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.InflaterOutputStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

/// Files and bytes of every kind of figure.
class FormatsTest {
  @TempDir private Path folder;

  static Stream<Figure> figures() {
    return Samples.all().stream();
  }

  @ParameterizedTest
  @MethodSource("figures")
  void pngHasTheFramesSizeTimesTheScale(Figure figure) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png(1.5)));
    assertThat(image.getWidth()).isEqualTo(Math.round(1.5 * figure.frame().width()));
    assertThat(image.getHeight()).isEqualTo(Math.round(1.5 * figure.frame().height()));
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y));
      }
    }
    assertThat(colors).as("colours").hasSizeGreaterThan(20);
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffffffff);
  }

  @ParameterizedTest
  @MethodSource("figures")
  void svgIsWellFormed(Figure figure) throws Exception {
    byte[] bytes = figure.svg().getBytes(StandardCharsets.UTF_8);
    NodeList texts =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(bytes))
            .getElementsByTagName("text");
    assertThat(texts.getLength()).isGreaterThan(5);
    assertThat(figure.svg()).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @ParameterizedTest
  @MethodSource("figures")
  void pdfPointsToItsObjects(Figure figure) throws IOException {
    byte[] bytes = figure.pdf();
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("%PDF-1.4\n").endsWith("%%EOF\n");
    Matcher table = Pattern.compile("startxref\n(\\d+)\n").matcher(text);
    assertThat(table.find()).isTrue();
    int start = Integer.parseInt(table.group(1));
    assertThat(text.substring(start)).startsWith("xref\n");
    Matcher offsets = Pattern.compile("(\\d{10}) 00000 n ").matcher(text.substring(start));
    int object = 1;
    while (offsets.find()) {
      assertThat(text.substring(Integer.parseInt(offsets.group(1))))
          .startsWith(object + " 0 obj\n");
      object++;
    }
    assertThat(object).isGreaterThan(6);
  }

  @ParameterizedTest
  @MethodSource("figures")
  void theSameFigureGivesTheSameBytes(Figure figure) throws IOException {
    assertThat(figure.svg()).isEqualTo(figure.svg());
    assertThat(figure.pdf()).isEqualTo(figure.pdf());
    assertThat(figure.png(1)).isEqualTo(figure.png(1));
  }

  @Test
  void pdfWritesLatinTextAsTextAndOtherLettersAsOutlines() throws IOException {
    String page = page(Samples.bars().with(Frame.of("2 \u2212 1", "x", "y")).pdf());
    // "2 − 1" with the minus sign at its own place, 127.
    assertThat(page).contains("<32207f2031> Tj").contains("<67e46d6d61> Tj");
    String greek = page(Samples.bars().with(Frame.of("Ω", "x", "y")).pdf());
    assertThat(greek.lines().filter(line -> line.endsWith(" c")).count()).isGreaterThan(5);
  }

  @Test
  void pdfTintsBandsByAGraphicsState() throws IOException {
    byte[] pdf = Samples.bands().pdf();
    assertThat(new String(pdf, StandardCharsets.ISO_8859_1)).contains("/T << /ca 0.2 >>");
    assertThat(page(pdf).split("/T gs", -1)).hasSize(3);
    assertThat(page(Samples.bars().pdf())).doesNotContain("/T gs");
  }

  private static String page(byte[] pdf) throws IOException {
    String text = new String(pdf, StandardCharsets.ISO_8859_1);
    int from = text.indexOf("stream\n", text.indexOf("4 0 obj")) + "stream\n".length();
    int to = text.indexOf("\nendstream", from);
    ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
    try (InflaterOutputStream inflater = new InflaterOutputStream(unpacked)) {
      inflater.write(pdf, from, to - from);
    }
    return unpacked.toString(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"figure.png", "figure.SVG", "figure.with.dots.pdf"})
  void savesByTheEndingAndLeavesNothingElse(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "older");
    Samples.bars().save(file);
    String start = new String(Files.readAllBytes(file), 0, 5, StandardCharsets.ISO_8859_1);
    assertThat(start).isIn("\u0089PNG\r", "<?xml", "%PDF-");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"figure.gif", "figure", "png", ".svgz", "a.png/"})
  void otherEndingsAreToldTheAllowedOnes(String name) throws IOException {
    Path file = folder.resolve(name + (name.endsWith("/") ? "b.txt" : ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.bars().save(file))
        .withMessage("figure: the file " + file + " must end in .png, .svg or .pdf");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void missingFoldersAreNamed() {
    Path file = folder.resolve("missing").resolve("figure.svg");
    assertThatThrownBy(() -> Samples.bars().save(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the folder " + folder.resolve("missing") + " does not exist");
    assertThatThrownBy(() -> Samples.bars().save(Files.createDirectory(folder.resolve("a.svg"))))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("a.svg is a folder");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 21, Double.NaN})
  void scalesOutsideTheRangeAreRefused(double scale) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Samples.bars().png(scale))
        .withMessage("figure: scale " + scale + " is not in 0.1..20");
  }
}
