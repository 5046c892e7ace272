package dev.softmax.vision;

import java.util.List;
import java.util.Optional;

/// One of the ResNets of torchvision (He et al., 2016, table 1).
///
/// @param layers by which it is called
/// @param isBottleneck whether its blocks have three convolutions instead of two
/// @param blocks how many blocks each of its four stages has
record ResNetDepth(int layers, boolean isBottleneck, List<Integer> blocks) {
  private static final List<ResNetDepth> ALL =
      List.of(
          new ResNetDepth(18, false, List.of(2, 2, 2, 2)),
          new ResNetDepth(34, false, List.of(3, 4, 6, 3)),
          new ResNetDepth(50, true, List.of(3, 4, 6, 3)),
          new ResNetDepth(101, true, List.of(3, 4, 23, 3)),
          new ResNetDepth(152, true, List.of(3, 8, 36, 3)));

  /// Filters of the first stage; each that follows has twice as many.
  private static final int FIRST_WIDTH = 64;

  /// The network of so many layers.
  ///
  /// @throws IllegalArgumentException if there is none
  static ResNetDepth of(int layers) {
    return ALL.stream()
        .filter(depth -> depth.layers == layers)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a ResNet has 18, 34, 50, 101 or 152 layers, not " + layers));
  }

  /// The network whose stages have so many blocks of this sort, if there is one.
  static Optional<ResNetDepth> of(List<Integer> blocks, boolean bottleneck) {
    return ALL.stream()
        .filter(depth -> depth.isBottleneck == bottleneck && depth.blocks.equals(blocks))
        .findFirst();
  }

  /// Filters of a stage, from 0.
  static int width(int stage) {
    return FIRST_WIDTH << stage;
  }

  /// Channels that a stage gives.
  int outputs(int stage) {
    return isBottleneck ? Bottleneck.EXPANSION * width(stage) : width(stage);
  }

  int features() {
    return outputs(blocks.size() - 1);
  }
}
