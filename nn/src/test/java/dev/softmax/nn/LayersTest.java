package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.tensor.Bag;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.RunningStatistics;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final Tensor table = Tensor.parameter(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);

  @Test
  void linearWithAndWithoutBias() {
    Tensor bias = Tensor.parameter(new float[] {10, 20, 30}, 3);
    Linear linear = new Linear(table, bias);
    Tensor x = Tensor.of(new float[] {1, -1}, 1, 2);
    assertThat(linear.forward(x).values()).containsExactly(9, 19, 29);
    assertThat(linear.withoutBias().forward(x).values()).containsExactly(-1, -1, -1);
    assertThat(linear.inputs()).isEqualTo(2);
    assertThat(linear.outputs()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Linear(table, Tensor.parameter(new float[2], 2)))
        .withMessage("linear: weight (3, 2) but bias (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> linear.forward(Tensor.of(new float[3], 1, 3)))
        .withMessageContainingAll("(1, 3)", "(3, 2)");
  }

  @Test
  void embeddingsAndTheirPadding() {
    Embedding embedding = new Embedding(table, Embedding.NO_PADDING);
    Indices ids = Indices.of(new int[] {2, 0}, 1, 2);
    assertThat(embedding.forward(ids).values()).containsExactly(5, 6, 1, 2);
    assertThat(embedding.forward(ids).shape().lengths()).containsExactly(1, 2, 2);
    Embedding padded = embedding.withPadding(0);
    assertThat(padded.weight().values()).containsExactly(0, 0, 3, 4, 5, 6);
    Tape tape = Tape.training(1);
    tape.backward(padded.forward(tape.indices(new int[] {2, 0}, 1, 2)).sum());
    assertThat(padded.weight().gradient().orElseThrow()).containsExactly(0, 0, 0, 0, 1, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embedding.withPadding(3))
        .withMessage("embedding: padding 3 is no row of a weight (3, 2)");
  }

  @Test
  void bagsOfEmbeddings() {
    EmbeddingBag bag = new EmbeddingBag(table, Bag.MEAN);
    Indices tokens = Indices.of(new int[] {0, 1, 2, 0}, 4);
    assertThat(bag.forward(tokens, new int[] {0, 2, 2, 4}).values())
        .containsExactly(2, 3, 0, 0, 3, 4);
    Indices rows = Indices.of(new int[] {0, 1, 2, 0}, 2, 2);
    assertThat(bag.withPadding(0).forward(rows).values()).containsExactly(3, 4, 5, 6);
  }

  @Test
  void dropoutDropsInTrainingOnly() {
    Dropout dropout = new Dropout(0.25);
    float[] ones = new float[10_000];
    Arrays.fill(ones, 1);
    Tensor weight = Tensor.parameter(ones, 10_000);
    float[] kept = dropout.forward(Tape.training(3).watch(weight)).values();
    int zeros = 0;
    for (float value : kept) {
      assertThat(value).isIn(0f, 1 / 0.75f);
      zeros += value == 0 ? 1 : 0;
    }
    assertThat(zeros).isBetween(2300, 2700);
    assertThat(dropout.forward(Tape.inference().watch(weight)).values()).containsOnly(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void ratesOfDropout(double rate) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dropout(rate))
        .withMessageContaining("rate of " + rate);
  }

  @Test
  void batchNormCountsBatchesOfTrainingOnly() {
    BatchNorm norm = BatchNorm.of(2);
    float[] x = {1, 10, 3, 30};
    Tape training = Tape.training(1);
    float[] y = norm.forward(training.tensor(x, 2, 2)).values();
    assertThat(y[0]).isEqualTo(-y[2]).isBetween(-1f, -0.999f);
    assertThat(norm.buffers().keySet())
        .containsExactly("running_mean", "running_var", "num_batches_tracked");
    // A tenth of the mean, and of the variance with n − 1, beside nine tenths of 0 and 1.
    assertThat(norm.buffers().get("running_mean").values()).containsExactly(0.2f, 2);
    assertThat(norm.buffers().get("running_var").values()).containsExactly(1.1f, 20.9f);
    norm.forward(Tape.inference().tensor(x, 2, 2));
    assertThat(norm.buffers().get("running_mean").values()).containsExactly(0.2f, 2);
    assertThat(norm.buffers().get("num_batches_tracked").item()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new BatchNorm(
                    Tensor.parameter(new float[2], 2),
                    Tensor.parameter(new float[2], 2),
                    RunningStatistics.of(3)))
        .withMessageContainingAll("(2)", "(3)");
  }

  @Test
  void layerNormOfRows() {
    LayerNorm norm = LayerNorm.of(4);
    float[] y = norm.forward(Tensor.of(new float[] {1, 2, 3, 4}, 1, 4)).values();
    assertThat(y[0]).isEqualTo(-y[3]).isBetween(-1.3417f, -1.3415f);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LayerNorm(table, table, 1e-5))
        .withMessageContaining("(3, 2)");
  }

  @ParameterizedTest
  @EnumSource
  void activationsByName(Activation activation) {
    Tensor x = Tensor.of(new float[] {-2, 0, 1.5f}, 3);
    // PyTorch's values at −2 and 1.5.
    float[] expected =
        switch (activation) {
          case RELU, RELU6 -> new float[] {0, 1.5f};
          case GELU -> new float[] {-0.04550028f, 1.3997891f};
          case GELU_TANH -> new float[] {-0.04540229f, 1.3995715f};
          case SILU -> new float[] {-0.23840584f, 1.2263616f};
          case TANH -> new float[] {-0.9640276f, 0.90514827f};
          case SIGMOID -> new float[] {0.11920292f, 0.81757444f};
        };
    float[] y = activation.forward(x).values();
    assertThat(y[0]).isCloseTo(expected[0], within(1e-6f));
    assertThat(y[2]).isCloseTo(expected[1], within(1e-6f));
  }

  @Test
  void sequencesRunInOrder() {
    Sequential net = Sequential.of(Linear.of(2, 3, random), Tensor::relu, new Dropout(0.5));
    assertThat(net.forward(Tensor.of(new float[2], 1, 2)).shape().lengths()).containsExactly(1, 3);
    assertThat(net.layers()).hasSize(3);
  }
}
