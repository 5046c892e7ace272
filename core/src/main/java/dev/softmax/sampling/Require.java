package dev.softmax.sampling;

/// The checks of the steps' arguments, which name the argument and its value.
final class Require {
  private Require() {}

  static void atLeast(String what, double value, double least) {
    between(what, value, least, Double.MAX_VALUE);
  }

  static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " " + value + " must be at least " + least);
    }
  }

  static void between(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      String range =
          most == Double.MAX_VALUE
              ? "finite and at least " + text(least)
              : "from " + text(least) + " to " + text(most);
      throw new IllegalArgumentException(what + " " + text(value) + " must be " + range);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
