package dev.softmax.kernel;

/// The arithmetic of [FloatElements], one element at a time.
final class ScalarElements {
  private ScalarElements() {}

  static void range(
      FloatElements.Work work,
      float[] a,
      int aFrom,
      float[] b,
      int bFrom,
      float[] c,
      int cFrom,
      int n,
      float low,
      float high) {
    for (int i = 0; i < n; i++) {
      float x = a[aFrom + i];
      float y = b[bFrom + i];
      c[cFrom + i] =
          switch (work) {
            case ADD -> x + y;
            case SUBTRACT -> x - y;
            case MULTIPLY -> x * y;
            case DIVIDE -> x / y;
            case ADD_PRODUCT -> Math.fma(x, y, c[cFrom + i]);
            case ADD_SCALED -> Math.fma(x, low, c[cFrom + i]);
            case SCALE -> x * low;
            case CLAMP -> x < low ? low : x > high ? high : x;
            default -> throw new IllegalArgumentException(work.toString());
          };
    }
  }
}
