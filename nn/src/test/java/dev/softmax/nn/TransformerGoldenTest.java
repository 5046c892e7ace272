package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.CrossEntropy;
import dev.softmax.io.Safetensors;
import dev.softmax.nn.TransformerOptions.Network;
import dev.softmax.nn.TransformerOptions.Norm;
import dev.softmax.nn.TransformerOptions.Positions;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Transformers whose logits and gradients PyTorch computed (`golden/nn/transformers.py`).
class TransformerGoldenTest {
  private static final int VOCABULARY = 11;
  private static final int BATCH = 2;
  private static final int TIME = 7;
  private static final Offset<Float> TOLERANCE = within(1e-5f);
  private static final TransformerOptions SMALL =
      TransformerOptions.of(VOCABULARY).withContext(9).withLayers(2);

  record Case(String file, TransformerOptions options) {
    @Override
    public String toString() {
      return file;
    }
  }

  static List<Case> cases() {
    return List.of(
        new Case("gpt", SMALL.withWidth(12, 3).withFeedForward(Network.GELU, 20)),
        new Case(
            "llama",
            SMALL
                .withWidth(16, 4)
                .withKeyHeads(2)
                .withFeedForward(Network.SWIGLU, 24)
                .withNorm(Norm.RMS)
                .withPositions(Positions.ROTARY)
                .withTied(false)
                .withBiases(false)),
        new Case(
            "mixed",
            SMALL
                .withWidth(16, 2)
                .withKeyHeads(1)
                .withFeedForward(Network.GELU, 18)
                .withNorm(Norm.RMS)
                .withPositions(Positions.SINUSOIDAL)
                .withBiases(false)),
        new Case(
            "halves",
            SMALL
                .withWidth(16, 2)
                .withFeedForward(Network.SWIGLU, 18)
                .withPositions(Positions.ROTARY_HALVES)
                .withTied(false)));
  }

  private static Transformer load(Case of) {
    Transformer transformer = Transformer.of(of.options, new SplittableRandom(1));
    try (Safetensors file = Safetensors.open(GoldenFile.path(of.file))) {
      StateDict weights = StateDict.of(file).under("weight.");
      weights.check(transformer);
      weights.copyInto(transformer.state());
    }
    return transformer;
  }

  private static int[] ints(GoldenFile golden, String name) {
    int[] ints = new int[BATCH * TIME];
    for (int b = 0; b < BATCH; b++) {
      System.arraycopy(golden.ints(name, b), 0, ints, b * TIME, TIME);
    }
    return ints;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logitsLossAndGradientsArePyTorchs(Case of) {
    Transformer transformer = load(of);
    try (GoldenFile golden = new GoldenFile(of.file)) {
      Tape tape = Tape.training(1);
      Tensor logits = transformer.logits(tape.indices(ints(golden, "ids"), BATCH, TIME));
      assertThat(logits.values()).containsExactly(golden.floats("logits"), TOLERANCE);
      Tensor loss =
          logits.crossEntropy(
              tape.indices(ints(golden, "targets"), BATCH, TIME), CrossEntropy.defaults());
      assertThat(loss.item()).isCloseTo(golden.floats("loss")[0], TOLERANCE);
      tape.backward(loss);
      for (Map.Entry<String, Tensor> entry : transformer.parameters().entrySet()) {
        Tensor parameter = entry.getValue();
        float[] gradient =
            Arrays.copyOf(parameter.gradient().orElseThrow(), parameter.shape().size());
        assertThat(gradient)
            .as(entry.getKey())
            .containsExactly(golden.floats("gradient." + entry.getKey()), TOLERANCE);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aDecoderGivesTheLogitsOfTheWholeSequence(Case of) {
    Decoder decoder = load(of).decoder();
    try (GoldenFile golden = new GoldenFile(of.file)) {
      for (int b = 0; b < BATCH; b++) {
        int[] ids = golden.ints("ids", b);
        float[] logits = golden.floats("logits", b);
        decoder.reset();
        for (int t = 0; t < TIME; t++) {
          assertThat(decoder.position()).isEqualTo(t);
          assertThat(decoder.next(ids[t]))
              .as(String.format(Locale.ROOT, "sequence %d, token %d", b, t))
              .containsExactly(row(logits, t), TOLERANCE);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aPromptMayBeReadInPieces(Case of) {
    Decoder decoder = load(of).decoder();
    try (GoldenFile golden = new GoldenFile(of.file)) {
      int[] ids = golden.ints("ids", 0);
      float[] logits = golden.floats("logits", 0);
      for (int cut = 1; cut < TIME - 1; cut++) {
        decoder.reset();
        assertThat(decoder.read(Arrays.copyOf(ids, cut)))
            .containsExactly(row(logits, cut - 1), TOLERANCE);
        assertThat(decoder.next(ids[cut])).containsExactly(row(logits, cut), TOLERANCE);
        assertThat(decoder.read(Arrays.copyOfRange(ids, cut + 1, TIME)))
            .containsExactly(row(logits, TIME - 1), TOLERANCE);
      }
    }
  }

  private static float[] row(float[] logits, int t) {
    return Arrays.copyOfRange(logits, t * VOCABULARY, (t + 1) * VOCABULARY);
  }
}
