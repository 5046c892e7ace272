package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// Softmax, log-softmax and log-sum-exp against 50 digits, and against PyTorch along axes.
class SoftmaxGoldenTest {
  private static final double FLOAT_ULPS = 2;
  private static final double DOUBLE_ULPS = 4;

  /// Largest error seen at temperature 1, by type and function.
  private static final Map<String, Double> WORST = new TreeMap<>();

  @Test
  void floatsAreWithinTwoUlps() {
    for (Golden golden : Golden.read("vectors.txt")) {
      if (golden.word("type").equals("float32")) {
        float[] x = floats(golden);
        Softmax softmax = softmax(golden);
        float[] probabilities = softmax.apply(x);
        float[] logs = softmax.log().apply(x);
        int[] at = golden.integers("at");
        for (int i = 0; i < at.length; i++) {
          check(golden, "softmax", i, probabilities[at[i]]);
          check(golden, "logSoftmax", i, logs[at[i]]);
        }
      }
    }
  }

  @Test
  void doublesAreWithinFourUlps() {
    for (Golden golden : Golden.read("vectors.txt")) {
      if (golden.word("type").equals("float64")) {
        double[] x = doubles(golden);
        Softmax softmax = softmax(golden);
        double[] probabilities = softmax.apply(x);
        double[] logs = softmax.log().apply(x);
        int[] at = golden.integers("at");
        for (int i = 0; i < at.length; i++) {
          check(golden, "softmax", i, probabilities[at[i]]);
          check(golden, "logSoftmax", i, logs[at[i]]);
        }
      }
    }
  }

  @Test
  void logSumExpIsWithinTheSameUlps() {
    for (Golden golden : Golden.read("vectors.txt")) {
      if (golden.number("temperature") == 1 && !golden.flag("masked")) {
        BigDecimal exact = golden.exact("logSumExp", 0);
        if (golden.word("type").equals("float32")) {
          float[] x = floats(golden);
          float got = LogSumExp.of(x);
          // The sum of maximum and logarithm may cancel: the unit is that of the larger.
          double unit = Math.max(largest(Numbers.widened(x)), Math.abs(exact.doubleValue()));
          assertThat(new BigDecimal(got).subtract(exact).doubleValue() / Math.ulp((float) unit))
              .as("%s got %s", golden, got)
              .isBetween(-FLOAT_ULPS, FLOAT_ULPS);
        } else {
          double[] x = doubles(golden);
          double got = LogSumExp.of(x);
          double unit = Math.max(largest(x), Math.abs(exact.doubleValue()));
          assertThat(new BigDecimal(got).subtract(exact).doubleValue() / Math.ulp(unit))
              .as("%s got %s", golden, got)
              .isBetween(-DOUBLE_ULPS, DOUBLE_ULPS);
        }
      }
    }
  }

  @Test
  void axesOfShapesAgreeWithTorch() {
    for (Golden golden : Golden.read("shapes.txt")) {
      int[] shape = golden.integers("shape");
      Axis axis = Axis.of(shape, golden.integer("axis"));
      double[] x = Numbers.doubles(golden.integer("seed"), axis.elements(), golden.number("scale"));
      double[] expected = golden.numbers("softmax");
      assertThat(Softmax.STANDARD.apply(x, axis))
          .as("%s", golden)
          .usingComparatorWithPrecision(1e-15)
          .containsExactly(expected);
      assertThat(LogSumExp.along(x, axis))
          .as("%s", golden)
          .usingComparatorWithPrecision(1e-14)
          .containsExactly(golden.numbers("logSumExp"));
      double[] logs = Softmax.LOG.apply(x, axis);
      float[] single = Softmax.STANDARD.apply(Numbers.narrowed(x), axis);
      for (int i = 0; i < expected.length; i++) {
        assertThat(logs[i]).isCloseTo(Math.log(expected[i]), within(1e-14));
        assertThat((double) single[i]).isCloseTo(expected[i], within(1e-6 * expected[i]));
      }
    }
  }

  private static double largest(double[] x) {
    return Math.abs(Arrays.stream(x).max().getAsDouble());
  }

  private static Softmax softmax(Golden golden) {
    Softmax softmax = Softmax.STANDARD;
    if (golden.number("temperature") != 1) {
      softmax = softmax.withTemperature(golden.number("temperature"));
    }
    if (golden.flag("masked")) {
      softmax = softmax.withMask(Numbers.mask(golden.integer("seed") + 1, golden.integer("size")));
    }
    return softmax;
  }

  private static float[] floats(Golden golden) {
    float[] x =
        Numbers.floats(golden.integer("seed"), golden.integer("size"), golden.number("scale"));
    int holes = golden.integer("holes");
    for (int i = 2; holes > 0 && i < x.length; i += holes) {
      x[i] = Float.NEGATIVE_INFINITY;
    }
    return x;
  }

  private static double[] doubles(Golden golden) {
    double[] x =
        Numbers.doubles(golden.integer("seed"), golden.integer("size"), golden.number("scale"));
    int holes = golden.integer("holes");
    for (int i = 2; holes > 0 && i < x.length; i += holes) {
      x[i] = Double.NEGATIVE_INFINITY;
    }
    return x;
  }

  private static void note(String what, Golden golden, double ulps) {
    if (golden.number("temperature") == 1) {
      WORST.merge(what, ulps, Math::max);
    }
  }

  /// `-Dmeasure=true` prints what docs/numerics.md publishes.
  @AfterAll
  static void tellWorst() {
    if (Boolean.getBoolean("measure")) {
      WORST.forEach(
          (what, ulps) ->
              System.out.printf(
                  "%d-bit kernels, %s: at most %.2f ULP%n", Compute.vectorBits(), what, ulps));
    }
  }

  private static void check(Golden golden, String name, int i, float got) {
    if (!golden.finite(name, i)) {
      assertThat(got).as("%s of %s", name, golden).isEqualTo(Float.NEGATIVE_INFINITY);
      return;
    }
    BigDecimal exact = golden.exact(name, i);
    note("float " + name, golden, Math.abs(Ulps.of(got, exact)));
    double bound =
        FLOAT_ULPS + quotients(golden, name, exact, Math.ulp(1f)) / Math.ulp(exact.floatValue());
    assertThat(Math.abs(Ulps.of(got, exact)))
        .as("%s of %s at %s: got %s for %s", name, golden, golden.integers("at")[i], got, exact)
        .isLessThanOrEqualTo(bound);
  }

  private static void check(Golden golden, String name, int i, double got) {
    if (!golden.finite(name, i)) {
      assertThat(got).as("%s of %s", name, golden).isEqualTo(Double.NEGATIVE_INFINITY);
      return;
    }
    BigDecimal exact = golden.exact(name, i);
    note("double " + name, golden, Math.abs(Ulps.of(got, exact)));
    double bound =
        DOUBLE_ULPS + quotients(golden, name, exact, Math.ulp(1.0)) / Math.ulp(exact.doubleValue());
    assertThat(Math.abs(Ulps.of(got, exact)))
        .as("%s of %s at %s: got %s for %s", name, golden, golden.integers("at")[i], got, exact)
        .isLessThanOrEqualTo(bound);
  }

  /// What the rounding of `x / T` and of the maximum's quotient may add: `epsilon |x / T|` in the
  /// logarithm. A power of two divides exactly.
  private static double quotients(Golden golden, String name, BigDecimal exact, double epsilon) {
    double temperature = golden.number("temperature");
    if (temperature == Math.scalb(1.0, Math.getExponent(temperature))) {
      return 0;
    }
    double logarithm = epsilon * golden.number("scale") / temperature;
    return name.equals("softmax") ? logarithm * exact.doubleValue() : logarithm;
  }
}
