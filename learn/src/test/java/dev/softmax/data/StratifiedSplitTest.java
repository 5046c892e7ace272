package dev.softmax.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
  private static final int CLASSES = 5;

  /// Class sizes 1, 2, 10, 33 and 154.
  private static int[] labels() {
    int[] sizes = {1, 2, 10, 33, 154};
    int[] labels =
        IntStream.range(0, CLASSES)
            .flatMap(k -> IntStream.generate(() -> k).limit(sizes[k]))
            .toArray();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = labels.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int label = labels[i];
      labels[i] = labels[j];
      labels[j] = label;
    }
    return labels;
  }

  @Test
  void keepsTheSharesOfTheClasses() {
    int[] labels = labels();
    StratifiedSplit split = StratifiedSplit.of(labels, CLASSES, 0.2, new SplittableRandom(7));
    assertThat(split.test()).hasSize(40).isSorted();
    assertThat(split.train()).hasSize(160).isSorted();
    assertThat(IntStream.concat(Arrays.stream(split.test()), Arrays.stream(split.train())))
        .doesNotHaveDuplicates();
    int[] tested = new int[CLASSES];
    for (int row : split.test()) {
      tested[labels[row]]++;
    }
    assertThat(tested[0]).isZero();
    assertThat(tested[2]).isEqualTo(2);
    assertThat(tested[3]).isBetween(6, 7);
    assertThat(tested[4]).isBetween(30, 31);
  }

  @Test
  void isDeterminedByTheSeed() {
    int[] labels = labels();
    StratifiedSplit one = StratifiedSplit.of(labels, CLASSES, 0.3, new SplittableRandom(7));
    StratifiedSplit two = StratifiedSplit.of(labels, CLASSES, 0.3, new SplittableRandom(7));
    StratifiedSplit other = StratifiedSplit.of(labels, CLASSES, 0.3, new SplittableRandom(8));
    assertThat(two.test()).isEqualTo(one.test());
    assertThat(other.test()).isNotEqualTo(one.test());
  }

  @Test
  void everyClassKeepsARowToLearnFrom() {
    int[] labels = {0, 0, 1, 1, 2};
    StratifiedSplit split = StratifiedSplit.of(labels, 3, 0.9, new SplittableRandom(7));
    assertThat(Arrays.stream(split.train()).map(row -> labels[row])).containsOnlyOnce(0, 1, 2);
    assertThat(split.test()).hasSize(2);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> StratifiedSplit.of(new int[] {0, 3}, 2, 0.5, new SplittableRandom(7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 3, but 2 classes");
    assertThatThrownBy(
            () -> StratifiedSplit.of(new int[] {0, 1}, 2, Double.NaN, new SplittableRandom(7)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
