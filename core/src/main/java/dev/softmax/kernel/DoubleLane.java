package dev.softmax.kernel;

/// One lane of the loops of [SimdDoubleAcross], one element at a time and with the same bits: for lanes that do
/// not fill a vector.
final class DoubleLane {
  private DoubleLane() {}

  /// As [SimdDoubleAcross#max].
  static void max(double[] s, int n, int width, double[] max, int lane) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = lane; i < n * width; i += width) {
      most = s[i] > most ? s[i] : most;
    }
    max[lane] = most;
  }

  /// As [SimdDoubleAcross#shares].
  static void shares(
      double[] s, int n, int width, double[] max, double[] sums, double[] rests, int lane) {
    double shift = DoubleExp.shift(max[lane], 1);
    double top = max[lane] - shift;
    int exponent = DoubleExp.exponent(max[lane], 1);
    double least = top - DoubleExp.DEPTH;
    double others = SimdDoubleAcross.ABOVE;
    double lost = 0;
    double ties = 0;
    double largest = 0;
    for (int i = lane; i < n * width; i += width) {
      double d = s[i] - shift;
      double e = DoubleExp.of(s[i], shift, 1, 0, exponent, least);
      s[i] = e;
      if (d == top) {
        ties++;
        largest = e;
      } else {
        double next = others + e;
        lost += e - (next - others);
        others = next;
      }
    }
    others = others - SimdDoubleAcross.ABOVE + lost;
    sums[lane] = Math.fma(ties, largest, others);
    rests[lane] = others / largest + (ties - 1);
  }

  /// As [SimdDoubleAcross#scale], in place.
  static void scale(double[] s, int n, int width, double[] high, double[] low, int lane) {
    for (int i = lane; i < n * width; i += width) {
      s[i] = Math.fma(s[i], high[lane], s[i] * low[lane]);
    }
  }
}
