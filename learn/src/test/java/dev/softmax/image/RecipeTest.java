package dev.softmax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeTest {
  private static final Picture WIDE = Picture.of(new byte[] {0, 51, -1, 102}, 1, 4, 1);

  @Test
  void valuesAreThoseOfTorch() throws IOException {
    Recipe recipe = Recipe.IMAGENET.withSize(40).withCrop(32);
    for (String[] row : GoldenPictures.rows("values.csv")) {
      Picture picture = PictureReader.read(GoldenPictures.file(row[0]));
      PreparedPictures prepared = recipe.prepare(List.of(picture, picture));
      float[] one = new float[recipe.length()];
      System.arraycopy(prepared.values(), recipe.length(), one, 0, one.length);
      assertThat(prepared.count()).isEqualTo(2);
      for (int i = 0; i < 6; i++) {
        assertThat(one[i]).isEqualTo((float) Double.parseDouble(row[2 + i]));
      }
      assertThat(GoldenPictures.digest(one)).isEqualTo(row[1]);
    }
  }

  @Test
  void rangesScale() {
    Recipe recipe = Recipe.GREY_28.withSize(4).withCrop(4);
    float[] to = new float[17];
    recipe.withRange(Recipe.Range.SIGNED).prepare(WIDE, to, 1);
    assertThat(to).startsWith(0, -1, 51 / 127.5f - 1, 1, 102 / 127.5f - 1, -1);
    recipe.withRange(Recipe.Range.BYTES).prepare(WIDE, to, 0);
    assertThat(to).startsWith(0, 51, 255, 102);
    recipe.withInverted(true).prepare(WIDE, to, 0);
    assertThat(to).startsWith(1, 204 / 255f, 0, 153 / 255f);
  }

  @Test
  void paddedPicturesKeepTheirShape() {
    Recipe recipe =
        Recipe.GREY_28.withSizing(Recipe.Sizing.PAD).withSize(4).withCrop(4).withFill(9);
    assertThat(recipe.sized(WIDE).samples())
        .containsExactly(9, 9, 9, 9, 0, 51, -1, 102, 9, 9, 9, 9, 9, 9, 9, 9);
    Picture tall = Picture.of(new byte[1000], 1000, 1, 1);
    assertThat(recipe.sized(tall).samples()).startsWith(9, 0, 9, 9);
  }

  @Test
  void recipesSayWhatTheyAre() {
    assertThat(Recipe.IMAGENET.length()).isEqualTo(224 * 224 * 3);
    assertThat(Recipe.MOBILENET_SQUASH.size()).isEqualTo(224);
    assertThat(Recipe.MOBILENET.range()).isEqualTo(Recipe.Range.SIGNED);
    assertThat(Recipe.CIFAR.mean()).containsExactly(0.485, 0.456, 0.406);
    assertThat(Recipe.IMAGENET.withChannels(1).mean()).hasSize(1);
    assertThat(Recipe.GREY_28.withChannels(3).deviation()).containsExactly(1.0, 1.0, 1.0);
    assertThat(Recipe.GREY_28.withResampling(Resampling.BICUBIC).resampling())
        .isEqualTo(Resampling.BICUBIC);
  }

  @Test
  void recipesAreChecked() {
    assertThatThrownBy(() -> Recipe.IMAGENET.withSize(0)).hasMessageContaining("size 0");
    assertThatThrownBy(() -> Recipe.IMAGENET.withCrop(1 << 20)).hasMessageContaining("crop");
    assertThatThrownBy(() -> Recipe.IMAGENET.withFill(256)).hasMessageContaining("256");
    assertThatThrownBy(() -> Recipe.IMAGENET.withChannels(2)).hasMessageContaining("not 2");
    assertThatThrownBy(() -> Recipe.CIFAR.withNormalization(List.of(0.0), List.of(1.0)))
        .hasMessage("recipe: 1 means and 1 deviations for 3 channels");
    assertThatThrownBy(() -> Recipe.GREY_28.withNormalization(List.of(0.0), List.of(0.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deviations positive");
    assertThatThrownBy(() -> Recipe.GREY_28.prepare(WIDE, new float[783], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Recipe.IMAGENET.values(WIDE, new float[9], 0))
        .hasMessage("recipe: 3 channels but the picture is 4×1×1");
  }
}
