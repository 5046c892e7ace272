package dev.softmax.plot;

import java.util.List;

/// Checks of the arrays that figures are made of.
final class Checks {
  private Checks() {}

  /// A copy of an array that holds finite numbers and at least one of them.
  static double[] finite(String what, double[] values) {
    notEmpty(what, values.length);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new IllegalArgumentException(what + "[" + i + "] is " + values[i]);
      }
    }
    return values.clone();
  }

  /// A deep copy of finite numbers of shape (rows, columns).
  static double[][] finite(String what, double[][] values, int rows, int columns) {
    if (values.length != rows) {
      throw new IllegalArgumentException(
          what + " has " + values.length + " rows but there are " + rows + " names of rows");
    }
    double[][] copy = new double[rows][];
    for (int i = 0; i < rows; i++) {
      same(what + "[" + i + "]", values[i].length, columns);
      copy[i] = finite(what + "[" + i + "]", values[i]);
    }
    return copy;
  }

  /// A copy of probabilities; each is in 0..1 but for rounding.
  static double[] probabilities(String what, double[] values) {
    double[] copy = finite(what, values);
    for (int i = 0; i < copy.length; i++) {
      if (copy[i] < 0 || copy[i] > 1 + 1e-6) {
        throw new IllegalArgumentException(what + "[" + i + "] is " + copy[i] + ", not in 0..1");
      }
    }
    return copy;
  }

  /// A copy of numbers that rise from each to the next.
  static double[] rising(String what, double[] values) {
    double[] copy = finite(what, values);
    if (copy.length < 2) {
      throw new IllegalArgumentException(what + " has 1 value but needs at least 2");
    }
    for (int i = 1; i < copy.length; i++) {
      if (copy[i] <= copy[i - 1]) {
        throw new IllegalArgumentException(
            what + "[" + i + "] is " + copy[i] + " after " + copy[i - 1] + ": must rise");
      }
    }
    return copy;
  }

  /// A copy of names, as many as there are values.
  static List<String> names(String what, List<String> names, int values) {
    if (names.size() != values) {
      throw new IllegalArgumentException(
          what + ": " + names.size() + " names but " + values + " values");
    }
    notEmpty(what, values);
    return List.copyOf(names);
  }

  static void same(String what, int length, int expected) {
    if (length != expected) {
      throw new IllegalArgumentException(
          what + " has " + length + " values but " + expected + " are needed");
    }
  }

  static void notEmpty(String what, int length) {
    if (length == 0) {
      throw new IllegalArgumentException(what + " is empty");
    }
  }
}
