package dev.softmax.image;

/// What libjpeg-turbo's upsampling has beyond that of libjpeg 6b: components with half the rows and all the
/// columns (4:4:0, as cameras' 4:2:2 becomes when it is turned) are interpolated and not repeated.
final class JpegUpsampling {
  private JpegUpsampling() {}

  /// Interpolates the rows of components that libjpeg 6b has repeated: `(3 near + far + 1 or 2) / 4`.
  ///
  /// @param samples rows of interleaved components
  /// @param length samples of a row
  /// @param factors of each component, columns · 16 + rows
  static void smoothRows(byte[] samples, int length, int[] factors) {
    int columns = 0;
    int rows = 0;
    for (int factor : factors) {
      columns = Math.max(columns, factor >> 4);
      rows = Math.max(rows, factor & 15);
    }
    for (int c = 0; c < factors.length; c++) {
      if (factors.length > 1 && factors[c] >> 4 == columns && 2 * (factors[c] & 15) == rows) {
        smoothRows(samples, length, factors.length, c);
      }
    }
  }

  private static void smoothRows(byte[] samples, int length, int components, int component) {
    int height = samples.length / length;
    int half = (height + 1) / 2;
    int width = length / components;
    byte[] stored = new byte[half * width];
    for (int row = 0; row < half; row++) {
      for (int x = 0; x < width; x++) {
        stored[row * width + x] = samples[2 * row * length + x * components + component];
      }
    }
    for (int row = 0; row < height; row++) {
      int near = row / 2 * width;
      int far = Math.clamp(row / 2 + (row % 2 == 0 ? -1 : 1), 0, half - 1) * width;
      int bias = 1 + row % 2;
      for (int x = 0; x < width; x++) {
        int sum = 3 * (stored[near + x] & 0xff) + (stored[far + x] & 0xff) + bias;
        samples[row * length + x * components + component] = (byte) (sum >> 2);
      }
    }
  }
}
