package dev.softmax.nn;

import dev.softmax.tensor.PackedLinear;
import dev.softmax.tensor.PackedPerceptron;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;

/// Layers one after another. Their names are their places from 0, as in PyTorch: with
/// `Sequential.of(first, Tensor::relu, second)` the parameters are `0.weight`, `0.bias`, `2.weight` and
/// `2.bias`.
public final class Sequential implements Layer {
  private final List<Layer> layers;
  private final Parts parts;

  private Sequential(List<Layer> layers) {
    this.layers = layers;
    Parts named = Parts.NONE;
    for (int i = 0; i < layers.size(); i++) {
      named = named.with(Integer.toString(i), layers.get(i));
    }
    this.parts = named;
  }

  /// These layers in this order.
  public static Sequential of(Layer... layers) {
    return new Sequential(List.of(layers));
  }

  /// These layers in this order; the list is copied.
  public static Sequential of(List<? extends Layer> layers) {
    return new Sequential(List.copyOf(layers));
  }

  /// The layers in their order.
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Tensor forward(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).forward(y);
    }
    return y;
  }

  /// The layers frozen. A [Linear] and [Activation#RELU] after it become one pass, and such passes that
  /// follow each other a [PackedPerceptron]; `Tensor::relu` is a function like any other and stays on its
  /// own.
  @Override
  public Sequential frozen() {
    List<Layer> frozen = new ArrayList<>();
    List<PackedLinear> run = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      if (layer instanceof Linear linear) {
        PackedLinear packed = PackedLinear.of(linear.weight(), linear.bias());
        boolean rectified = i + 1 < layers.size() && layers.get(i + 1) == Activation.RELU;
        run.add(rectified ? packed.withRelu() : packed);
        i += rectified ? 1 : 0;
      } else if (!(layer instanceof Dropout)) {
        addRun(run, frozen);
        frozen.add(layer.frozen());
      }
    }
    addRun(run, frozen);
    return Sequential.of(frozen);
  }

  private static void addRun(List<PackedLinear> run, List<Layer> frozen) {
    if (run.size() == 1) {
      frozen.add(run.getFirst()::apply);
    } else if (run.size() > 1) {
      frozen.add(PackedPerceptron.of(run)::apply);
    }
    run.clear();
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return parts.parameters();
  }

  @Override
  public SequencedMap<String, Tensor> buffers() {
    return parts.buffers();
  }
}
