package dev.softmax.kernel;

/// The formulas of [FloatActivations], one element at a time; the SIMD loops repeat them to the bit.
final class ScalarActivations {
  /// Exponentials below `exp(-120)` leave nothing of a `float`, even multiplied by their argument.
  static final float DEPTH = 120;

  /// Exponentials of gradients carry no power of two, so they stop at the normal numbers.
  static final float GRADIENT_DEPTH = 87;

  /// `gelu` is 0 or `x` beyond: `15.4² / 2 < DEPTH`.
  static final float GELU_MAX = 15.4f;

  /// `x² / 2` stays below `GRADIENT_DEPTH`.
  static final float GELU_GRADIENT_MAX = 13.19f;

  /// `x² / 2` of [#GELU_MAX] for the argument of the form with tanh.
  static final float TANH_FORM_MAX = 11.3f;

  static final float TANH_FORM_GRADIENT_MAX = 9.98f;

  /// `2 √(2/π)` and `2 √(2/π) · 0.044715`.
  static final float U1 = 1.5957692f;

  static final float U3 = 0.071354814f;

  /// `1 / √(2π)`.
  static final float DENSITY = 0.3989423f;

  static final float ONE = 0x1p64f;
  static final float UNBIAS = 0x1p-64f;

  /// `Φ(-a) = exp(-a²/2) (R1 t + … + R8 t⁸)` with `t = 1 / (1 + R a)`: a least-maximum fit of the
  /// relative error over 0 to 15.5, 1.7e-7.
  static final float R = 0.31f;

  static final float R1 = 0x1.fa7e8ap-4f;
  static final float R2 = 0x1.fc36cep-4f;
  static final float R3 = 0x1.b910ap-4f;
  static final float R4 = 0x1.c422dap-4f;
  static final float R5 = -0x1.f84864p-7f;
  static final float R6 = 0x1.3e98ap-3f;
  static final float R7 = -0x1.229062p-3f;
  static final float R8 = 0x1.261faep-5f;

  /// `tanh` is 1 beyond half of it.
  static final float TANH_DEPTH = 40;

  private static final int SIGN = 0x80000000;

  private ScalarActivations() {}

  static void apply(ActivationKind kind, float[] x, int xFrom, float[] y, int yFrom, int n) {
    switch (kind) {
      case RELU -> {
        for (int i = 0; i < n; i++) {
          float v = x[xFrom + i];
          y[yFrom + i] = v < 0 ? 0 : v;
        }
      }
      case RELU6 -> {
        for (int i = 0; i < n; i++) {
          float v = x[xFrom + i];
          y[yFrom + i] = v < 0 ? 0 : 6 < v ? 6 : v;
        }
      }
      case GELU -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = gelu(x[xFrom + i]);
        }
      }
      case GELU_TANH -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = geluTanh(x[xFrom + i]);
        }
      }
      case SILU -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = silu(x[xFrom + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = tanh(x[xFrom + i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          y[yFrom + i] = sigmoid(x[xFrom + i]);
        }
      }
    }
  }

  static void addGradient(
      ActivationKind kind,
      float[] v,
      int vFrom,
      float[] dy,
      int dyFrom,
      float[] dx,
      int dxFrom,
      int n) {
    for (int i = 0; i < n; i++) {
      float at = v[vFrom + i];
      float above = dy[dyFrom + i];
      if (kind == ActivationKind.RELU || kind == ActivationKind.RELU6) {
        boolean flat = at <= 0 || (kind == ActivationKind.RELU6 && at >= 6);
        dx[dxFrom + i] += flat ? 0 : above;
      } else {
        dx[dxFrom + i] = Math.fma(slope(kind, at), above, dx[dxFrom + i]);
      }
    }
  }

  private static float slope(ActivationKind kind, float v) {
    return switch (kind) {
      case RELU -> v <= 0 ? 0 : 1;
      case RELU6 -> v <= 0 || v >= 6 ? 0 : 1;
      case GELU -> geluSlope(v);
      case GELU_TANH -> geluTanhSlope(v);
      case SILU -> siluSlope(v);
      case TANH -> Math.fma(-v, v, 1);
      case SIGMOID -> v * (1 - v);
    };
  }

  /// `2^bias exp(v + low)` for `v` from -120 to 0; see [FloatExp#of].
  private static float exp(float v, float low, int biasedOne) {
    float z = Math.fma(v, FloatExp.LOG2_E, FloatExp.MAGIC);
    float n = z - FloatExp.MAGIC;
    float t = Math.fma(n, FloatExp.MINUS_LN2_HIGH, v);
    t = Math.fma(n, FloatExp.MINUS_LN2_LOW, t) + low;
    float p = Math.fma(t, FloatExp.C6, FloatExp.C5);
    p = Math.fma(p, t, FloatExp.C4);
    p = Math.fma(p, t, FloatExp.C3);
    p = Math.fma(p, t, FloatExp.C2);
    p = Math.fma(p, t, 1);
    p = Math.fma(p, t, 1);
    return p * Float.intBitsToFloat((Float.floatToRawIntBits(z) + biasedOne) << 23);
  }

  private static float atMost(float v, float most) {
    return v > most ? most : v;
  }

  /// `Φ(-a) exp(a²/2)`.
  private static float mills(float a) {
    float t = 1 / Math.fma(a, R, 1);
    float p = Math.fma(t, R8, R7);
    p = Math.fma(p, t, R6);
    p = Math.fma(p, t, R5);
    p = Math.fma(p, t, R4);
    p = Math.fma(p, t, R3);
    p = Math.fma(p, t, R2);
    p = Math.fma(p, t, R1);
    return p * t;
  }

  private static float positive(float x) {
    return x < 0 ? -0f : x;
  }

  static float gelu(float x) {
    float a = atMost(Math.abs(x), GELU_MAX);
    float h = a * a;
    // What the square loses would cost 1e-6 of the tail.
    float e = exp(-0.5f * h, -0.5f * Math.fma(a, a, -h), FloatExp.BIASED_ONE);
    return positive(x) - e * mills(a) * a * UNBIAS;
  }

  static float geluTanh(float x) {
    float a = atMost(Math.abs(x), TANH_FORM_MAX);
    float v = atMost(a * Math.fma(a * a, U3, U1), DEPTH);
    return positive(x) - a * logisticTail(v) * UNBIAS;
  }

  static float silu(float x) {
    float a = atMost(Math.abs(x), DEPTH);
    return positive(x) - a * logisticTail(a) * UNBIAS;
  }

  /// `2^64 σ(-a)`.
  private static float logisticTail(float a) {
    float e = exp(-a, 0, FloatExp.BIASED_ONE);
    return e / Math.fma(e, UNBIAS, 1);
  }

  /// `a / (d + rest)` where `rest` is what the rounding of `d` left.
  private static float quotient(float a, float d, float rest) {
    float r = 1 / d;
    float y = a * r;
    return Math.fma(Math.fma(-y, rest, Math.fma(-y, d, a)), r, y);
  }

  static float sigmoid(float x) {
    float e = exp(-atMost(Math.abs(x), DEPTH), 0, FloatExp.BIASED_ONE);
    float d = Math.fma(e, UNBIAS, 1);
    return quotient(x < 0 ? e : ONE, d, Math.fma(e, UNBIAS, 1 - d)) * UNBIAS;
  }

  /// `-m / (2 + m)` with `m = exp(-2|x|) - 1`, of which no bits cancel.
  static float tanh(float x) {
    float v = -atMost(2 * Math.abs(x), TANH_DEPTH);
    float z = Math.fma(v, FloatExp.LOG2_E, FloatExp.MAGIC);
    float n = z - FloatExp.MAGIC;
    float t = Math.fma(n, FloatExp.MINUS_LN2_HIGH, v);
    t = Math.fma(n, FloatExp.MINUS_LN2_LOW, t);
    float p = Math.fma(t, FloatExp.C6, FloatExp.C5);
    p = Math.fma(p, t, FloatExp.C4);
    p = Math.fma(p, t, FloatExp.C3);
    p = Math.fma(p, t, FloatExp.C2);
    float q = Math.fma(t * t, p, t);
    float s = Float.intBitsToFloat((Float.floatToRawIntBits(z) + 127) << 23);
    float m = Math.fma(s, q, s - 1);
    float d = 2 + m;
    float y = quotient(Math.abs(m), d, m - (d - 2));
    return Float.intBitsToFloat(Float.floatToRawIntBits(y) | (Float.floatToRawIntBits(x) & SIGN));
  }

  /// `Φ(x) + x φ(x)`.
  static float geluSlope(float x) {
    float a = atMost(Math.abs(x), GELU_GRADIENT_MAX);
    float e = exp(-0.5f * (a * a), 0, 127);
    float tail = e * Math.fma(-DENSITY, a, mills(a));
    return x < 0 ? tail : 1 - tail;
  }

  /// `σ(w) + x σ(w) σ(-w) w'` at `w = U1 x + U3 x³`.
  static float geluTanhSlope(float x) {
    float a = atMost(Math.abs(x), TANH_FORM_GRADIENT_MAX);
    float square = a * a;
    float e = exp(-(a * Math.fma(square, U3, U1)), 0, 127);
    float r = 1 / (1 + e);
    float tail = e * r * Math.fma(-a * r, Math.fma(square, 3 * U3, U1), 1);
    return x < 0 ? tail : 1 - tail;
  }

  /// `σ(x) + x σ(x) σ(-x)`.
  static float siluSlope(float x) {
    float a = atMost(Math.abs(x), GRADIENT_DEPTH);
    float e = exp(-a, 0, 127);
    float r = 1 / (1 + e);
    float tail = e * r * Math.fma(-a, r, 1);
    return x < 0 ? tail : 1 - tail;
  }
}
