package dev.softmax;

/// The argument checks of the facade. Messages name both sides.
final class Check {
  private Check() {}

  /// All vectors of `axis` lie in an array of `length` elements.
  static void fits(String what, String array, int length, Axis axis) {
    if (axis.end() > length) {
      throw new IllegalArgumentException(
          what
              + ": "
              + array
              + " has "
              + length
              + " elements, but "
              + shape(axis)
              + " ends at "
              + axis.end());
    }
  }

  /// Two arrays that describe the same elements are equally long.
  static void same(String what, String left, int leftLength, String right, int rightLength) {
    if (leftLength != rightLength) {
      throw new IllegalArgumentException(
          what + ": " + left + " (" + leftLength + ") but " + right + " (" + rightLength + ")");
    }
  }

  /// A matrix of `length` elements has whole rows of `classes`.
  static Axis rows(String what, int length, int classes) {
    if (classes < 1 || length % classes != 0) {
      throw new IllegalArgumentException(
          what + ": " + length + " elements are no whole rows of " + classes + " classes");
    }
    return Axis.rows(length / classes, classes);
  }

  /// The shape that `axis` goes through, for messages.
  static String shape(Axis axis) {
    String shape =
        axis.inner() == 1
            ? "(" + axis.outer() + ", " + axis.size() + ")"
            : "(" + axis.outer() + ", " + axis.size() + ", " + axis.inner() + ")";
    return axis.offset() == 0 ? shape : shape + " at " + axis.offset();
  }
}
