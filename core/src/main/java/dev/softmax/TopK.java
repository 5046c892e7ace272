package dev.softmax;

import dev.softmax.kernel.DoubleTopK;
import dev.softmax.kernel.FloatTopK;

/// The `k` largest of some scores, the largest first, of equal scores the lowest index first. Exact,
/// without sorting the scores: one scan against the smallest of the best `k` so far, which a heap
/// keeps in the result itself; where `k` is a good part of the scores, the `k`-th largest is found
/// by its digits first. NaN counts as largest, as in `torch.topk`, so that a broken score is seen
/// and not lost; `-0.0` equals `0.0`. `k = 0` gives nothing.
///
/// @param indices `(k)` where the scores stand, counted from the start of their vector
/// @param values `(k)` the scores, never rising; those of `float` scores are exact
public record TopK(int[] indices, double[] values) {

  /// Checks that there is a value for each index.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public TopK {
    if (indices.length != values.length) {
      throw new IllegalArgumentException(
          "top-k: indices (" + indices.length + ") but values (" + values.length + ")");
    }
  }

  /// `scores (N)` → the `k` largest.
  ///
  /// @throws IllegalArgumentException if `k` is negative or more than `N`
  public static TopK of(double[] scores, int k) {
    checkCount(k, scores.length);
    int[] indices = new int[k];
    double[] values = new double[k];
    along(scores, Axis.vector(scores.length), indices, values);
    return new TopK(indices, values);
  }

  /// `scores (N)` → the `k` largest.
  ///
  /// @throws IllegalArgumentException if `k` is negative or more than `N`
  public static TopK of(float[] scores, int k) {
    checkCount(k, scores.length);
    int[] indices = new int[k];
    float[] values = new float[k];
    along(scores, Axis.vector(scores.length), indices, values);
    double[] exact = new double[k];
    for (int i = 0; i < k; i++) {
      exact[i] = values[i];
    }
    return new TopK(indices, exact);
  }

  /// The largest of each vector of `scores (outer, size, inner)` into `indices` and
  /// `values (outer, k, inner)`, where `k` is what their lengths say. Allocates nothing that grows
  /// with the scores. `values` must not overlap the vectors in `scores`.
  ///
  /// @throws IllegalArgumentException if the axis reaches past the scores, if indices and values
  ///     differ in length or do not hold the same `k` for each vector, or if `k` is more than `size`
  public static void along(double[] scores, Axis axis, int[] indices, double[] values) {
    int k = check(scores.length, axis, indices.length, values.length);
    for (int v = 0; k > 0 && v < axis.vectors(); v++) {
      int outer = v / axis.inner();
      int inner = v % axis.inner();
      int from = axis.offset() + outer * axis.size() * axis.inner() + inner;
      int to = outer * k * axis.inner() + inner;
      new DoubleTopK(scores, from, axis.size(), axis.inner()).largest(k, indices, values, to);
    }
  }

  /// The largest of each vector of `scores (outer, size, inner)` into `indices` and
  /// `values (outer, k, inner)`, where `k` is what their lengths say. Allocates nothing that grows
  /// with the scores. `values` must not overlap the vectors in `scores`.
  ///
  /// @throws IllegalArgumentException if the axis reaches past the scores, if indices and values
  ///     differ in length or do not hold the same `k` for each vector, or if `k` is more than `size`
  public static void along(float[] scores, Axis axis, int[] indices, float[] values) {
    int k = check(scores.length, axis, indices.length, values.length);
    for (int v = 0; k > 0 && v < axis.vectors(); v++) {
      int outer = v / axis.inner();
      int inner = v % axis.inner();
      int from = axis.offset() + outer * axis.size() * axis.inner() + inner;
      int to = outer * k * axis.inner() + inner;
      new FloatTopK(scores, from, axis.size(), axis.inner()).largest(k, indices, values, to);
    }
  }

  private static void checkCount(int k, int scores) {
    if (k < 0 || k > scores) {
      throw new IllegalArgumentException("top-k: k " + k + " of scores (" + scores + ")");
    }
  }

  /// The `k` that the results' lengths say.
  private static int check(int scores, Axis axis, int indices, int values) {
    if (axis.end() > scores) {
      throw new IllegalArgumentException(
          "top-k: scores (" + scores + ") but " + axis + " ends at " + axis.end());
    }
    if (indices != values) {
      throw new IllegalArgumentException(
          "top-k: indices (" + indices + ") but values (" + values + ")");
    }
    int vectors = axis.vectors();
    if (vectors == 0 ? indices > 0 : indices % vectors != 0) {
      throw new IllegalArgumentException(
          "top-k: indices (" + indices + ") but vectors (" + vectors + ")");
    }
    int k = vectors == 0 ? 0 : indices / vectors;
    checkCount(k, axis.size());
    return k;
  }
}
