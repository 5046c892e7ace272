import org.jspecify.annotations.NullMarked;

/// Figures of probabilities from plain arrays: PNG, SVG and PDF.
@NullMarked
module dev.softmax.plot {
  requires static org.jspecify;
  requires java.desktop;

  exports dev.softmax.plot; // the figures
}
