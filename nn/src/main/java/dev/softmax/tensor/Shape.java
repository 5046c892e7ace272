package dev.softmax.tensor;

import dev.softmax.Axis;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The lengths of a tensor's dimensions, outermost first. A scalar has none; a length may be 0.
public final class Shape {
  /// Elements that a debugger's line has room for.
  private static final int FEW = 12;

  private final int[] lengths;
  private final int size;

  private Shape(int[] lengths) {
    long size = 1;
    for (int length : lengths) {
      if (length < 0) {
        throw new IllegalArgumentException("shape " + text(lengths) + " has a negative length");
      }
      size *= length;
      if (size > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "shape " + text(lengths) + " has more elements than an array can");
      }
    }
    this.lengths = lengths;
    this.size = (int) size;
  }

  /// A shape of these lengths, which are copied.
  ///
  /// @throws IllegalArgumentException if one is negative or their product no array's length
  public static Shape of(int... lengths) {
    return new Shape(lengths.clone());
  }

  /// Number of dimensions.
  public int rank() {
    return lengths.length;
  }

  /// Number of elements: the product of the lengths.
  public int size() {
    return size;
  }

  /// Length of a dimension.
  ///
  /// @param axis its index from 0, or from −1 backwards from the last
  /// @throws IllegalArgumentException if there is no such dimension
  public int length(int axis) {
    return lengths[index(axis)];
  }

  /// The index from 0 of a dimension that may be counted from the last as −1.
  ///
  /// @throws IllegalArgumentException if there is no such dimension
  public int index(int axis) {
    int index = axis < 0 ? axis + lengths.length : axis;
    if (index < 0 || index >= lengths.length) {
      throw new IllegalArgumentException("axis " + axis + " of a shape " + this);
    }
    return index;
  }

  /// The lengths, outermost first; a copy.
  public int[] lengths() {
    return lengths.clone();
  }

  /// Product of the lengths of the dimensions `from` to `to` (exclusive), 1 if there are none.
  int product(int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= lengths[axis];
    }
    return product;
  }

  /// This shape with another length at an axis.
  ///
  /// @throws IllegalArgumentException if there is no such dimension, or for a negative length
  public Shape with(int axis, int length) {
    int[] changed = lengths.clone();
    changed[index(axis)] = length;
    return new Shape(changed);
  }

  /// This shape without an axis.
  ///
  /// @throws IllegalArgumentException if there is no such dimension
  public Shape without(int axis) {
    int index = index(axis);
    int[] fewer = new int[lengths.length - 1];
    System.arraycopy(lengths, 0, fewer, 0, index);
    System.arraycopy(lengths, index + 1, fewer, index, fewer.length - index);
    return new Shape(fewer);
  }

  /// This shape without some axes.
  Shape without(boolean[] left) {
    int[] fewer = new int[lengths.length];
    int rank = 0;
    for (int axis = 0; axis < lengths.length; axis++) {
      if (!left[axis]) {
        fewer[rank++] = lengths[axis];
      }
    }
    return new Shape(Arrays.copyOf(fewer, rank));
  }

  /// Another shape of the same size.
  ///
  /// @param wanted one length may be −1: what is left
  Shape reshaped(int... wanted) {
    int[] whole = wanted.clone();
    long known = 1;
    int open = -1;
    boolean fits = true;
    for (int i = 0; i < whole.length; i++) {
      if (whole[i] == -1 && open < 0) {
        open = i;
      } else {
        fits &= whole[i] >= 0;
        // No shape has as many.
        known = Math.min(Integer.MAX_VALUE, known * Math.max(0, whole[i]));
      }
    }
    fits &= open < 0 ? known == size : known > 0 && size % known == 0;
    if (!fits) {
      throw new IllegalArgumentException("reshape: " + this + " to " + text(wanted));
    }
    if (open >= 0) {
      whole[open] = (int) (size / known);
    }
    return new Shape(whole);
  }

  /// Whether this is another shape with one more dimension, the innermost.
  boolean isFollowing(Shape shorter) {
    return lengths.length == shorter.lengths.length + 1
        && Arrays.equals(lengths, 0, lengths.length - 1, shorter.lengths, 0, lengths.length - 1);
  }

  /// The vectors along an axis.
  ///
  /// @throws IllegalArgumentException if there is no such dimension
  Axis axis(int axis) {
    int index = index(axis);
    return new Axis(0, product(0, index), lengths[index], product(index + 1, lengths.length));
  }

  /// This shape with one more dimension, the innermost.
  public Shape followedBy(int length) {
    int[] more = Arrays.copyOf(lengths, lengths.length + 1);
    more[lengths.length] = length;
    return new Shape(more);
  }

  /// The shape that both take when an element-wise operation repeats what has length 1, as NumPy does:
  /// shapes are aligned at their last dimension.
  ///
  /// @param operation named in the error
  /// @throws IllegalArgumentException if two lengths differ and neither is 1
  static Shape broadcast(String operation, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int[] lengths = new int[Math.max(a.rank(), b.rank())];
    for (int i = 1; i <= lengths.length; i++) {
      int ofA = i <= a.rank() ? a.lengths[a.rank() - i] : 1;
      int ofB = i <= b.rank() ? b.lengths[b.rank() - i] : 1;
      if (ofA != ofB && ofA != 1 && ofB != 1) {
        throw new IllegalArgumentException(operation + ": " + a + " and " + b);
      }
      lengths[lengths.length - i] = ofA == 1 ? ofB : ofA;
    }
    return new Shape(lengths);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(lengths, shape.lengths);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lengths);
  }

  /// As `(64, 10)`; `()` for a scalar.
  @Override
  public String toString() {
    return text(lengths);
  }

  /// This shape and the elements of what has it, if they are few: `(2) [0.5, 3.0]`.
  String text(IntFunction<String> element) {
    return size > FEW
        ? toString()
        : IntStream.range(0, size)
            .mapToObj(element)
            .collect(Collectors.joining(", ", this + " [", "]"));
  }

  private static String text(int[] lengths) {
    return Arrays.stream(lengths)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
