package dev.softmax.image;

import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureNetwork;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A network of this library as a scorer. It is frozen when it is first needed, and then once: nothing
/// may change the network from the moment it is given.
public final class NetworkScorer implements PictureScorer {
  private final PictureNetwork network;
  private volatile @Nullable PictureNetwork frozen;

  private NetworkScorer(PictureNetwork network) {
    this.network = network;
  }

  /// A scorer of a network.
  ///
  /// @param network trained; shared, and not to be changed any more
  public static NetworkScorer of(PictureNetwork network) {
    return new NetworkScorer(network);
  }

  /// The network, with its parameters.
  public PictureNetwork network() {
    return network;
  }

  private PictureNetwork frozen() {
    PictureNetwork ready = frozen;
    return ready == null ? freeze() : ready;
  }

  private synchronized PictureNetwork freeze() {
    PictureNetwork ready = frozen;
    if (ready == null) {
      ready = network.frozen();
      frozen = ready;
    }
    return ready;
  }

  @Override
  public int classes() {
    return network.classes();
  }

  @Override
  public int channels() {
    return network.channels();
  }

  @Override
  public int featureWidth() {
    return network.featureWidth();
  }

  @Override
  public float[] logits(PreparedPictures batch) {
    return run(batch, network.classes(), PictureNetwork::forward);
  }

  @Override
  public float[] features(PreparedPictures batch) {
    return run(batch, network.featureWidth(), PictureNetwork::features);
  }

  private float[] run(
      PreparedPictures batch, int width, BiFunction<PictureNetwork, Tensor, Tensor> part) {
    if (batch.channels() != network.channels()) {
      throw new IllegalArgumentException(
          "pictures have %d channels, but the network takes %d"
              .formatted(batch.channels(), network.channels()));
    }
    if (batch.count() == 0) {
      return new float[0];
    }
    Tensor pictures =
        Tape.inference()
            .tensor(batch.values(), batch.count(), batch.height(), batch.width(), batch.channels());
    float[] out = part.apply(frozen(), pictures).data();
    return Arrays.copyOf(out, Math.multiplyExact(batch.count(), width));
  }
}
