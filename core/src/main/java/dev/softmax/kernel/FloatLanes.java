package dev.softmax.kernel;

/// The loops over one contiguous vector of `float` that rows are made of. `extreme` is the maximum
/// of the vector where `beta > 0` and its minimum where `beta < 0`: the element whose exponential is
/// the largest. It must be finite. NaN elements give NaN sums.
sealed interface FloatLanes permits ScalarFloatLanes, SimdFloatLanes {
  /// Number of elements handled at once; shorter vectors are left to [SmallFloatRows].
  int width();

  /// Largest of `x[at .. at + n)`, leaving out NaN; `-∞` where there is none.
  float max(float[] x, int at, int n);

  /// Smallest of `x[at .. at + n)`, leaving out NaN; `+∞` where there is none.
  float min(float[] x, int at, int n);

  /// Writes `c exp(beta x)` to `y[to .. to + n)`, where `c` depends on `extreme` and `beta` only,
  /// and returns the sum of what was written.
  double exp(float[] x, int at, float[] y, int to, int n, float extreme, double beta);

  /// What [#exp] stores, times this, is `exp(x - extreme)`, at `beta` 1.
  double unit(float extreme);

  /// Sum of `exp(beta (x - extreme))` over all elements but one that equals `extreme`: the
  /// log-sum-exp is `beta extreme + log1p(rest)`, exact also where one element outweighs all others.
  /// Leaves out no element where none equals `extreme`: over blocks of a vector, each block that
  /// holds it leaves out one.
  double rest(float[] x, int at, int n, float extreme, double beta);

  /// `y = y / sum`, as if rounded once.
  void divide(float[] y, int at, int n, double sum);

  /// `y = beta (x - extreme) - log`.
  void shift(float[] x, int at, float[] y, int to, int n, float extreme, double beta, double log);

  /// [#exp] in one pass, without the extreme and at `beta` 1, where `y` is not `x` and the row lies in
  /// the window of [FloatExp#WINDOW]; -1, and anything in `y`, where it does not. The constant `c` is
  /// `2^64`, so that the quotients have the same bits.
  double expInWindow(float[] x, int at, float[] y, int to, int n);

  /// [#expInWindow], and between its steps [#divide] of another row of `y`: the one waits for memory while
  /// the other computes.
  ///
  /// @param before where the other row begins; -1 for none
  default double expInWindow(
      float[] x, int at, float[] y, int to, int n, int before, double divisor) {
    if (before >= 0) {
      divide(y, before, n, divisor);
    }
    return expInWindow(x, at, y, to, n);
  }

  /// Sum of `exp(x)` in one pass where the row lies in the window and no element has more than an
  /// eighth of the sum: every log-probability is then at least 2, beside which the error of the sum is
  /// small; -1 elsewhere.
  double sumInWindow(float[] x, int at, int n);

  /// As above, and `y = x - log` of the row before, whose place in `y` is `before`: nothing if that is
  /// negative.
  default double sumInWindow(float[] x, int at, int n, float[] y, int before, double log) {
    if (before >= 0) {
      subtract(x, at - n, y, before, n, log);
    }
    return sumInWindow(x, at, n);
  }

  /// `y = x - log`, rounded as if `log` had more bits than a `float`.
  void subtract(float[] x, int at, float[] y, int to, int n, double log);
}
