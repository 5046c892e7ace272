package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.io.InputException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FitDataTest {
  private static final Features LINE = new DenseFeatures(new double[] {-2, -1, 1, 2, 0, 3}, 1);
  private static final FitData PLAIN =
      FitData.of(LINE, new Targets.Classes(new int[] {0, 1, 1, 1, 0, 2}, 3));
  private static final Options TIGHT = Options.defaults().withTolerance(1e-11);

  @Test
  void aWeightOfTwoIsTheRowTwice() {
    FitData weighted = PLAIN.withWeights(new double[] {1, 2, 1, 0, 1, 3});
    FitData written =
        FitData.of(
            new DenseFeatures(new double[] {-2, -1, -1, 1, 0, 3, 3, 3}, 1),
            new Targets.Classes(new int[] {0, 1, 1, 1, 0, 2, 2, 2}, 3));
    assertSame(weighted, written, TIGHT);
  }

  @Test
  void allSharesInOneClassAreThatClass() {
    double[] shares = new double[18];
    int[] labels = {0, 1, 1, 1, 0, 2};
    for (int i = 0; i < 6; i++) {
      shares[3 * i + labels[i]] = 1;
    }
    assertSame(FitData.of(LINE, new Targets.Shares(shares, 3)), PLAIN, TIGHT);
  }

  @Test
  void classWeightsOfSharesAreThoseOfRowsWrittenOncePerClass() {
    double[] shares = {0.2, 0.3, 0.5, 1, 0, 0, 0, 0.5, 0.5, 0.1, 0.1, 0.8, 0, 1, 0, 0.6, 0.4, 0};
    double[] classWeights = {1, 2, 0.5};
    double[] repeated = new double[18];
    int[] labels = new int[18];
    double[] weights = new double[18];
    for (int i = 0; i < 18; i++) {
      repeated[i] = ((DenseFeatures) LINE).values()[i / 3];
      labels[i] = i % 3;
      weights[i] = shares[i] * classWeights[i % 3];
    }
    assertSame(
        FitData.of(LINE, new Targets.Shares(shares, 3)).withClassWeights(classWeights),
        FitData.of(new DenseFeatures(repeated, 1), new Targets.Classes(labels, 3))
            .withWeights(weights),
        TIGHT);
  }

  @Test
  void balancedMakesClassesCountTheSame() {
    double[] weights = PLAIN.balanced().weights().orElseThrow();
    assertThat(weights)
        .containsExactly(new double[] {1, 2 / 3.0, 2 / 3.0, 2 / 3.0, 1, 2}, within(1e-15));
    // A class that does not occur changes nothing.
    FitData four = FitData.of(LINE, new Targets.Classes(new int[] {0, 1, 1, 1, 0, 2}, 4));
    assertThat(four.balanced().weights().orElseThrow()).containsExactly(weights);
  }

  @Test
  void refusesWeightsThatAreNone() {
    assertThatThrownBy(() -> PLAIN.withWeights(new double[] {1, 1, -0.5, 1, 1, 1}))
        .isInstanceOf(InputException.class)
        .hasMessage("softmax regression: weight -0.5 of row 3 is not a number from 0");
    assertThatThrownBy(() -> PLAIN.withWeights(new double[] {1, Double.NaN, 1, 1, 1, 1}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weight NaN of row 2");
    assertThatThrownBy(() -> PLAIN.withWeights(new double[6]))
        .isInstanceOf(InputException.class)
        .hasMessage("softmax regression: the weights sum to 0.0");
    assertThatThrownBy(() -> PLAIN.withWeights(new double[5]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 targets and 5 weights");
    assertThatThrownBy(() -> PLAIN.withClassWeights(new double[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 class weights but 3 classes");
    assertThatThrownBy(() -> PLAIN.withClassWeights(new double[] {1, -1, 1}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("weight -1.0 of class 2");
  }

  @Test
  void refusesSharesThatAreNone() {
    assertThatThrownBy(() -> new Targets.Shares(new double[] {0.5, 0.5, 0.5, 0.6}, 2))
        .isInstanceOf(InputException.class)
        .hasMessage("softmax regression: soft targets in row 2 sum to 1.1, not to 1");
    assertThatThrownBy(() -> new Targets.Shares(new double[] {1.5, -0.5}, 2))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("soft target -0.5 in row 1, class 2");
    assertThatThrownBy(() -> new Targets.Shares(new double[] {Double.NaN, 1}, 2))
        .hasMessageContaining("NaN in row 1, class 1");
    assertThatThrownBy(() -> new Targets.Shares(new double[3], 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesRowsThatDoNotFit() {
    assertThatThrownBy(() -> FitData.of(LINE, new Targets.Classes(new int[5], 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax regression: 6 rows of features but 5 targets");
    assertThatThrownBy(() -> new Targets.Classes(new int[] {0, 2}, 2))
        .hasMessage("softmax regression: label 2 in row 2 but 2 classes");
    assertThatThrownBy(() -> new DenseFeatures(new double[] {1, 2, Double.NaN, 4}, 2))
        .isInstanceOf(InputException.class)
        .hasMessage("softmax regression: feature NaN in row 2, column 1 is not finite");
    assertThatThrownBy(() -> new DenseFeatures(new double[3], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 features are no rows of 2");
    assertThatThrownBy(() -> new DenseFeatures(new double[0], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesSparseRowsThatAreNone() {
    assertThatThrownBy(
            () -> new SparseFeatures(new int[] {0, 2}, new int[] {1, 1}, new double[2], 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index 1 in row 1 does not rise");
    assertThatThrownBy(() -> new SparseFeatures(new int[] {0, 1}, new int[] {3}, new double[1], 3))
        .hasMessageContaining("below 3 columns");
    assertThatThrownBy(
            () ->
                new SparseFeatures(
                    new int[] {0, 0, 1}, new int[] {2}, new double[] {Double.NaN}, 3))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("row 2, column 3");
    assertThat(new SparseFeatures(new int[] {0, 0, 1}, new int[] {2}, new double[1], 3).rows())
        .isEqualTo(2);
  }

  private static void assertSame(FitData one, FitData other, Options options) {
    SoftmaxRegression a = SoftmaxRegression.fit(one, options, Progress.NONE);
    SoftmaxRegression b = SoftmaxRegression.fit(other, options, Progress.NONE);
    assertThat(a.coefficients()).containsExactly(b.coefficients(), within(1e-8));
    assertThat(a.intercepts()).containsExactly(b.intercepts(), within(1e-8));
    assertThat(a.report().orElseThrow().objective())
        .isCloseTo(b.report().orElseThrow().objective(), within(1e-10));
    assertThat(Arrays.stream(a.coefficients()).map(Math::abs).sum()).isGreaterThan(0.01);
  }
}
