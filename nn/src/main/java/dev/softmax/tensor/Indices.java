package dev.softmax.tensor;

import org.jspecify.annotations.Nullable;

/// Whole numbers in a shape: token ids, classes. They have no gradient. What is looked up with indices
/// that entered by a tape is on that tape.
public final class Indices {
  private final int[] data;
  private final Shape shape;
  private final @Nullable Tape tape;

  Indices(int[] data, Shape shape, @Nullable Tape tape) {
    if (data.length < shape.size()) {
      throw new IllegalArgumentException(
          "indices: " + data.length + " values for a shape " + shape);
    }
    this.data = data;
    this.shape = shape;
    this.tape = tape;
  }

  /// Indices on no tape.
  ///
  /// @param values row-major, at least as many as the shape has; not copied
  /// @throws IllegalArgumentException if there are too few
  public static Indices of(int[] values, int... shape) {
    return new Indices(values, Shape.of(shape), null);
  }

  /// Their shape.
  public Shape shape() {
    return shape;
  }

  /// The values themselves, row-major; the array may be longer than the shape's size.
  public int[] data() {
    return data;
  }

  /// An array for the duration of the step, with any content.
  int[] scratch(int size) {
    return tape == null ? new int[size] : tape.borrowIntegers(size);
  }

  @Nullable Tape tape() {
    return tape;
  }

  /// Shape, and values where they are few.
  @Override
  public String toString() {
    return "indices " + shape.text(i -> Integer.toString(data[i]));
  }
}
