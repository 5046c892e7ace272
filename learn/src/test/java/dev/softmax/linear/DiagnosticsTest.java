package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.softmax.Progress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
  private static final Options PLAIN = Options.defaults();

  /// Without a penalty, where separated classes have no answer.
  private static final Options FREE =
      PLAIN.withC(Double.POSITIVE_INFINITY).withMaxIterations(30).withTolerance(1e-3);

  private static List<Diagnosis> of(double[] features, int[] labels, int classes) {
    return of(features, labels, classes, FREE);
  }

  private static List<Diagnosis> of(double[] features, int[] labels, int classes, Options options) {
    FitData data = FitData.of(DenseData.of(features, labels, classes));
    return Diagnostics.of(SoftmaxRegression.fit(data, options, Progress.NONE), data, options);
  }

  @Test
  void nothingToSayOfGoodRows() {
    double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    assertThat(of(x, new int[] {0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0}, 2)).isEmpty();
  }

  @Test
  void oneFeatureSeparates() {
    double[] x = {1, 9, 2, 3, 3, 8, 4, 1, 5, 5, 6, 7, 7, 2, 8, 6, 9, 4, 10, 3};
    int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    List<Diagnosis> found = of(x, labels, 2);
    assertThat(found)
        // Of two classes each is told as the other is.
        .containsExactly(new Diagnosis.Separated(1, OptionalInt.of(0), true));
    assertThat(
            new Diagnosis.Separated(0, OptionalInt.of(0), true)
                .message(List.of("no", "yes"), List.of("age", "size")))
        .isEqualTo(
            "class 'no' is always told from the others by 'age' alone: without a penalty its coefficients have no end");
  }

  @Test
  void aSharedValueSeparatesNearly() {
    double[] x = {0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0};
    int[] labels = {0, 1, 0, 1, 0, 1, 2, 2, 2, 2, 2, 0};
    assertThat(of(x, labels, 3)).contains(new Diagnosis.Separated(2, OptionalInt.of(0), false));
    // A penalty keeps its coefficients small.
    assertThat(of(x, labels, 3, PLAIN)).noneMatch(one -> one instanceof Diagnosis.Separated);
  }

  @Test
  void severalFeaturesSeparate() {
    double[] x = {0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 1, 0, 2, 1, 3, 2, 4, 3, 5, 4};
    int[] labels = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
    assertThat(of(x, labels, 2))
        .containsExactly(new Diagnosis.Separated(0, OptionalInt.empty(), true));
  }

  @Test
  void scalesConstantsAndFewRows() {
    double[] x = new double[36];
    int[] labels = new int[12];
    for (int i = 0; i < 12; i++) {
      x[3 * i] = i * 7 % 5;
      x[3 * i + 1] = 7;
      x[3 * i + 2] = 1e5 * (i * 5 % 7);
      labels[i] = i == 11 ? 2 : i % 2;
    }
    List<Diagnosis> found = of(x, labels, 3);
    assertThat(found)
        .contains(new Diagnosis.Constant(1), new Diagnosis.FewRows(2, 1))
        .anyMatch(
            one ->
                one instanceof Diagnosis.Unscaled(int small, int large, double ratio)
                    && small == 0
                    && large == 2
                    && ratio > 1e5);
    assertThat(new Diagnosis.FewRows(2, 1).message(List.of("a", "b", "c"), List.of()))
        .isEqualTo("class 'c' has one row only");
  }

  @Test
  void aFitThatWasCutOff() {
    double[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    // Not balanced around the middle, where zeros would be the optimum.
    int[] labels = {0, 1, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1};
    FitData data = FitData.of(DenseData.of(x, labels, 2));
    Options options = PLAIN.withMaxIterations(1).withTolerance(1e-14);
    SoftmaxRegression model = SoftmaxRegression.fit(data, options, Progress.NONE);
    assertThat(Diagnostics.of(model, data, options))
        .first()
        .isInstanceOf(Diagnosis.NotConverged.class);
    assertThatThrownBy(
            () -> Diagnostics.of(model, FitData.of(DenseData.of(x, new int[6], 3)), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("coefficients (2, 1) but 3 classes and 2 features");
  }
}
