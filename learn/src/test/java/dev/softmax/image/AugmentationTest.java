package dev.softmax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 5;

  private static Picture picture(String[] words) {
    byte[] samples = new byte[words.length - 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) Integer.parseInt(words[i + 2]);
    }
    return Picture.of(samples, HEIGHT, WIDTH, samples.length / (HEIGHT * WIDTH));
  }

  @Test
  void coloursAreTorchvisions() throws IOException {
    List<String[]> lines;
    try (InputStream in =
        Objects.requireNonNull(
            AugmentationTest.class.getResourceAsStream("/golden/augmentation/colours.txt"))) {
      lines =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .map(line -> line.split(" "))
              .toList();
    }
    Picture colour = picture(lines.get(0));
    Picture grey = picture(lines.get(1));
    for (String[] line : lines.subList(2, lines.size())) {
      double factor = Double.parseDouble(line[1]);
      Picture made =
          switch (line[0]) {
            case "brightness" -> ColourJitter.brightness(colour, factor);
            case "contrast" -> ColourJitter.contrast(colour, factor);
            case "saturation" -> ColourJitter.saturation(colour, factor);
            case "grey-brightness" -> ColourJitter.brightness(grey, factor);
            case "grey-contrast" -> ColourJitter.contrast(grey, factor);
            default -> throw new IllegalStateException(line[0]);
          };
      assertThat(made.samples())
          .as("%s %s", line[0], line[1])
          .containsExactly(picture(line).samples());
    }
    assertThat(lines).hasSize(2 + 6 * 5);
  }

  private static Picture ramp(int side) {
    byte[] samples = new byte[side * side];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (byte) (i + 1);
    }
    return Picture.of(samples, side, side, 1);
  }

  @Test
  void flipsHalfOfThePictures() {
    Picture picture = ramp(3);
    Augmentation flip = Augmentation.NONE.withFlip(true);
    int flipped = 0;
    for (int i = 0; i < 400; i++) {
      byte[] samples = flip.apply(picture, new SplittableRandom(i)).samples();
      if (samples[0] != 1) {
        assertThat(samples).containsExactly(3, 2, 1, 6, 5, 4, 9, 8, 7);
        flipped++;
      }
    }
    assertThat(flipped).isBetween(150, 250);
  }

  @Test
  void movesByUpToThePadding() {
    Picture picture = ramp(5);
    Set<Integer> corners = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      byte[] samples = Augmentation.SHIFT.apply(picture, new SplittableRandom(i)).samples();
      // The middle shows what was up to two rows and columns away from it.
      corners.add((int) samples[12]);
      assertThat(samples).hasSize(25);
    }
    assertThat(corners).hasSize(25).contains(1, 25, 13);
  }

  @Test
  void partsKeepTheSize() {
    Picture picture = Drawn.shape(1, 24, 3, new SplittableRandom(5));
    Augmentation part = Augmentation.NONE.withLeastArea(0.4);
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      Picture made = part.apply(picture, new SplittableRandom(i));
      assertThat(made).hasToString("24×24×3");
      seen.add(Arrays.hashCode(made.samples()));
    }
    assertThat(seen).hasSizeGreaterThan(40);
  }

  @Test
  void sameNumbersSamePicture() {
    Picture picture = Drawn.shape(0, 24, 3, new SplittableRandom(5));
    Picture once = Augmentation.PHOTOS.apply(picture, new SplittableRandom(9));
    assertThat(Augmentation.PHOTOS.apply(picture, new SplittableRandom(9))).isEqualTo(once);
    assertThat(Augmentation.PHOTOS.apply(picture, new SplittableRandom(10))).isNotEqualTo(once);
    assertThat(Augmentation.NONE.apply(picture, new SplittableRandom(9))).isSameAs(picture);
    assertThat(Augmentation.PHOTOS.describe())
        .isEqualTo("least area 0.5, flip, brightness 0.2, contrast 0.2, saturation 0.2");
    assertThat(Augmentation.NONE.describe()).isEqualTo("none");
  }

  @Test
  void numbersOutOfRange() {
    assertThatThrownBy(() -> Augmentation.NONE.withLeastArea(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0");
    assertThatThrownBy(() -> Augmentation.NONE.withPadding(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Augmentation.NONE.withColours(0, 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("contrast 2.0");
  }
}
