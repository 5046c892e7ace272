package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Convolutions for inference: what is folded into them, and what they refuse.
class PackedConvolutionTest {
  private static final Tensor WEIGHT = Tensor.of(new float[] {1, 2, 3, -1, -2, -3}, 2, 3, 1, 1);
  private static final PackedConvolution PIXELWISE =
      PackedConvolution.of(WEIGHT, Tensor.of(new float[] {10, 20}, 2), ConvolutionOptions.of(1));
  private static final Tensor X = Tensor.of(new float[] {1, 1, 1, 2, 0, 1}, 1, 1, 2, 3);

  @Test
  void normsAndRectifiersAreFolded() {
    assertThat(PIXELWISE.apply(X).values()).containsExactly(16, 14, 15, 15);
    RunningStatistics running =
        new RunningStatistics(
            Tensor.of(new float[] {15, 15}, 2), Tensor.of(new float[] {3, 3}, 2), 0.1, 1);
    PackedConvolution folded =
        PIXELWISE.withNorm(
            Tensor.of(new float[] {4, 20}, 2), Tensor.of(new float[] {1, 0}, 2), running);
    assertThat(folded.apply(X).values()).containsExactly(3, -10, 1, 0);
    Tensor shortcut = Tensor.of(new float[] {1, 1, 1, 8}, 1, 1, 2, 2);
    assertThat(folded.withRectifier(Rectifier.RELU).apply(X, shortcut).values())
        .containsExactly(4, 0, 2, 8);
    assertThat(folded.withRectifier(Rectifier.RELU6).apply(X, shortcut).values())
        .containsExactly(4, 0, 2, 6);
    assertThat(
            folded.withRectifier(Rectifier.RELU6).withRectifier(Rectifier.NONE).apply(X).values())
        .containsExactly(3, -10, 1, 0);
  }

  @Test
  void foldedEqualsNormAfterConvolution() {
    Random random = new Random(1);
    Tensor x = normal(random, 2, 9, 8, 34);
    Tensor weight = normal(random, 40, 17, 3, 3);
    Tensor gamma = normal(random, 40);
    Tensor beta = normal(random, 40);
    float[] variances = normal(random, 40).values();
    for (int i = 0; i < 40; i++) {
      variances[i] = 0.1f + variances[i] * variances[i];
    }
    RunningStatistics running =
        new RunningStatistics(normal(random, 40), Tensor.of(variances, 40), 0.1, 1e-5);
    PackedConvolution plain =
        PackedConvolution.of(
            weight, null, ConvolutionOptions.of(3).withStride(2).withPadding(0, 1).withGroups(2));
    Tensor y = plain.apply(x);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 4, 4, 40));
    Tensor normed = y.reshape(32, 40).batchNorm(gamma, beta, running);
    float[] folded = plain.withNorm(gamma, beta, running).apply(x).values();
    float[] expected = normed.values();
    for (int i = 0; i < folded.length; i++) {
      float tolerance = 2e-5f * (1 + Math.abs(expected[i]));
      assertThat(folded[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  @Test
  void theWeightIsACopyAndTheTapeIsUsedAgain() {
    float[] ones = new float[18];
    Arrays.fill(ones, 1);
    Tensor weight = Tensor.of(ones, 2, 1, 3, 3);
    PackedConvolution sums =
        PackedConvolution.of(weight, null, ConvolutionOptions.of(3).withPadding(1));
    weight.data()[4] = 100;
    Tape tape = Tape.inference();
    float[] first = sums.apply(tape.tensor(new float[] {1, 2, 3, 4}, 1, 2, 2, 1)).data();
    assertThat(first).startsWith(10, 10, 10, 10, 10, 10, 10, 10);
    tape.reset();
    assertThat(sums.apply(tape.tensor(new float[] {1, 2, 3, 4}, 1, 2, 2, 1)).data())
        .isSameAs(first);
  }

  @Test
  void noPicturesGiveNone() {
    Tensor none = Tensor.of(new float[0], 0, 2, 2, 3);
    assertThat(PIXELWISE.apply(none).shape()).isEqualTo(Shape.of(0, 2, 2, 2));
  }

  @Test
  void shapesThatDoNotFitAreNamed() {
    ConvolutionOptions three = ConvolutionOptions.of(3);
    assertThatThrownBy(() -> PackedConvolution.of(WEIGHT, null, three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convolution: weight (2, 3, 1, 1) but filters (3, 3) in 1 groups");
    assertThatThrownBy(
            () -> PackedConvolution.of(WEIGHT, null, ConvolutionOptions.of(1).withGroups(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convolution: weight (2, 3, 1, 1) but filters (1, 1) in 3 groups");
    assertThatThrownBy(() -> PackedConvolution.of(WEIGHT, X, ConvolutionOptions.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convolution: weight (2, 3, 1, 1) but bias (1, 1, 2, 3)");
    assertThatThrownBy(() -> PIXELWISE.apply(X.reshape(1, 2, 3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convolution: x (1, 2, 3, 1) but filters of 3 channels");
    assertThatThrownBy(() -> PIXELWISE.apply(X, X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convolution: result (1, 1, 2, 2) but shortcut (1, 1, 2, 3)");
    assertThatThrownBy(
            () -> PIXELWISE.withNorm(WEIGHT.reshape(6), WEIGHT.reshape(6), RunningStatistics.of(6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("convolution: 2 outputs but gamma (6), beta (6) and running mean (6)");
    PackedConvolution large =
        PackedConvolution.of(Tensor.of(new float[27], 1, 3, 3, 3), null, three);
    assertThatThrownBy(() -> large.apply(X))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("window: 1 elements with padding 0 and 0 are too few for a span of 3");
  }

  @Test
  void gradientsAreRefused() {
    Tape tape = Tape.training(1);
    Tensor watched = tape.watch(Tensor.parameter(X.values(), 1, 1, 2, 3));
    assertThatThrownBy(() -> PIXELWISE.apply(watched))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("packed weights are for inference");
  }

  private static Tensor normal(Random random, int... shape) {
    float[] values = new float[Shape.of(shape).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, shape);
  }
}
