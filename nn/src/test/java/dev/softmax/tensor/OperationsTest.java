package dev.softmax.tensor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.softmax.Compute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// One harness for all operations: PyTorch's results and gradients, slopes of plain double loops, the
/// same bits for one thread and two, sums of gradients, and no gradient where none is asked for.
class OperationsTest {
  private static final int THREADS = Compute.threads();

  static List<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private record Run(float[] y, List<float[]> gradients) {}

  private static Tensor[] parameters(GoldenCase golden) {
    Tensor[] parameters = new Tensor[golden.inputs()];
    Arrays.setAll(
        parameters, i -> Tensor.parameter(golden.floats("x" + i), golden.integers("shape" + i)));
    return parameters;
  }

  private static Indices indices(GoldenCase golden) {
    return golden.has("index")
        ? Indices.of(golden.integers("index"), golden.integers("indexShape"))
        : Indices.of(new int[0], 0);
  }

  private static Tensor result(Tape tape, String name, Tensor[] x, int[] arguments, Indices ids) {
    Tensor[] watched = Arrays.stream(x).map(tape::watch).toArray(Tensor[]::new);
    return requireNonNull(Operations.ALL.get(name), name).apply(watched, arguments, ids);
  }

  private static Tensor result(Tape tape, GoldenCase golden, Tensor[] x) {
    return result(tape, golden.operation(), x, golden.integers("arguments"), indices(golden));
  }

  /// The loss `sum(dy · y)` has the gradients of the golden file.
  private static void backward(Tape tape, Tensor y, float[] dy) {
    tape.backward(y.times(tape.tensor(dy, y.shape().lengths())).sum());
  }

  private static boolean hasGradient(GoldenCase golden, int input) {
    return !golden.operation().equals("crossEntropyOfProbabilities") || input == 0;
  }

  private static float[] gradient(Tensor x) {
    return Arrays.copyOf(x.gradient().orElseThrow(), x.shape().size());
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("element %d: %s, not %s", i, actual[i], expected[i])
          .isLessThanOrEqualTo(allowed);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultAndGradientsAreThoseOfPyTorch(GoldenCase golden) {
    Tape tape = Tape.training(1);
    Tensor[] x = parameters(golden);
    Tensor y = result(tape, golden, x);
    assertThat(y.shape()).isEqualTo(Shape.of(golden.integers("shape")));
    assertClose(y.values(), golden.numbers("y"), 2e-6);
    backward(tape, y, golden.floats("dy"));
    for (int i = 0; i < x.length; i++) {
      if (hasGradient(golden, i)) {
        assertClose(gradient(x[i]), golden.numbers("dx" + i), 1e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreTheSlopesOfPlainLoops(GoldenCase golden) {
    Tape tape = Tape.training(1);
    Tensor[] x = parameters(golden);
    backward(tape, result(tape, golden, x), golden.floats("dy"));
    double[][] numbers = new double[x.length][];
    Arrays.setAll(numbers, i -> golden.numbers("x" + i));
    // A padding row has no gradient, whatever the slope is.
    boolean padded = golden.operation().equals("gather") && golden.integers("arguments")[0] >= 0;
    for (int i = 0; i < x.length; i++) {
      if (hasGradient(golden, i) && !padded) {
        assertClose(gradient(x[i]), slopes(golden, numbers, i), 1e-5);
      }
    }
  }

  private static double[] slopes(GoldenCase golden, double[][] x, int input) {
    double[] dy = golden.numbers("dy");
    double[] slopes = new double[x[input].length];
    double step = 1e-5;
    for (int i = 0; i < slopes.length; i++) {
      double value = x[input][i];
      x[input][i] = value + step;
      double[] above = new ReferenceOperations(golden, x).result();
      x[input][i] = value - step;
      double[] below = new ReferenceOperations(golden, x).result();
      x[input][i] = value;
      for (int j = 0; j < dy.length; j++) {
        slopes[i] += dy[j] * (above[j] - below[j]) / (2 * step);
      }
    }
    return slopes;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void twoUsesAddTheirGradients(GoldenCase golden) {
    Tensor[] x = parameters(golden);
    Tape tape = Tape.training(1);
    float[] dy = golden.floats("dy");
    Tensor[] shared = Arrays.stream(x).map(one -> tape.watch(one).times(1)).toArray(Tensor[]::new);
    Tensor weights = tape.tensor(dy, golden.integers("shape"));
    Tensor first = result(tape, golden, shared).times(weights).sum();
    Tensor second = result(tape, golden, shared).times(weights).sum();
    tape.backward(first.plus(second.times(2)));
    for (int i = 0; i < x.length; i++) {
      if (hasGradient(golden, i)) {
        double[] three = Arrays.stream(golden.numbers("dx" + i)).map(v -> 3 * v).toArray();
        assertClose(gradient(x[i]), three, 2e-5);
      }
    }
  }

  /// A loss that is named three times has three times the gradient, whatever its operations used up.
  @ParameterizedTest
  @MethodSource("cases")
  void eachPassAddsTheSame(GoldenCase golden) {
    Tensor[] x = parameters(golden);
    Tape tape = Tape.training(1);
    Tensor[] shared = Arrays.stream(x).map(one -> tape.watch(one).times(1)).toArray(Tensor[]::new);
    Tensor weights = tape.tensor(golden.floats("dy"), golden.integers("shape"));
    Tensor loss = result(tape, golden, shared).times(weights).sum();
    for (int pass = 0; pass < 3; pass++) {
      tape.backward(loss);
    }
    for (int i = 0; i < x.length; i++) {
      if (hasGradient(golden, i)) {
        double[] three = Arrays.stream(golden.numbers("dx" + i)).map(v -> 3 * v).toArray();
        assertClose(gradient(x[i]), three, 2e-5);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void onlyInputsThatNeedGradientsGetThem(GoldenCase golden) {
    for (int chosen = 0; chosen < golden.inputs(); chosen++) {
      if (!hasGradient(golden, chosen)) {
        continue;
      }
      Tensor[] x = parameters(golden);
      for (int i = 0; i < x.length; i++) {
        x[i] = i == chosen ? x[i] : Tensor.of(x[i].values(), x[i].shape().lengths());
      }
      Tape tape = Tape.training(1);
      backward(tape, result(tape, golden, x), golden.floats("dy"));
      for (int i = 0; i < x.length; i++) {
        assertThat(x[i].gradient().isPresent()).isEqualTo(i == chosen);
      }
      assertClose(gradient(x[chosen]), golden.numbers("dx" + chosen), 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void withoutATapeResultsAreConstants(GoldenCase golden) {
    if (golden.operation().toLowerCase(Locale.ROOT).contains("norm")
        && !golden.operation().equals("layerNorm")) {
      return; // by the running statistics: a test of its own
    }
    Tensor y =
        requireNonNull(Operations.ALL.get(golden.operation()))
            .apply(parameters(golden), golden.integers("arguments"), indices(golden));
    assertThat(y.needsGradient()).isFalse();
    assertClose(y.values(), golden.numbers("y"), 2e-6);
  }

  @Test
  void everyOperationHasCases() {
    assertThat(cases().stream().map(GoldenCase::operation).collect(Collectors.toSet()))
        .containsAll(
            Operations.ALL.keySet().stream().filter(name -> !name.equals("dropout")).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "plus,700x517 700x517,",
    "times,700x517 517,",
    "dividedBy,700x517 700x1,",
    "gelu,700x517,",
    "exp,700x517,",
    "sum,700x517,",
    "mean,700x517,0",
    "softmax,700x517,1",
    "logSoftmax,700x517,0",
    "logSumExp,700x517,1",
    "linear,517x200 300x200 300,",
    "matmul,4x130x100 4x100x90,",
    "layerNorm,700x517 517 517,",
    "batchNorm,700x517 517 517,",
    "convolution,9x20x17x16 40x16x3x3 40,1 1 1 1 1 1 1 1 1",
    "convolution,2x64x65x33 18x33x3x3,2 2 1 1 0 1 0 1 1",
    "convolution,5x33x34x32 32x1x3x3 32,1 1 1 1 1 1 1 1 32",
    "maxPool,5x33x34x32,3 3 2 2 1 1 1 1 1 1",
    "averagePool,5x33x34x32,3 3 2 2 1 1 1 1 1 1",
    "norm,9x30x31x19 19 19,",
    "normRelu,9x30x31x16 16 16 9x30x31x16,",
    "gather,1000x100,-1",
    "bagsMean,1000x100,-1",
    "crossEntropy,9000x50,",
    "gru,9x20x300 9x100 300x100 300,",
    "gruFromZeros,33x3x960 960x320 960,",
    "dropout,700x517,30",
  })
  void bitsDoNotDependOnThreads(String name, String shapes, String arguments) {
    Compute.limitThreads(1);
    Run one = run(name, shapes, arguments);
    Compute.limitThreads(2);
    Run two = run(name, shapes, arguments);
    assertThat(two.y).isEqualTo(one.y);
    for (int i = 0; i < one.gradients.size(); i++) {
      assertThat(two.gradients.get(i)).isEqualTo(one.gradients.get(i));
    }
  }

  private static Run run(String name, String shapes, String arguments) {
    SplittableRandom random = new SplittableRandom(9);
    List<Tensor> x = new ArrayList<>();
    for (String text : shapes.split(" ", -1)) {
      int[] shape = Arrays.stream(text.split("x", -1)).mapToInt(Integer::parseInt).toArray();
      x.add(Tensor.parameter(numbers(random, Shape.of(shape).size()), shape));
    }
    int[] whole =
        arguments == null
            ? new int[0]
            : Arrays.stream(arguments.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    int rows = x.getFirst().shape().length(0);
    int[] ids = new int[name.equals("crossEntropy") ? rows : 6400];
    int bound = name.equals("crossEntropy") ? x.getFirst().shape().length(1) : rows;
    Arrays.setAll(ids, i -> random.nextInt(bound));
    if (name.startsWith("bags")) {
      whole = new int[66];
      Arrays.setAll(whole, i -> 100 * (i - 1));
      whole[0] = -1;
    }
    Tape tape = Tape.training(4);
    Tensor[] inputs = x.toArray(Tensor[]::new);
    Tensor y = result(tape, name, inputs, whole, Indices.of(ids, ids.length));
    backward(tape, y, numbers(random, y.shape().size()));
    return new Run(y.values(), x.stream().map(OperationsTest::gradient).toList());
  }

  private static float[] numbers(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
