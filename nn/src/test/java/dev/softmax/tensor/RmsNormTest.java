package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against the same made of plain operations; PyTorch's numbers are in `TransformerGoldenTest`.
class RmsNormTest {
  private static final int THREADS = Compute.threads();
  private static final double EPSILON = 1e-5;
  private final SplittableRandom random = new SplittableRandom(6);

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private Tensor parameter(int... shape) {
    float[] numbers = new float[Shape.of(shape).size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return Tensor.parameter(numbers, shape);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static float[] gradient(Tensor of) {
    float[] gradient = Arrays.copyOf(of.gradient().orElseThrow(), of.shape().size());
    of.clearGradient();
    return gradient;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "5, 16", "3, 17", "1, 100", "40, 207", "70, 1000"})
  void equalsItsFormula(int rows, int width) {
    Tensor x = parameter(rows, width);
    Tensor gamma = parameter(width);
    Tensor factors = Tensor.of(parameter(rows, width).values(), rows, width);
    Tape tape = Tape.training(1);
    Tensor y = Sequences.rmsNorm(tape.watch(x), gamma, EPSILON);
    float[] result = y.values();
    tape.backward(y.times(factors).sum());
    float[] dx = gradient(x);
    float[] dGamma = gradient(gamma);
    tape.reset();
    Tensor watched = tape.watch(x);
    Tensor root = watched.square().meanKeeping(-1).plus(EPSILON).sqrt();
    Tensor plain = watched.dividedBy(root).times(gamma);
    assertThat(result).containsExactly(plain.values(), within(1e-5f));
    tape.backward(plain.times(factors).sum());
    assertThat(dx).containsExactly(gradient(x), within(2e-5f));
    assertThat(dGamma).containsExactly(gradient(gamma), within(5e-5f));
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    Tensor x = parameter(300, 400);
    Tensor gamma = parameter(400);
    Compute.limitThreads(1);
    float[] one = Sequences.rmsNorm(x, gamma, EPSILON).values();
    Compute.limitThreads(THREADS);
    assertThat(Sequences.rmsNorm(x, gamma, EPSILON).values()).isEqualTo(one);
  }

  @Test
  void zerosStayZerosAndWrongShapesAreNamed() {
    Tensor zeros = Tensor.of(new float[40], 2, 20);
    assertThat(Sequences.rmsNorm(zeros, Tensor.of(ones(20), 20), EPSILON).values()).containsOnly(0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.rmsNorm(zeros, parameter(19), EPSILON))
        .withMessage("rms-norm: x (2, 20) but gamma (19)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.rmsNorm(zeros, parameter(20), -1))
        .withMessageContaining("epsilon of -1.0");
  }

  @Test
  void positionsAreAddedFromAPlaceOn() {
    Tensor table = Tensor.parameter(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    Tape tape = Tape.training(1);
    Tensor x = tape.tensor(new float[8], 2, 2, 2);
    Tensor y = Sequences.positions(x, table, 1);
    assertThat(y.values()).containsExactly(3, 4, 5, 6, 3, 4, 5, 6);
    tape.backward(y.sum());
    assertThat(gradient(table)).containsExactly(0, 0, 2, 2, 2, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sequences.positions(x, table, 2))
        .withMessage("positions: x (2, 2, 2) from position 2 but table (3, 2)");
  }
}
