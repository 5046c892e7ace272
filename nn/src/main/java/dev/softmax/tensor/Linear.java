package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;
import org.jspecify.annotations.Nullable;

/// `y = x · weightᵀ + bias`; with g the result's gradient: `dx = g · weight`, `dweight = gᵀ · x`, `dbias`
/// = sum of the rows of g.
record Linear(Tensor x, Tensor weight, @Nullable Tensor bias) implements Op {

  static Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias) {
    if (x.shape().rank() < 1
        || weight.shape().rank() != 2
        || x.shape().length(-1) != weight.shape().length(1)) {
      throw new IllegalArgumentException(
          "linear: x " + x.shape() + " but weight " + weight.shape());
    }
    if (bias != null && !bias.shape().equals(Shape.of(weight.shape().length(0)))) {
      throw new IllegalArgumentException(
          "linear: weight " + weight.shape() + " but bias " + bias.shape());
    }
    Linear op = new Linear(x, weight, bias);
    Shape shape = x.shape().with(-1, op.outputs());
    Tensor y = bias == null ? Result.of(shape, x, weight) : Result.of(shape, x, weight, bias);
    MatrixProduct.multiply(
        op.matrix(x.data(), op.inputs()),
        op.weights(weight.data()).transposed(),
        op.matrix(y.data(), op.outputs()));
    if (bias != null) {
      FloatElements.addBias(y.data(), 0, bias.data(), 0, y.data(), 0, op.rows(), op.outputs());
    }
    return y.by(op);
  }

  private int inputs() {
    return weight.shape().length(1);
  }

  private int outputs() {
    return weight.shape().length(0);
  }

  private int rows() {
    return x.shape().product(0, x.shape().rank() - 1);
  }

  private FloatMatrix matrix(float[] data, int columns) {
    return FloatMatrix.of(data, rows(), columns);
  }

  private FloatMatrix weights(float[] data) {
    return FloatMatrix.of(data, outputs(), inputs());
  }

  @Override
  public void backward(Tensor result) {
    FloatMatrix g = matrix(result.gradientSum().array(), outputs());
    if (x.needsGradient()) {
      Products.add(g, weights(weight.data()), x.gradientSum(), rows(), inputs());
    }
    if (weight.needsGradient()) {
      Products.add(
          g.transposed(), matrix(x.data(), inputs()), weight.gradientSum(), outputs(), inputs());
    }
    if (bias != null && bias.needsGradient()) {
      FloatElements.addColumnSums(g.data(), 0, rows(), outputs(), bias.gradientSum().added(), 0);
    }
  }
}
