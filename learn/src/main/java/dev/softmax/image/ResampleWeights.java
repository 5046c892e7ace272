package dev.softmax.image;

/// Which pixels of a line make each pixel of a resized one, and with which weights: `out` sums of up to
/// `taps` products, in the fixed-point numbers of Pillow's 8-bit resampling.
///
/// @param taps longest sum
/// @param first index of the first pixel of each sum `(out)`
/// @param count number of pixels of each sum `(out)`
/// @param weights `(out, taps)`, times 2²²
record ResampleWeights(int taps, int[] first, int[] count, int[] weights) {
  /// Bits behind the point: of 32, 8 are the pixel's, and 2 are left for sums beyond 255 and below 0.
  static final int BITS = 32 - 8 - 2;

  /// The weights from a line of `in` pixels to one of `out`.
  static ResampleWeights of(int in, int out, Resampling resampling) {
    double scale = (double) in / out;
    double stretch = Math.max(scale, 1);
    double support = resampling.support() * stretch;
    double shrink = 1 / stretch;
    int taps = Math.toIntExact((long) Math.ceil(support) * 2 + 1);
    int[] first = new int[out];
    int[] count = new int[out];
    int[] weights = new int[Math.multiplyExact(out, taps)];
    double[] line = new double[taps];
    for (int i = 0; i < out; i++) {
      double center = (i + 0.5) * scale;
      int from = Math.max((int) (center - support + 0.5), 0);
      int length = Math.min((int) (center + support + 0.5), in) - from;
      double sum = 0;
      for (int j = 0; j < length; j++) {
        line[j] = resampling.weight((j + from - center + 0.5) * shrink);
        sum += line[j];
      }
      for (int j = 0; j < length; j++) {
        double weight = (sum == 0 ? line[j] : line[j] / sum) * (1 << BITS);
        weights[i * taps + j] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
      }
      first[i] = from;
      count[i] = length;
    }
    return new ResampleWeights(taps, first, count, weights);
  }
}
