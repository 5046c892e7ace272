package dev.softmax.nn;

import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// How the first values of a parameter are drawn. For a weight `(O, I, …)` the fan-in is `I · …` and
/// the fan-out `O · …`; a vector counts as one column.
@FunctionalInterface
public interface Initializer {
  /// Fills an array of the shape's size.
  void fill(float[] values, Shape shape, RandomGenerator random);

  /// A new parameter `shape` with such values.
  default Tensor parameter(RandomGenerator random, int... shape) {
    Shape whole = Shape.of(shape);
    float[] values = new float[whole.size()];
    fill(values, whole, random);
    return Tensor.parameter(values, shape);
  }

  /// All the same.
  static Initializer constant(double value) {
    return (values, shape, random) -> Arrays.fill(values, (float) value);
  }

  /// Uniform on `−bound` to `bound`.
  ///
  /// @throws IllegalArgumentException if the bound is negative or not finite
  static Initializer uniform(double bound) {
    checkScale("uniform: a bound", bound);
    return (values, shape, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    };
  }

  /// Normal with mean 0; PyTorch draws embeddings so, with a deviation of 1.
  ///
  /// @throws IllegalArgumentException if the standard deviation is negative or not finite
  static Initializer normal(double deviation) {
    checkScale("normal: a standard deviation", deviation);
    return (values, shape, random) -> {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (random.nextGaussian() * deviation);
      }
    };
  }

  /// What PyTorch draws the weights of linear layers by: Kaiming-uniform with a slope of √5, which is
  /// uniform to `1 / √fan-in`.
  static Initializer standard() {
    return (values, shape, random) ->
        uniform(1 / Math.sqrt(fanIn(shape))).fill(values, shape, random);
  }

  /// Uniform to `√(6 / (fan-in + fan-out))` (Glorot and Bengio, 2010, equation 16): for tanh and linear
  /// outputs.
  static Initializer xavierUniform() {
    return (values, shape, random) ->
        uniform(Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)))).fill(values, shape, random);
  }

  /// Normal with the deviation `√(2 / (fan-in + fan-out))` (Glorot and Bengio, 2010).
  static Initializer xavierNormal() {
    return (values, shape, random) ->
        normal(Math.sqrt(2.0 / (fanIn(shape) + fanOut(shape)))).fill(values, shape, random);
  }

  /// Uniform to `√(6 / fan-in)` (He et al., 2015): for relu.
  static Initializer heUniform() {
    return (values, shape, random) ->
        uniform(Math.sqrt(6.0 / fanIn(shape))).fill(values, shape, random);
  }

  /// Normal with the deviation `√(2 / fan-in)` (He et al., 2015, equation 10): for relu.
  static Initializer heNormal() {
    return (values, shape, random) ->
        normal(Math.sqrt(2.0 / fanIn(shape))).fill(values, shape, random);
  }

  /// A random matrix `(O, I · …)` with orthonormal rows, or columns where there are more rows, times
  /// `gain` (Saxe et al., 2014).
  ///
  /// @throws IllegalArgumentException if the gain is negative or not finite, and when a shape of less
  ///     than two dimensions is filled
  static Initializer orthogonal(double gain) {
    checkScale("orthogonal: a gain", gain);
    return (values, shape, random) -> Orthogonal.fill(values, shape, gain, random);
  }

  private static void checkScale(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + " of " + value);
    }
  }

  /// At least 1, so that a layer of no inputs has finite values.
  private static int fanIn(Shape shape) {
    return Math.max(1, shape.rank() < 2 ? shape.size() : shape.size() / rows(shape));
  }

  private static int fanOut(Shape shape) {
    return Math.max(1, shape.rank() < 2 ? 1 : shape.size() / Math.max(1, shape.length(1)));
  }

  private static int rows(Shape shape) {
    return Math.max(1, shape.length(0));
  }
}
