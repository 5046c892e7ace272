package dev.softmax.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class FormulaPictureTest {
  private static FormulaPicture all(int classes) {
    SoftmaxFormulas formulas =
        SoftmaxFormulas.of(classes).withTemperature(SoftmaxFormulas.TEMPERATURE);
    List<String> lines = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      lines.add(quantity.rule(Notation.LATEX));
      formulas
          .formulas(quantity)
          .forEach(e -> lines.add(e.latex() + " = " + e.full().in(Notation.LATEX)));
    }
    return FormulaPicture.of(lines);
  }

  @Test
  void pngHasInkOnWhite() throws IOException {
    FormulaPicture picture = FormulaPicture.of(List.of("p_i = \\frac{e^{x_i}}{\\sum_j e^{x_j}}"));
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.png(2)));
    assertThat(image.getWidth()).isEqualTo(2 * picture.width());
    assertThat(image.getHeight()).isEqualTo(2 * picture.height());
    int dark = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dark += (image.getRGB(x, y) & 0xff) < 64 ? 1 : 0;
      }
    }
    double share = (double) dark / (image.getWidth() * image.getHeight());
    assertThat(share).isBetween(0.005, 0.2);
    assertThat(image.getRGB(0, 0) & 0xffffff).isEqualTo(0xffffff);
  }

  @Test
  void svgIsWellFormedAndInsideItsFrame() throws Exception {
    FormulaPicture picture = all(2);
    String svg = picture.svg();
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    int letters = document.getElementsByTagName("use").getLength();
    assertThat(letters).isGreaterThan(200);
    // Each letter is described once.
    assertThat(document.getElementsByTagName("path").getLength()).isLessThan(letters);
    var places = Pattern.compile("matrix\\((.*?)\\)").matcher(svg);
    while (places.find()) {
      String[] m = places.group(1).split(" ", -1);
      assertThat(Double.parseDouble(m[4])).isBetween(0.0, (double) picture.width());
      assertThat(Double.parseDouble(m[5])).isBetween(0.0, (double) picture.height());
    }
  }

  @Test
  void everyFormulaCanBeSet() {
    assertThat(all(3).height()).isGreaterThan(1000);
  }

  @Test
  void refusesWhatIsNoFormula() {
    assertThatThrownBy(() -> FormulaPicture.of(List.of())).hasMessageContaining("no formula");
    assertThatThrownBy(() -> FormulaPicture.of(List.of("\\nosuch{x}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nosuch");
    assertThatThrownBy(() -> FormulaPicture.of(List.of("x")).png(1e6)).hasMessageContaining("dots");
  }
}
