package dev.softmax.image;

/// From VP8's planes to red, green and blue: libwebp's "fancy" upsampling of chroma, weights of 9, 3, 3 and
/// 1 sixteenths, and its 14-bit conversion (ITU-R BT.601, 16 to 235).
final class Vp8Colours {
  private Vp8Colours() {}

  static byte[] toRgb(Vp8Plane luma, Vp8Plane u, Vp8Plane v, int height, int width) {
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(height, width), 3)];
    int half = (height + 1) / 2;
    int[] us = new int[width];
    int[] vs = new int[width];
    for (int row = 0; row < height; row++) {
      int near = row / 2;
      int far = Math.clamp(near + (row % 2 == 0 ? -1 : 1), 0, half - 1);
      upsample(u, near, far, us);
      upsample(v, near, far, vs);
      int at = luma.at(row, 0);
      for (int x = 0, to = row * width * 3; x < width; x++, to += 3) {
        int y = (luma.sample(at + x) * 19077) >> 8;
        rgb[to] = clip(y + ((vs[x] * 26149) >> 8) - 14234);
        rgb[to + 1] = clip(y - ((us[x] * 6419) >> 8) - ((vs[x] * 13320) >> 8) + 8708);
        rgb[to + 2] = clip(y + ((us[x] * 33050) >> 8) - 17685);
      }
    }
    return rgb;
  }

  private static byte clip(int value) {
    return (byte) Math.min(Math.max(value >> 6, 0), 255);
  }

  /// A row of samples between the rows `near` and `far` of a plane.
  private static void upsample(Vp8Plane plane, int near, int far, int[] out) {
    int a = plane.at(near, 0);
    int b = plane.at(far, 0);
    int width = out.length;
    out[0] = (3 * plane.sample(a) + plane.sample(b) + 2) >> 2;
    for (int x = 1; x <= (width - 1) / 2; x++) {
      int nearLeft = plane.sample(a + x - 1);
      int nearRight = plane.sample(a + x);
      int farLeft = plane.sample(b + x - 1);
      int farRight = plane.sample(b + x);
      int sum = nearLeft + nearRight + farLeft + farRight + 8;
      int leaningRight = (sum + 2 * (nearRight + farLeft)) >> 3;
      int leaningLeft = (sum + 2 * (nearLeft + farRight)) >> 3;
      out[2 * x - 1] = (leaningRight + nearLeft) >> 1;
      out[2 * x] = (leaningLeft + nearRight) >> 1;
    }
    if (width % 2 == 0) {
      int last = width / 2 - 1;
      out[width - 1] = (3 * plane.sample(a + last) + plane.sample(b + last) + 2) >> 2;
    }
  }
}
