package dev.softmax.plot;

import java.util.Arrays;
import java.util.List;

/// Figures side by side in one, from left to right. The panels' titles and axes are drawn, their
/// sizes are not used.
public final class Panels implements Figure {
  final List<Figure> panels;
  private final Frame frame;

  private Panels(List<Figure> panels, Frame frame) {
    this.panels = panels;
    this.frame = frame;
  }

  /// One to four figures in a frame of 680 by 320 pixels.
  ///
  /// @throws IllegalArgumentException if there are none or more than four, or one is itself `Panels`
  public static Panels of(Figure... panels) {
    if (panels.length < 1 || panels.length > 4) {
      throw new IllegalArgumentException("panels: " + panels.length + " figures; must be 1 to 4");
    }
    if (Arrays.stream(panels).anyMatch(panel -> panel instanceof Panels)) {
      throw new IllegalArgumentException("panels: a panel must not hold panels");
    }
    return new Panels(List.of(panels), Frame.of("", "", "").withSize(680, 320));
  }

  /// The same panels in another frame, of which the names of the axes are not used.
  public Panels with(Frame frame) {
    return new Panels(panels, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
