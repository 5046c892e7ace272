package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Parts;
import dev.softmax.nn.Sequential;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// Deep residual learning for small pictures (He et al., 2016, section 4.2): a convolution of 3×3, three
/// stages of 16, 32 and 64 filters, the mean over the picture, and a linear layer. Shortcuts have no
/// parameters. Names and shapes are those of the weights of github.com/akamaster/pytorch_resnet_cifar10.
public final class CifarResNet implements PictureNetwork {
  /// Filters of the last stage.
  static final int FEATURES = 64;

  private static final int STAGES = 3;
  private static final int FIRST_WIDTH = 16;

  /// Convolutions of one block of each stage.
  private static final int LAYERS_A_BLOCK = 2 * STAGES;

  private final PictureArchitecture.CifarResNet architecture;
  private final NormedConvolution stem;
  private final Sequential stages;
  private final Linear last;

  private CifarResNet(
      PictureArchitecture.CifarResNet architecture,
      NormedConvolution stem,
      Sequential stages,
      Linear last) {
    this.architecture = architecture;
    this.stem = stem;
    this.stages = stages;
    this.last = last;
  }

  CifarResNet(PictureArchitecture.CifarResNet architecture, FirstValues values) {
    this(
        architecture,
        NormedConvolution.of(
            architecture.channels(), FIRST_WIDTH, NormedConvolution.same(3, 1), values),
        stages(architecture.depth() / LAYERS_A_BLOCK, values),
        values.linear(FEATURES, architecture.classes()));
  }

  /// The depth of the network whose stages have so many blocks.
  static int depth(int blocks) {
    return LAYERS_A_BLOCK * blocks + 2;
  }

  private static Sequential stages(int blocks, FirstValues values) {
    List<Layer> stages = new ArrayList<>();
    int inputs = FIRST_WIDTH;
    for (int stage = 0; stage < STAGES; stage++) {
      int outputs = FIRST_WIDTH << stage;
      List<Layer> layers = new ArrayList<>();
      for (int i = 0; i < blocks; i++) {
        boolean widens = inputs != outputs;
        int half = (outputs - inputs) / 2;
        Shortcut shortcut = widens ? new Shortcut.Padded(2, half, half) : new Shortcut.Same();
        layers.add(BasicBlock.of(inputs, outputs, widens ? 2 : 1, shortcut, values));
        inputs = outputs;
      }
      stages.add(Sequential.of(layers));
    }
    return Sequential.of(stages);
  }

  @Override
  public PictureArchitecture.CifarResNet architecture() {
    return architecture;
  }

  @Override
  public Tensor features(Tensor pictures) {
    return stages.forward(stem.forwardRelu(pictures)).mean(1, 2);
  }

  @Override
  public Tensor classify(Tensor features) {
    return last.forward(features);
  }

  @Override
  public PictureNetwork frozen() {
    PackedConvolution first = stem.packed(Rectifier.RELU);
    Sequential rest = stages.frozen();
    return new FrozenNetwork(
        architecture, x -> rest.forward(first.apply(x)).mean(1, 2), last.frozen());
  }

  @Override
  public CifarResNet withClasses(int classes, RandomGenerator random) {
    return new CifarResNet(
        architecture.withClasses(classes), stem, stages, Linear.of(FEATURES, classes, random));
  }

  private Parts parts() {
    Parts parts = Parts.NONE.with("conv1", stem.convolution()).with("bn1", stem.norm());
    for (int i = 0; i < STAGES; i++) {
      parts = parts.with("layer" + (i + 1), stages.layers().get(i));
    }
    return parts.with("linear", last);
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
