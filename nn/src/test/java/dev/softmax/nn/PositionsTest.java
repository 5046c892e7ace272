package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.RotaryPositions.Pairing;
import dev.softmax.tensor.Sequences;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PositionsTest {
  @ParameterizedTest
  @ValueSource(ints = {6, 7})
  void sinusoidsAreThoseOfPyTorch(int width) {
    try (GoldenAttention golden = new GoldenAttention("sinusoidal")) {
      SinusoidalPositions positions = SinusoidalPositions.of(width, 40);
      float[] expected = golden.floats(Integer.toString(width));
      Tensor zeros = Tensor.of(new float[40 * width], 1, 40, width);
      GoldenAttention.assertClose("table", positions.forward(zeros), expected);
      Tensor ones = Tensor.of(new float[2 * width], 2, 1, width).plus(1);
      float[] later = positions.forward(ones, 39).values();
      for (int i = 0; i < later.length; i++) {
        assertThat(later[i]).isEqualTo(1 + positions.table().values()[39 * width + i % width]);
      }
      assertThat(positions.parameters()).isEmpty();
    }
  }

  @Test
  void sinusoidsEnd() {
    SinusoidalPositions positions = SinusoidalPositions.of(2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> positions.forward(Tensor.of(new float[4], 1, 2, 2), 2))
        .withMessage("positions: x (1, 2, 2) from position 2 but a table (3, 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> positions.forward(Tensor.of(new float[3], 1, 1, 3)))
        .withMessageContainingAll("(1, 1, 3)", "(3, 2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SinusoidalPositions.of(2, 0))
        .withMessage("positions: 0 positions of 2 features");
  }

  @ParameterizedTest
  @EnumSource
  void rotationsAreThoseOfPyTorch(Pairing pairing) {
    try (GoldenAttention golden = new GoldenAttention("rotary")) {
      RotaryPositions positions = RotaryPositions.of(8, 9, pairing).withBase(500);
      Tensor x = golden.parameter("x");
      Tape tape = Tape.training(1);
      golden.check(
          pairing.name().toLowerCase(Locale.ROOT),
          tape,
          Sequences.rotary(tape.watch(x), positions, 4),
          Map.of("x", x));
    }
  }

  /// Positions that are learned need no layer of their own.
  @Test
  void learnedPositionsAreAnEmbedding() {
    Embedding positions = new Embedding(Tensor.parameter(new float[] {1, 2, 3, 4}, 2, 2), -1);
    Tape tape = Tape.training(1);
    int[] steps = {0, 1};
    Tensor y = tape.tensor(new float[8], 2, 2, 2).plus(positions.forward(tape.indices(steps, 2)));
    assertThat(y.values()).containsExactly(1, 2, 3, 4, 1, 2, 3, 4);
    tape.backward(y.sum());
    assertThat(Arrays.copyOf(positions.weight().gradient().orElseThrow(), 4)).containsOnly(2);
  }
}
