package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Entmax as α tends to 1, where its powers grow beyond bounds and it tends to softmax: the bounds
/// of docs/numerics.md, against mpmath.
class EntmaxNearOneTest {
  private static final double NEXT = Math.nextUp(1.0);

  static List<Golden> cases() {
    return Golden.read("entmax_near_one.txt");
  }

  private static double[] scores(Golden golden) {
    return Numbers.doubles(golden.integer("seed"), golden.integer("size"), golden.number("scale"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void probabilitiesAreWithinTheirBound(Golden golden) {
    Entmax entmax = Entmax.of(golden.number("alpha"));
    double[] x = scores(golden);
    double[] expected = golden.numbers("p");
    double[] p = entmax.apply(x);
    assertThat(p).containsExactly(expected, within(3e-16));
    if (entmax.alpha() < 1.0625) {
      for (int i = 0; i < p.length; i++) {
        // Of what is not next to the threshold the logarithm is exact, so that small ones are, too.
        boolean clear = expected[i] > Math.pow(0.01, 1 / (entmax.alpha() - 1));
        double allowed = clear ? 1e-12 * expected[i] : 3e-16;
        assertThat(p[i]).isCloseTo(expected[i], within(Math.max(allowed, Double.MIN_NORMAL)));
      }
    }
    // In pieces, without blocks; and two at once.
    double[] pairs = new double[2 * x.length];
    for (int i = 0; i < x.length; i++) {
      pairs[2 * i] = x[i];
      pairs[2 * i + 1] = -x[i];
    }
    entmax.apply(pairs, new Axis(0, 1, x.length, 2), pairs);
    double[] rows = Arrays.copyOf(x, 2 * x.length);
    System.arraycopy(x, 0, rows, x.length, x.length);
    entmax.apply(rows, Axis.rows(2, x.length), rows);
    for (int i = 0; i < x.length; i++) {
      assertThat(pairs[2 * i]).isCloseTo(expected[i], within(3e-16));
      assertThat(rows[i]).isEqualTo(p[i]);
      assertThat(rows[x.length + i]).isEqualTo(p[i]);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void floatsAreThoseOfDoubles(Golden golden) {
    Entmax entmax = Entmax.of(golden.number("alpha"));
    float[] x = Numbers.narrowed(scores(golden));
    double[] wide = entmax.apply(Numbers.widened(x));
    assertThat(entmax.apply(x)).containsExactly(Numbers.narrowed(wide));
    Axis axis = Axis.vector(x.length);
    float[] gradient = new float[x.length];
    double loss = entmax.loss(Numbers.widened(x), 0);
    assertThat(entmax.lossAndGradient(x, axis, new int[] {0}, gradient))
        .isCloseTo(loss, within(1e-7 * Math.max(1, loss)));
    wide[0] -= 1;
    assertThat(gradient).containsExactly(Numbers.narrowed(wide), within(1e-7f));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossesAndDerivativesAreWithinTheirBounds(Golden golden) {
    Entmax entmax = Entmax.of(golden.number("alpha"));
    double[] x = scores(golden);
    double loss = golden.number("loss");
    assertThat(entmax.loss(x, 0)).isCloseTo(loss, within(2e-15 * Math.max(1, loss)));
    if (!golden.has("gx")) {
      assertThat(x.length).isGreaterThan(100);
      return;
    }
    double[] g = Numbers.doubles(golden.integer("seed") + 1, x.length, 1);
    double[] p = entmax.apply(x);
    double[] gx = new double[x.length];
    entmax.vectorJacobianProduct(p, g, Axis.vector(x.length), gx);
    assertThat(gx).containsExactly(golden.numbers("gx"), within(4e-16));
    assertThat(entmax.alphaDerivative(p)).containsExactly(golden.numbers("galpha"), within(2e-15));
  }

  @Test
  void oneAboveOneIsSoftmax() {
    double[] x = {2, 1, 0.1};
    assertThat(Entmax.of(1 + 1e-12).apply(x)[0]).isCloseTo(0.6590011388862832, within(2e-16));
    assertThat(Entmax.of(NEXT).apply(x)).containsExactly(Softmax.of(x), within(3e-16));
    double loss = CrossEntropy.defaults().loss(x, Axis.vector(3), new int[] {1});
    assertThat(Entmax.of(NEXT).loss(x, 1)).isCloseTo(loss, within(1e-15));
  }

  /// What is left out early, block by block, has no share: also where nothing can be.
  @ParameterizedTest
  @ValueSource(doubles = {2.3e-16, 1e-9, 1e-3, 0.02, 0.0624, 0.0625})
  void blocksLeaveOutNothing(double small) {
    Entmax entmax = Entmax.of(1 + small);
    for (double scale : new double[] {0, 1e-4, 3, 100, 1e4, 1e300}) {
      for (int n : new int[] {127, 129, 300, 5000}) {
        double[] x = Numbers.doubles(n, n, scale);
        double[] p = entmax.apply(x);
        double[] column = new double[2 * n];
        for (int i = 0; i < n; i++) {
          column[2 * i] = x[i];
        }
        boolean[] first = new boolean[n];
        Arrays.fill(first, true);
        entmax.withMask(first).apply(column, new Axis(0, 1, n, 2), column);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        for (int i = 0; i < n; i++) {
          assertThat(column[2 * i]).isEqualTo(p[i]);
        }
        boolean level = scale == 0;
        double most = Arrays.stream(p).max().orElseThrow();
        assertThat(most).isBetween(level ? 1.0 / n : Math.nextUp(1.0 / n), 1.0);
      }
    }
  }

  @Test
  void specialValuesNearOne() {
    double inf = Double.POSITIVE_INFINITY;
    Entmax entmax = Entmax.of(NEXT);
    assertThat(entmax.apply(new double[] {1, Double.NaN})).containsOnly(Double.NaN);
    assertThat(entmax.apply(new double[] {1, inf})).containsOnly(Double.NaN);
    assertThat(entmax.apply(new double[] {-inf, -inf})).containsOnly(Double.NaN);
    assertThat(entmax.apply(new double[] {-inf, 3})).containsExactly(0, 1);
    assertThat(entmax.apply(new double[] {1e308, -1e308})).containsExactly(1, 0);
    assertThat(entmax.apply(new double[] {7})).containsExactly(1);
    assertThat(entmax.withTemperature(0).apply(new double[] {1, 3, 3}))
        .containsExactly(0, 0.5, 0.5);
    double[] p = entmax.apply(new double[] {0, -800});
    assertThat(p).containsExactly(1, 0);
    assertThat(entmax.alphaDerivative(p)).containsExactly(0, 0);
    assertThat(entmax.alphaDerivative(new double[] {Double.NaN, Double.NaN}))
        .containsOnly(Double.NaN);
  }
}
