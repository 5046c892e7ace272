package dev.softmax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.data.SharedData;
import dev.softmax.io.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureReaderTest {
  @TempDir Path folder;

  @Test
  void everyKindIsReadAsPillowReadsIt() throws IOException {
    for (String[] row : GoldenPictures.rows("pictures.csv")) {
      Path file = GoldenPictures.file(row[0]);
      Picture picture = PictureReader.read(file);
      assertThat(picture.toString()).as(row[0]).isEqualTo(row[1] + "×" + row[2] + "×3");
      assertThat(GoldenPictures.digest(picture)).as(row[0]).isEqualTo(row[3]);
      assertThat(GoldenPictures.digest(PictureReader.readGrey(file))).as(row[0]).isEqualTo(row[4]);
    }
  }

  @Test
  void photographsArePreparedAsTorchvisionDoes() throws IOException {
    for (String[] row : GoldenPictures.rows("photographs.csv")) {
      Picture picture = PictureReader.read(SharedData.file("photos/" + row[0]));
      Picture resized = Resize.shorterSide(picture, 256, Resampling.BILINEAR);
      float[] values = new float[Recipe.IMAGENET.length()];
      Recipe.IMAGENET.prepare(picture, values, 0);
      assertThat(GoldenPictures.digest(picture)).as(row[0]).isEqualTo(row[3]);
      assertThat(GoldenPictures.digest(resized)).as(row[0]).isEqualTo(row[4]);
      assertThat(GoldenPictures.digest(Crop.center(resized, 224, 224))).isEqualTo(row[5]);
      assertThat(GoldenPictures.digest(values)).as(row[0]).isEqualTo(row[6]);
    }
  }

  @Test
  void truncatedFilesAreRefused() throws IOException {
    for (String[] row : GoldenPictures.rows("pictures.csv")) {
      if (row[0].startsWith("animated.gif")) {
        continue; // the first half has the first frame
      }
      byte[] whole = Files.readAllBytes(GoldenPictures.file(row[0]));
      for (int length : new int[] {whole.length / 3, whole.length / 2}) {
        Path file = Files.write(folder.resolve(row[0]), Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> PictureReader.read(file))
            .as("%s, %d of %d bytes", row[0], length, whole.length)
            .isInstanceOf(InputException.class)
            .hasMessageStartingWith(file + ": ")
            .hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void damagedFilesGiveASentenceOrAPicture() throws IOException {
    for (String[] row : GoldenPictures.rows("pictures.csv")) {
      byte[] whole = Files.readAllBytes(GoldenPictures.file(row[0]));
      for (int seed = 1; seed <= 8; seed++) {
        byte[] damaged = whole.clone();
        damaged[(seed * 7919 + whole.length / 2) % whole.length] ^= (byte) (1 << (seed % 8));
        damaged[seed * 5 % whole.length] ^= (byte) seed;
        try {
          PictureReader.read(damaged, row[0], PictureOptions.defaults().withMaxPixels(1 << 20));
        } catch (InputException e) {
          assertThat(e).hasMessageStartingWith(row[0] + ": ").hasMessageNotContaining("null");
        }
      }
    }
  }

  @Test
  void largePicturesAreRefusedByTheirHeaders() throws IOException {
    PictureOptions few = PictureOptions.defaults().withMaxPixels(4);
    for (String name :
        new String[] {"444.jpg", "rgb.png", "p.gif", "rgb.bmp", "rgb.tif", "lossy.webp"}) {
      assertThatThrownBy(() -> PictureReader.read(GoldenPictures.file(name), few))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("41×29 = 1189 pixels")
          .hasMessageContaining("at most 4");
    }
    byte[] png = Files.readAllBytes(GoldenPictures.file("rgb.png"));
    png[18] = 117; // 30,000 × 30,000 and a little more
    png[22] = 117;
    Path large = Files.write(folder.resolve("large.png"), png);
    assertThatThrownBy(() -> PictureReader.read(large))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("at most 178956970 are allowed");
  }

  @Test
  void otherFilesAreNamed() throws IOException {
    Path text = Files.writeString(folder.resolve("text.jpg"), "no picture at all");
    assertThatThrownBy(() -> PictureReader.read(text))
        .isInstanceOf(InputException.class)
        .hasMessage(text + ": is no picture; JPEG, PNG, GIF, BMP, TIFF and WebP are read");
    Path empty = Files.createFile(folder.resolve("empty.png"));
    assertThatThrownBy(() -> PictureReader.read(empty)).hasMessage(empty + ": is empty");
    assertThatThrownBy(() -> PictureReader.read(folder))
        .hasMessage(folder + ": is a folder, not a picture");
    Path missing = folder.resolve("missing.gif");
    assertThatThrownBy(() -> PictureReader.readGrey(missing))
        .isInstanceOf(InputException.class)
        .hasMessage(missing + ": cannot be read: there is no such file or folder");
  }

  @Test
  void optionsAreChecked() {
    assertThatThrownBy(() -> PictureOptions.defaults().withMaxPixels(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not 0");
  }
}
