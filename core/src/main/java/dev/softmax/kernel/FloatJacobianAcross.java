package dev.softmax.kernel;

/// Jacobian products of `float` vectors that lie side by side in an array, a tile of them at a time as in
/// [FloatAcross], whose tiles these are.
///
/// An instance is the memory of one thread; instances are used again.
final class FloatJacobianAcross {
  static final Pool<FloatJacobianAcross> POOL = new Pool<>(FloatJacobianAcross::new);

  private float[] outputs = new float[0];
  private float[] vectors = outputs;
  private float[] max = outputs;
  private float[] high = outputs;
  private float[] low = outputs;
  private double[] sums = new double[0];

  private FloatJacobianAcross() {}

  /// The products of `count` vectors side by side, the first at `at`; see [FloatJacobian].
  void products(
      float[] y,
      float[] v,
      float[] out,
      int at,
      int inner,
      int n,
      int count,
      double beta,
      boolean log,
      boolean transposed) {
    int width = FloatAcross.width(count);
    fit(n, width);
    SimdFloatAcross.copy(y, at, inner, n, count, outputs, width, max);
    SimdFloatAcross.copy(v, at, inner, n, count, vectors, width, max);
    float factor = (float) beta;
    if (!log) {
      SimdFloatJacobianAcross.dots(outputs, vectors, n, count, width, sums);
      SimdFloatAcross.split(sums, count, high, low);
      SimdFloatJacobianAcross.probabilities(
          outputs, vectors, n, count, width, high, low, factor, out, at, inner);
    } else if (transposed) {
      SimdFloatJacobianAcross.sums(vectors, n, count, width, sums);
      SimdFloatAcross.split(sums, count, high, low);
      SimdFloatJacobianAcross.lessProbabilities(
          outputs, vectors, n, count, width, high, factor, out, at, inner);
    } else {
      SimdFloatJacobianAcross.dotsOfExp(outputs, vectors, n, count, width, sums);
      SimdFloatAcross.split(sums, count, high, low);
      SimdFloatJacobianAcross.lessMean(
          outputs, vectors, n, count, width, high, low, factor, out, at, inner);
    }
  }

  private void fit(int n, int width) {
    if (outputs.length < n * width) {
      outputs = new float[n * width];
      vectors = new float[n * width];
    }
    if (max.length < width) {
      max = new float[width];
      high = new float[width];
      low = new float[width];
      sums = new double[width];
    }
  }
}
