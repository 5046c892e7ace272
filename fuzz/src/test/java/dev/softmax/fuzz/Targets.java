package dev.softmax.fuzz;

import java.util.List;

/// All readers.
final class Targets {
  private static final List<Target> ALL =
      java.util.stream.Stream.of(
              TableTargets.targets(),
              TensorTargets.targets(),
              PictureTargets.targets(),
              ModelTargets.targets(),
              NativeTargets.targets())
          .flatMap(List::stream)
          .toList();

  private Targets() {}

  static List<Target> all() {
    return ALL;
  }
}
