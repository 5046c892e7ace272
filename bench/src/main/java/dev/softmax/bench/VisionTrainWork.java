package dev.softmax.bench;

import dev.softmax.CrossEntropy;
import dev.softmax.nn.Conv2d;
import dev.softmax.nn.Layer;
import dev.softmax.nn.Linear;
import dev.softmax.nn.MaxPool2d;
import dev.softmax.nn.Part;
import dev.softmax.nn.Sequential;
import dev.softmax.optim.Sgd;
import dev.softmax.optim.SgdOptions;
import dev.softmax.tensor.ConvolutionOptions;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import dev.softmax.vision.PictureArchitecture;
import dev.softmax.vision.PictureNetwork;
import java.util.SplittableRandom;

/// A training step by stochastic gradient descent with momentum: `cifar-resnet20-train`, and
/// `mnist-cnn-train` (convolutions of 3 × 3 to 32 and 64 channels, the largest of 2 × 2, linear 128 and 10,
/// ReLU between). Weights and pictures are the same bits as `bench/peers/pictures_train.py` makes.
final class VisionTrainWork implements Workload {
  private static final int STEPS = 3;
  private static final double RATE = 0.01;
  private static final int CLASSES = 10;

  private final String kind;
  private final int batch;
  private final int side;
  private final int channels;
  private final float[] pictures;
  private final int[] labels;
  private final Layer network;
  private final Tensor last;
  private final Sgd sgd;
  private final Tape tape = Tape.training(0);
  private boolean trained;

  /// @param kind `cifar-resnet20-train` or `mnist-cnn-train`
  /// @param batch number of pictures
  VisionTrainWork(String kind, int batch) {
    this.kind = kind;
    this.batch = batch;
    boolean cifar = kind.startsWith("cifar");
    side = cifar ? 32 : 28;
    channels = cifar ? 3 : 1;
    pictures = Numbers.floats(batch * side * side * channels, 7, 4);
    labels = Numbers.targets(batch, 8, CLASSES);
    Part part;
    if (cifar) {
      PictureNetwork resnet = new PictureArchitecture.CifarResNet(20, channels, CLASSES).zeros();
      network = resnet;
      part = resnet;
    } else {
      Sequential net = network();
      network = net;
      part = net;
    }
    part.state().forEach(VisionWork::fill);
    sgd = Sgd.of(part.parameters(), SgdOptions.defaults().withMomentum(0.9));
    last = part.parameters().lastEntry().getValue();
  }

  private static Sequential network() {
    SplittableRandom random = new SplittableRandom(1);
    ConvolutionOptions filters = ConvolutionOptions.of(3);
    return Sequential.of(
        Conv2d.of(1, 32, filters, random),
        Tensor::relu,
        Conv2d.of(32, 64, filters, random),
        Tensor::relu,
        MaxPool2d.of(2),
        x -> x.reshape(x.shape().length(0), -1),
        Linear.of(64 * 12 * 12, 128, random),
        Tensor::relu,
        Linear.of(128, CLASSES, random));
  }

  private double step() {
    Tensor logits = network.forward(tape.tensor(pictures, batch, side, side, channels));
    Tensor loss = logits.crossEntropy(tape.indices(labels, batch), CrossEntropy.defaults());
    tape.backward(loss);
    sgd.step(RATE);
    sgd.clearGradients();
    double value = loss.item();
    tape.reset();
    return value;
  }

  @Override
  public void run() {
    step();
    trained = true;
  }

  /// As of a training, which never gives the same twice: the losses of three steps from the first weights, and
  /// the last bias after them, once it has run.
  @Override
  public double checksum() {
    if (!trained) {
      return 0;
    }
    VisionTrainWork fresh = new VisionTrainWork(kind, batch);
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += fresh.step();
    }
    return sum + Numbers.checksum(fresh.last.values());
  }
}
