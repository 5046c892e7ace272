package dev.softmax.fuzz;

import dev.softmax.io.InputException;
import java.nio.file.Path;
import java.util.Arrays;

/// What must hold of whatever a reader accepts. A breach is a fault of the reader, so the error is none
/// that readers may throw.
final class Checks {
  private static final double ROUNDING = 1e-6;

  private Checks() {}

  /// Uses what was read. What is then refused is said of the rows or of the training, and need not name the
  /// file, so that is added here.
  static void named(Path file, Runnable use) {
    try {
      use.run();
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    }
  }

  static void same(String what, long one, long other) {
    if (one != other) {
      throw new IllegalStateException(what + ": " + one + " and " + other);
    }
  }

  static void within(String what, long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalStateException(what + ": " + index + " of " + size);
    }
  }

  static void finite(String what, double[] values) {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new IllegalStateException(what + ": " + value);
      }
    }
  }

  /// Rows of probabilities: finite, from 0 to 1, and 1 together.
  static void probabilities(double[] values, int classes) {
    finite("a probability", values);
    for (int from = 0; from < values.length; from += classes) {
      double[] row = Arrays.copyOfRange(values, from, from + classes);
      double sum = Arrays.stream(row).sum();
      if (Math.abs(sum - 1) > ROUNDING || Arrays.stream(row).anyMatch(p -> p < 0 || p > 1)) {
        throw new IllegalStateException("probabilities that are none: their sum is " + sum);
      }
    }
  }
}
