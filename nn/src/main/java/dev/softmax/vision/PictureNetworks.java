package dev.softmax.vision;

import dev.softmax.io.InputException;
import dev.softmax.io.StoredTensor;
import dev.softmax.io.TensorFile;
import dev.softmax.nn.StateDict;
import dev.softmax.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Networks for pictures from files of weights that do not say what they are.
///
/// Known are torchvision's ResNet-18, 34, 50, 101 and 152, the CIFAR ResNets of akamaster, MobileNet v1 in
/// the names of Keras and TensorFlow.js, and what this library writes. Depth, width, channels and classes
/// follow from the tensors' names and shapes.
public final class PictureNetworks {
  private static final String KNOWN =
      "torchvision's ResNet-18, 34, 50, 101 and 152, the CIFAR ResNets (20, 32, 44, 56, …), MobileNet v1 of Keras and this library's own networks";

  private static final String COUNT = ".num_batches_tracked";

  private PictureNetworks() {}

  /// The network whose weights a file has, with these weights.
  ///
  /// @throws InputException if it is none that is known, naming those, or naming each tensor that is
  ///     missing, too much or of another shape or type
  public static PictureNetwork read(TensorFile file) {
    PictureArchitecture architecture = recognise(file);
    if (KerasMobileNet.isKeras(file)) {
      return KerasMobileNet.read(file, (PictureArchitecture.MobileNet) architecture);
    }
    PictureNetwork network = architecture.zeros();
    SequencedMap<String, Tensor> state = state(network, file);
    StateDict dict = StateDict.of(file);
    dict.check(state);
    dict.copyInto(state);
    return network;
  }

  /// What the file should have: all but the counts of batches, which PyTorch before 0.4.1 did not write.
  private static SequencedMap<String, Tensor> state(PictureNetwork network, TensorFile file) {
    SequencedMap<String, Tensor> state = new LinkedHashMap<>(network.state());
    state.keySet().removeIf(name -> name.endsWith(COUNT) && !file.contains(name));
    return state;
  }

  /// Which network's weights a file has, by some of its tensors; [#read] checks all.
  ///
  /// @throws InputException if it is none that is known, naming those
  public static PictureArchitecture recognise(TensorFile file) {
    try {
      return architecture(file)
          .orElseThrow(
              () ->
                  new InputException(
                      file.file()
                          + ": has the tensors of no network that is known here: "
                          + KNOWN));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file.file() + ": cannot be one of the known networks: " + e.getMessage(), e);
    }
  }

  private static Optional<PictureArchitecture> architecture(TensorFile file) {
    if (KerasMobileNet.isKeras(file)) {
      return Optional.of(KerasMobileNet.architecture(file));
    }
    if (file.contains("blocks.0.depthwise.weight")) {
      return Optional.of(
          new PictureArchitecture.MobileNet(
              length(file, "fc.weight", 2, 1),
              length(file, "conv1.weight", 4, 1),
              length(file, "fc.weight", 2, 0)));
    }
    if (file.contains("blocks.0.conv.weight")) {
      return Optional.of(
          new PictureArchitecture.SmallCnn(
              length(file, "blocks.0.conv.weight", 4, 0),
              length(file, "blocks.0.conv.weight", 4, 1),
              length(file, "fc.weight", 2, 0)));
    }
    if (file.contains("layer1.0.conv1.weight") && file.contains("linear.weight")) {
      return Optional.of(cifarResNet(file));
    }
    if (file.contains("layer1.0.conv1.weight") && file.contains("fc.weight")) {
      return Optional.of(resNet(file));
    }
    return Optional.empty();
  }

  private static PictureArchitecture resNet(TensorFile file) {
    List<Integer> blocks = new ArrayList<>();
    for (int stage = 1; stage <= 4; stage++) {
      blocks.add(blocks(file, stage));
    }
    boolean bottleneck = file.contains("layer1.0.conv3.weight");
    int depth =
        ResNetDepth.of(blocks, bottleneck)
            .orElseThrow(
                () ->
                    new InputException(
                        "%s: is a ResNet of %s blocks of %d convolutions, but known are %s"
                            .formatted(file.file(), blocks, bottleneck ? 3 : 2, KNOWN)))
            .layers();
    return new PictureArchitecture.ResNet(
        depth, length(file, "conv1.weight", 4, 1), length(file, "fc.weight", 2, 0));
  }

  private static PictureArchitecture cifarResNet(TensorFile file) {
    return new PictureArchitecture.CifarResNet(
        CifarResNet.depth(blocks(file, 1)),
        length(file, "conv1.weight", 4, 1),
        length(file, "linear.weight", 2, 0));
  }

  /// Number of blocks of a stage: one more than the largest in a name.
  private static int blocks(TensorFile file, int stage) {
    String prefix = "layer" + stage + ".";
    int blocks = 0;
    for (String name : file.names()) {
      int dot = name.indexOf('.', prefix.length());
      if (name.startsWith(prefix) && dot > prefix.length() && dot - prefix.length() < 4) {
        String number = name.substring(prefix.length(), dot);
        if (number.chars().allMatch(c -> c >= '0' && c <= '9')) {
          blocks = Math.max(blocks, Integer.parseInt(number) + 1);
        }
      }
    }
    return blocks;
  }

  /// A length of a tensor of so many dimensions.
  static int length(TensorFile file, String name, int rank, int axis) {
    StoredTensor tensor = file.tensor(name);
    long[] shape = tensor.shape();
    if (shape.length != rank || shape[axis] > Integer.MAX_VALUE) {
      throw new InputException(
          "%s: is of no network that is known here: %s is %s instead of a tensor of %d dimensions"
              .formatted(file.file(), InputException.quote(name), tensor, rank));
    }
    return (int) shape[axis];
  }
}
