package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.softmax.Compute;
import dev.softmax.CrossEntropy;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A step of training allocates the same few bytes whatever the batch, once its arrays are there.
class StepMemoryTest {
  private static final int THREADS = Compute.threads();
  private static final int WINDOWS = 2000;
  private static final int STEPS = 20;
  private static final int ATTEMPTS = 20;

  /// Bytes of the records and tensors of a step, of which there are some dozens.
  private static final int FEW = 8192;

  private final SplittableRandom random = new SplittableRandom(2);
  private final CrossEntropy loss = CrossEntropy.defaults();

  @BeforeEach
  void oneThread() {
    // What other threads allocate is not counted.
    Compute.limitThreads(1);
  }

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private Tensor parameter(int... shape) {
    return Tensor.parameter(numbers(Shape.of(shape).size()), shape);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian() / 10;
    }
    return numbers;
  }

  private int[] integers(int count, int bound) {
    int[] integers = new int[count];
    Arrays.setAll(integers, i -> random.nextInt(bound));
    return integers;
  }

  /// The least that a step of some windows allocated: vectors are objects until the compiler has seen
  /// them long enough, and how long that is depends on how busy the machine is.
  private static double bytesOfAStep(Tape tape, Supplier<Tensor> forward, Tensor... parameters) {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double least = Double.POSITIVE_INFINITY;
    double last = 0;
    int same = 0;
    for (int window = 0; window < WINDOWS && same < 5; window++) {
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < STEPS; i++) {
        tape.backward(forward.get());
        for (Tensor parameter : parameters) {
          parameter.clearGradient();
        }
        tape.reset();
      }
      double bytes = (bean.getCurrentThreadAllocatedBytes() - before) / (double) STEPS;
      least = Math.min(least, bytes);
      same = bytes < FEW && bytes == last ? same + 1 : 0;
      last = bytes;
    }
    return least;
  }

  private double sentiment(int batch) {
    Tape tape = Tape.training(1);
    Tensor table = parameter(10_000, 100);
    Tensor first = parameter(256, 100);
    Tensor bias = parameter(256);
    Tensor second = parameter(2, 256);
    int[] tokens = integers(batch * 32, 10_000);
    int[] labels = integers(batch, 2);
    return bytesOfAStep(
        tape,
        () ->
            table
                .bags(tape.indices(tokens, batch, 32), Bag.MEAN, 0)
                .linear(first, bias)
                .relu()
                .linear(second)
                .crossEntropy(tape.indices(labels, batch), loss),
        table,
        first,
        bias,
        second);
  }

  private double mlp(int batch) {
    Tape tape = Tape.training(1);
    Tensor first = parameter(128, 784);
    Tensor bias = parameter(128);
    Tensor second = parameter(10, 128);
    float[] x = numbers(batch * 784);
    int[] labels = integers(batch, 10);
    return bytesOfAStep(
        tape,
        () ->
            tape.tensor(x, batch, 784)
                .linear(first, bias)
                .relu()
                .dropout(0.1)
                .linear(second)
                .crossEntropy(tape.indices(labels, batch), loss),
        first,
        bias,
        second);
  }

  private double pictures(int batch) {
    Tape tape = Tape.training(1);
    Tensor filters = parameter(16, 3, 3, 3);
    Tensor gamma = parameter(16);
    Tensor beta = parameter(16);
    Tensor last = parameter(4, 16);
    RunningStatistics running = RunningStatistics.of(16);
    ConvolutionOptions options = ConvolutionOptions.of(3).withPadding(1);
    Window two = Window.of(2).withStride(2);
    float[] x = numbers(batch * 8 * 8 * 3);
    int[] labels = integers(batch, 4);
    return bytesOfAStep(
        tape,
        () -> {
          Tensor y = Pictures.convolution(tape.tensor(x, batch, 8, 8, 3), filters, null, options);
          return Pictures.maxPool(Pictures.normRelu(y, gamma, beta, running, null), two, two)
              .mean(1, 2)
              .linear(last)
              .crossEntropy(tape.indices(labels, batch), loss);
        },
        filters,
        gamma,
        beta,
        last);
  }

  @Test
  void doNotGrowWithTheBatch() {
    assertSmallAndEqual(this::sentiment);
    assertSmallAndEqual(this::mlp);
    assertSmallAndEqual(this::pictures);
  }

  /// Tries again while the compiler is still at work: it may leave a step as it is for a while before
  /// it takes the last objects away.
  private static void assertSmallAndEqual(IntToDoubleFunction bytesAtBatch) {
    double small = Double.POSITIVE_INFINITY;
    double large = Double.POSITIVE_INFINITY;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      small = Math.min(small, bytesAtBatch.applyAsDouble(64));
      large = Math.min(large, bytesAtBatch.applyAsDouble(256));
      if (small < FEW && Math.abs(large - small) < 512) {
        break;
      }
    }
    assertThat(large).isBetween(small - 512, small + 512);
    assertThat(small).isLessThan(FEW);
  }
}
