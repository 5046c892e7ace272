package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.tensor.RotaryPositions.Pairing;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RotaryTest {
  private static final int THREADS = Compute.threads();

  private final SplittableRandom random = new SplittableRandom(5);

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  @Test
  void turnsByHand() {
    Tensor x = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 4);
    RotaryPositions adjacent = RotaryPositions.of(4, 8, Pairing.ADJACENT).withBase(100);
    // Angles at position 5: 5 and 0.5.
    assertThat(Sequences.rotary(x, adjacent, 5).values())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(
            (float) (Math.cos(5) - 2 * Math.sin(5)),
            (float) (Math.sin(5) + 2 * Math.cos(5)),
            (float) (3 * Math.cos(0.5) - 4 * Math.sin(0.5)),
            (float) (3 * Math.sin(0.5) + 4 * Math.cos(0.5)));
    RotaryPositions halves = RotaryPositions.of(4, 8, Pairing.HALVES).withBase(100);
    assertThat(Sequences.rotary(x, halves, 5).values())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(
            (float) (Math.cos(5) - 3 * Math.sin(5)),
            (float) (2 * Math.cos(0.5) - 4 * Math.sin(0.5)),
            (float) (Math.sin(5) + 3 * Math.cos(5)),
            (float) (2 * Math.sin(0.5) + 4 * Math.cos(0.5)));
  }

  @ParameterizedTest
  @EnumSource
  void productsDependOnDistancesOnly(Pairing pairing) {
    RotaryPositions positions = RotaryPositions.of(8, 100, pairing);
    Tensor query = Tensor.of(numbers(8), 1, 1, 8);
    Tensor key = Tensor.of(numbers(8), 1, 1, 8);
    float near = product(query, 7, key, 4, positions);
    assertThat(product(query, 90, key, 87, positions)).isCloseTo(near, within(1e-5f));
    assertThat(product(query, 90, key, 80, positions)).isNotCloseTo(near, within(1e-3f));
  }

  private static float product(
      Tensor query, int queryAt, Tensor key, int keyAt, RotaryPositions positions) {
    return Sequences.rotary(query, positions, queryAt)
        .times(Sequences.rotary(key, positions, keyAt))
        .sum()
        .item();
  }

  @ParameterizedTest
  @EnumSource
  void backwardTurnsBack(Pairing pairing) {
    RotaryPositions positions = RotaryPositions.of(4, 9, pairing);
    Tensor x = Tensor.parameter(numbers(2 * 3 * 12), 2, 3, 12);
    Tape tape = Tape.training(1);
    Tensor y = Sequences.rotary(tape.watch(x), positions, 6);
    // Half the sum of squares does not change by rotations, so its gradient is x; twice used,
    // twice.
    Tensor z = Sequences.rotary(tape.watch(x), positions, 2);
    tape.backward(y.square().plus(z.square()).sum().times(0.5));
    float[] gradient = x.gradient().orElseThrow();
    for (int i = 0; i < x.shape().size(); i++) {
      assertThat(gradient[i]).isCloseTo(2 * x.data()[i], within(1e-5f));
    }
  }

  @ParameterizedTest
  @EnumSource
  void bitsDoNotDependOnThreads(Pairing pairing) {
    RotaryPositions positions = RotaryPositions.of(16, 401, pairing);
    Tensor x = Tensor.of(numbers(3 * 401 * 80), 3, 401, 80);
    Compute.limitThreads(1);
    float[] one = Sequences.rotary(x, positions, 0).values();
    Compute.limitThreads(2);
    assertThat(Sequences.rotary(x, positions, 0).values()).isEqualTo(one);
    // Sequences do not know of each other.
    Tensor last = Tensor.of(x.slice(0, 2, 3).slice(1, 400, 401).values(), 1, 1, 80);
    assertThat(Sequences.rotary(last, positions, 400).values())
        .isEqualTo(Tensor.of(one, 3, 401, 80).slice(0, 2, 3).slice(1, 400, 401).values());
  }

  @Test
  void errorsSayBothSides() {
    RotaryPositions positions = RotaryPositions.of(4, 8, Pairing.HALVES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.rotary(Tensor.of(new float[6], 1, 1, 6), positions, 0))
        .withMessage("rotary: x (1, 1, 6) is not (B, T, H · 4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.rotary(Tensor.of(new float[8], 1, 2, 4), positions, 7))
        .withMessage("rotary: x (1, 2, 4) from position 7, but there are 8 positions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RotaryPositions.of(3, 8, Pairing.HALVES))
        .withMessageContaining("3 features");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RotaryPositions.of(4, 0, Pairing.HALVES))
        .withMessageContaining("0 positions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> positions.withBase(Double.NaN))
        .withMessageContaining("NaN");
  }
}
