package dev.softmax;

import java.util.Arrays;

/// Where the vectors lie in an array: element `k` of vector `(o, i)` is at
/// `offset + (o * size + k) * inner + i`. One description serves a vector, the rows of a matrix and
/// any axis of any row-major shape.
///
/// @param offset index of the first element
/// @param outer number of vectors side by side before the axis: the product of the sizes before it
/// @param size length of each vector: the size of the axis
/// @param inner distance between the elements of a vector: the product of the sizes after the axis
public record Axis(int offset, int outer, int size, int inner) {

  /// Checks that no count is negative and that the last index fits an `int`.
  ///
  /// @throws IllegalArgumentException if one of them is not so
  public Axis {
    if (offset < 0 || outer < 0 || size < 0 || inner < 0) {
      throw new IllegalArgumentException(
          "axis: offset "
              + offset
              + ", outer "
              + outer
              + ", size "
              + size
              + ", inner "
              + inner
              + " must not be negative");
    }
    // The vectors first: then no product of these exceeds a long.
    long vectors = (long) outer * inner;
    if (vectors > Integer.MAX_VALUE || offset + vectors * size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "axis: offset "
              + offset
              + " and shape ("
              + outer
              + ", "
              + size
              + ", "
              + inner
              + ") reach past the largest array index");
    }
  }

  /// One vector of `size` elements.
  public static Axis vector(int size) {
    return new Axis(0, 1, size, 1);
  }

  /// The rows of a matrix `(rows, classes)`.
  public static Axis rows(int rows, int classes) {
    return new Axis(0, rows, classes, 1);
  }

  /// Axis number `axis` of a row-major array of the given shape; `-1` is the last axis.
  ///
  /// @throws IllegalArgumentException if the shape has no such axis
  public static Axis of(int[] shape, int axis) {
    int at = axis < 0 ? axis + shape.length : axis;
    if (at < 0 || at >= shape.length) {
      throw new IllegalArgumentException(
          "axis: "
              + axis
              + " of a shape "
              + Arrays.toString(shape)
              + " of "
              + shape.length
              + " axes");
    }
    return new Axis(0, product(shape, 0, at), shape[at], product(shape, at + 1, shape.length));
  }

  private static int product(int[] shape, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= shape[i];
      if (shape[i] < 0 || product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "axis: shape " + Arrays.toString(shape) + " is negative or past the largest array");
      }
    }
    return (int) product;
  }

  /// The same vectors, starting at index `offset` of the array.
  public Axis at(int offset) {
    return new Axis(offset, outer, size, inner);
  }

  /// Number of vectors: `outer * inner`.
  public int vectors() {
    return outer * inner;
  }

  /// Number of elements: `outer * size * inner`.
  public int elements() {
    return outer * size * inner;
  }

  /// The index after the last element.
  public int end() {
    return offset + elements();
  }
}
