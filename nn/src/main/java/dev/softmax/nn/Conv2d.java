package dev.softmax.nn;

import dev.softmax.tensor.ConvolutionOptions;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.Shape;
import dev.softmax.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Filters over pictures: `x (B, H, W, C)` → `(B, H′, W′, O)`; see [Pictures#convolution].
///
/// @param weight `(O, C / groups, kh, kw)`
/// @param bias `(O)`, or none
/// @param options how the filters move
public record Conv2d(Tensor weight, @Nullable Tensor bias, ConvolutionOptions options)
    implements Layer {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the weight does not suit the options, or the bias the weight
  public Conv2d {
    Shape shape = weight.shape();
    if (shape.rank() != 4
        || shape.length(0) % options.groups() != 0
        || shape.length(2) != options.vertical().size()
        || shape.length(3) != options.horizontal().size()) {
      throw new IllegalArgumentException(
          "convolution: weight %s but filters of %d by %d in groups of %d"
              .formatted(
                  shape, options.vertical().size(), options.horizontal().size(), options.groups()));
    }
    if (bias != null && !bias.shape().equals(Shape.of(shape.length(0)))) {
      throw new IllegalArgumentException(
          "convolution: weight " + shape + " but bias " + bias.shape());
    }
  }

  /// Weights and bias as PyTorch draws them: uniform to `1 / √(inputs / groups · kh · kw)`.
  ///
  /// @param inputs number of channels in
  /// @param outputs number of channels out
  /// @throws IllegalArgumentException if the groups divide one of them with a rest
  public static Conv2d of(
      int inputs, int outputs, ConvolutionOptions options, RandomGenerator random) {
    if (inputs % options.groups() != 0) {
      throw new IllegalArgumentException(
          "convolution: " + inputs + " channels in " + options.groups() + " groups");
    }
    int down = options.vertical().size();
    int across = options.horizontal().size();
    int channels = inputs / options.groups();
    Tensor weight = Initializer.standard().parameter(random, outputs, channels, down, across);
    double bound = 1 / Math.sqrt(Math.max(1.0, (double) channels * down * across));
    return new Conv2d(weight, Initializer.uniform(bound).parameter(random, outputs), options);
  }

  /// The weight alone.
  public Conv2d withoutBias() {
    return new Conv2d(weight, null, options);
  }

  /// Number of channels in.
  public int inputs() {
    return weight.shape().length(1) * options.groups();
  }

  /// Number of channels out.
  public int outputs() {
    return weight.shape().length(0);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Pictures.convolution(x, weight, bias, options);
  }

  @Override
  public Layer frozen() {
    return PackedConvolution.of(weight, bias, options)::apply;
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    if (bias != null) {
      parameters.put("bias", bias);
    }
    return Collections.unmodifiableSequencedMap(parameters);
  }
}
