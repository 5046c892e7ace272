package dev.softmax.nn;

import dev.softmax.tensor.Pictures;
import dev.softmax.tensor.Tensor;
import dev.softmax.tensor.Window;

/// The largest under each window of pictures: `x (B, H, W, C)` → `(B, H′, W′, C)`; see [Pictures#maxPool].
///
/// @param vertical the window along the height
/// @param horizontal the window along the width
public record MaxPool2d(Window vertical, Window horizontal) implements Layer {
  /// Square windows side by side.
  public static MaxPool2d of(int size) {
    return of(Window.of(size).withStride(size));
  }

  /// The same window on both axes.
  public static MaxPool2d of(Window window) {
    return new MaxPool2d(window, window);
  }

  @Override
  public Tensor forward(Tensor x) {
    return Pictures.maxPool(x, vertical, horizontal);
  }
}
