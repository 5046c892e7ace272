package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The table of semantics in docs/numerics.md.
class SoftmaxSemanticsTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final int[] SIZES = {3, 13, 16, 17, 207, 4098};

  @Test
  void specialValuesAnswerAsInTorch() {
    for (Golden golden : Golden.read("specials.txt")) {
      double[] x = golden.numbers("logits");
      check(golden, "softmax", Softmax.of(x), golden.numbers("softmax"));
      check(golden, "logSoftmax", Softmax.LOG.apply(x), golden.numbers("logSoftmax"));
      check(golden, "logSumExp", new double[] {LogSumExp.of(x)}, golden.numbers("logSumExp"));
      if (Arrays.stream(x).allMatch(v -> Math.abs(v) < 1e30 || !Double.isFinite(v))) {
        float[] f = Numbers.narrowed(x);
        check(golden, "softmax", Softmax.of(f), golden.floats("softmax"));
        check(golden, "logSoftmax", Softmax.LOG.apply(f), golden.floats("logSoftmax"));
        check(golden, "logSumExp", new float[] {LogSumExp.of(f)}, golden.floats("logSumExp"));
      }
    }
  }

  private static void check(Golden golden, String name, double[] got, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      // PyTorch's own log-softmax rounds a logarithm of 1 - 1e-322 to 0; ours may be exact.
      if (!(Math.abs(got[i] - expected[i]) < Double.MIN_NORMAL)) {
        assertThat(Ulps.between(got[i], expected[i]))
            .as("%s of %s at %s: %s", name, golden, i, got[i])
            .isLessThanOrEqualTo(4);
      }
    }
  }

  private static void check(Golden golden, String name, float[] got, float[] expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!(Math.abs(got[i] - expected[i]) < Float.MIN_NORMAL)) {
        assertThat(Ulps.between(got[i], expected[i]))
            .as("%s of %s at %s: %s", name, golden, i, got[i])
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void nanPoisonsItsRowOnly() {
    poisons(NAN);
  }

  @Test
  void positiveInfinityPoisonsItsRowOnly() {
    poisons(INFINITY);
  }

  private static void poisons(double poison) {
    for (int size : SIZES) {
      for (int rows : new int[] {1, 16, 17, 40}) {
        for (int place : new int[] {0, size / 2, size - 1}) {
          int bad = rows / 2;
          double[] clean = Numbers.doubles(size, rows * size, 10);
          double[] x = clean.clone();
          x[bad * size + place] = poison;
          for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.LOG}) {
            check(
                softmax.apply(clean, Axis.rows(rows, size)),
                softmax.apply(x, Axis.rows(rows, size)),
                bad,
                size);
            float[] cleanFloats = softmax.apply(Numbers.narrowed(clean), Axis.rows(rows, size));
            float[] floats = softmax.apply(Numbers.narrowed(x), Axis.rows(rows, size));
            check(Numbers.widened(cleanFloats), Numbers.widened(floats), bad, size);
          }
          double[] sums = LogSumExp.rows(x, size);
          float[] floatSums = LogSumExp.rows(Numbers.narrowed(x), size);
          for (int row = 0; row < rows; row++) {
            assertThat(Double.isFinite(sums[row])).isEqualTo(row != bad);
            assertThat(Float.isFinite(floatSums[row])).isEqualTo(row != bad);
          }
          assertThat(Double.compare(sums[bad], poison)).isZero();
          assertThat(Float.compare(floatSums[bad], (float) poison)).isZero();
        }
      }
    }
  }

  private static void check(double[] clean, double[] got, int bad, int size) {
    for (int i = 0; i < got.length; i++) {
      double expected = i / size == bad ? NAN : clean[i];
      assertThat(Double.compare(got[i], expected))
          .as("element %s, row %s of %s classes is bad: %s", i, bad, size, got[i])
          .isZero();
    }
  }

  @Test
  void aRowOfOnlyNegativeInfinitiesIsNotANumber() {
    for (int size : SIZES) {
      for (int rows : new int[] {1, 17}) {
        double[] x = Numbers.doubles(size, rows * size, 10);
        Arrays.fill(x, 0, size, -INFINITY);
        float[] f = Numbers.narrowed(x);
        double[] p = Softmax.rows(x, size);
        float[] q = Softmax.rows(f, size);
        for (int i = 0; i < p.length; i++) {
          assertThat(Double.isNaN(p[i])).isEqualTo(i < size);
          assertThat(Float.isNaN(q[i])).isEqualTo(i < size);
        }
        assertThat(LogSumExp.rows(x, size)[0]).isEqualTo(-INFINITY);
        assertThat(LogSumExp.rows(f, size)[0]).isEqualTo(Float.NEGATIVE_INFINITY);
      }
    }
  }

  @Test
  void negativeInfinityHasNoProbability() {
    for (int size : SIZES) {
      double[] x = Numbers.doubles(size, size, 10);
      x[size - 1] = -INFINITY;
      assertThat(Softmax.of(x)[size - 1]).isZero();
      assertThat(Softmax.LOG.apply(x)[size - 1]).isEqualTo(-INFINITY);
      double[] rest = Softmax.of(Arrays.copyOf(x, size - 1));
      double[] all = Softmax.of(x);
      for (int i = 0; i < rest.length; i++) {
        assertThat(Ulps.between(all[i], rest[i])).isLessThanOrEqualTo(4);
      }
    }
  }

  @Test
  void oneClassIsCertain() {
    assertThat(Softmax.of(-1e300)).containsExactly(1);
    assertThat(Softmax.of(new float[] {1e30f})).containsExactly(1);
    assertThat(Softmax.rows(new double[] {5, -7, 1e308}, 1)).containsExactly(1, 1, 1);
    assertThat(Softmax.LOG.apply(new double[] {3})).containsExactly(0);
    assertThat(LogSumExp.of(3.25)).isEqualTo(3.25);
  }

  @Test
  void emptyRowsAndNoRowsGiveNothing() {
    assertThat(Softmax.of(new double[0])).isEmpty();
    assertThat(Softmax.of(new float[0])).isEmpty();
    assertThat(Softmax.rows(new double[0], 3)).isEmpty();
    assertThat(Softmax.STANDARD.apply(new double[0], Axis.rows(4, 0))).isEmpty();
    assertThat(LogSumExp.of(new double[0])).isEqualTo(-INFINITY);
    assertThat(LogSumExp.along(new double[0], Axis.rows(2, 0)))
        .containsExactly(-INFINITY, -INFINITY);
    assertThat(LogSumExp.rows(new float[0], 3)).isEmpty();
  }

  @Test
  void coldTendsToTheArgmaxWithTiesShared() {
    for (double temperature : new double[] {0, Double.MIN_VALUE, 1e-308, 1e-45, 1e-30, 1e-5}) {
      Softmax cold = Softmax.STANDARD.withTemperature(temperature);
      String what = "temperature " + temperature;
      assertThat(cold.apply(new double[] {2, 1, 0.1})).as(what).containsExactly(1, 0, 0);
      assertThat(cold.apply(new double[] {-3, -3, -5})).as(what).containsExactly(0.5, 0.5, 0);
      assertThat(cold.apply(new double[] {0, 0, 0})).as(what).containsOnly(1.0 / 3);
      assertThat(cold.apply(new float[] {2, 1, 0.1f})).as(what).containsExactly(1, 0, 0);
      assertThat(cold.apply(new float[] {-3, -3, -5})).as(what).containsExactly(0.5f, 0.5f, 0);
      assertThat(cold.apply(new double[] {-INFINITY, 1, -INFINITY}))
          .as(what)
          .containsExactly(0, 1, 0);
      assertThat(cold.log().apply(new double[] {4, 4, -INFINITY}))
          .as(what)
          .usingComparatorWithPrecision(1e-15)
          .containsExactly(-Math.log(2), -Math.log(2), -INFINITY);
    }
  }

  @Test
  void atZeroTheLimitIsExactAtEverySize() {
    Softmax zero = Softmax.STANDARD.withTemperature(0);
    for (int size : SIZES) {
      double[] x = Numbers.doubles(size, 20 * size, 10);
      x[0] = 20;
      x[size - 1] = 20;
      double[] p = zero.apply(x, Axis.rows(20, size));
      float[] f = zero.apply(Numbers.narrowed(x), Axis.rows(20, size));
      assertThat(p[0]).isEqualTo(0.5);
      assertThat(p[size - 1]).isEqualTo(0.5);
      for (int row = 0; row < 20; row++) {
        int top = TopK.of(Arrays.copyOfRange(x, row * size, row * size + size), 1).indices()[0];
        for (int k = 0; k < size; k++) {
          double expected = row == 0 ? (k == 0 || k == size - 1 ? 0.5 : 0) : k == top ? 1 : 0;
          assertThat(p[row * size + k]).isEqualTo(expected);
          assertThat((double) f[row * size + k]).isEqualTo(expected);
        }
      }
      double[] logs = zero.log().apply(x, Axis.rows(20, size));
      assertThat(logs[0]).isCloseTo(-Math.log(2), within(1e-15));
      assertThat(logs[1]).isEqualTo(size == 1 ? 0 : -INFINITY);
    }
    assertThat(zero.apply(new double[] {1, NAN, 2})).containsOnly(NAN);
    assertThat(zero.apply(new float[] {1, Float.NaN, 2})).containsOnly(Float.NaN);
    assertThat(zero.apply(new double[] {-INFINITY, -INFINITY})).containsOnly(NAN);
    assertThat(zero.apply(new double[] {INFINITY, 1})).containsOnly(NAN);
    assertThat(Softmax.SOFTMIN.withTemperature(0).apply(new double[] {2, 1, 1}))
        .containsExactly(0, 0.5, 0.5);
  }

  @Test
  void hotTendsToEqualShares() {
    Softmax hot = Softmax.STANDARD.withTemperature(1e300);
    assertThat(hot.apply(new double[] {5, -1e4, 3})).containsOnly(1.0 / 3);
    assertThat(hot.apply(new float[] {5, -1e4f, 3})).containsOnly(1f / 3);
    assertThat(hot.apply(new double[] {5, -INFINITY, 3})).containsExactly(0.5, 0, 0.5);
  }

  @Test
  void wrongTemperaturesAreRefused() {
    for (double temperature : new double[] {-1, -Double.MIN_VALUE, NAN, INFINITY, -INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Softmax.STANDARD.withTemperature(temperature))
          .withMessageContaining("temperature")
          .withMessageContaining(Double.toString(temperature));
    }
  }

  @Test
  void aMaskLeavesTheAllowedOnes() {
    for (int size : SIZES) {
      boolean[] allowed = Numbers.mask(size, size);
      Softmax masked = Softmax.STANDARD.withMask(allowed);
      double[] x = Numbers.doubles(size, 17 * size, 10);
      double[] filled = x.clone();
      for (int i = 0; i < x.length; i++) {
        if (!allowed[i % size]) {
          // What is masked does not matter, whatever it is.
          x[i] = i % 2 == 0 ? NAN : INFINITY;
          filled[i] = -INFINITY;
        }
      }
      Axis rows = Axis.rows(17, size);
      double[] p = masked.apply(x, rows);
      double[] expected = Softmax.rows(filled, size);
      float[] f = masked.apply(Numbers.narrowed(x), rows);
      float[] expectedFloats = Softmax.rows(Numbers.narrowed(filled), size);
      double[] logs = masked.log().apply(x, rows);
      for (int i = 0; i < x.length; i++) {
        assertThat(Ulps.between(p[i], expected[i])).isLessThanOrEqualTo(2);
        assertThat(Ulps.between(f[i], expectedFloats[i])).isLessThanOrEqualTo(2);
        if (!allowed[i % size]) {
          assertThat(p[i]).isZero();
          assertThat(logs[i]).isEqualTo(-INFINITY);
        }
      }
    }
  }

  @Test
  void aMaskThatAllowsNothingGivesZeros() {
    for (int size : SIZES) {
      Softmax nothing = Softmax.STANDARD.withMask(new boolean[size]);
      double[] x = Numbers.doubles(size, 17 * size, 10);
      assertThat(nothing.apply(x, Axis.rows(17, size))).containsOnly(0);
      assertThat(nothing.apply(Numbers.narrowed(x), Axis.rows(17, size))).containsOnly(0);
      assertThat(nothing.log().apply(x, Axis.rows(17, size))).containsOnly(-INFINITY);
      assertThat(nothing.withTemperature(0).apply(x, Axis.rows(17, size))).containsOnly(0);
    }
  }

  @Test
  void aMaskOfElementsTellsRowsApart() {
    double[] x = {1, 2, 3, 1, 2, 3};
    Softmax causal = Softmax.STANDARD.withMask(true, false, false, true, true, false);
    double[] p = causal.apply(x, Axis.rows(2, 3));
    assertThat(p[0]).isEqualTo(1);
    assertThat(p[3]).isCloseTo(Sigmoid.of(-1.0), within(1e-15));
    assertThat(p[4]).isCloseTo(Sigmoid.of(1.0), within(1e-15));
    assertThat(p[1] + p[2] + p[5]).isZero();
    float[] f = causal.log().apply(Numbers.narrowed(x), Axis.rows(2, 3));
    assertThat(f[0]).isZero();
    assertThat(f[1]).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat((double) f[3]).isCloseTo(Sigmoid.log(-1.0), within(1e-7));
  }

  @Test
  void aMaskIsCopiedAtTheDoor() {
    boolean[] allowed = {true, false, true};
    Softmax masked = Softmax.STANDARD.withMask(allowed);
    allowed[1] = true;
    assertThat(masked.apply(new double[] {1, 9, 1})).containsExactly(0.5, 0, 0.5);
  }

  @Test
  void masksAndTemperaturesWorkAlongAxes() {
    Softmax softmax = Softmax.STANDARD.withTemperature(0.5).withMask(true, false, true, true);
    double[] x = Numbers.doubles(4, 2 * 4 * 3, 3);
    double[] p = softmax.apply(x, new Axis(0, 2, 4, 3));
    for (int o = 0; o < 2; o++) {
      for (int i = 0; i < 3; i++) {
        double[] vector = new double[4];
        for (int k = 0; k < 4; k++) {
          vector[k] = x[(o * 4 + k) * 3 + i];
        }
        double[] expected = softmax.apply(vector);
        for (int k = 0; k < 4; k++) {
          assertThat(Ulps.between(p[(o * 4 + k) * 3 + i], expected[k])).isLessThanOrEqualTo(2);
        }
      }
    }
  }

  @Test
  void smallProbabilitiesAreSubnormalAndNotLost() {
    assertThat(Softmax.of(0, -740)[1]).isCloseTo(Math.exp(-740), within(Double.MIN_VALUE));
    assertThat(Softmax.of(0, -740)[1]).isPositive();
    assertThat(Softmax.of(0, -746)[1]).isZero();
    float[] p = Softmax.of(new float[] {0, -88, -95, -103, -103.5f, -104.5f});
    for (int i = 1; i < p.length; i++) {
      double exact = Math.exp(new double[] {0, -88, -95, -103, -103.5, -104.5}[i]);
      assertThat((double) p[i]).isCloseTo(exact, within(2.0 * Math.ulp((float) exact)));
    }
    for (int size : SIZES) {
      float[] x = new float[size];
      Arrays.fill(x, -100);
      x[0] = 0;
      float[] q = Softmax.rows(x, size);
      double exact = Math.exp(-100) / (1 + (size - 1) * Math.exp(-100));
      assertThat((double) q[size - 1]).isCloseTo(exact, within(2.0 * Float.MIN_VALUE));
      assertThat(q[size - 1]).isPositive();
    }
  }

  @Test
  void wrongShapesStateBothSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.rows(new double[7], 3))
        .withMessageContaining("7")
        .withMessageContaining("3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.rows(new float[6], 0))
        .withMessageContaining("0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.rows(new float[6], -2))
        .withMessageContaining("-2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.STANDARD.apply(new double[5], Axis.rows(2, 3)))
        .withMessageContaining("5")
        .withMessageContaining("6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.STANDARD.apply(new double[6], Axis.rows(2, 3), new double[4]))
        .withMessageContaining("6")
        .withMessageContaining("4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.STANDARD.apply(new float[6], Axis.rows(2, 3).at(1)))
        .withMessageContaining("6")
        .withMessageContaining("7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Softmax.STANDARD.withMask(true, false).apply(new double[3]))
        .withMessageContaining("2")
        .withMessageContaining("3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSumExp.rows(new double[7], 3))
        .withMessageContaining("7")
        .withMessageContaining("3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LogSumExp.along(new float[5], Axis.rows(2, 3)))
        .withMessageContaining("5")
        .withMessageContaining("6");
  }
}
