package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.MaxPool2d;
import dev.softmax.nn.Parts;
import dev.softmax.nn.Sequential;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import dev.softmax.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Deep residual learning for photographs (He et al., 2016): a convolution of 7×7, the largest of 3×3, four
/// stages of blocks, the mean over the picture, and a linear layer. Names and shapes are those of
/// torchvision's `resnet18` to `resnet152`.
public final class ResNet implements PictureNetwork {
  private static final MaxPool2d POOL = MaxPool2d.of(Window.of(3).withStride(2).withPadding(1, 1));

  private final PictureArchitecture.ResNet architecture;
  private final NormedConvolution stem;
  private final List<Sequential> stages;
  private final Linear last;

  private ResNet(
      PictureArchitecture.ResNet architecture,
      NormedConvolution stem,
      List<Sequential> stages,
      Linear last) {
    this.architecture = architecture;
    this.stem = stem;
    this.stages = stages;
    this.last = last;
  }

  ResNet(PictureArchitecture.ResNet architecture, FirstValues values) {
    this(
        architecture,
        NormedConvolution.of(
            architecture.channels(), ResNetDepth.width(0), NormedConvolution.same(7, 2), values),
        stages(ResNetDepth.of(architecture.depth()), values),
        values.linear(architecture.featureWidth(), architecture.classes()));
  }

  private static List<Sequential> stages(ResNetDepth depth, FirstValues values) {
    List<Sequential> stages = new ArrayList<>();
    int inputs = ResNetDepth.width(0);
    for (int stage = 0; stage < depth.blocks().size(); stage++) {
      List<Layer> blocks = new ArrayList<>();
      for (int i = 0; i < depth.blocks().get(stage); i++) {
        int stride = stage > 0 && i == 0 ? 2 : 1;
        blocks.add(block(depth, stage, inputs, stride, values));
        inputs = depth.outputs(stage);
      }
      stages.add(Sequential.of(blocks));
    }
    return List.copyOf(stages);
  }

  private static Layer block(
      ResNetDepth depth, int stage, int inputs, int stride, FirstValues values) {
    int outputs = depth.outputs(stage);
    Shortcut shortcut =
        stride == 1 && inputs == outputs
            ? new Shortcut.Same()
            : new Shortcut.Projected(
                NormedConvolution.of(inputs, outputs, NormedConvolution.same(1, stride), values));
    return depth.isBottleneck()
        ? Bottleneck.of(inputs, ResNetDepth.width(stage), stride, shortcut, values)
        : BasicBlock.of(inputs, outputs, stride, shortcut, values);
  }

  @Override
  public PictureArchitecture.ResNet architecture() {
    return architecture;
  }

  @Override
  public Tensor features(Tensor pictures) {
    Tensor x = POOL.forward(stem.forwardRelu(pictures));
    for (Sequential stage : stages) {
      x = stage.forward(x);
    }
    return x.mean(1, 2);
  }

  @Override
  public Tensor classify(Tensor features) {
    return last.forward(features);
  }

  @Override
  public PictureNetwork frozen() {
    PackedConvolution first = stem.packed(Rectifier.RELU);
    Sequential rest = Sequential.of(stages.stream().map(Sequential::frozen).toList());
    return new FrozenNetwork(
        architecture, x -> rest.forward(POOL.forward(first.apply(x))).mean(1, 2), last.frozen());
  }

  @Override
  public ResNet withClasses(int classes, RandomGenerator random) {
    return new ResNet(
        architecture.withClasses(classes),
        stem,
        stages,
        Linear.of(featureWidth(), classes, random));
  }

  private Parts parts() {
    Parts parts = Parts.NONE.with("conv1", stem.convolution()).with("bn1", stem.norm());
    for (int i = 0; i < stages.size(); i++) {
      parts = parts.with("layer" + (i + 1), stages.get(i));
    }
    return parts.with("fc", last);
  }

  @Override
  public SequencedMap<String, Tensor> parameters() {
    return parts().parameters();
  }

  @Override
  public SequencedMap<String, Tensor> buffers() {
    return parts().buffers();
  }
}
