package dev.softmax.plot;

/// What stands around a figure, and how large it is.
///
/// @param title above the figure, empty for none
/// @param x name of the horizontal axis, empty for none
/// @param y name of the vertical axis, empty for none
/// @param width in pixels of 1/96 inch, 200 to 4000
/// @param height in pixels of 1/96 inch, 150 to 4000
public record Frame(String title, String x, String y, int width, int height) {

  /// Checks the size.
  ///
  /// @throws IllegalArgumentException if the figure would be too small to read or too large to draw
  public Frame {
    if (width < 200 || width > 4000 || height < 150 || height > 4000) {
      throw new IllegalArgumentException(
          "frame: " + width + " by " + height + " pixels; must be 200..4000 by 150..4000");
    }
  }

  /// A frame of 600 by 400 pixels.
  public static Frame of(String title, String x, String y) {
    return new Frame(title, x, y, 600, 400);
  }

  /// The same with another title.
  public Frame withTitle(String title) {
    return new Frame(title, x, y, width, height);
  }

  /// The same with other names of the axes.
  public Frame withAxes(String x, String y) {
    return new Frame(title, x, y, width, height);
  }

  /// The same in another size, in pixels.
  public Frame withSize(int width, int height) {
    return new Frame(title, x, y, width, height);
  }
}
