package dev.softmax.vision;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The ResNets of torchvision (He et al., 2016, table 1): how many blocks their four stages have, and of
/// which sort.
enum ResNetDepth {
  RESNET_18(18, false, 2, 2, 2, 2),
  RESNET_34(34, false, 3, 4, 6, 3),
  RESNET_50(50, true, 3, 4, 6, 3),
  RESNET_101(101, true, 3, 4, 23, 3),
  RESNET_152(152, true, 3, 8, 36, 3);

  /// Filters of the first stage; each that follows has twice as many.
  private static final int FIRST_WIDTH = 64;

  private final int layers;
  private final boolean bottleneck;
  private final List<Integer> blocks;

  ResNetDepth(int layers, boolean bottleneck, Integer... blocks) {
    this.layers = layers;
    this.bottleneck = bottleneck;
    this.blocks = List.of(blocks);
  }

  /// The network of so many layers.
  ///
  /// @throws IllegalArgumentException if there is none
  static ResNetDepth of(int layers) {
    return Arrays.stream(values())
        .filter(depth -> depth.layers == layers)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a ResNet has 18, 34, 50, 101 or 152 layers, not " + layers));
  }

  /// The network whose stages have so many blocks of this sort, if there is one.
  static Optional<ResNetDepth> of(List<Integer> blocks, boolean bottleneck) {
    return Arrays.stream(values())
        .filter(depth -> depth.bottleneck == bottleneck && depth.blocks.equals(blocks))
        .findFirst();
  }

  int layers() {
    return layers;
  }

  boolean isBottleneck() {
    return bottleneck;
  }

  /// Blocks of each stage.
  List<Integer> blocks() {
    return blocks;
  }

  /// Filters of a stage, from 0.
  static int width(int stage) {
    return FIRST_WIDTH << stage;
  }

  /// Channels that a stage gives.
  int outputs(int stage) {
    return bottleneck ? Bottleneck.EXPANSION * width(stage) : width(stage);
  }

  int features() {
    return outputs(blocks.size() - 1);
  }
}
