package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GruTest {
  private final SplittableRandom random = new SplittableRandom(1);

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(actual.length).isGreaterThanOrEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private static int @Nullable [] lengths(@Nullable String text) {
    return text == null
        ? null
        : Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
  }

  @ParameterizedTest
  @CsvSource({"one,1,1,1,", "small,3,5,3,6 2 1 4", "even,4,16,2,", "wide,7,64,1,4 4 2 3 1 4 4 2 4"})
  void statesAndGradientsArePyTorchs(
      String name, int inputs, int hidden, int layers, @Nullable String lengths) {
    try (GoldenFile golden = new GoldenFile("gru")) {
      Gru gru = Gru.of(inputs, hidden, layers, random);
      gru.parameters()
          .forEach(
              (key, tensor) -> {
                float[] values = golden.floats(name + ".parameters." + key);
                System.arraycopy(values, 0, tensor.data(), 0, values.length);
              });
      Tensor x = golden.parameter(name + ".x");
      Tensor start = golden.parameter(name + ".h");
      Tape tape = Tape.training(1);
      GruOutput output = gru.run(tape.watch(x), tape.watch(start), lengths(lengths));
      assertClose(output.hidden().values(), golden.floats(name + ".y"));
      assertClose(output.last().values(), golden.floats(name + ".last"));
      float[] copied = new float[start.shape().size()];
      output.copyLast(copied);
      assertThat(copied).isEqualTo(output.last().values());
      Tensor dy = golden.parameter(name + ".dy");
      Tensor dlast = golden.parameter(name + ".dlast");
      Tensor loss = output.hidden().times(dy).sum().plus(output.last().times(dlast).sum());
      tape.backward(loss);
      assertClose(x.gradient().orElseThrow(), golden.floats(name + ".dx"));
      assertClose(start.gradient().orElseThrow(), golden.floats(name + ".dh"));
      gru.parameters()
          .forEach(
              (key, tensor) ->
                  assertClose(
                      tensor.gradient().orElseThrow(), golden.floats(name + ".gradients." + key)));
    }
  }

  @Test
  void namesAndDrawsArePyTorchs() {
    Gru gru = Gru.of(3, 4, 2, random);
    assertThat(gru.parameters().keySet())
        .containsExactly(
            "weight_ih_l0",
            "weight_hh_l0",
            "bias_ih_l0",
            "bias_hh_l0",
            "weight_ih_l1",
            "weight_hh_l1",
            "bias_ih_l1",
            "bias_hh_l1");
    for (Tensor tensor : gru.parameters().values()) {
      for (float value : tensor.values()) {
        assertThat(value).isBetween(-0.5f, 0.5f);
      }
    }
    assertThat(gru.layers().getLast().inputWeight().shape().lengths()).containsExactly(12, 4);
  }

  /// Of a small table each row is projected, of a large one each step's row, as with padding.
  @Test
  void symbolsAreTheirVectors() {
    int[] ids = {0, 2, 1, 1, 0, 3};
    Gru gru = Gru.of(5, 6, 2, random);
    for (int vocabulary : new int[] {4, 40}) {
      Embedding embedding = Embedding.of(vocabulary, 5, random);
      Tape tape = Tape.training(1);
      GruOutput output = gru.run(embedding, tape.indices(ids, 2, 3), null, null);
      float[] states = output.hidden().values();
      tape.backward(output.hidden().square().sum());
      float[] gradient = embedding.weight().gradient().orElseThrow().clone();
      embedding.weight().clearGradient();
      tape.reset();
      Tensor hidden = gru.forward(embedding.forward(tape.indices(ids, 2, 3)));
      assertClose(hidden.values(), states);
      tape.backward(hidden.square().sum());
      assertClose(embedding.weight().gradient().orElseThrow(), gradient);
    }
    Embedding padded = Embedding.of(4, 5, random).withPadding(1);
    Tape tape = Tape.training(1);
    tape.backward(gru.run(padded, tape.indices(ids, 2, 3), null, null).hidden().sum());
    float[] gradient = padded.weight().gradient().orElseThrow();
    assertThat(Arrays.copyOfRange(gradient, 5, 10)).containsOnly(0);
    assertThat(gradient[0]).isNotZero();
  }

  @Test
  void stepsGoWhereSequencesGo() {
    int[] ids = {3, 1, 4, 1, 5, 0, 2};
    Gru gru = Gru.of(5, 70, 3, random);
    Embedding embedding = Embedding.of(6, 5, random);
    GruOutput output = gru.run(embedding, Indices.of(ids, 1, ids.length), null, null);
    GruState symbols = gru.stepper(embedding);
    GruState vectors = gru.stepper();
    for (int attempt = 0; attempt < 2; attempt++) {
      for (int t = 0; t < ids.length; t++) {
        int row = ids[t];
        float[] expected =
            Arrays.copyOfRange(output.hidden().values(), t * gru.hidden(), (t + 1) * gru.hidden());
        assertClose(symbols.step(row), expected);
        assertClose(
            vectors.step(Arrays.copyOfRange(embedding.weight().values(), row * 5, (row + 1) * 5)),
            expected);
      }
      float[] last = new float[3 * gru.hidden()];
      output.copyLast(last);
      assertClose(symbols.layer(1), Arrays.copyOfRange(last, gru.hidden(), 2 * gru.hidden()));
      symbols.set(last);
      assertThat(symbols.layer(2)).isEqualTo(Arrays.copyOfRange(last, 140, 210));
      symbols.reset();
      vectors.reset();
      assertThat(symbols.layer(0)).containsOnly(0);
    }
  }

  @Test
  void aSequenceInTwoPartsIsOne() {
    int[] ids = {0, 1, 2, 3, 3, 2, 0, 1, 1, 2, 0, 3};
    Gru gru = Gru.of(5, 6, 2, random);
    Embedding embedding = Embedding.of(4, 5, random);
    float[] whole = gru.run(embedding, Indices.of(ids, 1, 12), null, null).hidden().values();
    GruOutput first = gru.run(embedding, Indices.of(ids, 1, 5), null, null);
    Indices rest = Indices.of(Arrays.copyOfRange(ids, 5, 12), 1, 7);
    float[] second = gru.run(embedding, rest, first.last(), null).hidden().values();
    assertClose(second, Arrays.copyOfRange(whole, 30, 72));
  }

  @Test
  void dropoutIsBetweenLayersOnly() {
    Gru one = Gru.of(3, 8, 1, random).withDropout(0.5);
    Gru two = Gru.of(3, 8, 2, random);
    Tensor x = Initializer.normal(1).parameter(random, 2, 4, 3);
    assertThat(one.dropout()).isEqualTo(0.5);
    assertThat(one.forward(Tape.training(1).watch(x)).values()).isEqualTo(one.forward(x).values());
    float[] kept = two.forward(x).values();
    Gru dropped = two.withDropout(0.5);
    assertThat(dropped.forward(Tape.training(1).watch(x)).values()).isNotEqualTo(kept);
    assertThat(dropped.forward(Tape.inference().watch(x)).values()).isEqualTo(kept);
    assertThatIllegalArgumentException().isThrownBy(() -> two.withDropout(1));
  }

  @Test
  void errorsStateBothSides() {
    Gru gru = Gru.of(3, 4, 2, random);
    Tensor x = Tensor.of(new float[30], 2, 5, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.forward(Tensor.of(new float[8], 2, 2, 2)))
        .withMessage("GRU: x (2, 2, 2) but 3 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.run(x, Tensor.of(new float[8], 2, 4), null))
        .withMessage("GRU: start (2, 4) instead of (2, 2, 4) for an input (2, 5, 3)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.run(x, null, new int[] {6, 1}))
        .withMessage("gru: length 6 of sequence 0 is not within 1 and 5");
    Embedding embedding = Embedding.of(3, 4, random);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.run(embedding, Indices.of(new int[2], 1, 2), null, null))
        .withMessage("GRU: ids (1, 2) of an embedding (3, 4) but 3 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.stepper(embedding))
        .withMessage("GRU: an embedding (3, 4) but 3 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.stepper(Embedding.of(3, 3, random)).step(3))
        .withMessage("GRU: token 3 of a vocabulary of 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.stepper().step(new float[2]))
        .withMessage("GRU: 2 numbers but 3 inputs");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gru.of(3, 0, 1, random))
        .withMessageContaining("0 hidden units");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.forward(x).item())
        .withMessageContaining("(2, 5, 4)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gru.run(Tensor.of(new float[0], 2, 0, 3), null, null).last())
        .withMessage("GRU: no last state of (2, 0, 4)");
  }
}
