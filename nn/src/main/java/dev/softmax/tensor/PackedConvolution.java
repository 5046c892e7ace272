package dev.softmax.tensor;

import dev.softmax.kernel.ConvolutionAxis;
import dev.softmax.kernel.ConvolutionShape;
import dev.softmax.kernel.PackedFilters;
import org.jspecify.annotations.Nullable;

/// Pictures `x (B, H, W, C)` → `rectifier(x ∗ weight + bias + shortcut) (B, H', W', O)`, for inference:
/// weight and bias are copied once, in the order that the product reads them, and everything that follows
/// happens in the same pass. Immutable; what later happens to the tensors that it was made of does not
/// show. Any number of threads may use it at once.
///
/// Letters: `B` pictures, `H` height, `W` width, `C` channels, `O` output channels, `kh` and `kw` the
/// height and width of a filter.
public final class PackedConvolution {
  private final PackedFilters filters;
  private final ConvolutionOptions options;
  private final int inputs;
  private final int outputs;

  private PackedConvolution(
      PackedFilters filters, ConvolutionOptions options, int inputs, int outputs) {
    this.filters = filters;
    this.options = options;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /// The convolution by a weight `(O, C / groups, kh, kw)` and a bias `(O)`, or none.
  ///
  /// @throws IllegalArgumentException if the weight's shape is another than the options', its outputs
  ///     cannot be cut into the groups, or the bias is not as long as it has outputs
  public static PackedConvolution of(
      Tensor weight, @Nullable Tensor bias, ConvolutionOptions options) {
    Shape shape = weight.shape();
    if (shape.rank() != 4
        || shape.length(2) != options.vertical().size()
        || shape.length(3) != options.horizontal().size()
        || shape.length(0) % options.groups() != 0) {
      throw new IllegalArgumentException(
          "convolution: weight %s but filters (%d, %d) in %d groups"
              .formatted(
                  shape, options.vertical().size(), options.horizontal().size(), options.groups()));
    }
    int outputs = shape.length(0);
    if (bias != null && !bias.shape().equals(Shape.of(outputs))) {
      throw new IllegalArgumentException(
          "convolution: weight " + shape + " but bias " + bias.shape());
    }
    int inputs = Math.multiplyExact(shape.length(1), options.groups());
    ConvolutionShape size =
        new ConvolutionShape(
            0,
            axis(options.vertical(), 0, 0),
            axis(options.horizontal(), 0, 0),
            inputs,
            outputs,
            options.groups());
    PackedFilters filters =
        PackedFilters.of(size, weight.data(), bias == null ? null : bias.data());
    return new PackedConvolution(filters, options, inputs, outputs);
  }

  private static ConvolutionAxis axis(Window window, int length, int places) {
    return new ConvolutionAxis(
        length, places, window.size(), window.stride(), window.dilation(), window.before());
  }

  /// The same convolution with the batch normalisation that follows it: `gamma (O)`, `beta (O)` and the
  /// running statistics go into weight and bias.
  ///
  /// @throws IllegalArgumentException if a length is not `O`
  public PackedConvolution withNorm(Tensor gamma, Tensor beta, RunningStatistics running) {
    Shape each = Shape.of(outputs);
    if (!gamma.shape().equals(each)
        || !beta.shape().equals(each)
        || !running.mean().shape().equals(each)) {
      throw new IllegalArgumentException(
          "convolution: %d outputs but gamma %s, beta %s and running mean %s"
              .formatted(outputs, gamma.shape(), beta.shape(), running.mean().shape()));
    }
    double[] scale = new double[outputs];
    double[] shift = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      scale[o] = gamma.data()[o] / Math.sqrt(running.variance().data()[o] + running.epsilon());
      shift[o] = beta.data()[o] - running.mean().data()[o] * scale[o];
    }
    return new PackedConvolution(filters.scaled(scale, shift), options, inputs, outputs);
  }

  /// The same convolution with a rectifier at its end, instead of what it had; shares the weights.
  public PackedConvolution withRectifier(Rectifier rectifier) {
    return new PackedConvolution(
        filters.within(rectifier.least(), rectifier.most()), options, inputs, outputs);
  }

  /// The result for pictures, in memory of their tape.
  ///
  /// @throws IllegalArgumentException if `x` is not `(B, H, W, C)`, or too small for the filters
  /// @throws IllegalStateException if `x` needs a gradient: packed weights have none to give
  public Tensor apply(Tensor x) {
    return convolve(x, null);
  }

  /// The result for pictures with a shortcut `(B, H', W', O)`, which is added before the rectifier.
  ///
  /// @throws IllegalArgumentException if `x` is not `(B, H, W, C)` or too small for the filters, or the
  ///     shortcut's shape is not the result's
  /// @throws IllegalStateException if one needs a gradient: packed weights have none to give
  public Tensor apply(Tensor x, Tensor shortcut) {
    return convolve(x, shortcut);
  }

  private Tensor convolve(Tensor x, @Nullable Tensor shortcut) {
    Shape shape = x.shape();
    if (shape.rank() != 4 || shape.length(3) != inputs) {
      throw new IllegalArgumentException(
          "convolution: x " + shape + " but filters of " + inputs + " channels");
    }
    if (needsGradient(x) || (shortcut != null && needsGradient(shortcut))) {
      throw new IllegalStateException(
          "convolution: x " + shape + " needs a gradient, but packed weights are for inference");
    }
    int height = options.vertical().outputs(shape.length(1));
    int width = options.horizontal().outputs(shape.length(2));
    Shape result = Shape.of(shape.length(0), height, width, outputs);
    if (shortcut != null && !shortcut.shape().equals(result)) {
      throw new IllegalArgumentException(
          "convolution: result " + result + " but shortcut " + shortcut.shape());
    }
    Tensor y = shortcut == null ? Result.of(result, x) : Result.of(result, x, shortcut);
    ConvolutionShape size =
        new ConvolutionShape(
            shape.length(0),
            axis(options.vertical(), shape.length(1), height),
            axis(options.horizontal(), shape.length(2), width),
            inputs,
            outputs,
            options.groups());
    filters.apply(size, x.data(), shortcut == null ? null : shortcut.data(), y.data());
    return y;
  }

  private static boolean needsGradient(Tensor x) {
    return x.needsGradient() && x.tape() != null;
  }
}
