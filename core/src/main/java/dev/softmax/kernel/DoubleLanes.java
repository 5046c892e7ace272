package dev.softmax.kernel;

/// The loops over one contiguous vector of `double` that rows are made of. `extreme` is the maximum
/// of the vector where `beta > 0` and its minimum where `beta < 0`: the element whose exponential is
/// the largest. It must be finite. NaN elements give NaN sums.
sealed interface DoubleLanes permits ScalarDoubleLanes, SimdDoubleLanes {
  /// Number of elements handled at once; shorter vectors are left to [SmallDoubleRows].
  int width();

  /// Largest of `x[at .. at + n)`, leaving out NaN; `-∞` where there is none.
  double max(double[] x, int at, int n);

  /// Smallest of `x[at .. at + n)`, leaving out NaN; `+∞` where there is none.
  double min(double[] x, int at, int n);

  /// Writes `c exp(beta x)` to `y[to .. to + n)`, where `c` depends on `extreme` and `beta` only,
  /// and returns the sum of what was written.
  double exp(double[] x, int at, double[] y, int to, int n, double extreme, double beta);

  /// What [#exp] stores, times this, is `exp(x - extreme)`, at `beta` 1.
  double unit(double extreme);

  /// Sum of `exp(beta (x - extreme))` over all elements but one that equals `extreme`: the
  /// log-sum-exp is `beta extreme + log1p(rest)`, exact also where one element outweighs all others.
  /// Leaves out no element where none equals `extreme`: over blocks of a vector, each block that
  /// holds it leaves out one.
  double rest(double[] x, int at, int n, double extreme, double beta);

  /// `log(1 + rest)` for `0 <= rest < 2^53`; NaN where that is NaN.
  double log1p(double rest);

  /// `y = y / sum`, as if rounded once.
  void divide(double[] y, int at, int n, double sum);

  /// `y = beta (x - extreme) - log`.
  void shift(
      double[] x, int at, double[] y, int to, int n, double extreme, double beta, double log);
}
