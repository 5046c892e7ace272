package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What differs between training and inference.
class NormAndDropoutTest {
  private static final float[] X = {1, 10, 3, 10, 8, 40};

  private static Tensor of(float... values) {
    return Tensor.of(values, values.length);
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void runningStatisticsMoveByMomentumWithoutBias() {
    // Feature 0 is 1, 3, 8: mean 4, variance 26 / 2; feature 1 is 10, 10, 40: mean 20, variance
    // 300.
    for (int[] shape : new int[][] {{3, 2}, {3, 2, 1}}) {
      RunningStatistics running = RunningStatistics.of(2);
      Tape tape = Tape.training(1);
      tape.tensor(X, shape).batchNorm(of(1, 1), of(0, 0), running);
      assertThat(running.mean().values()).containsExactly(new float[] {0.4f, 2f}, within(1e-6f));
      assertThat(running.variance().values())
          .containsExactly(new float[] {0.9f + 1.3f, 0.9f + 30f}, within(1e-5f));
    }
  }

  @Test
  void inferenceNormalisesByTheRunningStatisticsAndLeavesThem() {
    RunningStatistics running = new RunningStatistics(of(1, 10), of(4, 25), 0.1, 1e-9);
    Tensor y = Tape.inference().tensor(X, 3, 2).batchNorm(of(2, 1), of(0, 5), running);
    assertThat(y.values()).containsExactly(new float[] {0, 5, 2, 5, 7, 11}, within(1e-5f));
    assertThat(running.mean().values()).containsExactly(1, 10);
  }

  @Test
  void oneValueAFeatureIsTooFewToTrainOn() {
    assertThatThrownBy(
            () -> Tape.training(1).tensor(X, 1, 6).batchNorm(of(X), of(X), RunningStatistics.of(6)))
        .hasMessageContaining("x (1, 6) has one value a feature");
  }

  @Test
  void dropoutKeepsItsShareAndTheMean() {
    Tape tape = Tape.training(11);
    Tensor x = Tensor.parameter(ones(100_000), 1000, 100);
    Tensor y = tape.watch(x).dropout(0.3);
    int kept = 0;
    for (float value : y.values()) {
      assertThat(value == 0 || Math.abs(value - 1 / 0.7f) < 1e-6).isTrue();
      kept += value == 0 ? 0 : 1;
    }
    // Five standard deviations of a binomial share are 0.0073.
    assertThat(kept / 1e5).isCloseTo(0.7, within(0.0073));
    tape.backward(y.sum());
    assertThat(Arrays.copyOf(x.gradient().orElseThrow(), 100_000)).isEqualTo(y.values());
  }

  @Test
  void masksDependOnSeedAndDraw() {
    Tape tape = Tape.training(11);
    Tensor x = tape.tensor(ones(500), 500);
    float[] first = x.dropout(0.5).values();
    float[] second = x.dropout(0.5).values();
    tape.reseed(11);
    assertThat(x.dropout(0.5).values()).isEqualTo(first).isNotEqualTo(second);
    tape.reseed(12);
    assertThat(x.dropout(0.5).values()).isNotEqualTo(first);
  }

  @Test
  void dropoutIsNothingAtRateZeroAndAtInference() {
    Tensor training = Tape.training(1).tensor(X, 6);
    Tensor inference = Tape.inference().tensor(X, 6);
    assertThat(training.dropout(0)).isSameAs(training);
    assertThat(inference.dropout(0.5)).isSameAs(inference);
    assertThat(training.dropout(1).values()).containsOnly(0f);
  }
}
