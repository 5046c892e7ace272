package dev.softmax.tensor;

import dev.softmax.kernel.ConvolutionAxis;

/// How a filter or a pool moves along one axis of pictures.
///
/// @param size number of elements that it covers, at least 1
/// @param stride how far it moves from one output to the next, at least 1
/// @param dilation distance of the elements that it covers, at least 1; 1: neighbours
/// @param before elements added in front of the axis
/// @param after elements added behind it
public record Window(int size, int stride, int dilation, int before, int after) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if a number is out of its range
  public Window {
    if (size < 1 || stride < 1 || dilation < 1 || before < 0 || after < 0) {
      throw new IllegalArgumentException(
          "window: size %d, stride %d and dilation %d must be at least 1, padding %d and %d at least 0"
              .formatted(size, stride, dilation, before, after));
    }
  }

  /// A window that moves by one, without padding.
  public static Window of(int size) {
    return new Window(size, 1, 1, 0, 0);
  }

  /// This one with another stride.
  public Window withStride(int value) {
    return new Window(size, value, dilation, before, after);
  }

  /// This one with another distance of its elements.
  public Window withDilation(int value) {
    return new Window(size, stride, value, before, after);
  }

  /// This one with other padding.
  public Window withPadding(int before, int after) {
    return new Window(size, stride, dilation, before, after);
  }

  /// From its first element to its last, with both.
  public int span() {
    return Math.addExact(Math.multiplyExact(dilation, size - 1), 1);
  }

  /// Number of places it takes along an axis: `⌊(length + before + after − span) / stride⌋ + 1`.
  ///
  /// @throws IllegalArgumentException if there is none
  public int outputs(int length) {
    int room = Math.addExact(Math.addExact(length, before), after) - span();
    if (room < 0) {
      throw new IllegalArgumentException(
          "window: %d elements with padding %d and %d are too few for a span of %d"
              .formatted(length, before, after, span()));
    }
    return room / stride + 1;
  }

  ConvolutionAxis along(int length) {
    return new ConvolutionAxis(length, outputs(length), size, stride, dilation, before);
  }
}
