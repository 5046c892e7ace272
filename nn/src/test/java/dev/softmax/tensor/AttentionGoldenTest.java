package dev.softmax.tensor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Attention and its gradients beside PyTorch's, for each kind of mask and many sizes.
class AttentionGoldenTest {
  /// A block of `golden/attention/attention.txt`.
  ///
  /// @param sizes B, T, S, H, G, D, E
  /// @param mask words such as `causal:3`
  /// @param probes evenly spaced elements of the result and of the gradients by query, key and value
  record Case(int[] sizes, List<String> mask, double[][] probes) {
    @Override
    public String toString() {
      return Arrays.toString(sizes) + " " + mask;
    }
  }

  static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (InputStream in =
        requireNonNull(
            AttentionGoldenTest.class.getResourceAsStream("/golden/attention/attention.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String block : text.strip().split("\n\n", -1)) {
        List<String[]> lines =
            block.lines().filter(l -> !l.startsWith("#")).map(l -> l.split(" ", -1)).toList();
        double[][] probes = new double[4][];
        Arrays.setAll(
            probes,
            i -> rest(lines.get(2 + i)).stream().mapToDouble(Double::parseDouble).toArray());
        cases.add(new Case(integers(rest(lines.get(0))), rest(lines.get(1)), probes));
      }
    }
    return cases;
  }

  private static List<String> rest(String[] words) {
    return Arrays.asList(words).subList(1, words.length);
  }

  private static int[] integers(List<String> words) {
    return words.stream().mapToInt(Integer::parseInt).toArray();
  }

  /// 24 pseudo-random bits of an index, as in `attention.py`.
  private static int bits(int index, int seed) {
    int h = index + seed * 0x9E3779B9;
    h = (h ^ (h >>> 16)) * 0x7FEB352D;
    h = (h ^ (h >>> 15)) * 0x846CA68B;
    return (h ^ (h >>> 16)) >>> 8;
  }

  private static float[] numbers(int count, int seed) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (bits(i, seed) * 0x1p-24f - 0.5f) * 4;
    }
    return numbers;
  }

  private static Tensor parameter(int seed, int... shape) {
    return Tensor.parameter(numbers(Shape.of(shape).size(), seed), shape);
  }

  private static AttentionMask mask(List<String> words) {
    AttentionMask mask = AttentionMask.NONE;
    for (String word : words) {
      String[] parts = word.split(":", -1);
      int[] sizes = integers(List.of(parts[1].split(",", -1)));
      mask =
          mask.and(
              switch (parts[0]) {
                case "causal" -> AttentionMask.causal(sizes[0]);
                case "lengths" -> AttentionMask.lengths(sizes);
                case "allowed" -> AttentionMask.allowed(allowed(Shape.of(sizes).size()), sizes);
                case "bias" -> AttentionMask.bias(numbers(Shape.of(sizes).size(), 12), sizes);
                default -> throw new IllegalArgumentException(word);
              });
    }
    return mask;
  }

  private static boolean[] allowed(int count) {
    boolean[] allowed = new boolean[count];
    for (int i = 0; i < count; i++) {
      allowed[i] = bits(i, 11) % 3 != 0;
    }
    return allowed;
  }

  private static void assertProbes(String name, float[] all, double[] probes) {
    int step = Math.max(1, all.length / 24);
    assertThat(probes).hasSize((all.length + step - 1) / step);
    for (int i = 0; i < probes.length; i++) {
      double error = Math.abs(all[i * step] - probes[i]) / Math.max(1, Math.abs(probes[i]));
      assertThat(error)
          .as("%s[%d]: %s, not %s", name, i * step, all[i * step], probes[i])
          .isLessThanOrEqualTo(1e-5);
    }
  }

  private static float[] gradient(Tensor x) {
    return Arrays.copyOf(x.gradient().orElseThrow(), x.shape().size());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void resultAndGradientsAreThoseOfPyTorch(Case golden) {
    int[] n = golden.sizes;
    Tape tape = Tape.training(1);
    Tensor query = parameter(1, n[0], n[1], n[3] * n[5]);
    Tensor key = parameter(2, n[0], n[2], n[4] * n[5]);
    Tensor value = parameter(3, n[0], n[2], n[4] * n[6]);
    Tensor y =
        Sequences.attention(
            tape.watch(query),
            tape.watch(key),
            tape.watch(value),
            mask(golden.mask),
            AttentionOptions.of(n[3]).withKeyHeads(n[4]));
    int[] shape = y.shape().lengths();
    assertThat(shape).containsExactly(n[0], n[1], n[3] * n[6]);
    assertProbes("y", y.values(), golden.probes[0]);
    tape.backward(y.times(tape.tensor(numbers(y.shape().size(), 4), shape)).sum());
    assertProbes("dq", gradient(query), golden.probes[1]);
    assertProbes("dk", gradient(key), golden.probes[2]);
    assertProbes("dv", gradient(value), golden.probes[3]);
  }
}
