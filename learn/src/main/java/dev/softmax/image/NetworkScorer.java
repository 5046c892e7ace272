package dev.softmax.image;

import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureNetwork;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A network of this library as a scorer. It is frozen when it is first needed, and then once: nothing
/// may change the network from the moment it is given.
public final class NetworkScorer implements PictureScorer {
  private final PictureNetwork network;

  /// Tapes that no call has now, with the memory of what they computed: one for each call that there
  /// ever was at once. Given up where memory is short.
  private final Queue<SoftReference<Tape>> idle = new ConcurrentLinkedQueue<>();

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

  @Override
  public float[] classify(float[] features) {
    int width = featureWidth();
    if (features.length % width != 0) {
      throw new IllegalArgumentException(
          "%d features are no rows of %d".formatted(features.length, width));
    }
    int rows = features.length / width;
    return rows == 0
        ? new float[0]
        : onTape(
            tape -> frozen().classify(tape.tensor(features, rows, width)),
            Math.multiplyExact(rows, classes()));
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
    return onTape(
        tape ->
            part.apply(
                frozen(),
                tape.tensor(
                    batch.values(),
                    batch.count(),
                    batch.height(),
                    batch.width(),
                    batch.channels())),
        Math.multiplyExact(batch.count(), width));
  }

  /// What is computed on a tape that was used before, where there is one, so that batches of one size take
  /// no fresh memory.
  private float[] onTape(Function<Tape, Tensor> work, int length) {
    SoftReference<Tape> last = idle.poll();
    Tape known = last == null ? null : last.get();
    Tape tape = known == null ? Tape.inference() : known;
    float[] result = Arrays.copyOf(work.apply(tape).data(), length);
    tape.reset();
    idle.add(new SoftReference<>(tape));
    return result;
  }
}
