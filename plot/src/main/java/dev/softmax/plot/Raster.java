package dev.softmax.plot;

/// A picture of red, green and blue samples `(H, W, 3)`, as large as the frame lets it be with its sides
/// in proportion. It is shrunk by the mean of the pixels that fall together; one that is enlarged three
/// times or more shows its pixels as squares.
public final class Raster implements Figure {
  final Samples samples;
  private final Frame frame;

  private Raster(Samples samples, Frame frame) {
    this.samples = samples;
    this.frame = frame;
  }

  /// Samples `(H, W, 3)`, row-major, without sign.
  record Samples(byte[] rgb, int height, int width) {}

  /// A picture of samples `(H, W, 3)`, row-major, without sign, channels last.
  ///
  /// @param rgb copied
  /// @throws IllegalArgumentException if there is no pixel, or not three samples for each
  public static Raster of(byte[] rgb, int height, int width) {
    if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
      throw new IllegalArgumentException(
          "raster: %d samples for (%d, %d, 3)".formatted(rgb.length, height, width));
    }
    return new Raster(new Samples(rgb.clone(), height, width), Frame.of("", "", ""));
  }

  /// The same picture in another frame, of which the names of the axes are not used.
  public Raster with(Frame frame) {
    return new Raster(samples, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
