package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.Parts;
import dev.softmax.nn.Sequential;
import dev.softmax.tensor.ConvolutionOptions;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// MobileNet v1 (Howard et al., 2017, table 1): a convolution of 3×3, thirteen separable blocks, the mean
/// over the picture, and a linear layer; all but the last rectified to 0 to 6. As in Keras, from which its
/// published weights come, batch normalisation adds 0.001 to variances, and where the stride is 2, pictures
/// are padded at the bottom and on the right only.
public final class MobileNet implements PictureNetwork {
  /// Blocks behind the first convolution.
  static final int BLOCKS = 13;

  /// Features that a width of 1 has: channels of other widths are `c · features / 1024`.
  private static final int FULL = 1024;

  private static final int[] OUTPUTS = {
    64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024
  };
  private static final int FIRST_OUTPUTS = 32;
  private static final double EPSILON = 1e-3;

  private final PictureArchitecture.MobileNet architecture;
  private final NormedConvolution stem;
  private final Sequential blocks;
  private final Linear last;

  private MobileNet(
      PictureArchitecture.MobileNet architecture,
      NormedConvolution stem,
      Sequential blocks,
      Linear last) {
    this.architecture = architecture;
    this.stem = stem;
    this.blocks = blocks;
    this.last = last;
  }

  MobileNet(PictureArchitecture.MobileNet architecture, FirstValues values) {
    this(
        architecture,
        normed(
            architecture.channels(),
            FIRST_OUTPUTS * architecture.features() / FULL,
            options(2),
            values),
        blocks(architecture.features(), values),
        values.linear(architecture.features(), architecture.classes()));
  }

  private static Sequential blocks(int features, FirstValues values) {
    List<Layer> blocks = new ArrayList<>();
    int full = FIRST_OUTPUTS;
    for (int outputs : OUTPUTS) {
      int stride = outputs > full && full > FIRST_OUTPUTS ? 2 : 1;
      int from = full * features / FULL;
      int to = outputs * features / FULL;
      blocks.add(
          new SeparableBlock(
              normed(from, from, options(stride).withGroups(from), values),
              normed(from, to, ConvolutionOptions.of(1), values)));
      full = outputs;
    }
    return Sequential.of(blocks);
  }

  private static ConvolutionOptions options(int stride) {
    ConvolutionOptions options = ConvolutionOptions.of(3).withStride(stride);
    return stride == 1 ? options.withPadding(1) : options.withPadding(0, 1);
  }

  private static NormedConvolution normed(
      int inputs, int outputs, ConvolutionOptions options, FirstValues values) {
    return new NormedConvolution(
        values.convolution(inputs, outputs, options), values.norm(outputs, EPSILON));
  }

  @Override
  public PictureArchitecture.MobileNet architecture() {
    return architecture;
  }

  @Override
  public Tensor features(Tensor pictures) {
    return blocks.forward(SeparableBlock.filtered(stem, pictures)).mean(1, 2);
  }

  @Override
  public Tensor classify(Tensor features) {
    return last.forward(features);
  }

  @Override
  public PictureNetwork frozen() {
    PackedConvolution first = stem.packed(Rectifier.RELU6);
    Sequential rest = blocks.frozen();
    return new FrozenNetwork(
        architecture, x -> rest.forward(first.apply(x)).mean(1, 2), last.frozen());
  }

  @Override
  public MobileNet withClasses(int classes, RandomGenerator random) {
    return new MobileNet(
        architecture.withClasses(classes),
        stem,
        blocks,
        Linear.of(featureWidth(), classes, random));
  }

  private Parts parts() {
    return Parts.NONE
        .with("conv1", stem.convolution())
        .with("bn1", stem.norm())
        .with("blocks", blocks)
        .with("fc", last);
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
