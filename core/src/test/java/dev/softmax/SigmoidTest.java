package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SigmoidTest {
  @Test
  void isWithinFourUlpsOfTheExactValue() {
    for (Golden golden : Golden.read("sigmoid.txt")) {
      double x = golden.number("x");
      check(golden, Sigmoid.of(x), "sigmoid");
      check(golden, Sigmoid.log(x), "log");
      check(golden, Sigmoid.softplus(x), "softplus");
    }
  }

  private static void check(Golden golden, double got, String name) {
    assertThat(Math.abs(Ulps.of(got, golden.exact(name, 0))))
        .as("%s of %s: %s", name, golden, got)
        .isLessThanOrEqualTo(4);
  }

  @Test
  void isWithinOneUlpForFloats() {
    for (Golden golden : Golden.read("sigmoid.txt")) {
      // The reference is of the double; only where the float is the same number does it hold.
      float[] x = golden.floats("x");
      if (x[0] == golden.number("x")) {
        assertThat(Math.abs(Ulps.of(Sigmoid.of(x)[0], golden.exact("sigmoid", 0)))).isLessThan(1);
        assertThat(Math.abs(Ulps.of(Sigmoid.log(x)[0], golden.exact("log", 0)))).isLessThan(1);
        assertThat(Math.abs(Ulps.of(Sigmoid.softplus(x)[0], golden.exact("softplus", 0))))
            .isLessThan(1);
      }
    }
  }

  @Test
  void endsAreTheLimits() {
    double infinity = Double.POSITIVE_INFINITY;
    assertThat(Sigmoid.of(infinity)).isEqualTo(1);
    assertThat(Sigmoid.of(-infinity)).isEqualTo(0);
    assertThat(Sigmoid.of(0.0)).isEqualTo(0.5);
    assertThat(Sigmoid.log(infinity)).isEqualTo(0);
    assertThat(Sigmoid.log(-infinity)).isEqualTo(-infinity);
    assertThat(Sigmoid.softplus(infinity)).isEqualTo(infinity);
    assertThat(Sigmoid.softplus(-infinity)).isEqualTo(0);
    assertThat(Sigmoid.of(Double.NaN)).isNaN();
    assertThat(Sigmoid.log(Double.NaN)).isNaN();
    assertThat(Sigmoid.softplus(Double.NaN)).isNaN();
  }

  @Test
  void answersTheMissionsRow() {
    double[] x = {-10, -1, -0.1, 0, 0.1, 1, 10};
    double[] sigmoid = {4.5398e-05, 0.2689414, 0.4750208, 0.5, 0.5249792, 0.7310586, 0.9999546};
    for (int i = 0; i < x.length; i++) {
      assertThat(Sigmoid.of(x[i])).isCloseTo(sigmoid[i], within(5e-8));
    }
  }

  @Test
  void complementsAddUp() {
    for (double x : Numbers.doubles(7, 1000, 700)) {
      assertThat(Sigmoid.of(x) + Sigmoid.of(-x)).isCloseTo(1, within(3e-16));
      assertThat(Sigmoid.softplus(x) - Sigmoid.softplus(-x))
          .isCloseTo(x, within(2 * Math.ulp(Math.abs(x))));
      assertThat(Sigmoid.log(x)).isEqualTo(-Sigmoid.softplus(-x));
    }
  }

  @Test
  void arraysAreTheirElements() {
    double[] x = Numbers.doubles(8, 100, 30);
    float[] f = Numbers.floats(8, 100, 30);
    double[] sigmoid = Sigmoid.of(x);
    double[] log = Sigmoid.log(x);
    double[] softplus = Sigmoid.softplus(x);
    float[] single = Sigmoid.of(f);
    for (int i = 0; i < x.length; i++) {
      assertThat(sigmoid[i]).isEqualTo(Sigmoid.of(x[i]));
      assertThat(log[i]).isEqualTo(Sigmoid.log(x[i]));
      assertThat(softplus[i]).isEqualTo(Sigmoid.softplus(x[i]));
      assertThat(single[i]).isEqualTo((float) Sigmoid.of((double) f[i]));
    }
    Sigmoid.of(x, x);
    assertThat(x).isEqualTo(sigmoid);
    Sigmoid.of(f, f);
    assertThat(f).isEqualTo(single);
  }

  @Test
  void lengthsMustAgree() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sigmoid.of(new double[3], new double[2]))
        .withMessage("sigmoid: x (3) but out (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sigmoid.log(new float[1], new float[2]))
        .withMessage("log-sigmoid: x (1) but out (2)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sigmoid.softplus(new float[0], new float[2]))
        .withMessage("softplus: x (0) but out (2)");
  }
}
