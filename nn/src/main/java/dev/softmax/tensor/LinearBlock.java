package dev.softmax.tensor;

import dev.softmax.kernel.FloatElements;
import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.MatrixProduct;

/// [Linear] with a block of a weight, which is read, and whose gradient is written, where it lies.
record LinearBlock(Tensor x, WeightBlock block) implements Op {

  static Tensor apply(Tensor x, WeightBlock block) {
    if (x.shape().rank() < 1 || x.shape().length(-1) != block.columns()) {
      throw new IllegalArgumentException(
          "linear: x "
              + x.shape()
              + " but a block "
              + Shape.of(block.rows(), block.columns())
              + " of the weight "
              + block.weight().shape());
    }
    LinearBlock op = new LinearBlock(x, block);
    Shape shape = x.shape().with(-1, block.rows());
    Tensor bias = block.bias();
    Tensor y =
        bias == null
            ? Result.of(shape, x, block.weight())
            : Result.of(shape, x, block.weight(), bias);
    MatrixProduct.multiply(
        op.inputs(x.data()), op.weights(block.weight().data()).transposed(), op.outputs(y.data()));
    if (bias != null) {
      FloatElements.addBias(
          y.data(), 0, bias.data(), block.row(), y.data(), 0, op.count(), block.rows());
    }
    return y.by(op);
  }

  private int count() {
    return x.shape().product(0, x.shape().rank() - 1);
  }

  private FloatMatrix inputs(float[] data) {
    return FloatMatrix.of(data, count(), block.columns());
  }

  private FloatMatrix outputs(float[] data) {
    return FloatMatrix.of(data, count(), block.rows());
  }

  private FloatMatrix weights(float[] data) {
    int width = block.weight().shape().length(1);
    int offset = block.row() * width + block.column();
    return new FloatMatrix(data, offset, block.rows(), block.columns(), width, 1);
  }

  @Override
  public void backward(Tensor result) {
    FloatMatrix g = outputs(result.gradientSum().array());
    if (x.needsGradient()) {
      Products.add(g, weights(block.weight().data()), x.gradientSum(), count(), block.columns());
    }
    if (block.weight().needsGradient()) {
      MatrixProduct.multiplyAdd(
          g.transposed(), inputs(x.data()), weights(block.weight().gradientSum().added()));
    }
    Tensor bias = block.bias();
    if (bias != null && bias.needsGradient()) {
      FloatElements.addColumnSums(
          g.data(), 0, count(), block.rows(), bias.gradientSum().added(), block.row());
    }
  }
}
