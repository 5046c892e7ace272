package dev.softmax.optim;

/// Checks of options.
final class Check {
  private Check() {}

  static void atLeastZero(String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + ": " + value + " must be at least 0");
    }
  }

  static void positive(String what, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(what + ": " + value + " must be more than 0");
    }
  }

  static void share(String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          what + ": " + value + " must be at least 0 and less than 1");
    }
  }

  static void atLeastOne(String what, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": " + value + " must be at least 1");
    }
  }
}
