package dev.softmax;

import java.util.Arrays;

/// The place of the largest score, softly: the mean of positions weighted by softmax, `Σ_k t_k p_k`
/// with
/// `p = softmax(x / T)`, which tends to the position of the largest as `T → 0` (keypoints: Finn et
/// al., Deep Spatial Autoencoders for Visuomotor Learning, ICRA 2016, section IV). Positions are 0
/// to `n − 1` unless others are given.
///
/// ```java
/// double[] at = SoftArgmax.of(0.1).apply(scores, Axis.rows(8, 32)); // one number a row
/// ```
public final class SoftArgmax {
  private final double temperature;
  private final double[] positions;

  private SoftArgmax(double temperature, double[] positions) {
    this.temperature = temperature;
    this.positions = positions;
  }

  /// Positions from 0, at a temperature.
  ///
  /// @throws IllegalArgumentException if it is not finite and above 0
  public static SoftArgmax of(double temperature) {
    Check.positiveTemperature("soft-argmax", temperature);
    return new SoftArgmax(temperature, new double[0]);
  }

  /// The same with positions of one's own, such as -1 to 1.
  ///
  /// @param positions as many as the vectors have elements, at least one
  /// @throws IllegalArgumentException if there are none
  public SoftArgmax withPositions(double... positions) {
    if (positions.length == 0) {
      throw new IllegalArgumentException("soft-argmax: no positions");
    }
    return new SoftArgmax(temperature, positions.clone());
  }

  /// `T`.
  public double temperature() {
    return temperature;
  }

  /// The positions of the elements of vectors of a length `n`; a copy.
  ///
  /// @throws IllegalArgumentException if there are positions, but not so many
  public double[] positions(int n) {
    if (positions.length == 0) {
      double[] places = new double[n];
      Arrays.setAll(places, k -> k);
      return places;
    }
    if (positions.length != n) {
      throw new IllegalArgumentException(
          "soft-argmax: vectors of " + n + " scores but positions (" + positions.length + ")");
    }
    return positions.clone();
  }

  private Softmax softmax() {
    return Softmax.STANDARD.withTemperature(temperature);
  }

  /// The vectors of `axis` in `scores` → one number a vector, in their order. NaN where softmax is.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array, or the positions are not as
  ///     many as its elements
  public double[] apply(double[] scores, Axis axis) {
    double[] places = positions(axis.size());
    double[] p = new double[scores.length];
    softmax().apply(scores, axis, p);
    double[] out = new double[axis.vectors()];
    for (int v = 0; v < out.length; v++) {
      out[v] = mean(p, v, axis, places);
    }
    return out;
  }

  private static double mean(double[] p, int v, Axis axis, double[] places) {
    int inner = axis.inner();
    int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
    double mean = 0;
    for (int k = 0; k < places.length; k++) {
      mean += places[k] * p[first + k * inner];
    }
    return mean;
  }

  /// The gradient by the scores: `g p_k (t_k − Σ t p) / T`.
  ///
  /// @param scores what [#apply(double\[\], Axis)] was given
  /// @param gradients the gradient of each vector's number
  /// @param axis where the vectors lie in `scores` and `out`
  /// @param out receives the gradient; not `scores`
  /// @throws IllegalArgumentException if the axis ends past an array, or there are not as many
  ///     gradients as vectors
  public void vectorJacobianProduct(double[] scores, double[] gradients, Axis axis, double[] out) {
    Check.same("soft-argmax", "vectors", axis.vectors(), "gradients", gradients.length);
    double[] places = positions(axis.size());
    softmax().apply(scores, axis, out);
    int inner = axis.inner();
    for (int v = 0; v < axis.vectors(); v++) {
      int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
      double mean = mean(out, v, axis, places);
      for (int k = 0; k < places.length; k++) {
        int i = first + k * inner;
        out[i] = gradients[v] * out[i] * (places[k] - mean) / temperature;
      }
    }
  }

  /// The vectors of `axis` in `scores` → one number a vector, in their order. NaN where softmax is.
  ///
  /// @throws IllegalArgumentException if the axis ends past the array, or the positions are not as
  ///     many as its elements
  public float[] apply(float[] scores, Axis axis) {
    double[] places = positions(axis.size());
    float[] p = new float[scores.length];
    softmax().apply(scores, axis, p);
    float[] out = new float[axis.vectors()];
    for (int v = 0; v < out.length; v++) {
      out[v] = (float) mean(p, v, axis, places);
    }
    return out;
  }

  private static double mean(float[] p, int v, Axis axis, double[] places) {
    int inner = axis.inner();
    int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
    double mean = 0;
    for (int k = 0; k < places.length; k++) {
      mean += places[k] * p[first + k * inner];
    }
    return mean;
  }

  /// The gradient by the scores: `g p_k (t_k − Σ t p) / T`.
  ///
  /// @param scores what [#apply(float\[\], Axis)] was given
  /// @param gradients the gradient of each vector's number
  /// @param axis where the vectors lie in `scores` and `out`
  /// @param out receives the gradient; not `scores`
  /// @throws IllegalArgumentException if the axis ends past an array, or there are not as many
  ///     gradients as vectors
  public void vectorJacobianProduct(float[] scores, float[] gradients, Axis axis, float[] out) {
    Check.same("soft-argmax", "vectors", axis.vectors(), "gradients", gradients.length);
    double[] places = positions(axis.size());
    softmax().apply(scores, axis, out);
    int inner = axis.inner();
    for (int v = 0; v < axis.vectors(); v++) {
      int first = axis.offset() + v / inner * axis.size() * inner + v % inner;
      double mean = mean(out, v, axis, places);
      for (int k = 0; k < places.length; k++) {
        int i = first + k * inner;
        out[i] = (float) (gradients[v] * out[i] * (places[k] - mean) / temperature);
      }
    }
  }
}
