package dev.softmax.nn;

/// Rotary positions as a decoder reads them: the queries and keys of one token.
final class TokenTurns {
  private static final double BASE = 10_000;

  private final int width;
  private final boolean halves;
  private final float[] cos;
  private final float[] sin;

  /// @param width of a head
  /// @param halves whether pairs are half a head apart, not neighbours
  TokenTurns(int width, int context, boolean halves) {
    this.width = width;
    this.halves = halves;
    int pairs = width / 2;
    cos = new float[context * pairs];
    sin = new float[context * pairs];
    for (int i = 0; i < pairs; i++) {
      double frequency = Math.pow(BASE, -2.0 * i / width);
      for (int p = 0; p < context; p++) {
        cos[p * pairs + i] = (float) Math.cos(p * frequency);
        sin[p * pairs + i] = (float) Math.sin(p * frequency);
      }
    }
  }

  /// Turns `heads` heads at the beginning of `x` in place.
  void apply(float[] x, int heads, int position) {
    int pairs = width / 2;
    int angle = position * pairs;
    int step = halves ? 1 : 2;
    int other = halves ? pairs : 1;
    for (int head = 0; head < heads; head++) {
      int at = head * width;
      for (int i = 0; i < pairs; i++) {
        float c = cos[angle + i];
        float s = sin[angle + i];
        float a = x[at + i * step];
        float b = x[at + i * step + other];
        x[at + i * step] = a * c - b * s;
        x[at + i * step + other] = a * s + b * c;
      }
    }
  }
}
