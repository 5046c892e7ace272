package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Parts;
import dev.softmax.tensor.PackedConvolution;
import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;

/// A filter of 3×3 for each channel by itself, then one of 1×1 over all channels (Howard et al., 2017,
/// figure 3): `x (B, H, W, C)` → `(B, H′, W′, O)`. Both are rectified to 0 to 6.
///
/// @param depthwise with the block's stride, in as many groups as channels
/// @param pointwise over the channels
record SeparableBlock(NormedConvolution depthwise, NormedConvolution pointwise) implements Layer {

  /// `min(max(norm(convolution(x)), 0), 6)`.
  static Tensor filtered(NormedConvolution by, Tensor x) {
    return Pictures.relu6(by.forward(x));
  }

  @Override
  public Tensor forward(Tensor x) {
    return filtered(pointwise, filtered(depthwise, x));
  }

  @Override
  public Layer frozen() {
    PackedConvolution each = depthwise.packed(Rectifier.RELU6);
    PackedConvolution all = pointwise.packed(Rectifier.RELU6);
    return x -> all.apply(each.apply(x));
  }

  private Parts parts() {
    return Parts.NONE
        .with("depthwise", depthwise.convolution())
        .with("bn1", depthwise.norm())
        .with("pointwise", pointwise.convolution())
        .with("bn2", pointwise.norm());
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
