package dev.softmax.vision;

import dev.softmax.nn.Layer;
import dev.softmax.tensor.Tensor;
import java.util.random.RandomGenerator;

/// A network from pictures `(B, H, W, C)` to logits `(B, K)`, in two parts: what it sees, and a linear
/// layer that names it.
public sealed interface PictureNetwork extends Layer
    permits ResNet, CifarResNet, MobileNet, SmallCnn, FrozenNetwork {
  /// What it takes to build such a network.
  PictureArchitecture architecture();

  /// Pictures `(B, H, W, C)` → features `(B, F)`: what the last layer sees.
  ///
  /// @throws IllegalArgumentException if the channels are others, or the pictures too small
  Tensor features(Tensor pictures);

  /// Features `(B, F)` → logits `(B, K)`.
  Tensor classify(Tensor features);

  /// Pictures `(B, H, W, C)` → logits `(B, K)`.
  @Override
  default Tensor forward(Tensor pictures) {
    return classify(features(pictures));
  }

  /// For inference: batch normalisation folded into the convolutions, weights packed.
  @Override
  PictureNetwork frozen();

  /// The same network, sharing all its parameters but those of the last layer, which is new and has
  /// other classes.
  ///
  /// @throws IllegalArgumentException if there are fewer than two classes
  /// @throws UnsupportedOperationException if the network is frozen
  PictureNetwork withClasses(int classes, RandomGenerator random);

  /// Number of channels of a picture, `C`.
  default int channels() {
    return architecture().channels();
  }

  /// Number of features, `F`.
  default int featureWidth() {
    return architecture().featureWidth();
  }

  /// Number of classes, `K`.
  default int classes() {
    return architecture().classes();
  }
}
