package dev.softmax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.Compute;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResizeTest {
  @Test
  void sizesAreThoseOfTorchvision() throws IOException {
    int rows = 0;
    for (String[] row : GoldenPictures.rows("resized.csv")) {
      Picture picture = PictureReader.read(GoldenPictures.file(row[0]));
      Picture source = row[1].equals("1") ? picture.grey() : picture;
      assertThat(GoldenPictures.digest(resized(source, row[2], row[3])))
          .as(String.join(" ", row))
          .isEqualTo(row[4]);
      rows++;
    }
    assertThat(rows).isGreaterThan(300);
  }

  private static Picture resized(Picture picture, String kind, String size) {
    if (size.startsWith("side ")) {
      int side = Integer.parseInt(size.substring(5));
      return Resize.shorterSide(picture, side, Resampling.valueOf(kind.toUpperCase(Locale.ROOT)));
    }
    String[] sides = size.split("x", -1);
    int width = Integer.parseInt(sides[0]);
    int height = Integer.parseInt(sides[1]);
    return kind.equals("crop")
        ? Crop.center(picture, height, width)
        : Resize.exact(picture, height, width, Resampling.valueOf(kind.toUpperCase(Locale.ROOT)));
  }

  @Test
  void threadsDoNotChangeABit() {
    Picture picture = PictureReader.read(GoldenPictures.file("444.jpg"));
    Picture large = Resize.exact(picture, 301, 207, Resampling.BICUBIC);
    int threads = Compute.threads();
    try {
      Compute.limitThreads(1);
      assertThat(Resize.exact(picture, 301, 207, Resampling.BICUBIC)).isEqualTo(large);
    } finally {
      Compute.limitThreads(threads);
    }
  }

  @Test
  void whatHasItsSizeIsReturned() {
    Picture picture = Picture.of(new byte[12], 2, 2, 3);
    assertThat(Resize.exact(picture, 2, 2, Resampling.BICUBIC)).isSameAs(picture);
    assertThat(Crop.center(picture, 2, 2)).isSameAs(picture);
  }

  @Test
  void piecesOutsideAreBlack() {
    Picture picture = Picture.of(new byte[] {1, 2, 3, 4, 5, 6}, 2, 3, 1);
    assertThat(Crop.at(picture, -1, -1, 3, 3).samples()).containsExactly(0, 0, 0, 0, 1, 2, 0, 4, 5);
    assertThat(Crop.at(picture, 1, 2, 2, 2).samples()).containsExactly(6, 0, 0, 0);
    assertThat(Crop.at(picture, 5, 7, 1, 2).samples()).containsExactly(0, 0);
  }

  @Test
  void sidesAreChecked() {
    Picture picture = Picture.of(new byte[3], 1, 1, 3);
    assertThatThrownBy(() -> Resize.exact(picture, 0, 4, Resampling.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("resize: (0, 4)");
    assertThatThrownBy(() -> Resize.exact(picture, 40_000, 40_000, Resampling.BILINEAR))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("too large");
    assertThatThrownBy(() -> Crop.at(picture, 0, 0, 1, -2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(1, -2)");
  }
}
