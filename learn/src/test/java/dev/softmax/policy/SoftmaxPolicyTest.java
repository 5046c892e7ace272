package dev.softmax.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftmaxPolicyTest {
  private static final SoftmaxPolicy POLICY = SoftmaxPolicy.of(1, 2, 1.5, 0.5);

  @Test
  void hasTheProbabilitiesOfTheMission() {
    assertThat(POLICY.probabilities())
        .containsExactly(
            new double[] {0.1674050973, 0.4550542339, 0.2760043447, 0.1015363241}, within(1e-10));
    assertThat(POLICY.logProbability(1)).isCloseTo(Math.log(0.4550542339), within(1e-9));
    assertThat(POLICY.greedy()).isEqualTo(1);
  }

  @Test
  void entropyAndDivergenceAreThoseOfTheirSums() {
    SoftmaxPolicy other = SoftmaxPolicy.of(0, 0, 3, 0).withEpsilon(0.1);
    double entropy = 0;
    double divergence = 0;
    for (int a = 0; a < 4; a++) {
      double p = POLICY.probability(a);
      entropy -= p * Math.log(p);
      divergence += p * Math.log(p / other.probability(a));
    }
    assertThat(POLICY.entropy()).isCloseTo(entropy, within(1e-14));
    assertThat(POLICY.divergence(other)).isCloseTo(divergence, within(1e-14)).isPositive();
    assertThat(POLICY.divergence(POLICY)).isZero();
    assertThat(POLICY.divergence(POLICY.withMask(true, false, true, true)))
        .isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void gradientsAreCentralDifferences() {
    double[] values = {0.3, -1.2, 0.8};
    double step = 1e-6;
    for (double epsilon : new double[] {0, 0.2}) {
      for (int action = 0; action < 3; action++) {
        double[] gradient = policy(values, epsilon).logProbabilityGradient(action);
        for (int i = 0; i < 3; i++) {
          double[] more = values.clone();
          double[] less = values.clone();
          more[i] += step;
          less[i] -= step;
          double slope =
              (policy(more, epsilon).logProbability(action)
                      - policy(less, epsilon).logProbability(action))
                  / (2 * step);
          assertThat(gradient[i]).isCloseTo(slope, within(1e-8));
        }
      }
    }
  }

  private static SoftmaxPolicy policy(double[] values, double epsilon) {
    return SoftmaxPolicy.of(values).withTemperature(0.7).withEpsilon(epsilon);
  }

  @Test
  void drawsAsOftenAsTheProbabilitiesSay() {
    SoftmaxPolicy policy = POLICY.withMask(true, true, false, true).withEpsilon(0.1);
    int draws = 40_000;
    int[] counts = new int[4];
    for (int action : policy.samples(draws, new SplittableRandom(1))) {
      counts[action]++;
    }
    assertThat(counts[2]).isZero();
    double[] p = policy.probabilities();
    for (int a = 0; a < 4; a++) {
      double deviation = Math.sqrt(draws * p[a] * (1 - p[a]));
      assertThat(counts[a] - draws * p[a]).isCloseTo(0, within(4 * deviation + 1e-9));
    }
  }

  @Test
  void gumbelMaxDrawsFromTheSamePolicy() {
    SplittableRandom random = new SplittableRandom(2);
    int draws = 40_000;
    int[] counts = new int[4];
    for (int i = 0; i < draws; i++) {
      counts[POLICY.gumbelMax(random)]++;
    }
    double[] p = POLICY.probabilities();
    for (int a = 0; a < 4; a++) {
      double deviation = Math.sqrt(draws * p[a] * (1 - p[a]));
      assertThat(counts[a] - draws * p[a]).isCloseTo(0, within(4 * deviation));
    }
  }

  @Test
  void neverTakesWhatHasNoProbability() {
    SoftmaxPolicy policy = SoftmaxPolicy.of(Double.NEGATIVE_INFINITY, 0, Double.NEGATIVE_INFINITY);
    SplittableRandom random = new SplittableRandom(3);
    assertThat(policy.samples(1000, random)).containsOnly(1);
    assertThat(policy.logProbability(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(policy.entropy()).isZero();
  }

  @Test
  void logProbabilitiesAreExactWhereProbabilitiesUnderflow() {
    SoftmaxPolicy policy = SoftmaxPolicy.of(0, -1000).withTemperature(0.5);
    assertThat(policy.probability(1)).isZero();
    assertThat(policy.logProbability(1)).isEqualTo(-2000);
  }

  @Test
  void softMaximumIsTheMeanAndTheEntropy() {
    SoftmaxPolicy policy = POLICY.withTemperature(0.4);
    double[] values = {1, 2, 1.5, 0.5};
    double mean = 0;
    for (int a = 0; a < 4; a++) {
      mean += policy.probability(a) * values[a];
    }
    assertThat(policy.softMaximum()).isCloseTo(mean + 0.4 * policy.entropy(), within(1e-14));
  }

  @Test
  void refusesWhatIsNoPolicy() {
    assertThatThrownBy(SoftmaxPolicy::of).hasMessage("policy: no actions");
    assertThatThrownBy(() -> SoftmaxPolicy.of(1, Double.NaN))
        .hasMessage("policy: the value of action 1 is NaN");
    assertThatThrownBy(() -> POLICY.withMask(false, false, false, false))
        .hasMessage("policy: none of 4 actions is allowed and has a value above -Infinity");
    assertThatThrownBy(() -> POLICY.withMask(true)).hasMessage("policy: 4 actions but a mask of 1");
    assertThatThrownBy(() -> POLICY.withTemperature(0)).hasMessage("policy: temperature 0.0");
    assertThatThrownBy(() -> POLICY.withEpsilon(1.5)).hasMessageContaining("within 0 and 1");
    assertThatThrownBy(() -> POLICY.samples(0, new SplittableRandom(1)))
        .hasMessage("policy: 0 draws");
  }
}
