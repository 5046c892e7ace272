package dev.softmax.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.Progress;
import dev.softmax.policy.BanditStrategy.Estimates;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The levels of Sutton and Barto's figures 2.2 to 2.5, as read off their curves.
class TestbedTest {
  private static Testbed.Curves play(BanditStrategy strategy) {
    return Testbed.STANDARD.play(strategy, Progress.NONE);
  }

  private static double last(double[] curve) {
    return Arrays.stream(curve, curve.length - 100, curve.length).average().orElseThrow();
  }

  @Test
  void epsilonGreedyAsInFigure22() {
    Testbed.Curves greedy = play(new BanditStrategy.EpsilonGreedy(0, Estimates.AVERAGES));
    Testbed.Curves tenth = play(new BanditStrategy.EpsilonGreedy(0.1, Estimates.AVERAGES));
    Testbed.Curves hundredth = play(new BanditStrategy.EpsilonGreedy(0.01, Estimates.AVERAGES));
    assertThat(last(greedy.reward())).isCloseTo(1.03, within(0.07));
    assertThat(last(tenth.reward())).isCloseTo(1.36, within(0.06));
    assertThat(last(greedy.optimal())).isCloseTo(0.36, within(0.05));
    assertThat(last(tenth.optimal())).isCloseTo(0.79, within(0.04));
    assertThat(last(hundredth.reward())).isBetween(last(greedy.reward()), last(tenth.reward()));
  }

  @Test
  void optimismAsInFigure23() {
    Testbed.Curves optimistic = play(new BanditStrategy.EpsilonGreedy(0, new Estimates(5, 0.1)));
    Testbed.Curves realistic = play(new BanditStrategy.EpsilonGreedy(0.1, new Estimates(0, 0.1)));
    assertThat(last(optimistic.optimal())).isCloseTo(0.84, within(0.04));
    assertThat(last(realistic.optimal())).isCloseTo(0.74, within(0.04));
    // The spike: all arms have been tried once after ten steps.
    assertThat(optimistic.optimal()[10]).isGreaterThan(0.35);
    assertThat(optimistic.optimal()[13]).isLessThan(0.35);
  }

  @Test
  void upperConfidenceAsInFigure24() {
    Testbed.Curves bound = play(new BanditStrategy.UpperConfidence(2));
    assertThat(last(bound.reward())).isCloseTo(1.49, within(0.05));
    assertThat(bound.reward()[10]).isGreaterThan(bound.reward()[12] + 0.2);
  }

  @Test
  void gradientBanditsAsInFigure25() {
    Testbed high = new Testbed(10, 2000, 1000, 4, 42);
    Testbed.Curves with = high.play(new BanditStrategy.GradientBandit(0.1, true), Progress.NONE);
    Testbed.Curves without =
        high.play(new BanditStrategy.GradientBandit(0.1, false), Progress.NONE);
    Testbed.Curves fast = high.play(new BanditStrategy.GradientBandit(0.4, true), Progress.NONE);
    assertThat(last(with.optimal())).isCloseTo(0.83, within(0.04));
    assertThat(last(without.optimal())).isCloseTo(0.56, within(0.06));
    assertThat(last(fast.optimal())).isCloseTo(0.74, within(0.05));
  }

  @Test
  void softmaxOfValuesAndExponentialWeightsLearn() {
    Testbed.Curves softmax =
        play(
            new BanditStrategy.SoftmaxValues(
                new TemperatureSchedule.Constant(0.25), Estimates.AVERAGES));
    Testbed.Curves exp3 = play(new BanditStrategy.Exp3(0.1, -4, 5));
    assertThat(last(softmax.reward())).isCloseTo(1.38, within(0.1));
    assertThat(last(exp3.reward())).isBetween(0.2, 1.2);
    assertThat(last(exp3.reward())).isGreaterThan(exp3.reward()[0] + 0.2);
  }

  @Test
  void softmaxFollowsTheEntropyItIsGiven() {
    Testbed.Curves adaptive =
        new Testbed(10, 300, 1000, 0, 42)
            .play(
                new BanditStrategy.SoftmaxValues(new TargetEntropy(0.5), Estimates.AVERAGES),
                Progress.NONE);
    assertThat(last(adaptive.reward())).isBetween(1.1, 1.5);
  }

  /// Rewards of the first step have the deviation √2: that of the values and that of an arm.
  @Test
  void errorsAreThoseOfTheMean() {
    Testbed.Curves curves = play(new BanditStrategy.EpsilonGreedy(0.1, Estimates.AVERAGES));
    assertThat(curves.rewardError()[0]).isCloseTo(Math.sqrt(2.0 / 2000), within(0.001));
    double share = curves.optimal()[999];
    assertThat(curves.optimalError()[999])
        .isCloseTo(Math.sqrt(share * (1 - share) / 1999), within(1e-15));
    assertThat(
            new Testbed(2, 1, 1, 0, 1).play(new BanditStrategy.UpperConfidence(1), Progress.NONE))
        .satisfies(one -> assertThat(one.rewardError()).containsExactly(0));
  }

  @Test
  void theSameBitsForAnyNumberOfThreads() {
    Testbed bed = new Testbed(10, 230, 40, 0, 7);
    BanditStrategy strategy = new BanditStrategy.GradientBandit(0.2, true);
    Testbed.Curves many = bed.play(strategy, Progress.NONE);
    Compute.limitThreads(1);
    try {
      Testbed.Curves one = bed.play(strategy, Progress.NONE);
      assertThat(one.reward()).containsExactly(many.reward());
      assertThat(one.optimal()).containsExactly(many.optimal());
    } finally {
      Compute.limitThreads(Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void refusesWhatIsNoBandit() {
    assertThatThrownBy(() -> new Testbed(1, 10, 10, 0, 1)).hasMessageContaining("1 arms");
    assertThatThrownBy(() -> new BanditStrategy.Exp3(0, 0, 1)).hasMessage("exp3: gamma 0.0");
    assertThatThrownBy(() -> new BanditStrategy.EpsilonGreedy(-1, Estimates.AVERAGES))
        .hasMessageContaining("epsilon");
  }
}
