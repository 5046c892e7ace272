package dev.softmax.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.training.Monitor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PictureBatchesTest {
  private static final int SIDE = 12;
  private static final int LENGTH = SIDE * SIDE * 3;

  private static PreparedSet set() {
    PictureData data = Drawn.data(10, SIDE, 3, 3);
    int[] classes = IntStream.range(0, 30).map(i -> i % 3).toArray();
    Recipe recipe = Recipe.CIFAR.withSize(SIDE).withCrop(SIDE);
    return PreparedSet.of(data, classes, recipe, Monitor.NONE);
  }

  private static float[] picture(PictureBatches batches, int place, int... rows) {
    PictureBatch batch = batches.batch(rows, rows.length);
    assertThat(batch.size()).isEqualTo(rows.length);
    assertThat(batch.classes()[place]).isEqualTo(rows[place] % 3);
    return Arrays.copyOfRange(batch.values(), place * LENGTH, (place + 1) * LENGTH);
  }

  @Test
  void chanceFollowsFromSeedEpochAndRow() {
    int[] all = IntStream.range(0, 30).toArray();
    PictureBatches batches = PictureBatches.of(set(), all).augmented(Augmentation.PHOTOS, 5);
    batches.begin(2);
    float[] first = picture(batches, 0, 7, 8, 9);
    assertThat(picture(batches, 2, 3, 4, 7)).containsExactly(first);
    batches.begin(3);
    assertThat(picture(batches, 0, 7)).isNotEqualTo(first);
    batches.begin(2);
    assertThat(picture(batches, 0, 7)).containsExactly(first);
    PictureBatches other = PictureBatches.of(set(), all).augmented(Augmentation.PHOTOS, 6);
    other.begin(2);
    assertThat(picture(other, 0, 7)).isNotEqualTo(first);
  }

  @Test
  void chosenRowsAsTheyAre() {
    PreparedSet set = set();
    PictureBatches batches = PictureBatches.of(set, new int[] {4, 9, 14});
    assertThat(batches.size()).isEqualTo(3);
    float[] expected = new float[LENGTH];
    set.recipe().prepare(set.picture(9), expected, 0);
    PictureBatch batch = batches.batch(new int[] {1}, 1);
    assertThat(Arrays.copyOf(batch.values(), LENGTH)).containsExactly(expected);
    assertThat(batch.classes()[0]).isZero();
  }

  @Test
  void normalisedByTheirOwnMoments() {
    PreparedSet set = set().normalised();
    double[] sum = new double[3];
    double[] squares = new double[3];
    float[] values = new float[LENGTH];
    for (int row = 0; row < set.size(); row++) {
      set.recipe().values(set.picture(row), values, 0);
      for (int i = 0; i < LENGTH; i++) {
        sum[i % 3] += values[i];
        squares[i % 3] += (double) values[i] * values[i];
      }
    }
    int pixels = set.size() * SIDE * SIDE;
    for (int c = 0; c < 3; c++) {
      assertThat(sum[c] / pixels).isCloseTo(0, within(1e-3));
      assertThat(squares[c] / pixels).isCloseTo(1, within(2e-3));
    }
  }

  @Test
  void rareClassesWeighMore() {
    assertThat(NetworkFit.weights(new int[] {0, 0, 0, 1}, 3))
        .containsExactly(new double[] {4 / 9.0, 4 / 3.0, 0}, within(1e-12));
  }
}
