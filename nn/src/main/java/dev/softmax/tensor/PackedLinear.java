package dev.softmax.tensor;

import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.PackedLayers;
import dev.softmax.kernel.PackedMatrix;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `x (…, I)` → `x · weightᵀ + bias (…, O)`, for inference: weight and bias are copied once, in the order
/// that the product reads them. Immutable; what later happens to the tensors that it was made of does
/// not show.
public final class PackedLinear {
  private final PackedMatrix matrix;
  private final boolean relu;

  private PackedLinear(PackedMatrix matrix, boolean relu) {
    this.matrix = matrix;
    this.relu = relu;
  }

  /// The map of a weight `(O, I)` and a bias `(O)`, or none.
  ///
  /// @throws IllegalArgumentException if the weight is no matrix, or the bias not as long as it has rows
  public static PackedLinear of(Tensor weight, @Nullable Tensor bias) {
    Shape shape = weight.shape();
    if (shape.rank() != 2 || (bias != null && !bias.shape().equals(Shape.of(shape.length(0))))) {
      throw new IllegalArgumentException(
          "linear: weight " + shape + (bias == null ? "" : " but bias " + bias.shape()));
    }
    FloatMatrix values = FloatMatrix.of(weight.data(), shape.length(0), shape.length(1));
    return new PackedLinear(
        bias == null
            ? PackedMatrix.of(values.transposed())
            : PackedMatrix.of(values.transposed(), Arrays.copyOf(bias.data(), shape.length(0))),
        false);
  }

  /// The same map and `max(·, 0)` of its result, in one pass; shares the weights.
  public PackedLinear withRelu() {
    return new PackedLinear(matrix, true);
  }

  /// The result for an input, in memory of its tape.
  ///
  /// @throws IllegalArgumentException if the last axis is not `I`
  /// @throws IllegalStateException if the input needs a gradient: packed weights have none to give
  public Tensor apply(Tensor x) {
    check(x, matrix.rows(), matrix.columns());
    Tensor y = Result.of(x.shape().with(-1, matrix.columns()), x);
    int rows = y.shape().product(0, y.shape().rank() - 1);
    FloatMatrix from = FloatMatrix.of(x.data(), rows, matrix.rows());
    FloatMatrix to = FloatMatrix.of(y.data(), rows, matrix.columns());
    if (relu) {
      MatrixProduct.multiplyRelu(from, matrix, to);
    } else {
      MatrixProduct.multiply(from, matrix, to);
    }
    return y;
  }

  /// Sees that an input suits packed weights `(outputs, inputs)` and needs no gradient.
  static void check(Tensor x, int inputs, int outputs) {
    Shape shape = x.shape();
    if (shape.rank() < 1 || shape.length(-1) != inputs) {
      throw new IllegalArgumentException(
          "linear: x " + shape + " but weight " + Shape.of(outputs, inputs));
    }
    if (x.needsGradient() && x.tape() != null) {
      throw new IllegalStateException(
          "linear: x " + shape + " needs a gradient, but packed weights are for inference");
    }
  }

  PackedLayers.Layer layer() {
    return new PackedLayers.Layer(matrix, relu);
  }
}
