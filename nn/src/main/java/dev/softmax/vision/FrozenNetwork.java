package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.tensor.Tensor;
import java.util.random.RandomGenerator;

/// A network for inference: copies of all values, packed.
///
/// @param architecture of the network that it was made of
/// @param body pictures `(B, H, W, C)` → features `(B, F)`
/// @param head features `(B, F)` → logits `(B, K)`
record FrozenNetwork(PictureArchitecture architecture, Layer body, Layer head)
    implements PictureNetwork {
  @Override
  public Tensor features(Tensor pictures) {
    return body.forward(pictures);
  }

  @Override
  public Tensor classify(Tensor features) {
    return head.forward(features);
  }

  @Override
  public FrozenNetwork frozen() {
    return this;
  }

  @Override
  public PictureNetwork withClasses(int classes, RandomGenerator random) {
    throw new UnsupportedOperationException(
        "a frozen network has no parameters to share with one of " + classes + " classes");
  }
}
