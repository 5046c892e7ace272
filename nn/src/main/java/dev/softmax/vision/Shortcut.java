package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.nn.Sequential;
import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.Rectifier;
import dev.softmax.tensor.Tensor;
import java.util.SequencedMap;

/// What a residual block adds to what it computes: `x (B, H, W, C)` → `(B, H′, W′, O)` (He et al., 2016,
/// section 3.3).
sealed interface Shortcut extends Layer {
  /// `x` itself, where the block changes no shape.
  record Same() implements Shortcut {
    @Override
    public Tensor forward(Tensor x) {
      return x;
    }
  }

  /// A convolution by filters of one pixel and its normalisation; the paper's option B.
  ///
  /// @param projection the convolution
  record Projected(NormedConvolution projection) implements Shortcut {
    @Override
    public Tensor forward(Tensor x) {
      return projection.forward(x);
    }

    @Override
    public Layer frozen() {
      return projection.packed(Rectifier.NONE)::apply;
    }

    @Override
    public SequencedMap<String, Tensor> parameters() {
      return Sequential.of(projection.convolution(), projection.norm()).parameters();
    }

    @Override
    public SequencedMap<String, Tensor> buffers() {
      return Sequential.of(projection.convolution(), projection.norm()).buffers();
    }
  }

  /// Pixels a stride apart, with zeros for the channels that `x` lacks, half of them on each side; option
  /// A, which has no parameters.
  ///
  /// @param stride from one pixel that is kept to the next
  /// @param before channels of zeros in front
  /// @param after channels of zeros behind
  record Padded(int stride, int before, int after) implements Shortcut {
    @Override
    public Tensor forward(Tensor x) {
      return Pictures.thinned(x, stride, before, after);
    }
  }
}
