package dev.softmax.image;

/// How a stored picture is to be turned to be upright: the values 1 to 8 of EXIF's tag 274, in their order.
enum Orientation {
  UPRIGHT(false, false, false),
  MIRRORED(false, false, true),
  UPSIDE_DOWN(false, true, true),
  FLIPPED(false, true, false),
  TRANSPOSED(true, false, false),
  TO_BE_TURNED_RIGHT(true, true, false),
  TRANSVERSED(true, true, true),
  TO_BE_TURNED_LEFT(true, false, true);

  /// Whether rows of the upright picture are columns of the stored one.
  private final boolean swapped;

  /// Whether stored rows are taken from the last to the first.
  private final boolean fromBottom;

  /// Whether stored columns are taken from the last to the first.
  private final boolean fromRight;

  Orientation(boolean swapped, boolean fromBottom, boolean fromRight) {
    this.swapped = swapped;
    this.fromBottom = fromBottom;
    this.fromRight = fromRight;
  }

  /// The orientation of a value of the tag; upright for what is none.
  static Orientation of(int value) {
    return value >= 1 && value <= values().length ? values()[value - 1] : UPRIGHT;
  }

  /// The picture, upright.
  Picture apply(Picture picture) {
    if (this == UPRIGHT) {
      return picture;
    }
    int channels = picture.channels();
    int height = picture.height();
    int width = picture.width();
    int newHeight = swapped ? width : height;
    int newWidth = swapped ? height : width;
    int rowStep = fromBottom ? -width : width;
    int columnStep = fromRight ? -1 : 1;
    int start = (fromBottom ? (height - 1) * width : 0) + (fromRight ? width - 1 : 0);
    int down = swapped ? columnStep : rowStep;
    int right = (swapped ? rowStep : columnStep) * channels;
    byte[] in = picture.data();
    byte[] out = new byte[in.length];
    int to = 0;
    for (int y = 0; y < newHeight; y++) {
      int from = (start + y * down) * channels;
      for (int x = 0; x < newWidth; x++, from += right) {
        for (int c = 0; c < channels; c++) {
          out[to++] = in[from + c];
        }
      }
    }
    return Picture.owning(out, newHeight, newWidth, channels);
  }
}
