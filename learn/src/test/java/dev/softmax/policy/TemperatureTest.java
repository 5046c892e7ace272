package dev.softmax.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TemperatureTest {
  @Test
  void schedulesGoWhereTheySay() {
    assertThat(new TemperatureSchedule.Constant(0.5).at(1_000_000)).isEqualTo(0.5);
    TemperatureSchedule linear = new TemperatureSchedule.Linear(2, 1, 10);
    assertThat(linear.at(0)).isEqualTo(2);
    assertThat(linear.at(5)).isCloseTo(1.5, within(1e-15));
    assertThat(linear.at(1000)).isEqualTo(1);
    TemperatureSchedule exponential = new TemperatureSchedule.Exponential(1, 0.5, 0.1);
    assertThat(exponential.at(3)).isEqualTo(0.125);
    assertThat(exponential.at(4)).isEqualTo(0.1);
    TemperatureSchedule logarithmic = new TemperatureSchedule.Logarithmic(2);
    assertThat(logarithmic.at(0)).isCloseTo(2 / Math.log(2), within(1e-15));
    assertThat(logarithmic.at(98)).isCloseTo(2 / Math.log(100), within(1e-15));
  }

  @Test
  void schedulesRefuseTemperaturesOfNothing() {
    assertThatThrownBy(() -> new TemperatureSchedule.Constant(0)).hasMessageContaining("positive");
    assertThatThrownBy(() -> new TemperatureSchedule.Linear(1, Double.NaN, 3))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new TemperatureSchedule.Exponential(1, 1.5, 0.1))
        .hasMessageContaining("1.5");
  }

  @Test
  void targetEntropyIsReached() {
    double[] values = {100, 300, 250, -40};
    for (double nats : new double[] {0.01, 0.5, 1.3}) {
      SoftmaxPolicy policy = new TargetEntropy(nats).policy(values);
      assertThat(policy.entropy()).isCloseTo(nats, within(1e-12));
    }
    assertThat(TargetEntropy.share(0.5, 4).nats()).isCloseTo(Math.log(2), within(1e-15));
  }

  @Test
  void targetEntropyComesNearWhereItCannotBeReached() {
    assertThat(new TargetEntropy(0.2).policy(3, 3).entropy()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(new TargetEntropy(5).policy(1, 2).entropy()).isCloseTo(Math.log(2), within(1e-9));
  }

  @Test
  void mellowmaxLiesBetweenMeanAndMaximum() {
    double[] values = {1, 2, 4};
    double expected = Math.log((Math.exp(3) + Math.exp(6) + Math.exp(12)) / 3) / 3;
    assertThat(new Mellowmax(3).of(values)).isCloseTo(expected, within(1e-14));
    assertThat(new Mellowmax(1e-6).of(values)).isCloseTo(7.0 / 3, within(1e-5));
    assertThat(new Mellowmax(1e3).of(values)).isCloseTo(4, within(2e-3));
  }

  @Test
  void mellowmaxPolicyHasThatMean() {
    double[] values = {1, 2, 4, 4};
    for (double omega : new double[] {0.1, 1, 20}) {
      Mellowmax mellowmax = new Mellowmax(omega);
      SoftmaxPolicy policy = mellowmax.policy(values);
      double mean = 0;
      for (int a = 0; a < 4; a++) {
        mean += policy.probability(a) * values[a];
      }
      assertThat(mean).isCloseTo(mellowmax.of(values), within(1e-12));
    }
    assertThat(new Mellowmax(2).policy(5, 5).probabilities()).containsExactly(0.5, 0.5);
    assertThatThrownBy(() -> new Mellowmax(2).of()).hasMessage("mellowmax: no values");
    assertThatThrownBy(() -> new Mellowmax(-1)).hasMessageContaining("omega");
  }

  @Test
  void targetEntropyIsReachedWhateverTheScale() {
    for (double scale : new double[] {1e-12, 1, 1e12}) {
      double[] values = {0, scale, 3 * scale, Double.NEGATIVE_INFINITY};
      for (double nats : new double[] {1e-6, 0.3, 1.09}) {
        double temperature = new TargetEntropy(nats).at(0, values);
        double entropy = SoftmaxPolicy.of(values).withTemperature(temperature).entropy();
        assertThat(entropy).isCloseTo(nats, within(1e-11));
      }
    }
  }

  @Test
  void temperaturesThatFollowTheValuesAreSchedules() {
    double[] values = {1, 2, 4};
    TemperatureSchedule entropy = new TargetEntropy(0.5);
    assertThat(entropy.at(7, values))
        .isEqualTo(new TargetEntropy(0.5).policy(values).temperature());
    TemperatureSchedule mellow = new Mellowmax(2);
    assertThat(mellow.at(7, values)).isEqualTo(new Mellowmax(2).policy(values).temperature());
    assertThatThrownBy(() -> entropy.at(0)).hasMessage("policy: no actions");
    assertThatThrownBy(() -> entropy.at(0, Double.NaN, 1)).hasMessageContaining("is NaN");
  }

  @Test
  void greedyIsTheSoftmaxAtTemperatureZero() {
    double[] values = {1, 3, 3, 2};
    assertThat(new Exploration.Greedy(0.2).policy(values, 0).probabilities())
        .containsExactly(new double[] {0.05, 0.45, 0.45, 0.05}, within(1e-15));
    Exploration cold = new Exploration.Softmax(new TemperatureSchedule.Constant(1e-9), 0.2);
    assertThat(cold.policy(values, 0).probabilities())
        .containsExactly(new double[] {0.05, 0.45, 0.45, 0.05}, within(1e-15));
    assertThatThrownBy(() -> new Exploration.Greedy(0).policy(new double[0], 0))
        .hasMessage("policy: no actions");
    assertThatThrownBy(() -> new Exploration.Greedy(0).policy(new double[] {Double.NaN}, 0))
        .hasMessage("policy: the value of action 0 is NaN");
  }
}
