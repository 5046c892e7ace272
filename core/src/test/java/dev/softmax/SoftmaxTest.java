package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must hold for any logits: accuracy at every element, sums, shifts, layouts.
class SoftmaxTest {
  private static final int[] LARGE = {16_384, 50_257, 131_072, 1_000_000};

  @Test
  void answersTheMissionsRows() {
    assertThat(Softmax.of(2, 1, 0.1))
        .usingComparatorWithPrecision(1e-15)
        .containsExactly(0.6590011388859679, 0.24243297070471392, 0.09856589040931818);
    assertThat(Softmax.of(1000, 2000, 3000)).containsExactly(0, 0, 1);
    double[][] tempered = {
      {0.1, 0.9999545965, 4.5397868e-05, 5.6025421e-09},
      {0.5, 0.8637771182, 0.1168995209, 0.0193233608},
      {2, 0.5016877571, 0.3042890063, 0.1940232366},
      {5, 0.3995856836, 0.3271530877, 0.2732612287}
    };
    for (double[] row : tempered) {
      double[] p = Softmax.STANDARD.withTemperature(row[0]).apply(new double[] {2, 1, 0.1});
      for (int k = 0; k < 3; k++) {
        assertThat(p[k]).isCloseTo(row[k + 1], within(5.1e-9 * row[k + 1] + 5.1e-11));
      }
    }
    for (double x : new double[] {-10, -1, -0.1, 0, 0.1, 1, 10}) {
      assertThat(Softmax.of(x, -x)[0]).isCloseTo(Sigmoid.of(2 * x), within(1e-15));
    }
  }

  @Test
  void everyFloatIsWithinTwoUlpsAtEverySize() {
    for (double scale : new double[] {1, 30, 1e4}) {
      for (int size : Numbers.SIZES) {
        checkFloats(size, scale);
      }
      checkFloats(131_072, scale);
    }
    checkFloats(1_000_000, 10);
  }

  /// A plain `double` reference is good enough to judge a `float`.
  private static void checkFloats(int size, double scale) {
    float[] x = Numbers.floats(77L + size, size, scale);
    double max = Arrays.stream(Numbers.widened(x)).max().getAsDouble();
    double others = -1;
    for (float v : x) {
      others += Math.exp(v - max);
    }
    double log = Math.log1p(others);
    float[] probabilities = Softmax.of(x);
    float[] logs = Softmax.LOG.apply(x);
    int worst = 0;
    int worstLog = 0;
    for (int i = 0; i < size; i++) {
      if (ulps(probabilities, i, x, max, others) > ulps(probabilities, worst, x, max, others)) {
        worst = i;
      }
      if (logUlps(logs, i, x, max, log) > logUlps(logs, worstLog, x, max, log)) {
        worstLog = i;
      }
    }
    assertThat(ulps(probabilities, worst, x, max, others))
        .as("softmax of %s at scale %s: element %s of logit %s", size, scale, worst, x[worst])
        .isLessThanOrEqualTo(2);
    assertThat(logUlps(logs, worstLog, x, max, log))
        .as("log-softmax of %s at scale %s: %s of logit %s", size, scale, worstLog, x[worstLog])
        .isLessThanOrEqualTo(2);
  }

  private static double ulps(float[] got, int i, float[] x, double max, double others) {
    return Math.abs(Ulps.of(got[i], Math.exp(x[i] - max) / (1 + others)));
  }

  private static double logUlps(float[] got, int i, float[] x, double max, double log) {
    return Math.abs(Ulps.of(got[i], x[i] - max - log));
  }

  @Test
  void probabilitiesSumToOne() {
    for (double scale : new double[] {0, 1, 30, 1e4}) {
      for (int size : sizes()) {
        double sum = 0;
        for (float p : Softmax.of(Numbers.floats(3L + size, size, scale))) {
          assertThat(p).isBetween(0f, 1f);
          sum += p;
        }
        assertThat(sum).as("%s floats, scale %s", size, scale).isCloseTo(1, within(1e-6));
        sum = 0;
        for (double p : Softmax.of(Numbers.doubles(3L + size, size, scale))) {
          assertThat(p).isBetween(0.0, 1.0);
          sum += p;
        }
        // Most of this is the rounding of the test's own sum.
        assertThat(sum).as("%s doubles, scale %s", size, scale).isCloseTo(1, within(1e-11));
      }
    }
  }

  private static int[] sizes() {
    int[] sizes = Arrays.copyOf(Numbers.SIZES, Numbers.SIZES.length + LARGE.length);
    System.arraycopy(LARGE, 0, sizes, Numbers.SIZES.length, LARGE.length);
    return sizes;
  }

  @Test
  void aShiftChangesNothing() {
    for (int size : Numbers.SIZES) {
      // Whole 64ths below 64, so that adding 1024 is exact in both types.
      double[] x = new double[size];
      int[] draws = Numbers.integers(size, size, 4096);
      Arrays.setAll(x, i -> draws[i] / 64.0);
      double[] shifted = Arrays.stream(x).map(v -> v + 1024).toArray();
      double[] p = Softmax.of(x);
      double[] q = Softmax.of(shifted);
      float[] f = Softmax.of(Numbers.narrowed(x));
      float[] g = Softmax.of(Numbers.narrowed(shifted));
      for (int i = 0; i < size; i++) {
        // Not to the bit: a row is shifted by a power of two, not by its maximum.
        assertThat(Ulps.between(p[i], q[i])).isLessThanOrEqualTo(4);
        assertThat(Ulps.between(f[i], g[i])).isLessThanOrEqualTo(4);
      }
      assertThat(LogSumExp.of(shifted) - 1024).isCloseTo(LogSumExp.of(x), within(5e-13));
    }
  }

  @Test
  void equalLogitsShareEqually() {
    for (int i = 0; i < 5 * sizes().length; i++) {
      int size = sizes()[i / 5];
      double[] x = new double[size];
      Arrays.fill(x, new double[] {0, 1, 0.3, -30, -1e4}[i % 5]);
      double p = Softmax.of(x)[size - 1];
      float q = Softmax.of(Numbers.narrowed(x))[size - 1];
      // The hardest sum: every addition may round in the same direction.
      assertThat(Ulps.between(p, 1.0 / size)).as("%s: %s", size, p).isLessThanOrEqualTo(4);
      assertThat(Ulps.between(q, 1f / size)).as("%s: %s", size, q).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void softminIsTheSoftmaxOfTheNegatives() {
    for (int size : Numbers.SIZES) {
      double[] x = Numbers.doubles(size, size, 10);
      double[] negatives = Arrays.stream(x).map(v -> -v).toArray();
      double[] softmin = Softmax.SOFTMIN.apply(x);
      double[] softmax = Softmax.of(negatives);
      float[] floats = Softmax.SOFTMIN.apply(Numbers.narrowed(x));
      float[] expected = Softmax.of(Numbers.narrowed(negatives));
      double[] logs = Softmax.SOFTMIN.log().apply(x);
      for (int i = 0; i < size; i++) {
        assertThat(Ulps.between(softmin[i], softmax[i])).isLessThanOrEqualTo(1);
        assertThat(Ulps.between(floats[i], expected[i])).isLessThanOrEqualTo(1);
        assertThat(logs[i]).isCloseTo(Math.log(softmax[i]), within(1e-14));
      }
    }
  }

  @Test
  void inPlaceAndOutOfPlaceAgreeToTheBit() {
    for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.LOG, Softmax.SOFTMIN}) {
      for (int size : Numbers.SIZES) {
        for (Axis axis : new Axis[] {Axis.rows(3, size), new Axis(5, 2, size, 3)}) {
          double[] x = Numbers.doubles(size, axis.end(), 10);
          double[] out = new double[x.length];
          softmax.apply(x, axis, out);
          double[] inPlace = x.clone();
          softmax.apply(inPlace, axis, inPlace);
          float[] f = Numbers.floats(size, axis.end(), 10);
          float[] floatOut = new float[f.length];
          softmax.apply(f, axis, floatOut);
          float[] floatInPlace = f.clone();
          softmax.apply(floatInPlace, axis, floatInPlace);
          for (int i = axis.offset(); i < axis.end(); i++) {
            assertThat(inPlace[i]).isEqualTo(out[i]);
            assertThat(floatInPlace[i]).isEqualTo(floatOut[i]);
          }
        }
      }
    }
  }

  @Test
  void anOffsetMovesTheWindowAndNothingElse() {
    for (int size : Numbers.SIZES) {
      for (int offset : new int[] {1, 3, 7, 16, 33}) {
        int rows = 3;
        double[] x = Numbers.doubles(size, rows * size, 10);
        double[] wide = padded(x, offset, Double.NaN);
        Softmax.STANDARD.apply(wide, Axis.rows(rows, size).at(offset), wide);
        assertThat(wide).isEqualTo(padded(Softmax.rows(x, size), offset, Double.NaN));
        float[] f = Numbers.floats(size, rows * size, 10);
        float[] wideFloats = Numbers.narrowed(padded(Numbers.widened(f), offset, -5));
        Softmax.STANDARD.apply(wideFloats, Axis.rows(rows, size).at(offset), wideFloats);
        assertThat(wideFloats)
            .isEqualTo(
                Numbers.narrowed(padded(Numbers.widened(Softmax.rows(f, size)), offset, -5)));
      }
    }
  }

  private static double[] padded(double[] x, int offset, double filling) {
    double[] padded = new double[x.length + 2 * offset];
    Arrays.fill(padded, filling);
    System.arraycopy(x, 0, padded, offset, x.length);
    return padded;
  }

  @Test
  void anAxisIsTheTransposedRows() {
    for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.LOG, Softmax.SOFTMIN}) {
      // Rows and lanes go different ways at other temperatures, and each may err by 2 or more.
      double apart = softmax == Softmax.SOFTMIN ? 4 : 2;
      for (int size : Numbers.SIZES) {
        for (int columns : new int[] {1, 2, 16, 37}) {
          double[] x = Numbers.doubles(size, size * columns, 10);
          double[] along = softmax.apply(x, new Axis(0, 1, size, columns));
          double[] turned = Numbers.transposed(x, size, columns);
          double[] rows = softmax.apply(turned, Axis.rows(columns, size));
          float[] floats = Numbers.narrowed(x);
          float[] floatAlong = softmax.apply(floats, new Axis(0, 1, size, columns));
          float[] floatRows = softmax.apply(Numbers.narrowed(turned), Axis.rows(columns, size));
          double[] exact = softmax.apply(Numbers.widened(floats), new Axis(0, 1, size, columns));
          for (int i = 0; i < x.length; i++) {
            int there = i % columns * size + i / columns;
            assertThat(Ulps.between(along[i], rows[there])).isLessThanOrEqualTo(apart);
            assertThat(Ulps.of(floatAlong[i], exact[i])).isBetween(-2.0, 2.0);
            assertThat(Ulps.of(floatRows[there], exact[i])).isBetween(-2.5, 2.5);
          }
        }
      }
    }
  }

  @Test
  void aRowDoesNotDependOnTheOthers() {
    for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.LOG}) {
      for (int size : Numbers.SIZES) {
        for (int rows : new int[] {1, 16, 17, 1000}) {
          checkRows(softmax, rows, size);
        }
      }
    }
  }

  private static void checkRows(Softmax softmax, int rows, int size) {
    float[] f = Numbers.floats(size, rows * size, 10);
    float[] all = softmax.apply(f, Axis.rows(rows, size));
    double[] x = Numbers.doubles(size, rows * size, 10);
    double[] allDoubles = softmax.apply(x, Axis.rows(rows, size));
    for (int row = 0; row < rows; row += 1 + rows / 20) {
      int from = row * size;
      float[] alone = softmax.apply(Arrays.copyOfRange(f, from, from + size));
      double[] aloneDoubles = softmax.apply(Arrays.copyOfRange(x, from, from + size));
      for (int k = 0; k < size; k++) {
        // The path for few classes may round otherwise; nothing else may differ.
        assertThat(Ulps.between(all[from + k], alone[k]))
            .as("row %s of (%s, %s), class %s", row, rows, size, k)
            .isLessThanOrEqualTo(1);
        assertThat(Ulps.between(allDoubles[from + k], aloneDoubles[k]))
            .as("row %s of (%s, %s), class %s", row, rows, size, k)
            .isLessThanOrEqualTo(1);
      }
    }
  }

  /// Rows are worked on together with their neighbours; some are far from 0, of other ways.
  @ParameterizedTest
  @ValueSource(ints = {128, 131, 200, 640, 1000, 1024, 2048, 4099, 20_000})
  void aRowIsTheSameAloneAndAmongOthers(int n) {
    checkRowsApart(200_000 / n, n);
    checkRowsApart(4_300_000 / n, n);
  }

  private static void checkRowsApart(int rows, int n) {
    float[] x = Numbers.floats(n, rows * n, 3);
    for (int r = 0; r < rows; r += 3) {
      x[r * n + r % n] = r % 2 == 0 ? 500 : Float.NEGATIVE_INFINITY;
    }
    x[7 * n] = Float.NaN;
    for (Softmax softmax : new Softmax[] {Softmax.STANDARD, Softmax.LOG}) {
      float[] all = new float[x.length];
      softmax.apply(x, Axis.rows(rows, n), all);
      for (int r = 0; r < rows; r++) {
        float[] alone = new float[n];
        softmax.apply(Arrays.copyOfRange(x, r * n, (r + 1) * n), Axis.vector(n), alone);
        assertThat(Arrays.mismatch(all, r * n, (r + 1) * n, alone, 0, n))
            .as("row %d", r)
            .isEqualTo(-1);
      }
    }
  }
}
