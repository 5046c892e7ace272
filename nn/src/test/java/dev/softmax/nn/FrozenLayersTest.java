package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.offset;

import dev.softmax.tensor.PackedLinear;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrozenLayersTest {
  private final SplittableRandom random = new SplittableRandom(1);

  private final Sequential network =
      Sequential.of(
          Linear.of(20, 70, random),
          Activation.RELU,
          new Dropout(0.5),
          BatchNorm.of(70),
          Sequential.of(Linear.of(70, 40, random).withoutBias(), Tensor::relu, LayerNorm.of(40)),
          Activation.GELU,
          Linear.of(40, 3, random));

  private Tensor input(int... shape) {
    float[] values = new float[Shape.of(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }

  @Test
  void frozenLayersGiveWhatTheyGaveOnATapeOfInference() {
    network.forward(Tape.training(1).watch(input(30, 20)));
    Layer frozen = network.frozen();
    assertThat(frozen.state()).isEmpty();
    for (int rows : new int[] {1, 7, 64}) {
      Tensor x = Tape.inference().watch(input(rows, 20));
      assertThat(frozen.forward(x).shape().lengths()).containsExactly(rows, 3);
      assertThat(frozen.forward(x).values())
          .containsExactly(network.forward(x).values(), offset(1e-5f));
    }
  }

  @Test
  void laterChangesDoNotShow() {
    Layer frozen = network.frozen();
    Tensor x = input(5, 20);
    float[] before = frozen.forward(x).values();
    assertThat(before).containsExactly(network.forward(x).values(), offset(1e-5f));
    network.state().values().forEach(tensor -> Arrays.fill(tensor.data(), 0.25f));
    assertThat(frozen.forward(x).values()).containsExactly(before);
    assertThat(network.frozen().forward(x).values())
        .containsExactly(network.forward(x).values(), offset(1e-5f))
        .isNotEqualTo(before);
  }

  @Test
  void linearLayersOneAfterAnotherAreOnePass() {
    Sequential perceptron =
        Sequential.of(
            Linear.of(20, 64, random),
            Activation.RELU,
            new Dropout(0.5),
            Linear.of(64, 33, random).withoutBias(),
            Activation.RELU,
            Linear.of(33, 3, random));
    assertThat(perceptron.frozen().layers()).hasSize(1);
    for (int rows : new int[] {1, 40, 600}) {
      Tensor x = input(rows, 1, 20);
      Tensor y = perceptron.frozen().forward(x);
      assertThat(y.shape().lengths()).containsExactly(rows, 1, 3);
      assertThat(y.values()).containsExactly(perceptron.forward(x).values(), offset(1e-5f));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> perceptron.frozen().forward(input(2, 21)))
        .withMessage("linear: x (2, 21) but weight (64, 20)");
  }

  @Test
  void leadingAxesStay() {
    Linear linear = Linear.of(20, 10, random);
    Tensor x = input(3, 2, 20);
    Tensor y = linear.frozen().forward(x);
    assertThat(y.shape().lengths()).containsExactly(3, 2, 10);
    assertThat(y.values()).containsExactly(linear.forward(x).values(), offset(1e-5f));
  }

  @Test
  void packedWeightsHaveNoGradients() {
    Layer frozen = Linear.of(20, 10, random).frozen();
    Tensor parameter = Tensor.parameter(new float[20], 1, 20);
    assertThatIllegalStateException()
        .isThrownBy(() -> frozen.forward(Tape.training(0).watch(parameter)))
        .withMessageContaining("(1, 20)");
    assertThat(frozen.forward(Tape.inference().watch(parameter)).needsGradient()).isFalse();
  }

  @Test
  void shapesThatDoNotSuitAreNamed() {
    Layer frozen = Linear.of(20, 10, random).frozen();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> frozen.forward(Tensor.of(new float[8], 2, 4)))
        .withMessage("linear: x (2, 4) but weight (10, 20)");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> PackedLinear.of(Tensor.of(new float[6], 2, 3), Tensor.of(new float[3], 3)))
        .withMessage("linear: weight (2, 3) but bias (3)");
  }

  @Test
  void aLayerThatDoesNotSayHowIsNotFrozen() {
    Layer own =
        new Layer() {
          @Override
          public Tensor forward(Tensor x) {
            return x;
          }

          @Override
          public SequencedMap<String, Tensor> parameters() {
            SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
            parameters.put("weight", Tensor.parameter(new float[1], 1));
            return parameters;
          }
        };
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> Sequential.of(Activation.RELU, own).frozen())
        .withMessageContaining("cannot be frozen");
  }
}
