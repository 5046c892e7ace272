package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Parts;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;

/// Convolutions of 1×1, 3×3 and 1×1 with few channels between, and a shortcut over all (He et al., 2016,
/// figure 5, right): `x (B, H, W, C)` → `(B, H′, W′, O)`. The stride is that of the second, as in
/// torchvision, not of the first, as in the paper.
///
/// @param reduce to fewer channels
/// @param filter with the block's stride
/// @param expand to four times as many; adds the shortcut
/// @param shortcut from `x` to the shape of the result
record Bottleneck(
    NormedConvolution reduce, NormedConvolution filter, NormedConvolution expand, Shortcut shortcut)
    implements Layer {
  /// How many times more channels come out than are filtered.
  static final int EXPANSION = 4;

  /// A new one.
  static Bottleneck of(int inputs, int width, int stride, Shortcut shortcut, FirstValues values) {
    return new Bottleneck(
        NormedConvolution.of(inputs, width, NormedConvolution.same(1, 1), values),
        NormedConvolution.of(width, width, NormedConvolution.same(3, stride), values),
        NormedConvolution.of(width, EXPANSION * width, NormedConvolution.same(1, 1), values),
        shortcut);
  }

  @Override
  public Tensor forward(Tensor x) {
    return expand.forwardRelu(filter.forwardRelu(reduce.forwardRelu(x)), shortcut.forward(x));
  }

  @Override
  public Layer frozen() {
    PackedConvolution one = reduce.packed(Rectifier.RELU);
    PackedConvolution two = filter.packed(Rectifier.RELU);
    PackedConvolution three = expand.packed(Rectifier.RELU);
    Layer over = shortcut.frozen();
    return x -> three.apply(two.apply(one.apply(x)), over.forward(x));
  }

  private Parts parts() {
    return Parts.NONE
        .with("conv1", reduce.convolution())
        .with("bn1", reduce.norm())
        .with("conv2", filter.convolution())
        .with("bn2", filter.norm())
        .with("conv3", expand.convolution())
        .with("bn3", expand.norm())
        .with("downsample", shortcut);
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
