package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Equal to scikit-learn's LogisticRegression; the numbers are from `golden/linear/make.py`.
class SoftmaxRegressionGoldenTest {
  static Stream<Arguments> tablesAndSolvers() {
    return Stream.of("iris", "wine", "optdigits", "letter")
        .flatMap(
            table ->
                Stream.of(new Lbfgs(), new TruncatedNewton())
                    .map(solver -> Arguments.of(table, solver)));
  }

  @ParameterizedTest
  @MethodSource("tablesAndSolvers")
  void agreesWithScikitLearn(String table, Solver solver) throws IOException {
    DenseData data = GoldenTable.read(table);
    List<GoldenTable.Fit> fits = GoldenTable.fits(table);
    assertThat(fits).hasSize(2);
    for (GoldenTable.Fit golden : fits) {
      Options options =
          Options.defaults()
              .withC(golden.c())
              .withSolver(solver)
              .withTolerance(1e-9)
              .withMaxIterations(5000);
      SoftmaxRegression model = SoftmaxRegression.fit(data, options, Progress.NONE);
      FitReport report = model.report().orElseThrow();
      assertThat(report.converged()).isTrue();
      assertThat(report.gradientNorm()).isLessThanOrEqualTo(1e-9);
      assertThat(report.objective())
          .isCloseTo(golden.objective(), within(1e-9 * golden.objective()));
      assertClose(model.coefficients(), golden.coefficients());
      assertClose(model.intercepts(), golden.intercepts());
    }
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(1e-5 * Vectors.maxNorm(expected)));
  }
}
