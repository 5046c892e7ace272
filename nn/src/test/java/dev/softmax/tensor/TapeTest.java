package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.CrossEntropy;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TapeTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private Tensor parameter(int... shape) {
    return Tensor.parameter(numbers(Shape.of(shape).size()), shape);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  @Test
  void gradientOfATwoLayerNetworkIsTheSlopeOfItsLoss() {
    Tensor first = parameter(7, 5);
    Tensor bias = parameter(7);
    Tensor second = parameter(3, 7);
    float[] x = numbers(20);
    int[] targets = {0, 2, 1, 1};
    Tape tape = Tape.training(1);
    tape.backward(loss(tape, first, bias, second, x, targets));
    for (Tensor parameter : new Tensor[] {first, bias, second}) {
      float[] gradient = parameter.gradient().orElseThrow().clone();
      for (int i = 0; i < parameter.shape().size(); i++) {
        float value = parameter.data()[i];
        float step = 1e-2f;
        parameter.data()[i] = value + step;
        double above = loss(tape, first, bias, second, x, targets).item();
        parameter.data()[i] = value - step;
        double below = loss(tape, first, bias, second, x, targets).item();
        parameter.data()[i] = value;
        assertThat(gradient[i]).isCloseTo((float) ((above - below) / (2 * step)), within(1e-3f));
      }
    }
  }

  private static Tensor loss(
      Tape tape, Tensor first, Tensor bias, Tensor second, float[] x, int[] targets) {
    return tape.tensor(x, 4, 5)
        .linear(first, bias)
        .tanh()
        .linear(second)
        .crossEntropy(tape.indices(targets, 4), CrossEntropy.defaults());
  }

  @Test
  void arraysComeBackAndOldResultsAreRefused() {
    Tape tape = Tape.training(1);
    Tensor weight = parameter(2, 3);
    Tensor before = tape.tensor(numbers(6), 2, 3).linear(weight);
    float[] array = before.data();
    tape.reset();
    Tensor after = tape.tensor(numbers(6), 2, 3).linear(weight);
    assertThat(after.data()).isSameAs(array);
    assertThatThrownBy(before::data)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("after the reset");
  }

  @Test
  void aLossOfBeforeAResetIsRefused() {
    Tape tape = Tape.training(1);
    Tensor weight = parameter(3);
    Tensor before = tape.watch(weight).square().sum();
    tape.reset();
    assertThatThrownBy(() -> tape.backward(before))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a tensor () is used after the reset of the tape that it was made on");
    assertThat(weight.gradient()).isEmpty();
  }

  @Test
  void inferenceRecordsNothing() {
    Tape tape = Tape.inference();
    Tensor y = tape.tensor(numbers(6), 2, 3).linear(parameter(2, 3)).sum();
    assertThat(y.needsGradient()).isFalse();
    assertThatThrownBy(() -> tape.backward(y)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rowsThatBagsTouchAreKnownAndCleared() {
    Tensor table = parameter(10, 2);
    Tape tape = Tape.training(1);
    for (int step = 0; step < 2; step++) {
      Indices tokens = tape.indices(new int[] {3, 7, 3}, 3);
      tape.backward(table.bags(tokens, new int[] {0, 2, 2, 3}, Bag.SUM).sum());
      RowSet rows = table.gradientRows().orElseThrow();
      assertThat(rows.count()).isEqualTo(2);
      assertThat(rows.rows()).startsWith(3, 7);
      float[] gradient = table.gradient().orElseThrow();
      assertThat(gradient[6]).isEqualTo(2);
      assertThat(gradient[14]).isEqualTo(1);
      assertThat(gradient[0]).isZero();
      table.clearGradient();
      tape.reset();
    }
  }
}
