package dev.softmax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntmaxTest {
  static List<Golden> cases() {
    return Golden.read("entmax.txt");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void equalsTheEntmaxPackage(Golden golden) {
    Entmax entmax = Entmax.of(golden.number("alpha"));
    double[] x = golden.numbers("x");
    double[] p = entmax.apply(x);
    assertThat(p).containsExactly(golden.numbers("p"), within(1e-12));
    double[] gx = new double[x.length];
    double[] g = golden.numbers("g");
    entmax.vectorJacobianProduct(p, g, Axis.vector(x.length), gx);
    assertThat(gx).containsExactly(golden.numbers("gx"), within(1e-9));
    double[] slopes = entmax.alphaDerivative(p);
    double along = 0;
    for (int i = 0; i < x.length; i++) {
      along += slopes[i] * g[i];
    }
    assertThat(along).isCloseTo(golden.number("galpha"), within(1e-8));
    assertThat(entmax.loss(x, golden.integer("target")))
        .isCloseTo(golden.number("loss"), within(1e-11));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.1, 1.5, 2, 2.7})
  void gradientsAreCentralDifferences(double alpha) {
    double[] x = {0.3, -0.2, 0.5, 0.45, -3};
    double step = 1e-6;
    Entmax entmax = Entmax.of(alpha);
    double[] gradient = entmax.apply(x);
    gradient[2] -= 1;
    double[] slopes = entmax.alphaDerivative(entmax.apply(x));
    double[] more = Entmax.of(alpha + step).apply(x);
    double[] less = Entmax.of(alpha - step).apply(x);
    for (int i = 0; i < x.length; i++) {
      double[] up = x.clone();
      double[] down = x.clone();
      up[i] += step;
      down[i] -= step;
      double slope = (entmax.loss(up, 2) - entmax.loss(down, 2)) / (2 * step);
      assertThat(gradient[i]).isCloseTo(slope, within(1e-7));
      assertThat(slopes[i]).isCloseTo((more[i] - less[i]) / (2 * step), within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 2, 4})
  void sumsToOneWhateverTheSize(double alpha) {
    SplittableRandom random = new SplittableRandom(5);
    for (int n : new int[] {1, 2, 17, 1000, 128_256}) {
      float[] x = new float[n];
      for (int i = 0; i < n; i++) {
        x[i] = (float) (10 * random.nextGaussian());
      }
      float[] p = Entmax.of(alpha).apply(x);
      double sum = 0;
      for (float value : p) {
        assertThat(value).isBetween(0f, 1f);
        sum += value;
      }
      assertThat(sum).isCloseTo(1, within(1e-5));
      double[] exact = new double[n];
      Arrays.setAll(exact, i -> x[i]);
      exact = Entmax.of(alpha).apply(exact);
      for (int i = 0; i < n; i++) {
        assertThat((double) p[i]).isCloseTo(exact[i], within(1e-7));
      }
    }
  }

  /// What is left out early, block by block, has no share in the result: a vector in pieces is
  /// solved without blocks.
  @ParameterizedTest
  @ValueSource(doubles = {1.2, 1.5, 2, 4})
  void blocksLeaveOutNothing(double alpha) {
    SplittableRandom random = new SplittableRandom(8);
    for (double scale : new double[] {0, 1e-4, 0.3, 3, 1000}) {
      for (int n : new int[] {127, 128, 129, 300, 5000}) {
        double[] x = new double[n];
        Arrays.setAll(x, i -> scale * random.nextGaussian());
        // The largest k of them, in descending order, with k far beyond the support or at the end.
        double[] few = Arrays.stream(x).map(v -> -v).sorted().limit(127).map(v -> -v).toArray();
        double[] p = Entmax.of(alpha).apply(x);
        assertThat(Arrays.stream(p).sum()).isCloseTo(1, within(1e-12));
        if (Arrays.stream(p).filter(v -> v > 0).count() < few.length) {
          double[] sorted =
              Arrays.stream(p).map(v -> -v).sorted().limit(127).map(v -> -v).toArray();
          assertThat(Entmax.of(alpha).apply(few)).containsExactly(sorted, within(1e-13));
        }
        float[] narrow = Entmax.of(alpha).apply(Numbers.narrowed(x));
        double[] wide = Entmax.of(alpha).apply(Numbers.widened(Numbers.narrowed(x)));
        for (int i = 0; i < n; i++) {
          assertThat(narrow[i]).isEqualTo((float) wide[i]);
        }
      }
    }
  }

  @Test
  void temperatureDividesTheScores() {
    double[] x = {0.3, -0.2, 0.5, 0.45, -3, 0.5};
    for (Entmax entmax : new Entmax[] {Entmax.SPARSEMAX, Entmax.ENTMAX15, Entmax.of(1.2)}) {
      double[] half = Arrays.stream(x).map(v -> 2 * v).toArray();
      assertThat(entmax.withTemperature(0.5).apply(x)).containsExactly(entmax.apply(half));
      assertThat(entmax.withTemperature(0).apply(x)).containsExactly(0, 0, 0.5, 0, 0, 0.5);
      assertThat(entmax.withTemperature(1e-320).apply(Numbers.narrowed(x)))
          .containsExactly(0, 0, 0.5f, 0, 0, 0.5f);
      double[] flat = entmax.withTemperature(1e300).apply(x);
      assertThat(flat).containsOnly(flat[0]).startsWith(new double[] {1 / 6.0}, within(1e-15));
      double[] gradient = new double[x.length];
      entmax
          .withTemperature(0)
          .vectorJacobianProduct(entmax.apply(x), x, Axis.vector(x.length), gradient);
      assertThat(gradient).containsExactly(new double[6], within(0.0));
    }
    assertThatThrownBy(() -> Entmax.SPARSEMAX.withTemperature(-1)).hasMessageContaining("-1.0");
  }

  @Test
  void masksLeaveOut() {
    double[] x = {Double.NaN, 1, 0.4, Double.POSITIVE_INFINITY};
    Entmax masked = Entmax.SPARSEMAX.withMask(false, true, true, false);
    double[] two = Entmax.SPARSEMAX.apply(new double[] {1, 0.4});
    assertThat(masked.apply(x)).containsExactly(0, two[0], two[1], 0);
    double[] rows = {5, 1, 2, 7, 7, 7, 7, 7};
    boolean[] each = {false, true, true, true, false, false, false, false};
    Entmax.SPARSEMAX.withMask(each).apply(rows, Axis.rows(2, 4), rows);
    assertThat(rows).containsExactly(0, 0, 0, 1, 0, 0, 0, 0);
    assertThatThrownBy(() -> masked.apply(new double[3]))
        .hasMessage("entmax: scores (1, 3) but mask (4)");
  }

  @Test
  void goesAlongAnAxisInPlace() {
    // After one element that is left alone, a (3, 2) whose columns are the vectors.
    double[] x = {9, 1, 0.5, 0.2, 0.1, 0.9, 0.4};
    Entmax.SPARSEMAX.apply(x, new Axis(1, 1, 3, 2), x);
    double[] first = Entmax.SPARSEMAX.apply(new double[] {1, 0.2, 0.9});
    double[] second = Entmax.SPARSEMAX.apply(new double[] {0.5, 0.1, 0.4});
    assertThat(x).containsExactly(9, first[0], second[0], first[1], second[1], first[2], second[2]);
  }

  @Test
  void specialValues() {
    double inf = Double.POSITIVE_INFINITY;
    assertThat(Entmax.SPARSEMAX.apply(new double[] {1, Double.NaN})).containsOnly(Double.NaN);
    assertThat(Entmax.ENTMAX15.apply(new double[] {1, inf})).containsOnly(Double.NaN);
    assertThat(Entmax.ENTMAX15.apply(new double[] {-inf, -inf})).containsOnly(Double.NaN);
    assertThat(Entmax.of(1.3).apply(new double[] {-inf, 3})).containsExactly(0, 1);
    assertThat(Entmax.SPARSEMAX.apply(new double[] {1e308, -1e308})).containsExactly(1, 0);
    assertThat(Entmax.SPARSEMAX.apply(new float[] {Float.MAX_VALUE, Float.MAX_VALUE}))
        .containsExactly(0.5f, 0.5f);
    assertThat(Entmax.SPARSEMAX.apply(new double[0])).isEmpty();
  }

  @Test
  void refusesWhatIsNoTransform() {
    assertThatThrownBy(() -> Entmax.of(1)).hasMessageContaining("alpha 1.0");
    assertThatThrownBy(() -> Entmax.SPARSEMAX.loss(new double[3], 3))
        .hasMessage("entmax loss: target 3 at 0 of 3 classes");
    assertThatThrownBy(() -> Entmax.SPARSEMAX.apply(new double[3], Axis.vector(4), new double[4]))
        .hasMessageContaining("scores has 3 elements");
  }
}
