package dev.softmax.vision;

import dev.softmax.nn.BatchNorm2d;
import dev.softmax.nn.Conv2d;
import dev.softmax.tensor.ConvolutionOptions;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;

/// A convolution without bias and the batch normalisation behind it: two layers in training, one in
/// inference. Their names in files differ from network to network, so that it is no part itself.
///
/// @param convolution the filters
/// @param norm of the filters' outputs
record NormedConvolution(Conv2d convolution, BatchNorm2d norm) {
  /// PyTorch's.
  static final double EPSILON = 1e-5;

  /// A new one.
  ///
  /// @param inputs number of channels in
  /// @param outputs number of channels out
  static NormedConvolution of(
      int inputs, int outputs, ConvolutionOptions options, FirstValues values) {
    return new NormedConvolution(
        values.convolution(inputs, outputs, options), values.norm(outputs, EPSILON));
  }

  /// Square filters of an odd size with as much padding as leaves the size at stride 1.
  static ConvolutionOptions same(int size, int stride) {
    return ConvolutionOptions.of(size).withStride(stride).withPadding(size / 2);
  }

  /// `norm(convolution(x))`.
  Tensor forward(Tensor x) {
    return norm.forward(convolution.forward(x));
  }

  /// `max(norm(convolution(x)), 0)`.
  Tensor forwardRelu(Tensor x) {
    return norm.forwardRelu(convolution.forward(x), null);
  }

  /// `max(norm(convolution(x)) + shortcut, 0)`.
  Tensor forwardRelu(Tensor x, Tensor shortcut) {
    return norm.forwardRelu(convolution.forward(x), shortcut);
  }

  /// Both in one pass, for inference.
  PackedConvolution packed(Rectifier rectifier) {
    return PackedConvolution.of(convolution.weight(), convolution.bias(), convolution.options())
        .withNorm(norm.weight(), norm.bias(), norm.running())
        .withRectifier(rectifier);
  }
}
