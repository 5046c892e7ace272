package dev.softmax.kernel;

/// How filters or pools move along one axis of pictures.
///
/// @param length elements of the axis
/// @param places results along it
/// @param size elements that a filter covers
/// @param stride how far it moves
/// @param dilation distance of the elements that it covers
/// @param before elements of padding in front
public record ConvolutionAxis(
    int length, int places, int size, int stride, int dilation, int before) {

  static final ConvolutionAxis NONE = new ConvolutionAxis(0, 0, 0, 1, 1, 0);

  /// The element under the filter's `tap` at a place; outside of the axis where it is padding.
  int element(int place, int tap) {
    return place * stride + tap * dilation - before;
  }

  boolean has(int element) {
    return element >= 0 && element < length;
  }

  /// Whether there is an element of the axis, and not padding alone, under the filter at every place.
  public boolean allSee() {
    for (int place = 0; place < places; place++) {
      boolean seen = false;
      for (int tap = 0; tap < size; tap++) {
        seen |= has(element(place, tap));
      }
      if (!seen) {
        return false;
      }
    }
    return true;
  }
}
