package dev.softmax.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.io.InputException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientDescentTest {
  private static final DenseData FOUR_ROWS =
      DenseData.of(new double[] {1, 2, 2, 3, 3, 4, 4, 5}, new int[] {0, 1, 2, 0}, 3);
  private static final Options PLAIN =
      Options.defaults()
          .withC(Double.POSITIVE_INFINITY)
          .withTolerance(0)
          .withMaxIterations(100)
          .withSolver(new GradientDescent(0.01));

  /// Computed with NumPy 2.4 in double precision: `p = softmax(x w + b); w -= .01 x' (p - y) / 4;
  /// b -= .01 mean(p - y)`, 100 times from zero.
  @Test
  void givesTheNumbersOfThePlainLoop() {
    SoftmaxRegression model = SoftmaxRegression.fit(FOUR_ROWS, PLAIN, Progress.NONE);
    double[] expected = {
      0.0429630299, 0.0798599060, -0.0654966023, -0.0559544616, 0.0225335724, -0.0239054444
    };
    assertThat(model.coefficients()).containsExactly(expected, within(1e-10));
    assertThat(model.intercepts())
        .containsExactly(new double[] {0.0368968761, 0.0095421407, -0.0464390168}, within(1e-10));
    assertThat(model.probabilities(new double[] {1, 2}))
        .containsExactly(new double[] {0.4170409098, 0.2774778803, 0.3054812099}, within(1e-10));
  }

  @Test
  void reportsEveryStepWithAFallingLoss() {
    List<Double> losses = new ArrayList<>();
    SoftmaxRegression.fit(
        FOUR_ROWS,
        PLAIN,
        (stage, done, total, loss) -> {
          assertThat(stage).isEqualTo("fitting");
          assertThat(total).isEqualTo(100);
          losses.add(loss);
          assertThat(done).isEqualTo(losses.size());
        });
    assertThat(losses).hasSize(100);
    assertThat(losses.getFirst()).isLessThan(Math.log(3));
    assertThat(losses).isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void saysWhenTheRateIsTooLarge() {
    DenseData large = DenseData.of(new double[] {1e90, -1e90}, new int[] {0, 1}, 2);
    Options fast = PLAIN.withC(1e-300).withSolver(new GradientDescent(1e300));
    assertThatThrownBy(() -> SoftmaxRegression.fit(large, fast, Progress.NONE))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("learning rate");
  }

  @Test
  void refusesARateThatLeadsNowhere() {
    assertThatThrownBy(() -> new GradientDescent(0)).hasMessageContaining("learning rate 0.0");
    assertThatThrownBy(() -> new GradientDescent(Double.NaN)).hasMessageContaining("NaN");
  }
}
