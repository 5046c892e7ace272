package dev.softmax.kernel;

/// The gates of [FloatGru], one unit at a time; the SIMD loops repeat the formulas to the bit.
///
/// Sigmoid and tanh are within 1.5e-7 of the exact values, absolutely: states are sums of them, and
/// where they are tiny nothing is gained by more digits.
final class ScalarGru {
  /// Arguments of exponentials stop here, so that none overflows: `σ(-87)` is `2e-38`.
  static final float MOST = 87;

  private ScalarGru() {}

  /// The units `from` to `hidden` of `rows` rows; see [SimdGru#forward].
  static void forward(
      int rows,
      int from,
      int hidden,
      float[] x,
      int xAt,
      int ldx,
      float[] g,
      int gAt,
      int ldg,
      float[] h,
      int hAt,
      float[] next,
      int nextAt,
      float[] y,
      int yAt,
      int ldy,
      float[] kept,
      int keptAt) {
    for (int row = 0; row < rows; row++) {
      int ix = xAt + row * ldx;
      int ig = gAt + row * ldg;
      int ih = hAt + row * hidden;
      int to = nextAt + row * hidden;
      int out = yAt + row * ldy;
      int keep = keptAt + 4 * row * hidden;
      for (int i = from; i < hidden; i++) {
        float r = sigmoid(x[ix + i] + g[ig + i]);
        float z = sigmoid(x[ix + hidden + i] + g[ig + hidden + i]);
        float p = g[ig + 2 * hidden + i];
        float n = tanh(Math.fma(r, p, x[ix + 2 * hidden + i]));
        float state = Math.fma(z, h[ih + i] - n, n);
        kept[keep + i] = r;
        kept[keep + hidden + i] = z;
        kept[keep + 2 * hidden + i] = n;
        kept[keep + 3 * hidden + i] = p;
        next[to + i] = state;
        y[out + i] = state;
      }
    }
  }

  /// The units `from` to `hidden` of `rows` rows; see [SimdGru#backward].
  static void backward(
      int rows,
      int from,
      int hidden,
      float[] dy,
      int dyAt,
      int lddy,
      float[] dh,
      int dhAt,
      int lddh,
      float[] kept,
      int keptAt,
      float[] h,
      int hAt,
      float[] dx,
      int dxAt,
      int lddx) {
    for (int row = 0; row < rows; row++) {
      int keep = keptAt + 4 * row * hidden;
      int ih = hAt + row * hidden;
      int ix = dxAt + row * lddx;
      for (int i = from; i < hidden; i++) {
        float r = kept[keep + i];
        float z = kept[keep + hidden + i];
        float n = kept[keep + 2 * hidden + i];
        float d = dh[dhAt + row * lddh + i] + dy[dyAt + row * lddy + i];
        float inner = d * (1 - z) * Math.fma(-n, n, 1);
        float update = d * (h[ih + i] - n) * (z * (1 - z));
        float reset = inner * kept[keep + 3 * hidden + i] * (r * (1 - r));
        dx[ix + i] = reset;
        dx[ix + hidden + i] = update;
        dx[ix + 2 * hidden + i] = inner;
        kept[keep + i] = reset;
        kept[keep + hidden + i] = update;
        kept[keep + 2 * hidden + i] = inner * r;
        dh[dhAt + row * lddh + i] = d * z;
      }
    }
  }

  private static float sigmoid(float v) {
    return 1 / (1 + exp(-v));
  }

  private static float tanh(float v) {
    return Math.fma(-2, 1 / (1 + exp(v + v)), 1);
  }

  private static float exp(float v) {
    float w = v > MOST ? MOST : v < -MOST ? -MOST : v;
    float z = Math.fma(w, FloatExp.LOG2_E, FloatExp.MAGIC);
    float t = Math.fma(z - FloatExp.MAGIC, FloatExp.MINUS_LN2_HIGH, w);
    float p = Math.fma(t, FloatExp.C6, FloatExp.C5);
    p = Math.fma(p, t, FloatExp.C4);
    p = Math.fma(p, t, FloatExp.C3);
    p = Math.fma(p, t, FloatExp.C2);
    p = Math.fma(p, t, 1);
    p = Math.fma(p, t, 1);
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(z) + 127) << 23);
  }
}
