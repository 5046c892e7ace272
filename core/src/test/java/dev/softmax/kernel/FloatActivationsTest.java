package dev.softmax.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Activation functions against the same formulas in `double`, on a dense sweep over all sizes of
/// argument.
class FloatActivationsTest {
  private static final int N = 1 << 18;

  /// Both signs, exponents from the subnormals to 2^8, and a fine grid from -20 to 20.
  private static float[] sweep() {
    float[] x = new float[N];
    int last = Float.floatToRawIntBits(256);
    for (int i = 0; i < N; i++) {
      if (i < N / 2) {
        int bits = (int) ((long) last * (i / 2) / (N / 4));
        x[i] = Float.intBitsToFloat(i % 2 == 0 ? bits : bits | 0x80000000);
      } else {
        x[i] = -20 + 40f * (i - N / 2) / (N / 2);
      }
    }
    return x;
  }

  private static double sigmoid(double x) {
    double e = Math.exp(-Math.abs(x));
    return x < 0 ? e / (1 + e) : 1 / (1 + e);
  }

  /// `Φ(x)` by its series, in the tail by Laplace's continued fraction.
  static double normal(double x) {
    double a = Math.abs(x);
    double density = Math.exp(-a * a / 2) / Math.sqrt(2 * Math.PI);
    if (a > 2.5) {
      double fraction = a;
      for (int k = 150; k > 0; k--) {
        fraction = a + k / fraction;
      }
      return x < 0 ? density / fraction : 1 - density / fraction;
    }
    double term = x;
    double sum = x;
    for (int k = 3; k < 80; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + density * sum;
  }

  private static double inner(double x) {
    return 2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
  }

  private static DoubleUnaryOperator exact(ActivationKind kind) {
    return switch (kind) {
      case RELU -> x -> Math.max(x, 0);
      case RELU6 -> x -> Math.clamp(x, 0, 6);
      case GELU -> x -> x * normal(x);
      case GELU_TANH -> x -> x * sigmoid(inner(x));
      case SILU -> x -> x * sigmoid(x);
      case TANH -> Math::tanh;
      case SIGMOID -> FloatActivationsTest::sigmoid;
    };
  }

  private static DoubleUnaryOperator slope(ActivationKind kind) {
    return switch (kind) {
      case RELU -> x -> x > 0 ? 1 : 0;
      case RELU6 -> x -> x > 0 && x < 6 ? 1 : 0;
      case GELU -> x -> normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
      case GELU_TANH ->
          x -> {
            double w = inner(x);
            double dw = 2 * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x);
            return sigmoid(w) + x * sigmoid(w) * sigmoid(-w) * dw;
          };
      case SILU -> x -> sigmoid(x) + x * sigmoid(x) * sigmoid(-x);
      case TANH -> x -> 1 - Math.tanh(x) * Math.tanh(x);
      case SIGMOID -> x -> sigmoid(x) * sigmoid(-x);
    };
  }

  @ParameterizedTest
  @CsvSource({"TANH, 2", "SIGMOID, 2", "SILU, 4", "RELU, 0", "RELU6, 0"})
  void resultsAreWithinUlps(ActivationKind kind, double most) {
    float[] x = sweep();
    float[] y = new float[N];
    FloatActivations.apply(kind, x, 0, y, 0, N);
    double worst = 0;
    float at = 0;
    for (int i = 0; i < N; i++) {
      double want = exact(kind).applyAsDouble(x[i]);
      double error = Math.abs(y[i] - want) / Math.ulp((float) want);
      at = error > worst ? x[i] : at;
      worst = Math.max(worst, error);
    }
    assertThat(worst).as("%s at %s", kind, at).isLessThanOrEqualTo(most);
  }

  /// The tails as well: relative errors at every argument whose result is a normal number.
  @ParameterizedTest
  @CsvSource({"GELU, 6e-7", "GELU_TANH, 2e-5"})
  void geluKeepsItsTail(ActivationKind kind, double relative) {
    float[] x = sweep();
    float[] y = new float[N];
    FloatActivations.apply(kind, x, 0, y, 0, N);
    for (int i = 0; i < N; i++) {
      double want = exact(kind).applyAsDouble(x[i]);
      double error = Math.abs(y[i] - want);
      assertThat(error)
          .as("%s(%s) = %s", kind, x[i], want)
          .isLessThanOrEqualTo(3e-7 * Math.abs(x[i]) + Float.MIN_VALUE)
          .isLessThanOrEqualTo(relative * Math.abs(want) + Float.MIN_NORMAL);
    }
  }

  @ParameterizedTest
  @EnumSource
  void gradientsMatchTheDerivative(ActivationKind kind) {
    float[] x = sweep();
    float[] v = new float[N];
    if (kind.gradientFromResult()) {
      FloatActivations.apply(kind, x, 0, v, 0, N);
    } else {
      v = x;
    }
    float[] dy = new float[N];
    float[] dx = new float[N];
    for (int i = 0; i < N; i++) {
      dy[i] = 1 + (i % 7) / 4f;
      dx[i] = i % 3;
    }
    FloatActivations.addGradient(kind, v, 0, dy, 0, dx, 0, N);
    for (int i = 0; i < N; i++) {
      double want = i % 3 + dy[i] * slope(kind).applyAsDouble(x[i]);
      assertThat((double) dx[i])
          .as("%s'(%s)", kind, x[i])
          .isBetween(want - 1e-6 * (1 + Math.abs(want)), want + 1e-6 * (1 + Math.abs(want)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void specialsHaveTheirLimits(ActivationKind kind) {
    float[] x = new float[40];
    float inf = Float.POSITIVE_INFINITY;
    float[] special = {Float.NaN, inf, -inf, Float.MAX_VALUE, -Float.MAX_VALUE, 0f, -0f};
    System.arraycopy(special, 0, x, 0, special.length);
    System.arraycopy(special, 0, x, 33, special.length);
    float[] y = new float[40];
    FloatActivations.apply(kind, x, 0, y, 0, 40);
    float high =
        switch (kind) {
          case TANH, SIGMOID -> 1;
          case RELU6 -> 6;
          default -> inf;
        };
    float low = kind == ActivationKind.TANH ? -1 : 0;
    float zero = kind == ActivationKind.SIGMOID ? 0.5f : 0;
    for (int i : new int[] {0, 33}) {
      assertThat(y[i]).isNaN();
      assertThat(y[i + 1]).isEqualTo(high);
      assertThat(y[i + 2] == low).isTrue();
      assertThat(y[i + 3]).isEqualTo(Math.min(high, Float.MAX_VALUE));
      assertThat(y[i + 4] == low).isTrue();
      assertThat(y[i + 5]).isEqualTo(zero);
      assertThat(y[i + 6] == zero).isTrue();
      if (kind == ActivationKind.GELU || kind == ActivationKind.SILU) {
        assertThat(Float.floatToRawIntBits(y[i + 2])).isEqualTo(0x80000000);
      }
    }
    float[] v = kind.gradientFromResult() ? y : x;
    float[] dx = new float[40];
    float[] dy = new float[40];
    Arrays.fill(dy, 1f);
    FloatActivations.addGradient(kind, v, 0, dy, 0, dx, 0, 40);
    for (int i : new int[] {0, 33}) {
      boolean passes = kind == ActivationKind.RELU || kind == ActivationKind.RELU6;
      assertThat(Float.isNaN(dx[i]) || passes).isTrue();
      assertThat(dx[i + 1]).isEqualTo(high < inf ? 0f : 1f);
      assertThat(Math.abs(dx[i + 2])).isLessThan(1e-30f);
      assertThat(dx[i + 3]).isEqualTo(high < inf ? 0f : 1f);
      assertThat(Math.abs(dx[i + 4])).isLessThan(1e-30f);
    }
  }

  /// Places, sizes, threads and kernels give the same bits.
  @ParameterizedTest
  @EnumSource
  void bitsDependOnTheElementAlone(ActivationKind kind) {
    float[] x = sweep();
    float[] want = new float[N];
    float[] wantSlopes = new float[N];
    float[] dy = new float[N];
    Arrays.fill(dy, 0.75f);
    ScalarActivations.apply(kind, x, 0, want, 0, N);
    float[] v = kind.gradientFromResult() ? want : x;
    ScalarActivations.addGradient(kind, v, 0, dy, 0, wantSlopes, 0, N);
    for (int size : new int[] {1, 3, 13, 16, 17, 31, 207, 4098, N - 9}) {
      float[] y = new float[size + 7];
      FloatActivations.apply(kind, x, 9, y, 5, size);
      assertThat(Arrays.copyOfRange(y, 5, 5 + size))
          .isEqualTo(Arrays.copyOfRange(want, 9, 9 + size));
      assertThat(y[4] + y[5 + size]).isZero();
      float[] dx = new float[size + 7];
      FloatActivations.addGradient(kind, v, 9, dy, 2, dx, 5, size);
      assertThat(Arrays.copyOfRange(dx, 5, 5 + size))
          .isEqualTo(Arrays.copyOfRange(wantSlopes, 9, 9 + size));
      assertThat(dx[4] + dx[5 + size]).isZero();
    }
  }

  @Test
  void anActivationInPlaceIsTheSame() {
    float[] x = sweep();
    float[] y = new float[N];
    FloatActivations.apply(ActivationKind.GELU, x, 0, y, 0, N);
    FloatActivations.apply(ActivationKind.GELU, x, 0, x, 0, N);
    assertThat(x).isEqualTo(y);
  }
}
