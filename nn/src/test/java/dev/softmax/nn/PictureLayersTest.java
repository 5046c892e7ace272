package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.offset;

import dev.softmax.tensor.ConvolutionOptions;
import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.tensor.Window;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Layers for pictures: names, frozen forms, and the corners that PyTorch's random numbers do not reach.
class PictureLayersTest {
  private final SplittableRandom random = new SplittableRandom(4);

  private Tensor pictures(int... shape) {
    return Initializer.normal(1).parameter(random, shape);
  }

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    Conv2d convolution = Conv2d.of(4, 6, ConvolutionOptions.of(3).withGroups(2), random);
    assertThat(convolution.parameters()).containsOnlyKeys("weight", "bias");
    assertThat(convolution.weight().shape().lengths()).containsExactly(6, 2, 3, 3);
    assertThat(convolution.withoutBias().parameters()).containsOnlyKeys("weight");
    assertThat(BatchNorm2d.of(6).state())
        .containsOnlyKeys("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
  }

  @Test
  void firstWeightsAreWithinPyTorchsBound() {
    Conv2d convolution = Conv2d.of(4, 64, ConvolutionOptions.of(3), random);
    float bound = (float) (1 / Math.sqrt(36));
    float largest = 0;
    for (float weight : convolution.weight().values()) {
      largest = Math.max(largest, Math.abs(weight));
    }
    assertThat(largest).isBetween(0.99f * bound, bound);
  }

  @Test
  void frozenLayersGiveTheSameAtInference() {
    Layer network =
        Sequential.of(
            Conv2d.of(3, 17, ConvolutionOptions.of(3).withPadding(1).withStride(2), random),
            BatchNorm2d.of(17),
            Activation.RELU6,
            MaxPool2d.of(2));
    network.forward(Tape.training(1).watch(pictures(3, 12, 11, 3)));
    Tensor x = Tape.inference().watch(pictures(2, 12, 11, 3));
    Layer frozen = network.frozen();
    assertThat(frozen.state()).isEmpty();
    assertThat(frozen.forward(x).values())
        .containsExactly(network.forward(x).values(), offset(1e-5f));
  }

  @Test
  void theFirstOfEqualsGetsTheGradientOfAMaximum() {
    Tensor x = Tensor.parameter(new float[] {1, 2, 2, 2, 1, 2, 0, 0, 2}, 1, 3, 3, 1);
    Tape tape = Tape.training(1);
    Window window = Window.of(3).withPadding(1, 1).withStride(2);
    Tensor y = Pictures.maxPool(tape.watch(x), window, window);
    assertThat(y.values()).containsExactly(2, 2, 2, 2);
    tape.backward(y.sum());
    assertThat(x.gradient().orElseThrow()).containsExactly(0, 2, 0, 1, 0, 1, 0, 0, 0);
  }

  @Test
  void nanIsTheLargest() {
    for (int channels : new int[] {1, 16, 19}) {
      float[] values = new float[4 * channels];
      values[2 * channels] = Float.NaN;
      Window window = Window.of(2);
      float[] y = Pictures.maxPool(Tensor.of(values, 1, 2, 2, channels), window, window).values();
      assertThat(y[0]).isNaN();
      assertThat(Float.isNaN(y[channels - 1])).isEqualTo(channels == 1);
    }
  }

  @Test
  void negativesBesidePaddingStay() {
    Window window = Window.of(3).withPadding(1, 1);
    Tensor x = Tensor.of(new float[] {-3, -2, -5, -7}, 1, 2, 2, 1);
    assertThat(Pictures.maxPool(x, window, window).values()).containsExactly(-2, -2, -2, -2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pictures.maxPool(x, window.withPadding(3, 0), window))
        .withMessageContaining("padding only");
  }

  @Test
  void thinnedPicturesKeepPixelsAStrideApart() {
    Tensor x = Tensor.parameter(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 1, 3, 3, 1);
    Tape tape = Tape.training(1);
    Tensor y = Pictures.thinned(tape.watch(x), 2, 1, 1);
    assertThat(y.shape().lengths()).containsExactly(1, 2, 2, 3);
    assertThat(y.values()).containsExactly(0, 1, 0, 0, 3, 0, 0, 7, 0, 0, 9, 0);
    tape.backward(y.sum());
    assertThat(x.gradient().orElseThrow()).containsExactly(1, 0, 1, 0, 0, 0, 1, 0, 1);
  }

  @Test
  void aNormalisedShortcutIsTheSumOfItsParts() {
    BatchNorm2d norm = BatchNorm2d.of(5);
    Tensor x = pictures(2, 3, 3, 5);
    Tape tape = Tape.training(1);
    Tensor watched = tape.watch(x);
    Tensor y = norm.forwardRelu(watched, watched);
    float[] values = y.values();
    tape.backward(y.times(y).sum());
    float[] gradient = x.gradient().orElseThrow().clone();
    tape.reset();
    x.clearGradient();
    watched = tape.watch(x);
    Tensor parts = norm.forward(watched).plus(watched).relu();
    assertThat(values).containsExactly(parts.values(), offset(1e-6f));
    tape.backward(parts.times(parts).sum());
    assertThat(gradient).containsExactly(x.gradient().orElseThrow(), offset(1e-4f));
  }
}
