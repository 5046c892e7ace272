package dev.softmax.bench;

import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureArchitecture;
import dev.softmax.vision.PictureNetwork;

/// Logits of pictures by a frozen network: `resnet18` and `mobilenet` (of width 0.25) of 224 × 224, and
/// `cifar-resnet20` of 32 × 32. Weights and pictures are the same bits as `bench/peers/vision.py` makes:
/// each tensor by its name.
final class VisionWork implements Workload {
  private static final int CHANNELS = 3;

  private final int batch;
  private final int side;
  private final float[] pictures;
  private final PictureNetwork network;
  private final float[] logits;
  private final Tape tape = Tape.inference();

  /// @param kind such as `resnet18`
  /// @param batch number of pictures
  VisionWork(String kind, int batch) {
    this.batch = batch;
    PictureArchitecture architecture =
        switch (kind) {
          case "resnet18" -> new PictureArchitecture.ResNet(18, CHANNELS, 1000);
          case "mobilenet" -> new PictureArchitecture.MobileNet(256, CHANNELS, 1000);
          case "cifar-resnet20" -> new PictureArchitecture.CifarResNet(20, CHANNELS, 10);
          default -> throw new IllegalArgumentException("benchmark row: no network " + kind);
        };
    side = kind.startsWith("cifar") ? 32 : 224;
    pictures = Numbers.floats(batch * side * side * CHANNELS, 7, 4);
    PictureNetwork filled = architecture.zeros();
    filled.state().forEach(VisionWork::fill);
    network = filled.frozen();
    logits = new float[batch * network.classes()];
  }

  /// He's scale for weights of convolutions and of the last layer; norms and biases near 1 and 0.
  static void fill(String name, Tensor tensor) {
    if (name.endsWith("num_batches_tracked")) {
      return;
    }
    int size = tensor.shape().size();
    boolean vector = tensor.shape().rank() == 1;
    double fan = (double) size / tensor.shape().length(0);
    float scale = vector ? 0.2f : (float) Math.sqrt(24 / fan);
    boolean nearOne = name.endsWith("running_var") || (vector && name.endsWith("weight"));
    float[] values = Numbers.floats(size, name.hashCode(), scale);
    float[] to = tensor.data();
    for (int i = 0; i < size; i++) {
      to[i] = (nearOne ? 1 : 0) + values[i];
    }
  }

  @Override
  public void run() {
    Tensor out = network.forward(tape.tensor(pictures, batch, side, side, CHANNELS));
    System.arraycopy(out.data(), 0, logits, 0, logits.length);
    tape.reset();
  }

  @Override
  public double checksum() {
    return Numbers.checksum(logits);
  }
}
