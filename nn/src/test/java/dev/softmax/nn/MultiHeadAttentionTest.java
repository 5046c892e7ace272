package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.softmax.tensor.AttentionMask;
import dev.softmax.tensor.AttentionOptions;
import dev.softmax.tensor.KeyValueCache;
import dev.softmax.tensor.RotaryPositions;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiHeadAttentionTest {
  private final SplittableRandom random = new SplittableRandom(3);

  private Tensor numbers(int... shape) {
    return Initializer.normal(1).parameter(random, shape);
  }

  private static MultiHeadAttention packed(GoldenAttention golden) {
    return new MultiHeadAttention(
        new HeadProjections.Packed(
            golden.parameter("in_proj_weight"), golden.parameter("in_proj_bias")),
        new Linear(golden.parameter("out_proj.weight"), golden.parameter("out_proj.bias")),
        AttentionOptions.of(3),
        null);
  }

  private static AttentionMask mask(String name, GoldenAttention golden) {
    return switch (name) {
      case "causal" -> AttentionMask.CAUSAL;
      case "padding" -> AttentionMask.lengths(5, 3);
      case "both" -> AttentionMask.CAUSAL.and(AttentionMask.lengths(5, 3));
      case "hidden" -> AttentionMask.allowed(not(golden.booleans("hidden")), 5, 5);
      case "each" -> AttentionMask.allowed(not(golden.booleans("each")), 2, 3, 5, 5);
      case "bias" -> AttentionMask.bias(golden.floats("bias"), 5, 5);
      case "cross_padding" -> AttentionMask.lengths(6, 4);
      default -> AttentionMask.NONE;
    };
  }

  private static boolean[] not(boolean[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = !values[i];
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none",
        "causal",
        "padding",
        "both",
        "hidden",
        "each",
        "bias",
        "cross",
        "cross_padding"
      })
  void resultsWeightsAndGradientsAreThoseOfPyTorch(String name) {
    try (GoldenAttention golden = new GoldenAttention("heads")) {
      MultiHeadAttention layer = packed(golden);
      Map<String, Tensor> inputs = new LinkedHashMap<>(layer.parameters());
      assertThat(inputs.keySet())
          .containsExactly("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias");
      Tensor x = golden.parameter("x");
      Tensor memory = golden.parameter("memory");
      inputs.put("x", x);
      inputs.put("memory", memory);
      Tape tape = Tape.training(1);
      Tensor query = tape.watch(x);
      Tensor source = name.startsWith("cross") ? tape.watch(memory) : query;
      AttentionMask mask = mask(name, golden);
      GoldenAttention.assertClose(
          "weights", layer.weights(x, source, mask), golden.floats(name + ".weights"));
      golden.check(name, tape, layer.forward(query, source, mask), inputs);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "adjacent", "halves"})
  void groupedQueriesWithRotaryPositions(String name) {
    try (GoldenAttention golden = new GoldenAttention("grouped")) {
      MultiHeadAttention layer =
          new MultiHeadAttention(
              new HeadProjections.Separate(
                  new Linear(golden.parameter("q_proj.weight"), null),
                  new Linear(golden.parameter("k_proj.weight"), null),
                  new Linear(golden.parameter("v_proj.weight"), null)),
              new Linear(golden.parameter("out_proj.weight"), null),
              AttentionOptions.of(6).withKeyHeads(2),
              name.equals("none") ? null : rotary(name, 4, 6));
      Map<String, Tensor> inputs = new LinkedHashMap<>(layer.parameters());
      Tensor x = golden.parameter("x");
      inputs.put("x", x);
      Tape tape = Tape.training(1);
      golden.check(name, tape, layer.forward(tape.watch(x), AttentionMask.CAUSAL), inputs);
    }
  }

  private static RotaryPositions rotary(String name, int width, int positions) {
    return RotaryPositions.of(
        width,
        positions,
        name.equals("halves") ? RotaryPositions.Pairing.HALVES : RotaryPositions.Pairing.ADJACENT);
  }

  @ParameterizedTest
  @CsvSource({"1, none", "1, halves", "3, adjacent"})
  void stepsWithACacheAreThoseOfOnePass(int sequences, String positions) {
    MultiHeadAttention layer = MultiHeadAttention.grouped(24, 6, 3, random);
    if (!positions.equals("none")) {
      layer = layer.withRotary(rotary(positions, 4, 9));
    }
    Tensor x = numbers(sequences, 9, 24);
    Tensor whole = layer.forward(x, AttentionMask.CAUSAL);
    KeyValueCache cache = layer.cache(sequences, 9);
    Tape tape = Tape.inference();
    for (int round = 0; round < 2; round++) {
      for (int from = 0, count = 1; from < 9; from += count, count = from == 1 ? 4 : 1) {
        Tensor part = x.slice(1, from, from + count);
        Tensor y = layer.forward(tape.tensor(part.values(), part.shape().lengths()), cache);
        GoldenAttention.assertClose("from " + from, y, whole.slice(1, from, from + count).values());
        tape.reset();
      }
      assertThat(cache.position()).isEqualTo(9);
      cache.rewind(0);
    }
  }

  @Test
  void aCacheEndsAtItsCapacity() {
    MultiHeadAttention layer = MultiHeadAttention.of(4, 2, random);
    KeyValueCache cache = layer.cache(1, 5);
    layer.forward(Tensor.of(new float[12], 1, 3, 4), cache);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.forward(Tensor.of(new float[12], 1, 3, 4), cache))
        .withMessage("key-value cache: 3 more after 3 positions are beyond the context of 5");
    assertThat(cache.position()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.forward(Tensor.of(new float[8], 2, 1, 4), cache))
        .withMessageContainingAll("(2, 1, 4)", "rows of 4 and 4 in 1 sequences");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.forward(Tape.training(1).watch(numbers(1, 1, 4)), cache))
        .withMessage("key-value cache: gradients do not pass a cache");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cache.rewind(4))
        .withMessage("key-value cache: back to position 4 of 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cache.mask(4))
        .withMessageContaining("4 of 3 positions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.cache(1, 0))
        .withMessageContaining("a capacity of 0");
  }

  @Test
  void stepsThatMaySeeNothingGiveTheBiasAndNoGradients() {
    MultiHeadAttention layer = MultiHeadAttention.of(4, 2, random);
    layer.parameters().get("out_proj.bias").data()[2] = 7;
    boolean[] allowed = new boolean[9];
    Arrays.fill(allowed, 0, 3, true);
    Tensor x = numbers(1, 3, 4);
    Tape tape = Tape.training(1);
    AttentionMask mask = AttentionMask.allowed(allowed, 3, 3);
    Tensor y = layer.forward(tape.watch(x), Tensor.of(x.values(), 1, 3, 4), mask);
    assertThat(Arrays.copyOfRange(y.values(), 4, 12)).containsExactly(0, 0, 7, 0, 0, 0, 7, 0);
    tape.backward(y.square().sum());
    float[] gradient = Arrays.copyOf(x.gradient().orElseThrow(), 12);
    assertThat(Arrays.copyOf(gradient, 4)).doesNotContain(0);
    assertThat(Arrays.copyOfRange(gradient, 4, 12)).containsOnly(0);
    assertThat(Arrays.copyOfRange(layer.weights(x, x, mask).values(), 3, 9)).containsOnly(0);
  }

  @Test
  void dropoutDropsInTrainingOnly() {
    MultiHeadAttention layer = MultiHeadAttention.of(8, 2, random);
    MultiHeadAttention dropping = layer.withDropout(0.5);
    Tensor x = numbers(2, 6, 8);
    float[] whole = layer.forward(x).values();
    assertThat(dropping.forward(Tape.inference().watch(x)).values()).isEqualTo(whole);
    float[] dropped = dropping.forward(Tape.training(1).watch(x)).values();
    assertThat(dropped).isNotEqualTo(whole);
    assertThat(dropping.forward(Tape.training(1).watch(x)).values()).isEqualTo(dropped);
    assertThat(dropping.forward(Tape.training(2).watch(x)).values()).isNotEqualTo(dropped);
  }

  @Test
  void errorsSayBothSides() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MultiHeadAttention.of(10, 3, random))
        .withMessageContainingAll("3 heads", "queries of 10");
    MultiHeadAttention layer = MultiHeadAttention.of(12, 3, random);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.withRotary(rotary("halves", 6, 4)))
        .withMessage("attention: heads of 4 features but rotary positions of 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.forward(Tensor.of(new float[11], 1, 1, 11)))
        .withMessage("linear: x (1, 1, 11) but a block (12, 12) of the weight (36, 12)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HeadProjections.Packed(numbers(8, 4), null))
        .withMessage("attention: in_proj_weight (8, 4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.forward(numbers(2, 3, 12), AttentionMask.lengths(3)))
        .withMessageContaining("(3)");
  }
}
