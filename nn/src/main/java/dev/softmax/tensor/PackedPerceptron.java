package dev.softmax.tensor;

import dev.softmax.kernel.FloatMatrix;
import dev.softmax.kernel.PackedLayers;
import java.util.List;

/// Linear maps one after another, some with `max(·, 0)`, for inference: `x (…, I)` → `(…, O)`. Rows go
/// through all of them in blocks, so that what is between two maps stays in a core's cache and the cores
/// wait for each other once. Immutable.
public final class PackedPerceptron {
  private final PackedLayers layers;
  private final int firstOutputs;

  private PackedPerceptron(PackedLayers layers, int firstOutputs) {
    this.layers = layers;
    this.firstOutputs = firstOutputs;
  }

  /// These maps in this order; shares their weights.
  ///
  /// @throws IllegalArgumentException if there are none, or one does not take what the one before it gives
  public static PackedPerceptron of(List<PackedLinear> maps) {
    List<PackedLayers.Layer> layers = maps.stream().map(PackedLinear::layer).toList();
    PackedLayers all = PackedLayers.of(layers);
    return new PackedPerceptron(all, layers.getFirst().weight().columns());
  }

  /// The result for an input, in memory of its tape.
  ///
  /// @throws IllegalArgumentException if the last axis is not `I`
  /// @throws IllegalStateException if the input needs a gradient: packed weights have none to give
  public Tensor apply(Tensor x) {
    PackedLinear.check(x, layers.inputs(), firstOutputs);
    Tensor y = Result.of(x.shape().with(-1, layers.outputs()), x);
    int rows = y.shape().product(0, y.shape().rank() - 1);
    layers.apply(
        FloatMatrix.of(x.data(), rows, layers.inputs()),
        FloatMatrix.of(y.data(), rows, layers.outputs()));
    return y;
  }
}
