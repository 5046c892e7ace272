package dev.softmax.kernel;

/// The loops over logits that lie with a lane for each row of the batch: `(rows, lanes)`, one row for
/// each class. The number of lanes is a multiple of [#width].
sealed interface LossColumns permits ScalarLossColumns, SimdLossColumns {
  /// What runs on this machine.
  LossColumns COLUMNS =
      Kernels.choice().bits() > 0 ? new SimdLossColumns() : new ScalarLossColumns();

  /// Lanes that are handled at once.
  int width();

  /// For each lane its maximum, leaving out NaN, and the sum of `exp(x - max)` over all classes but one
  /// that equals it. Where the maximum is not finite that sum is NaN, or -1 for nothing but -∞, so that
  /// one more is 0.
  ///
  /// @param x rows `stride` apart from `at` on
  /// @param max receives the maxima
  /// @param ties room for a number a lane
  /// @param rest receives the sums
  void sums(
      float[] x, int at, int stride, int rows, int lanes, float[] max, float[] ties, double[] rest);

  /// `y = c exp(x - max) (high + low)` with the constant `c` of [FloatLanes#exp].
  ///
  /// @param x rows `stride` apart from `at` on
  /// @param max of each lane, finite
  /// @param high factor of each lane
  /// @param low what is left of the factor
  /// @param y receives dense rows
  void slopes(
      float[] x,
      int at,
      int stride,
      int rows,
      int lanes,
      float[] max,
      float[] high,
      float[] low,
      float[] y);

  /// What takes the place of the sum of a lane whose maximum is not finite.
  static double broken(float max, float[] x, int at, int stride, int rows) {
    if (max > 0) {
      return Double.NaN;
    }
    for (int v = 0; v < rows; v++) {
      if (Float.isNaN(x[at + v * stride])) {
        return Double.NaN;
      }
    }
    return -1;
  }
}
