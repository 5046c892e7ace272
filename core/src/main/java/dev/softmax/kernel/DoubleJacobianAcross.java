package dev.softmax.kernel;

/// Jacobian products of `double` vectors that lie side by side in an array, a tile of them at a time as in
/// [DoubleAcross], whose tiles these are.
///
/// An instance is the memory of one thread; instances are used again.
final class DoubleJacobianAcross {
  static final Pool<DoubleJacobianAcross> POOL = new Pool<>(DoubleJacobianAcross::new);

  private double[] outputs = new double[0];
  private double[] vectors = outputs;
  private double[] max = outputs;
  private double[] sums = new double[0];

  private DoubleJacobianAcross() {}

  /// The products of `count` vectors side by side, the first at `at`; see [DoubleJacobian].
  void products(
      double[] y,
      double[] v,
      double[] out,
      int at,
      int inner,
      int n,
      int count,
      double beta,
      boolean log,
      boolean transposed) {
    int width = DoubleAcross.width(count);
    fit(n, width);
    SimdDoubleAcross.copy(y, at, inner, n, count, outputs, width, max);
    SimdDoubleAcross.copy(v, at, inner, n, count, vectors, width, max);
    if (!log) {
      SimdDoubleJacobianAcross.dots(outputs, vectors, n, count, width, sums);
      SimdDoubleJacobianAcross.probabilities(
          outputs, vectors, n, count, width, sums, beta, out, at, inner);
    } else if (transposed) {
      SimdDoubleJacobianAcross.sums(vectors, n, count, width, sums);
      SimdDoubleJacobianAcross.lessProbabilities(
          outputs, vectors, n, count, width, sums, beta, out, at, inner);
    } else {
      SimdDoubleJacobianAcross.dotsOfExp(outputs, vectors, n, count, width, sums);
      SimdDoubleJacobianAcross.lessMean(
          outputs, vectors, n, count, width, sums, beta, out, at, inner);
    }
  }

  private void fit(int n, int width) {
    if (outputs.length < n * width) {
      outputs = new double[n * width];
      vectors = new double[n * width];
    }
    if (max.length < width) {
      max = new double[width];
      sums = new double[width];
    }
  }
}
