package dev.softmax.tensor;

import dev.softmax.kernel.ConvolutionShape;
import dev.softmax.kernel.FloatConvolution;
import dev.softmax.kernel.FloatElements;
import org.jspecify.annotations.Nullable;

/// `y[b, i, j, o] = bias[o] + Σ x[b, i s + r d − p, j s + t d − p, c] weight[o, c, r, t]` over the channels c of
/// o's group and the taps r and t; elements beyond the picture are 0. The gradient of x is such a sum of
/// the result's gradient with turned filters, that of the weight one over pixels.
record Convolution(Tensor x, Tensor weight, @Nullable Tensor bias, ConvolutionShape shape)
    implements Op {

  static Tensor apply(Tensor x, Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    ConvolutionShape shape = shape(x.shape(), weight.shape(), options);
    if (bias != null && !bias.shape().equals(Shape.of(shape.outputs()))) {
      throw new IllegalArgumentException(
          "convolution: weight " + weight.shape() + " but bias " + bias.shape());
    }
    Shape result =
        Shape.of(
            shape.pictures(),
            shape.vertical().places(),
            shape.horizontal().places(),
            shape.outputs());
    Tensor y = bias == null ? Result.of(result, x, weight) : Result.of(result, x, weight, bias);
    FloatConvolution.forward(
        shape, x.data(), weight.data(), bias == null ? null : bias.data(), y.data());
    return y.by(new Convolution(x, weight, bias, shape));
  }

  /// Checks that pictures `(B, H, W, C)` and a weight `(O, C / groups, kh, kw)` suit options.
  static ConvolutionShape shape(Shape x, Shape weight, ConvolutionOptions options) {
    int groups = options.groups();
    if (x.rank() != 4
        || weight.rank() != 4
        || x.length(3) != (long) weight.length(1) * groups
        || weight.length(0) % groups != 0
        || weight.length(2) != options.vertical().size()
        || weight.length(3) != options.horizontal().size()) {
      throw new IllegalArgumentException(
          "convolution: x %s but weight %s for filters of %d by %d in groups of %d"
              .formatted(
                  x, weight, options.vertical().size(), options.horizontal().size(), groups));
    }
    return new ConvolutionShape(
        x.length(0),
        options.vertical().along(x.length(1)),
        options.horizontal().along(x.length(2)),
        x.length(3),
        weight.length(0),
        groups);
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    boolean ofX = x.needsGradient();
    boolean add = ofX && !x.gradientSum().isEmpty();
    boolean ofWeight = weight.needsGradient();
    if (ofX || ofWeight) {
      float[] dx = ofX ? x.gradientSum().filled() : null;
      float[] dWeight = ofWeight ? weight.gradientSum().added() : null;
      FloatConvolution.backward(shape, x.data(), weight.data(), dy, dx, add, dWeight);
    }
    if (bias != null && bias.needsGradient()) {
      int rows = result.shape().product(0, 3);
      FloatElements.addColumnSums(dy, 0, rows, shape.outputs(), bias.gradientSum().added(), 0);
    }
  }
}
