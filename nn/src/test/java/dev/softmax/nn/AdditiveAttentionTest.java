package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdditiveAttentionTest {
  private static final int THREADS = Compute.threads();

  private final SplittableRandom random = new SplittableRandom(2);

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private Tensor numbers(int... shape) {
    return Initializer.normal(1).parameter(random, shape);
  }

  @ParameterizedTest
  @ValueSource(strings = {"whole", "padded"})
  void weightsContextAndGradientsAreThoseOfPyTorch(String name) {
    try (GoldenAttention golden = new GoldenAttention("additive")) {
      AdditiveAttention attention =
          new AdditiveAttention(
              golden.parameter("attn.weight"),
              golden.parameter("attn.bias"),
              golden.parameter("v.weight"));
      Map<String, Tensor> inputs = new LinkedHashMap<>(attention.parameters());
      Tensor states = golden.parameter("states");
      Tensor outputs = golden.parameter("outputs");
      inputs.put("states", states);
      inputs.put("outputs", outputs);
      Tape tape = Tape.training(1);
      int[] lengths = name.equals("padded") ? new int[] {6, 4, 1} : new int[0];
      AdditiveAttention.Attended attended =
          attention.forward(tape.watch(states), attention.memory(tape.watch(outputs), lengths));
      GoldenAttention.assertClose("weights", attended.weights(), golden.floats(name + ".weights"));
      golden.check(
          name, tape, Tensor.concatenate(2, attended.weights(), attended.context()), inputs);
    }
  }

  @Test
  void byHand() {
    AdditiveAttention attention =
        new AdditiveAttention(
            Tensor.parameter(new float[] {.1f, .2f, .3f, .4f, -.2f, .1f, .5f, -.3f}, 2, 4),
            Tensor.parameter(new float[] {.05f, -.05f}, 2),
            Tensor.parameter(new float[] {1, -2}, 1, 2));
    Tensor state = Tensor.of(new float[] {.5f, -1}, 1, 1, 2);
    Tensor outputs = Tensor.of(new float[] {1, 2, -1, .5f, 0, 1}, 1, 3, 2);
    AdditiveAttention.Attended attended = attention.forward(state, outputs);
    double[] expected = {0.3721517900, 0.3049588911, 0.3228893190};
    float[] weights = attended.weights().values();
    for (int i = 0; i < 3; i++) {
      assertThat((double) weights[i]).isCloseTo(expected[i], within(1e-7));
    }
    assertThat(attended.context().shape().lengths()).containsExactly(1, 1, 2);
    assertThat((double) attended.context().values()[0])
        .isCloseTo(expected[0] - expected[1], within(1e-7));
  }

  @Test
  void paddingCountsNothingAndAnEmptySequenceGivesZeros() {
    AdditiveAttention attention = AdditiveAttention.of(3, 4, 19, random);
    Tensor states = numbers(3, 2, 3);
    Tensor outputs = numbers(3, 5, 4);
    AdditiveAttention.Memory memory = attention.memory(outputs, 0, 2, 5);
    float[] weights = attention.forward(states, memory).weights().values();
    assertThat(Arrays.copyOf(weights, 10)).containsOnly(0);
    assertThat(weights[12] + weights[13] + weights[14]).isZero();
    assertThat(weights[10] + weights[11]).isCloseTo(1, within(1e-6f));
    for (int i = 0; i < 3 * 4; i++) {
      outputs.data()[(5 + 2) * 4 + i] = 99;
    }
    float[] context =
        attention.forward(states, attention.memory(outputs, 0, 2, 5)).context().values();
    assertThat(context).isEqualTo(attention.forward(states, memory).context().values());
    assertThat(Arrays.copyOf(context, 8)).containsOnly(0);
    Tape tape = Tape.training(1);
    Tensor watched = tape.watch(outputs);
    tape.backward(
        attention.forward(states, attention.memory(watched, 0, 2, 5)).context().square().sum());
    float[] gradient = outputs.gradient().orElseThrow();
    assertThat(Arrays.copyOf(gradient, 20)).containsOnly(0);
    assertThat(Arrays.copyOfRange(gradient, 7 * 4, 10 * 4)).containsOnly(0);
    assertThat(Arrays.copyOfRange(gradient, 5 * 4, 7 * 4)).doesNotContain(0);
  }

  @Test
  void frozenItGivesTheSameWhateverHappensToTheParameters() {
    AdditiveAttention attention = AdditiveAttention.of(20, 30, 40, random);
    Tensor states = Tensor.of(numbers(2, 3, 20).values(), 2, 3, 20);
    Tensor outputs = Tensor.of(numbers(2, 7, 30).values(), 2, 7, 30);
    AdditiveAttention.Attended before = attention.forward(states, attention.memory(outputs, 7, 4));
    AdditiveAttention.Frozen frozen = attention.frozen(20);
    attention.parameters().values().forEach(tensor -> Arrays.fill(tensor.data(), 0));
    AdditiveAttention.Attended after = frozen.forward(states, frozen.memory(outputs, 7, 4));
    GoldenAttention.assertClose("weights", after.weights(), before.weights().values());
    GoldenAttention.assertClose("context", after.context(), before.context().values());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> frozen.memory(states))
        .withMessageContaining("(2, 3, 20)");
    assertThatIllegalArgumentException().isThrownBy(() -> attention.frozen(51));
  }

  @Test
  void bitsDoNotDependOnThreads() {
    AdditiveAttention attention = AdditiveAttention.of(40, 50, 70, random);
    Tensor states = numbers(7, 5, 40);
    Tensor outputs = numbers(7, 21, 50);
    float[][] one = run(attention, states, outputs, 1);
    assertThat(run(attention, states, outputs, 2)).isDeepEqualTo(one);
  }

  private static float[][] run(
      AdditiveAttention attention, Tensor states, Tensor outputs, int threads) {
    Compute.limitThreads(threads);
    Tape tape = Tape.training(1);
    AdditiveAttention.Attended attended =
        attention.forward(
            tape.watch(states), attention.memory(tape.watch(outputs), 21, 3, 8, 20, 1, 17, 21));
    tape.backward(attended.context().square().sum());
    Tensor[] inputs = {states, outputs, attention.weight(), attention.bias(), attention.score()};
    float[][] bits = new float[inputs.length + 1][];
    for (int i = 0; i < inputs.length; i++) {
      bits[i] = inputs[i].gradient().orElseThrow().clone();
      inputs[i].clearGradient();
    }
    bits[inputs.length] = attended.weights().values();
    return bits;
  }

  @Test
  void errorsSayBothSides() {
    AdditiveAttention attention = AdditiveAttention.of(3, 4, 8, random);
    Tensor outputs = numbers(2, 5, 4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attention.forward(numbers(3, 1, 3), outputs))
        .withMessage("additive attention: query (3, 1, 8), keys (2, 5, 8), score (1, 8)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attention.forward(numbers(2, 1, 4), outputs))
        .withMessage("linear: x (2, 1, 4) but a block (8, 3) of the weight (8, 7)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attention.memory(numbers(5, 4)))
        .withMessageContainingAll("(8, 7)", "(5, 4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attention.forward(numbers(2, 1, 3), attention.memory(outputs, 5)))
        .withMessage("additive attention: keys (2, 5, 8) but 1 lengths");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> attention.forward(numbers(2, 1, 3), attention.memory(outputs, 5, 6)))
        .withMessage("additive attention: keys (2, 5, 8) but a length of 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdditiveAttention(numbers(8, 7), numbers(7), numbers(1, 8)))
        .withMessage("additive attention: weight (8, 7), bias (7), score (1, 8)");
  }
}
