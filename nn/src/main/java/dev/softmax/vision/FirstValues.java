package dev.softmax.vision;

import dev.softmax.nn.BatchNorm2d;
import dev.softmax.nn.Conv2d;
import dev.softmax.nn.Initializer;
import dev.softmax.nn.Linear;
import dev.softmax.tensor.ConvolutionOptions;
import dev.softmax.tensor.RunningStatistics;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes the layers of a new network: with torchvision's first values, or with zeros where a file will
/// be read, so that no random number is drawn in vain.
final class FirstValues {
  private static final double MOMENTUM = 0.1;

  private final @Nullable RandomGenerator random;

  private FirstValues(@Nullable RandomGenerator random) {
    this.random = random;
  }

  static FirstValues drawn(RandomGenerator random) {
    return new FirstValues(random);
  }

  static FirstValues zeros() {
    return new FirstValues(null);
  }

  /// A convolution without bias. Weights are normal with the deviation `√(2 / (outputs · kh · kw))`: He et
  /// al. (2015) by the fan-out, as torchvision draws them, so that gradients keep their size.
  Conv2d convolution(int inputs, int outputs, ConvolutionOptions options) {
    int down = options.vertical().size();
    int across = options.horizontal().size();
    int[] shape = {outputs, inputs / options.groups(), down, across};
    double deviation = Math.sqrt(2.0 / ((double) outputs * down * across));
    Tensor weight =
        random == null ? zeros(shape) : Initializer.normal(deviation).parameter(random, shape);
    return new Conv2d(weight, null, options);
  }

  /// Batch normalisation that changes nothing yet but the scale.
  BatchNorm2d norm(int channels, double epsilon) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new BatchNorm2d(
        Tensor.parameter(ones, channels),
        Tensor.parameter(new float[channels], channels),
        new RunningStatistics(
            Tensor.of(new float[channels], channels),
            Tensor.of(ones, channels),
            MOMENTUM,
            epsilon));
  }

  /// The last layer, as PyTorch draws it.
  Linear linear(int inputs, int outputs) {
    return random == null
        ? new Linear(zeros(outputs, inputs), zeros(outputs))
        : Linear.of(inputs, outputs, random);
  }

  private static Tensor zeros(int... shape) {
    return Initializer.constant(0).parameter(RandomGenerator.getDefault(), shape);
  }
}
