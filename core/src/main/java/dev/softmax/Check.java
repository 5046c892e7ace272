package dev.softmax;

import dev.softmax.kernel.GatheredVectors;

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

  /// A temperature is finite and not negative.
  static void temperature(double temperature) {
    if (!(temperature >= 0) || temperature == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          "temperature: " + temperature + " must be finite and not negative");
    }
  }

  /// A temperature is finite and above 0, where the limit at 0 is no single vector.
  static void positiveTemperature(String what, double temperature) {
    if (!(temperature > 0) || temperature == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException(
          what + ": temperature " + temperature + " must be finite and above 0");
    }
  }

  /// Where the kernels find the vectors.
  static GatheredVectors.Layout layout(Axis axis) {
    return new GatheredVectors.Layout(axis.offset(), axis.outer(), axis.size(), axis.inner());
  }

  /// Each vector has a target that is a class, or [OutputTransform#IGNORED]; how many are classes.
  static int targets(String what, Axis axis, int[] targets) {
    if (targets.length != axis.vectors()) {
      throw new IllegalArgumentException(
          what + ": scores " + shape(axis) + " but targets (" + targets.length + ")");
    }
    int counted = 0;
    for (int v = 0; v < targets.length; v++) {
      if (targets[v] == OutputTransform.IGNORED) {
        continue;
      }
      if (targets[v] < 0 || targets[v] >= axis.size()) {
        throw new IllegalArgumentException(
            what + ": target " + targets[v] + " at " + v + " of " + axis.size() + " classes");
      }
      counted++;
    }
    return counted;
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
