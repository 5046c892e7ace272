package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.CrossEntropy;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Wrong shapes are refused in a sentence that states both sides.
class OperationErrorsTest {
  record Wrong(String message, Supplier<Tensor> operation) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Tensor of(int... shape) {
    return Tensor.of(new float[Shape.of(shape).size()], shape);
  }

  private static Indices ids(int... values) {
    return Indices.of(values, values.length);
  }

  static List<Wrong> wrongs() {
    CrossEntropy loss = CrossEntropy.defaults();
    Tensor six = of(2, 3);
    return List.of(
        new Wrong("plus: (2, 3) and (2)", () -> six.plus(of(2))),
        new Wrong("divided by: (2, 3) and (4, 1, 2)", () -> six.dividedBy(of(4, 1, 2))),
        new Wrong("matmul: (2, 3) by (2, 3)", () -> six.matmul(six)),
        new Wrong("matmul: (2, 3) by (3, 2) transposed", () -> six.matmulTransposed(of(3, 2))),
        new Wrong("linear: x (2, 3) but weight (3, 2)", () -> six.linear(of(3, 2))),
        new Wrong("linear: weight (4, 3) but bias (3)", () -> six.linear(of(4, 3), of(3))),
        new Wrong("reshape: (2, 3) to (4, -1)", () -> six.reshape(4, -1)),
        new Wrong("reshape: (2, 3) to (0, -1)", () -> six.reshape(0, -1)),
        new Wrong("reshape: (2, 3) to (-1, -1)", () -> six.reshape(-1, -1)),
        new Wrong("reshape: (2, 3) to (-2, -3)", () -> six.reshape(-2, -3)),
        new Wrong("reshape: (2, 3) to (6, 65536, 65536)", () -> six.reshape(6, 65536, 65536)),
        new Wrong("reshape: (0, 3) to (0, -1)", () -> of(0, 3).reshape(0, -1)),
        new Wrong("axis 2 of a shape (2, 3)", () -> six.transpose(0, 2)),
        new Wrong("axis -3 of a shape (2, 3)", () -> six.softmax(-3)),
        new Wrong("sum: axis -1 of (2, 3) named twice", () -> six.sum(1, -1)),
        new Wrong("slice: 1 to 4 of axis 1 of (2, 3)", () -> six.slice(1, 1, 4)),
        new Wrong(
            "gru: gates (2, 3) but weight (3, 1) and bias (3)",
            () -> Sequences.gru(six, null, of(3, 1), of(3), null)),
        new Wrong(
            "gru: gates (2, 4, 3) and start (1, 1) but weight (3, 1) and bias (3)",
            () -> Sequences.gru(of(2, 4, 3), of(1, 1), of(3, 1), of(3), null)),
        new Wrong(
            "gru: 1 lengths but gates (2, 4, 3)",
            () -> Sequences.gru(of(2, 4, 3), null, of(3, 1), of(3), new int[1])),
        new Wrong(
            "gru: length 0 of sequence 1 is not within 1 and 4",
            () -> Sequences.gru(of(2, 4, 3), null, of(3, 1), of(3), new int[] {4, 0})),
        new Wrong(
            "concatenate: (2, 3) and (3, 3) along axis 1",
            () -> Tensor.concatenate(1, six, of(3, 3))),
        new Wrong(
            "layer-norm: x (2, 3) but gamma (2), beta (2)",
            () -> six.layerNorm(of(2), of(2), 1e-5)),
        new Wrong(
            "batch-norm: x (2, 3) but gamma (3), beta (3), running mean (2)",
            () -> six.batchNorm(of(3), of(3), RunningStatistics.of(2))),
        new Wrong("gather: index 2 at 1 of (2), but a table (2, 3)", () -> six.gather(ids(0, 2))),
        new Wrong("gather: table (3) and indices (1)", () -> of(3).gather(ids(0))),
        new Wrong(
            "bags: offset 1 after 2 of (2) tokens",
            () -> six.bags(ids(0, 1), new int[] {2, 1}, Bag.SUM)),
        new Wrong(
            "bags: tokens (2) are no bags (B, T) of a table (2, 3)",
            () -> six.bags(ids(0, 1), Bag.SUM, -1)),
        new Wrong(
            "cross-entropy: logits (2, 3) but targets (3)",
            () -> six.crossEntropy(ids(0, 1, 2), loss)),
        new Wrong(
            "cross-entropy: logits (2, 3) but target probabilities (2, 4)",
            () -> six.crossEntropy(of(2, 4), loss)),
        new Wrong(
            "negative log-likelihood: target 3 at 1 is no class of log-probabilities (2, 3)",
            () -> six.negativeLogLikelihood(ids(0, 3))),
        new Wrong(
            "convolution: x (1, 4, 4, 3) but weight (2, 4, 3, 3) for filters of 3 by 3 in groups of"
                + " 1",
            () ->
                Pictures.convolution(
                    of(1, 4, 4, 3), of(2, 4, 3, 3), null, ConvolutionOptions.of(3))),
        new Wrong(
            "convolution: x (1, 4, 4, 4) but weight (3, 2, 3, 3) for filters of 3 by 3 in groups of"
                + " 2",
            () ->
                Pictures.convolution(
                    of(1, 4, 4, 4), of(3, 2, 3, 3), null, ConvolutionOptions.of(3).withGroups(2))),
        new Wrong(
            "convolution: weight (2, 3, 3, 3) but bias (3)",
            () ->
                Pictures.convolution(
                    of(1, 4, 4, 3), of(2, 3, 3, 3), of(3), ConvolutionOptions.of(3))),
        new Wrong(
            "max pool: x (2, 3) but pictures are (B, H, W, C)",
            () -> Pictures.maxPool(six, Window.of(1), Window.of(1))),
        new Wrong(
            "batch-norm: x (1, 2, 2, 3) but shortcut (1, 2, 2, 2)",
            () ->
                Pictures.normRelu(
                    of(1, 2, 2, 3), of(3), of(3), RunningStatistics.of(3), of(1, 2, 2, 2))),
        new Wrong("dropout: rate 1.5 is not within 0 and 1", () -> six.dropout(1.5)));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void sayBothSides(Wrong wrong) {
    assertThatThrownBy(wrong.operation()::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(wrong.message());
  }
}
