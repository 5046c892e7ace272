package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.Entmax;

/// Entmax along an axis with an α that is learned: `dα = Σ ⟨∂p/∂α, dy⟩` over the vectors.
record EntmaxOfAlpha(Tensor x, Tensor alpha, Entmax entmax, Axis axis) implements Op {

  static Tensor apply(Tensor x, Tensor alpha, int along) {
    Axis axis = x.shape().axis(along);
    Entmax entmax = Entmax.of(alpha.item());
    Tensor y = Result.of(x.shape(), x, alpha);
    entmax.apply(x.data(), axis, y.data());
    return y.by(new EntmaxOfAlpha(x, alpha, entmax, axis));
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().consumed();
    if (alpha.needsGradient()) {
      alpha.gradientSum().added()[0] += (float) alongAlpha(result.data(), dy);
    }
    if (x.needsGradient()) {
      // The result's gradient has been read for the last time.
      entmax.vectorJacobianProduct(result.data(), dy, axis, dy);
      x.gradientSum().add(dy, 1);
    }
  }

  private double alongAlpha(float[] y, float[] dy) {
    int inner = axis.inner();
    double[] p = new double[axis.size()];
    double sum = 0;
    for (int v = 0; v < axis.vectors(); v++) {
      int first = v / inner * axis.size() * inner + v % inner;
      for (int k = 0; k < p.length; k++) {
        p[k] = y[first + k * inner];
      }
      double[] slopes = entmax.alphaDerivative(p);
      for (int k = 0; k < p.length; k++) {
        sum += slopes[k] * dy[first + k * inner];
      }
    }
    return sum;
  }
}
