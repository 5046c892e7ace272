package dev.softmax.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.softmax.Compute;
import dev.softmax.CrossEntropy;
import dev.softmax.nn.TransformerOptions.Network;
import dev.softmax.nn.TransformerOptions.Norm;
import dev.softmax.nn.TransformerOptions.Positions;
import dev.softmax.optim.Adam;
import dev.softmax.optim.AdamOptions;
import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import dev.softmax.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransformerTest {
  private static final int THREADS = Compute.threads();
  private static final TransformerOptions OPTIONS =
      TransformerOptions.of(30).withContext(90).withLayers(2).withWidth(48, 4);

  @AfterEach
  void allThreads() {
    Compute.limitThreads(THREADS);
  }

  private static Transformer of(TransformerOptions options) {
    return Transformer.of(options, new SplittableRandom(1));
  }

  private static int[] ids(int count) {
    int[] ids = new int[count];
    Arrays.setAll(ids, i -> (i * i + 3 * i) % 30);
    return ids;
  }

  @Test
  void optionsThatDoNotGoTogether() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withWidth(50, 4))
        .withMessage("transformer: a width of 50 is no multiple of 4 heads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withKeyHeads(3))
        .withMessage("transformer: 4 heads are no multiple of 3 key heads");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withWidth(15, 5).withPositions(Positions.ROTARY))
        .withMessage("transformer: rotary positions turn pairs, but a head is 3 wide");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withDropout(1))
        .withMessageContaining("dropout of 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OPTIONS.withContext(0))
        .withMessageContaining("context of 0");
  }

  @Test
  void hiddenWidthsFollowWidthAndKind() {
    assertThat(OPTIONS.hiddenWidth()).isEqualTo(192);
    assertThat(OPTIONS.withFeedForward(Network.SWIGLU).hiddenWidth()).isEqualTo(128);
    assertThat(OPTIONS.withFeedForward(Network.SWIGLU).withWidth(60, 6).hiddenWidth())
        .isEqualTo(160);
  }

  @Test
  void sequencesLongerThanTheContextAndNoTokens() {
    Transformer transformer = of(OPTIONS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transformer.logits(Indices.of(ids(182), 2, 91)))
        .withMessage(
            "transformer: ids (2, 91) for sequences (B, T) of 1 to 90 tokens, the context");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transformer.logits(Indices.of(ids(0), 2, 0)))
        .withMessageContaining("ids (2, 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> transformer.logits(Indices.of(new int[] {30}, 1, 1)))
        .withMessageContaining("30");
    Decoder decoder = transformer.decoder();
    decoder.read(ids(88));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.read(1, 2, 3))
        .withMessage("transformer: 91 tokens are more than the context of 90");
    decoder.read(1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.next(1))
        .withMessage("transformer: 91 tokens are more than the context of 90");
    decoder.reset();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> decoder.next(30))
        .withMessage("transformer: token 30 of a vocabulary of 30");
    assertThatIllegalArgumentException().isThrownBy(decoder::read);
    assertThat(decoder.position()).isZero();
    assertThat(decoder.context()).isEqualTo(90);
    assertThat(decoder.vocabulary()).isEqualTo(30);
  }

  @Test
  void firstValuesAreThoseOfGpt2() {
    Transformer transformer = of(OPTIONS.withTied(false));
    assertThat(deviation(transformer, "token_embedding.weight")).isCloseTo(0.02, within(0.002));
    assertThat(deviation(transformer, "head.weight")).isCloseTo(0.02, within(0.002));
    assertThat(deviation(transformer, "blocks.1.feed_forward.fc.weight"))
        .isCloseTo(0.02, within(0.001));
    // Two layers: √4.
    assertThat(deviation(transformer, "blocks.1.feed_forward.proj.weight"))
        .isCloseTo(0.01, within(0.0005));
    assertThat(deviation(transformer, "blocks.0.attention.output.weight"))
        .isCloseTo(0.01, within(0.001));
    assertThat(transformer.parameters().get("blocks.0.attention.key.bias").values())
        .containsOnly(0);
    assertThat(Transformer.zeros(OPTIONS).headWeight().values()).containsOnly(0);
  }

  private static double deviation(Transformer transformer, String name) {
    float[] values = transformer.parameters().get(name).values();
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum / values.length);
  }

  @ParameterizedTest
  @EnumSource
  void decodersGiveTheLogitsOfTheWholeSequence(Positions positions) {
    boolean llama = positions.isRotary();
    TransformerOptions options =
        OPTIONS
            .withPositions(positions)
            .withKeyHeads(llama ? 2 : 4)
            .withNorm(llama ? Norm.RMS : Norm.LAYER)
            .withFeedForward(llama ? Network.SWIGLU : Network.GELU)
            .withTied(!llama);
    Transformer transformer = of(options);
    // Larger than the first values, so that attention is not the same to all.
    transformer
        .parameters()
        .forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.shape().size() && !name.contains("norm"); i++) {
                tensor.data()[i] *= 6;
              }
            });
    int time = 90;
    float[] whole = transformer.logits(Indices.of(ids(time), 1, time)).values();
    Decoder decoder = transformer.decoder();
    for (int t = 0; t < time; t++) {
      assertRow(whole, t, decoder.next(ids(time)[t]));
    }
    decoder.reset();
    assertRow(whole, 39, decoder.read(Arrays.copyOf(ids(time), 40)));
    assertRow(whole, 40, decoder.next(ids(time)[40]));
    assertRow(whole, 89, decoder.read(Arrays.copyOfRange(ids(time), 41, time)));
  }

  private static void assertRow(float[] whole, int row, float[] logits) {
    assertThat(logits)
        .as("token " + row)
        .containsExactly(Arrays.copyOfRange(whole, row * 30, (row + 1) * 30), within(1e-5f));
  }

  @Test
  void sameBitsForAnyNumberOfThreads() {
    float[] one = trained(1);
    assertThat(trained(THREADS)).isEqualTo(one);
  }

  private static float[] trained(int threads) {
    Compute.limitThreads(threads);
    Transformer transformer = of(OPTIONS.withDropout(0.1));
    Adam adam = Adam.of(transformer.parameters(), AdamOptions.defaults());
    Tape tape = Tape.training(3);
    double first = 0;
    double last = 0;
    for (int step = 0; step < 8; step++) {
      last = step(transformer, adam, tape, 4);
      first = step == 0 ? last : first;
    }
    assertThat(last).isLessThan(first - 0.2);
    return transformer.logits(Indices.of(ids(80), 1, 80)).values();
  }

  private static double step(Transformer transformer, Adam adam, Tape tape, int batch) {
    int[] ids = ids(batch * 80);
    Tensor loss =
        transformer
            .logits(tape.indices(ids, batch, 80))
            .crossEntropy(
                tape.indices(Arrays.copyOfRange(ids, 1, ids.length + 1), batch, 80),
                CrossEntropy.defaults());
    tape.backward(loss);
    adam.step(3e-3);
    adam.clearGradients();
    double value = loss.item();
    tape.reset();
    return value;
  }

  @Test
  void aTokenAllocatesNothing() {
    Compute.limitThreads(1);
    Decoder decoder = of(OPTIONS.withLayers(1)).decoder();
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // Vectors are objects until the compiler has seen them long enough.
    for (int round = 0; round < 3000 && least > 0; round++) {
      decoder.reset();
      long before = bean.getCurrentThreadAllocatedBytes();
      for (int t = 0; t < 90; t++) {
        decoder.next(t % 30);
      }
      least = Math.min(least, bean.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
