package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Parts;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;

/// Two convolutions of 3×3 and a shortcut over both (He et al., 2016, figure 5, left):
/// `x (B, H, W, C)` → `(B, H′, W′, O)`.
///
/// @param first with the block's stride
/// @param second adds the shortcut
/// @param shortcut from `x` to the shape of the result
record BasicBlock(NormedConvolution first, NormedConvolution second, Shortcut shortcut)
    implements Layer {

  /// A new one.
  static BasicBlock of(int inputs, int outputs, int stride, Shortcut shortcut, FirstValues values) {
    return new BasicBlock(
        NormedConvolution.of(inputs, outputs, NormedConvolution.same(3, stride), values),
        NormedConvolution.of(outputs, outputs, NormedConvolution.same(3, 1), values),
        shortcut);
  }

  @Override
  public Tensor forward(Tensor x) {
    return second.forwardRelu(first.forwardRelu(x), shortcut.forward(x));
  }

  @Override
  public Layer frozen() {
    PackedConvolution one = first.packed(Rectifier.RELU);
    PackedConvolution two = second.packed(Rectifier.RELU);
    Layer over = shortcut.frozen();
    return x -> two.apply(one.apply(x), over.forward(x));
  }

  private Parts parts() {
    return Parts.NONE
        .with("conv1", first.convolution())
        .with("bn1", first.norm())
        .with("conv2", second.convolution())
        .with("bn2", second.norm())
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
