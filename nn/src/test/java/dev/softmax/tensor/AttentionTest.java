package dev.softmax.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attention beside slopes of a plain loop, masks at their limits, dropout, weights and errors.
class AttentionTest {
  private static final int B = 2;
  private static final int T = 5;
  private static final int S = 7;
  private static final int H = 4;
  private static final int G = 2;
  private static final int D = 3;
  private static final int E = 5;
  private static final AttentionOptions OPTIONS = AttentionOptions.of(H).withKeyHeads(G);

  private static float[] normal(int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static Tensor parameter(int seed, int... shape) {
    return Tensor.parameter(normal(Shape.of(shape).size(), seed), shape);
  }

  private static double[] doubles(Tensor x) {
    double[] values = new double[x.shape().size()];
    Arrays.setAll(values, i -> x.data()[i]);
    return values;
  }

  /// `Σ dy y` of the plain definition, with causal offset 1, a bias `(S)` of thirds and 6 keys in the
  /// second sequence.
  private static double plain(double[][] x, float[] dy) {
    double loss = 0;
    for (int row = 0; row < B * T * H; row++) {
      int h = row % H;
      int t = row / H % T;
      int b = row / H / T;
      int seen = Math.min(t + 2, b == 0 ? S : S - 1);
      double[] p = new double[seen];
      double sum = 0;
      for (int s = 0; s < seen; s++) {
        int key = (b * S + s) * G + h / (H / G);
        for (int d = 0; d < D; d++) {
          p[s] += x[0][row * D + d] * x[1][key * D + d] / Math.sqrt(D);
        }
        p[s] = Math.exp(p[s] + s / 3f);
        sum += p[s];
      }
      for (int s = 0; s < seen; s++) {
        int key = (b * S + s) * G + h / (H / G);
        for (int e = 0; e < E; e++) {
          loss += dy[row * E + e] * p[s] / sum * x[2][key * E + e];
        }
      }
    }
    return loss;
  }

  @Test
  void gradientsAreTheSlopesOfPlainLoops() {
    Tensor[] x = {parameter(1, B, T, H * D), parameter(2, B, S, G * D), parameter(3, B, S, G * E)};
    float[] dy = normal(B * T * H * E, 4);
    float[] thirds = new float[S];
    for (int s = 0; s < S; s++) {
      thirds[s] = s / 3f;
    }
    AttentionMask mask =
        AttentionMask.causal(1)
            .and(AttentionMask.lengths(S, S - 1))
            .and(AttentionMask.bias(thirds, S));
    Tape tape = Tape.training(1);
    Tensor y = Sequences.attention(tape.watch(x[0]), x[1], x[2], mask, OPTIONS);
    Tensor loss = y.times(tape.tensor(dy, B, T, H * E)).sum();
    double[][] numbers = {doubles(x[0]), doubles(x[1]), doubles(x[2])};
    assertThat((double) loss.item()).isCloseTo(plain(numbers, dy), within(1e-4));
    tape.backward(loss);
    double step = 1e-5;
    for (int input = 0; input < 3; input++) {
      float[] gradient = x[input].gradient().orElseThrow();
      for (int i = 0; i < numbers[input].length; i++) {
        double value = numbers[input][i];
        numbers[input][i] = value + step;
        double above = plain(numbers, dy);
        numbers[input][i] = value - step;
        double below = plain(numbers, dy);
        numbers[input][i] = value;
        assertThat((double) gradient[i])
            .as("input %d, element %d", input, i)
            .isCloseTo((above - below) / (2 * step), within(1e-5));
      }
    }
  }

  @Test
  void aRowWithNothingAllowedGivesZerosAndNoGradient() {
    boolean[] allowed = new boolean[T * S];
    Arrays.fill(allowed, S, T * S, true);
    for (AttentionMask mask :
        List.of(
            AttentionMask.allowed(allowed, T, S),
            AttentionMask.causal(-1),
            AttentionMask.bias(new float[] {Float.NEGATIVE_INFINITY, 0, 0, 0, 0}, T, 1))) {
      Tensor query = parameter(1, B, T, H * D);
      Tape tape = Tape.training(1);
      Tensor y =
          Sequences.attention(
              tape.watch(query),
              parameter(2, B, S, G * D),
              parameter(3, B, S, G * E),
              mask,
              OPTIONS);
      assertThat(y.slice(1, 0, 1).values()).containsOnly(0);
      assertThat(y.slice(1, 1, T).values()).doesNotContain(0f, Float.NaN);
      tape.backward(y.times(y).sum());
      float[] gradient = query.gradient().orElseThrow();
      assertThat(gradient[2 * H * D]).isNotZero();
      for (int i = 0; i < B * T * H * D; i++) {
        boolean first = i / (H * D) % T == 0;
        assertThat(gradient[i]).isFinite();
        if (first) {
          assertThat(gradient[i]).as("element %d", i).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 40})
  void largeScoresNeitherOverflowNorVanish(int queries) {
    int keys = 30;
    float[] key = new float[keys];
    float[] value = new float[keys];
    for (int s = 0; s < keys; s++) {
      key[s] = s % 2 == 0 ? 100 - s : s - 100;
      value[s] = s;
    }
    float[] query = new float[queries];
    for (int t = 0; t < queries; t++) {
      query[t] = t % 2 == 0 ? 100 : -100;
    }
    Tensor q = Tensor.parameter(query, 1, queries, 1);
    Tape tape = Tape.training(1);
    Tensor y =
        Sequences.attention(
            tape.watch(q),
            Tensor.of(key, 1, keys, 1),
            Tensor.of(value, 1, keys, 1),
            AttentionMask.NONE,
            AttentionOptions.of(1));
    for (int t = 0; t < queries; t++) {
      assertThat(y.values()[t]).isEqualTo(t % 2);
    }
    tape.backward(y.sum());
    assertThat(q.gradient().orElseThrow()).doesNotContain(Float.NaN);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 40})
  void notANumberStaysInItsRow(int queries) {
    float[] query = normal(queries * H * D, 1);
    query[(queries - 1) * H * D + D] = Float.NaN;
    float[] y =
        Sequences.attention(
                Tensor.of(query, 1, queries, H * D),
                parameter(2, 1, S, G * D),
                parameter(3, 1, S, G * E),
                AttentionMask.NONE,
                OPTIONS)
            .values();
    for (int i = 0; i < y.length; i++) {
      boolean broken = i / E == (queries - 1) * H + 1;
      assertThat(Float.isNaN(y[i])).as("element %d", i).isEqualTo(broken);
    }
  }

  @Test
  void weightsAreThoseOfTheDefinition() {
    Tensor query = parameter(1, B, T, H * D);
    Tensor key = parameter(2, B, S, G * D);
    AttentionMask mask = AttentionMask.causal(1).and(AttentionMask.lengths(S, 0));
    Tensor weights = Sequences.attentionWeights(query, key, mask, OPTIONS);
    assertThat(weights.shape()).isEqualTo(Shape.of(B, H, T, S));
    float[] p = weights.values();
    // With the unit vectors as values, results are the weights.
    float[] units = new float[B * S * G * S];
    for (int row = 0; row < B * S * G; row++) {
      units[row * S + row / G % S] = 1;
    }
    float[] y =
        Sequences.attention(query, key, Tensor.of(units, B, S, G * S), mask, OPTIONS).values();
    for (int i = 0; i < p.length; i++) {
      int s = i % S;
      int t = i / S % T;
      int h = i / S / T % H;
      int b = i / S / T / H;
      assertThat(p[i]).isCloseTo(y[((b * T + t) * H + h) * S + s], within(1e-6f));
      assertThat(p[i] == 0).isEqualTo(s > t + 1 || b == 1);
    }
  }

  @Test
  void dropoutDropsTheSameForwardAndBackward() {
    int keys = 400;
    Tensor query = Tensor.of(new float[20 * 8], 1, 20, 8);
    float[] ones = new float[keys * 8];
    Arrays.fill(ones, 1);
    Tensor value = Tensor.parameter(ones, 1, keys, 8);
    Tape tape = Tape.training(5);
    AttentionOptions options = AttentionOptions.of(1).withDropout(0.25);
    Tensor key = Tensor.of(new float[keys * 8], 1, keys, 8);
    Tensor y = Sequences.attention(query, key, tape.watch(value), AttentionMask.NONE, options);
    // Each result is the number of weights that stay, over 300.
    for (float kept : y.values()) {
      assertThat(kept * 300).isBetween(260f, 340f).isCloseTo(Math.round(kept * 300), within(1e-3f));
    }
    assertThat(y.values()[0]).isNotEqualTo(y.values()[8 * 3]);
    tape.backward(y.sum());
    float total = 0;
    for (float slope : value.gradient().orElseThrow()) {
      assertThat(slope * 300).isCloseTo(Math.round(slope * 300), within(1e-3f));
      total += slope;
    }
    float sum = 0;
    for (float one : y.values()) {
      sum += one;
    }
    assertThat(total).isCloseTo(sum, within(1e-3f));
    Tensor again = Sequences.attention(query, key, tape.watch(value), AttentionMask.NONE, options);
    assertThat(again.values()).isNotEqualTo(y.values());
    Tensor whole = Sequences.attention(query, key, value, AttentionMask.NONE, options);
    assertThat(whole.values()[0]).isCloseTo(1, within(1e-6f));
  }

  record Wrong(String message, Supplier<Object> call) {
    @Override
    public String toString() {
      return message;
    }
  }

  private static Tensor attend(int[] q, int[] k, int[] v, AttentionMask mask) {
    return Sequences.attention(parameter(1, q), parameter(1, k), parameter(1, v), mask, OPTIONS);
  }

  static List<Wrong> wrongs() {
    int[] q = {B, T, H * D};
    int[] k = {B, S, G * D};
    int[] v = {B, S, G * E};
    return List.of(
        new Wrong(
            "attention: query (2, 5, 12) of 4 heads but key (2, 7, 12) of 2",
            () -> attend(q, new int[] {B, S, H * D}, v, AttentionMask.NONE)),
        new Wrong(
            "attention: query (2, 5, 13) of 4 heads but key (2, 7, 6) of 2",
            () -> attend(new int[] {B, T, 13}, k, v, AttentionMask.NONE)),
        new Wrong(
            "attention: key (2, 7, 6) but value (2, 6, 10) of 2 heads",
            () -> attend(q, k, new int[] {B, 6, G * E}, AttentionMask.NONE)),
        new Wrong(
            "attention: weights (2, 4, 5, 7) but a mask (7, 5)",
            () -> attend(q, k, v, AttentionMask.bias(new float[35], 7, 5))),
        new Wrong(
            "attention: weights (2, 4, 5, 7) but lengths (7, 8)",
            () -> attend(q, k, v, AttentionMask.lengths(7, 8))),
        new Wrong(
            "attention: a mask of 3 values in a shape (2, 2)",
            () -> AttentionMask.allowed(new boolean[3], 2, 2)),
        new Wrong(
            "attention: masks of 1 and 2 lengths",
            () -> AttentionMask.lengths(1).and(AttentionMask.lengths(1, 2))),
        new Wrong(
            "attention: 4 heads are no multiple of 3 key heads",
            () -> AttentionOptions.of(4).withKeyHeads(3)),
        new Wrong(
            "attention: scale Infinity is not finite",
            () -> OPTIONS.withScale(Double.POSITIVE_INFINITY)),
        new Wrong(
            "attention: dropout 1.0 is not within 0 and 1 (exclusive)",
            () -> OPTIONS.withDropout(1)));
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void wrongArgumentsAreRefused(Wrong wrong) {
    assertThatThrownBy(wrong.call()::get)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(wrong.message());
  }
}
