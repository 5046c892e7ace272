package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Axis;
import dev.softmax.Entmax;
import dev.softmax.GumbelSoftmax;
import dev.softmax.OutputTransform;
import dev.softmax.SoftArgmax;
import dev.softmax.SoftTopK;
import dev.softmax.Softmax;
import dev.softmax.SphericalSoftmax;
import dev.softmax.TaylorSoftmax;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Results and gradients of tensors are those of the facade in double, whose gradients are held to
/// PyTorch, the entmax package and central differences; and their slopes are taken here once more.
class ProbabilitiesTest {
  private static final int[] SHAPE = {2, 5, 3};
  private static final int AXIS = 1;
  private static final Axis VECTORS = Axis.of(SHAPE, AXIS);
  private static final double[] X = numbers(1, 30, 1);
  private static final double[] G = numbers(2, 30, 1);

  private static double[] numbers(long seed, int n, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    // Exactly floats, so that both sides see the same.
    Arrays.setAll(x, i -> (float) (scale * random.nextGaussian()));
    return x;
  }

  private static float[] floats(double[] x) {
    float[] narrow = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      narrow[i] = (float) x[i];
    }
    return narrow;
  }

  private static void assertClose(float[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance));
    }
  }

  /// An operation on a tensor, and the same in double.
  record Operation(
      String name, UnaryOperator<Tensor> onTensors, UnaryOperator<double[]> onDoubles) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Operation of(OutputTransform transform) {
    return new Operation(
        transform.name(),
        x -> Probabilities.along(transform, x, AXIS),
        x -> {
          double[] y = new double[x.length];
          transform.apply(x, VECTORS, y);
          return y;
        });
  }

  private static Operation of(String name, SoftTopK topK) {
    return new Operation(
        name,
        x -> Probabilities.topK(topK, x, AXIS),
        x -> {
          double[] y = new double[x.length];
          topK.apply(x, VECTORS, y);
          return y;
        });
  }

  static List<Operation> operations() {
    SoftArgmax soft = SoftArgmax.of(0.7).withPositions(-1, -0.5, 0, 0.5, 1);
    GumbelSoftmax gumbel = GumbelSoftmax.of(0.8);
    return List.of(
        of(Softmax.STANDARD),
        of(Softmax.SOFTMIN.withTemperature(0.5)),
        of(Entmax.SPARSEMAX),
        of(Entmax.ENTMAX15.withTemperature(2)),
        of(Entmax.of(1.3)),
        of(SphericalSoftmax.of(0.1)),
        of(TaylorSoftmax.of(4)),
        of("successive", SoftTopK.successive(2, 0.5)),
        of("entropic", SoftTopK.entropic(2, 0.5)),
        new Operation(
            "argmax", x -> Probabilities.softArgmax(soft, x, AXIS), x -> soft.apply(x, VECTORS)),
        new Operation(
            "gumbel",
            x -> Probabilities.gumbelSoftmax(gumbel, x, AXIS, new SplittableRandom(9)),
            x -> {
              float[] noise = new float[x.length];
              GumbelSoftmax.noise(new SplittableRandom(9), noise);
              double[] wide = new double[x.length];
              Arrays.setAll(wide, i -> noise[i]);
              double[] y = new double[x.length];
              gumbel.apply(x, wide, VECTORS, y);
              return y;
            }));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void gradientsAreSlopes(Operation operation) {
    double[] expected = operation.onDoubles().apply(X);
    Tensor x = Tensor.parameter(floats(X), SHAPE);
    Tape tape = Tape.training(1);
    Tensor shared = tape.watch(x).times(1);
    Tensor y = operation.onTensors().apply(shared);
    assertThat(y.shape().size()).isEqualTo(expected.length);
    assertClose(y.values(), expected, 2e-6);
    // Used twice, so that the gradient is added to.
    Tensor weights = tape.tensor(Arrays.copyOf(floats(G), expected.length), y.shape().lengths());
    Tensor twice = operation.onTensors().apply(shared).times(weights).sum().times(2);
    tape.backward(y.times(weights).sum().plus(twice));
    float[] gradient = x.gradient().orElseThrow();
    double step = 1e-6;
    for (int i = 0; i < X.length; i++) {
      double[] up = X.clone();
      double[] down = X.clone();
      up[i] += step;
      down[i] -= step;
      double[] above = operation.onDoubles().apply(up);
      double[] below = operation.onDoubles().apply(down);
      double slope = 0;
      for (int k = 0; k < above.length; k++) {
        slope += G[k] * (above[k] - below[k]) / (2 * step);
      }
      assertThat((double) gradient[i]).isCloseTo(3 * slope, within(3e-5));
    }
  }

  static List<OutputTransform> transforms() {
    return List.of(
        Softmax.STANDARD,
        Softmax.SOFTMIN,
        Entmax.SPARSEMAX,
        Entmax.ENTMAX15,
        Entmax.of(1.2),
        SphericalSoftmax.of(0.1),
        TaylorSoftmax.STANDARD);
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void lossesAreThoseOfTheFacade(OutputTransform transform) {
    int[] targets = {2, 0, -100, 1, 2, 2, 0, 1, 0, 2};
    double[] expected = new double[X.length];
    double loss = transform.lossAndGradient(X, Axis.rows(10, 3), targets, expected);
    Tensor x = Tensor.parameter(floats(X), SHAPE);
    Tape tape = Tape.training(1);
    Tensor result =
        Probabilities.loss(transform, tape.watch(x), tape.indices(targets, SHAPE[0], SHAPE[1]));
    assertThat((double) result.item()).isCloseTo(loss, within(1e-6));
    tape.backward(result.times(3));
    float[] gradient = x.gradient().orElseThrow();
    for (int i = 0; i < X.length; i++) {
      assertThat((double) gradient[i]).isCloseTo(3 * expected[i], within(1e-6));
    }
    Tensor constant = Tensor.of(floats(X), SHAPE);
    assertThat(Probabilities.loss(transform, constant, Indices.of(targets, 2, 5)).item())
        .isEqualTo(result.item());
    assertThatThrownBy(() -> Probabilities.loss(transform, constant, Indices.of(targets, 5, 2)))
        .hasMessageContaining("loss: scores (2, 5, 3) but targets (5, 2)");
  }

  /// The polynomial and the ratio as operations of their own, with gradients of their own.
  @Test
  void taylorIsItsComposition() {
    Tensor one = Tensor.parameter(floats(X), SHAPE);
    Tensor other = Tensor.parameter(floats(X), SHAPE);
    Tape tape = Tape.training(1);
    Tensor weights = tape.tensor(floats(G), SHAPE);
    Tensor x = tape.watch(other);
    Tensor f = x.plus(1).plus(x.square().times(0.5));
    Tensor composed = f.dividedBy(f.sumKeeping(AXIS));
    Tensor fused = Probabilities.along(TaylorSoftmax.STANDARD, tape.watch(one), AXIS);
    tape.backward(composed.times(weights).sum().plus(fused.times(weights).sum()));
    float[] expected = other.gradient().orElseThrow();
    float[] actual = one.gradient().orElseThrow();
    for (int i = 0; i < X.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @Test
  void alphaIsLearned() {
    double step = 1e-3;
    Tensor x = Tensor.parameter(floats(X), SHAPE);
    Tensor alpha = Tensor.parameter(new float[] {1.6f});
    Tape tape = Tape.training(1);
    Tensor y = Probabilities.entmax(tape.watch(x), tape.watch(alpha), AXIS);
    tape.backward(y.times(tape.tensor(floats(G), SHAPE)).sum());
    double slope = (along(1.6f + step) - along(1.6f - step)) / (2 * step);
    assertThat((double) alpha.gradient().orElseThrow()[0]).isCloseTo(slope, within(1e-4));
    double[] y64 = new double[X.length];
    double[] expected = new double[X.length];
    Entmax.of(1.6f).apply(X, VECTORS, y64);
    Entmax.of(1.6f).vectorJacobianProduct(y64, G, VECTORS, expected);
    assertClose(x.gradient().orElseThrow(), expected, 1e-5);
    Tensor one = Tensor.of(new float[] {1});
    assertThatThrownBy(() -> Probabilities.entmax(x, one, AXIS)).hasMessageContaining("alpha 1.0");
  }

  private static double along(double alpha) {
    double[] y = new double[X.length];
    Entmax.of(alpha).apply(X, VECTORS, y);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * G[i];
    }
    return sum;
  }

  @Test
  void straightThroughIsOneHotWithTheSoftGradient() {
    Tensor hard = Tensor.parameter(floats(X), SHAPE);
    Tensor soft = Tensor.parameter(floats(X), SHAPE);
    Tape tape = Tape.training(1);
    Tensor weights = tape.tensor(floats(G), SHAPE);
    Tensor draw = tape.watch(hard).softmax(AXIS);
    Tensor chosen = Probabilities.straightThrough(draw, AXIS);
    tape.backward(
        chosen.times(weights).sum().plus(tape.watch(soft).softmax(AXIS).times(weights).sum()));
    assertThat(chosen.values()).containsOnly(0, 1);
    assertThat(chosen.sum(AXIS).values()).containsOnly(1);
    assertThat(chosen.times(draw).sum(AXIS).values()).hasSize(6);
    assertThat(Arrays.copyOf(hard.gradient().orElseThrow(), X.length))
        .containsExactly(Arrays.copyOf(soft.gradient().orElseThrow(), X.length), within(1e-7f));
  }
}
