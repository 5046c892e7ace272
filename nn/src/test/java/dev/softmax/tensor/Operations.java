package dev.softmax.tensor;

import static java.util.Map.entry;

import dev.softmax.CrossEntropy;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every operation under the name that the golden file has for it.
final class Operations {
  /// An operation on inputs, with whole numbers as arguments, and indices for those that take them.
  interface Operation {
    Tensor apply(Tensor[] x, int[] arguments, Indices indices);
  }

  static final Map<String, Operation> ALL =
      Map.ofEntries(
          entry("plus", (x, a, i) -> x[0].plus(x[1])),
          entry("minus", (x, a, i) -> x[0].minus(x[1])),
          entry("times", (x, a, i) -> x[0].times(x[1])),
          entry("dividedBy", (x, a, i) -> x[0].dividedBy(x[1])),
          entry("negate", (x, a, i) -> x[0].negate()),
          entry("exp", (x, a, i) -> x[0].exp()),
          entry("log", (x, a, i) -> x[0].log()),
          entry("sqrt", (x, a, i) -> x[0].sqrt()),
          entry("square", (x, a, i) -> x[0].square()),
          entry("relu", (x, a, i) -> x[0].relu()),
          entry("gelu", (x, a, i) -> x[0].gelu()),
          entry("geluTanh", (x, a, i) -> x[0].geluTanh()),
          entry("silu", (x, a, i) -> x[0].silu()),
          entry("tanh", (x, a, i) -> x[0].tanh()),
          entry("sigmoid", (x, a, i) -> x[0].sigmoid()),
          entry("sum", (x, a, i) -> x[0].sum(a)),
          entry("sumKeeping", (x, a, i) -> x[0].sumKeeping(a)),
          entry("mean", (x, a, i) -> x[0].mean(a)),
          entry("meanKeeping", (x, a, i) -> x[0].meanKeeping(a)),
          entry("transpose", (x, a, i) -> x[0].transpose(a[0], a[1])),
          entry("slice", (x, a, i) -> x[0].slice(a[0], a[1], a[2])),
          entry("concatenate", (x, a, i) -> Tensor.concatenate(a[0], x)),
          entry("softmax", (x, a, i) -> x[0].softmax(a[0])),
          entry("logSoftmax", (x, a, i) -> x[0].logSoftmax(a[0])),
          entry("logSumExp", (x, a, i) -> x[0].logSumExp(a[0])),
          entry("linear", (x, a, i) -> x.length == 3 ? x[0].linear(x[1], x[2]) : x[0].linear(x[1])),
          entry("matmul", (x, a, i) -> x[0].matmul(x[1])),
          entry("matmulTransposed", (x, a, i) -> x[0].matmulTransposed(x[1])),
          entry("layerNorm", (x, a, i) -> x[0].layerNorm(x[1], x[2], 1e-5)),
          entry("batchNorm", (x, a, i) -> x[0].batchNorm(x[1], x[2], statistics(x[1]))),
          entry("convolution", (x, a, i) -> convolution(x, a)),
          entry("maxPool", (x, a, i) -> Pictures.maxPool(x[0], window(a, 0), window(a, 1))),
          entry("averagePool", (x, a, i) -> Pictures.averagePool(x[0], window(a, 0), window(a, 1))),
          entry("relu6", (x, a, i) -> Pictures.relu6(x[0])),
          entry("norm", (x, a, i) -> Pictures.norm(x[0], x[1], x[2], statistics(x[1]))),
          entry("normRelu", (x, a, i) -> normRelu(x)),
          entry("gather", (x, a, i) -> x[0].gather(i, a[0])),
          entry("bagsSum", (x, a, i) -> x[0].bags(i, offsets(a), Bag.SUM, a[0])),
          entry("bagsMean", (x, a, i) -> x[0].bags(i, offsets(a), Bag.MEAN, a[0])),
          entry("crossEntropy", (x, a, i) -> x[0].crossEntropy(i, CrossEntropy.defaults())),
          entry("logLikelihood", (x, a, i) -> x[0].negativeLogLikelihood(i)),
          entry(
              "crossEntropyOfProbabilities",
              (x, a, i) -> x[0].crossEntropy(probabilities(x[1]), CrossEntropy.defaults())),
          entry("gru", (x, a, i) -> Sequences.gru(x[0], x[1], x[2], x[3], lengths(a))),
          entry("gruFromZeros", (x, a, i) -> Sequences.gru(x[0], null, x[1], x[2], lengths(a))),
          entry("dropout", (x, a, i) -> x[0].dropout(a[0] / 100.0)));

  private Operations() {}

  private static int[] offsets(int[] arguments) {
    return Arrays.copyOfRange(arguments, 1, arguments.length);
  }

  private static int @Nullable [] lengths(int[] arguments) {
    return arguments.length == 0 ? null : arguments;
  }

  /// Arguments: strides, dilations, padding (above, below, left, right) and groups.
  private static Tensor convolution(Tensor[] x, int[] a) {
    Shape weight = x[1].shape();
    ConvolutionOptions options =
        new ConvolutionOptions(
            new Window(weight.length(2), a[0], a[2], a[4], a[5]),
            new Window(weight.length(3), a[1], a[3], a[6], a[7]),
            a[8]);
    return Pictures.convolution(x[0], x[1], x.length == 3 ? x[2] : null, options);
  }

  /// Arguments: size, strides, dilations and padding.
  private static Window window(int[] a, int axis) {
    return new Window(a[axis], a[2 + axis], a[4 + axis], a[6 + 2 * axis], a[7 + 2 * axis]);
  }

  private static Tensor normRelu(Tensor[] x) {
    return Pictures.normRelu(x[0], x[1], x[2], statistics(x[1]), x.length == 4 ? x[3] : null);
  }

  private static RunningStatistics statistics(Tensor gamma) {
    return RunningStatistics.of(gamma.shape().size());
  }

  /// Targets are constants.
  private static Tensor probabilities(Tensor logits) {
    return Tensor.of(logits.values(), logits.shape().lengths()).softmax(-1);
  }
}
