package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void countsWhatItCovers() {
    Axis axis = Axis.of(new int[] {2, 3, 4, 5}, 1);
    assertThat(axis).isEqualTo(new Axis(0, 2, 3, 20));
    assertThat(axis.vectors()).isEqualTo(40);
    assertThat(axis.elements()).isEqualTo(120);
    assertThat(axis.at(7).end()).isEqualTo(127);
    assertThat(axis.at(7).at(3)).isEqualTo(axis.at(3));
  }

  @Test
  void namesTheUsualOnes() {
    assertThat(Axis.vector(5)).isEqualTo(new Axis(0, 1, 5, 1));
    assertThat(Axis.rows(4, 5)).isEqualTo(Axis.of(new int[] {4, 5}, 1));
    assertThat(Axis.of(new int[] {4, 5}, -1)).isEqualTo(Axis.of(new int[] {4, 5}, 1));
    assertThat(Axis.of(new int[] {4, 5}, -2)).isEqualTo(new Axis(0, 1, 4, 5));
  }

  @Test
  void emptyShapesAreFine() {
    assertThat(Axis.of(new int[] {0, 5}, 1).vectors()).isZero();
    assertThat(Axis.of(new int[] {5, 0}, 1).elements()).isZero();
    assertThat(Axis.of(new int[] {5, 0}, 1).vectors()).isEqualTo(5);
  }

  @Test
  void thereIsNoSuchAxis() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.of(new int[] {2, 3}, 2))
        .withMessageContaining("2 of a shape [2, 3] of 2 axes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.of(new int[] {2, 3}, -3))
        .withMessageContaining("-3 of a shape [2, 3]");
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.of(new int[0], 0));
  }

  @Test
  void negativeCountsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.rows(-1, 3))
        .withMessageContaining("outer -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.vector(3).at(-2))
        .withMessageContaining("offset -2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.of(new int[] {-2, -3, 4}, 2))
        .withMessageContaining("[-2, -3, 4]");
  }

  @Test
  void theLastIndexMustFit() {
    int max = Integer.MAX_VALUE;
    assertThat(Axis.vector(max).end()).isEqualTo(max);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Axis.vector(max).at(1))
        .withMessageContaining("reach past");
    assertThatIllegalArgumentException().isThrownBy(() -> new Axis(0, max, max, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Axis(0, max, max, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new Axis(0, max, max, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> new Axis(0, max, max, max));
    assertThatIllegalArgumentException().isThrownBy(() -> new Axis(0, max, 0, max));
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.of(new int[] {max, max, 3, 5}, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.of(new int[] {-1, 5, -1}, 1));
  }
}
