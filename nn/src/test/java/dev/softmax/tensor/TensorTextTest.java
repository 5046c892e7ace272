package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What a debugger shows.
class TensorTextTest {
  private final Tape tape = Tape.training(1);

  @Test
  void kindShapeAndFewValues() {
    Tensor parameter = Tensor.parameter(new float[] {1, -0.5f}, 2);
    assertThat(parameter).hasToString("parameter (2) [1.0, -0.5]");
    assertThat(Tensor.of(new float[] {3}).reshape()).hasToString("constant () [3.0]");
    assertThat(Tensor.of(new float[0], 0, 4)).hasToString("constant (0, 4) []");
    assertThat(Tensor.of(new float[13], 13)).hasToString("constant (13)");
    assertThat(tape.watch(parameter).times(2)).hasToString("result (2) [2.0, -1.0]");
    assertThat(tape.indices(new int[] {4, 5, 6}, 1, 2)).hasToString("indices (1, 2) [4, 5]");
    assertThat(Indices.of(new int[13], 13)).hasToString("indices (13)");
  }

  @Test
  void afterAResetTheValuesAreGone() {
    Tensor result = tape.watch(Tensor.parameter(new float[] {1, 2}, 2)).times(2);
    tape.reset();
    assertThat(result).hasToString("result (2) after a reset");
  }
}
