package dev.softmax.vision;

import dev.softmax.nn.Dropout;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.MaxPool2d;
import dev.softmax.nn.Parts;
import dev.softmax.nn.Sequential;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/// A small network for pictures of 28×28 to 64×64 pixels (any from 8×8): three blocks of a convolution of
/// 3×3, batch normalisation, rectifier and the largest of 2×2, with 1, 2 and 4 times the width; the mean
/// over the picture, dropout, and a linear layer.
public final class SmallCnn implements PictureNetwork {
  /// Filters of the last block, in widths.
  static final int LAST = 4;

  private static final MaxPool2d POOL = MaxPool2d.of(2);
  private static final Dropout DROPOUT = new Dropout(0.2);

  private final PictureArchitecture.SmallCnn architecture;
  private final Sequential blocks;
  private final Linear last;

  /// A convolution, rectified and pooled.
  private record Block(NormedConvolution convolution) implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return POOL.forward(convolution.forwardRelu(x));
    }

    @Override
    public Layer frozen() {
      PackedConvolution packed = convolution.packed(Rectifier.RELU);
      return x -> POOL.forward(packed.apply(x));
    }

    private Parts parts() {
      return Parts.NONE.with("conv", convolution.convolution()).with("bn", convolution.norm());
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

  private SmallCnn(PictureArchitecture.SmallCnn architecture, Sequential blocks, Linear last) {
    this.architecture = architecture;
    this.blocks = blocks;
    this.last = last;
  }

  SmallCnn(PictureArchitecture.SmallCnn architecture, FirstValues values) {
    this(
        architecture,
        blocks(architecture, values),
        values.linear(architecture.featureWidth(), architecture.classes()));
  }

  private static Sequential blocks(PictureArchitecture.SmallCnn architecture, FirstValues values) {
    List<Layer> blocks = new ArrayList<>();
    int inputs = architecture.channels();
    for (int times = 1; times <= LAST; times *= 2) {
      int outputs = times * architecture.width();
      blocks.add(
          new Block(NormedConvolution.of(inputs, outputs, NormedConvolution.same(3, 1), values)));
      inputs = outputs;
    }
    return Sequential.of(blocks);
  }

  @Override
  public PictureArchitecture.SmallCnn architecture() {
    return architecture;
  }

  @Override
  public Tensor features(Tensor pictures) {
    return blocks.forward(pictures).mean(1, 2);
  }

  @Override
  public Tensor classify(Tensor features) {
    return last.forward(DROPOUT.forward(features));
  }

  @Override
  public PictureNetwork frozen() {
    Sequential packed = blocks.frozen();
    return new FrozenNetwork(architecture, x -> packed.forward(x).mean(1, 2), last.frozen());
  }

  @Override
  public SmallCnn withClasses(int classes, RandomGenerator random) {
    return new SmallCnn(
        architecture.withClasses(classes), blocks, Linear.of(featureWidth(), classes, random));
  }

  private Parts parts() {
    return Parts.NONE.with("blocks", blocks).with("fc", last);
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
