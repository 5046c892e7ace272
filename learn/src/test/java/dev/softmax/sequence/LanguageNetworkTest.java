package dev.softmax.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.LogSumExp;
import dev.softmax.Progress;
import dev.softmax.nn.Decoder;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LanguageNetworkTest {
  private static final int V = 7;

  private static int[] ids(int count) {
    SplittableRandom random = new SplittableRandom(2);
    return random.ints(count, 0, V).toArray();
  }

  /// The sum of `−ln p` by reading symbol by symbol.
  private static double stepByStep(Decoder decoder, int[] ids, int given) {
    double sum = 0;
    for (int i = 0; i + 1 < ids.length; i++) {
      float[] logits = decoder.next(ids[i]);
      if (i + 1 >= given) {
        sum += LogSumExp.of(logits) - logits[ids[i + 1]];
      }
    }
    return sum;
  }

  @Test
  void aGruForeseesATextWithAllThatCameBefore() {
    LanguageNetwork network = Small.network(Small.gru(), V);
    for (int count : new int[] {2, 17, 1025, 1030}) {
      int[] ids = ids(count);
      assertThat(network.negativeLogLikelihood(ids, 1, Progress.NONE))
          .isCloseTo(stepByStep(network.decoder(), ids, 1), within(1e-4 * count));
    }
    assertThat(network.negativeLogLikelihood(ids(50), 10, Progress.NONE))
        .isCloseTo(stepByStep(network.decoder(), ids(50), 10), within(1e-3));
  }

  @Test
  void aTransformerForeseesATextWithHalfAContextBeforeOrMore() {
    LanguageNetwork network = Small.network(Small.transformer(), V);
    for (int count : new int[] {2, 9, 17}) {
      int[] ids = ids(count);
      assertThat(network.negativeLogLikelihood(ids, 1, Progress.NONE))
          .isCloseTo(stepByStep(network.decoder(), ids, 1), within(1e-3));
    }
    // Of 33 symbols the windows begin at 0, 8 and 16, and count 16, 8 and 8 predictions.
    int[] ids = ids(33);
    double sum = stepByStep(network.decoder(), Arrays.copyOf(ids, 17), 1);
    for (int start = 8; start <= 16; start += 8) {
      int[] window = Arrays.copyOfRange(ids, start, start + 17);
      sum += stepByStep(network.decoder(), window, 9);
    }
    assertThat(network.negativeLogLikelihood(ids, 1, Progress.NONE)).isCloseTo(sum, within(1e-3));
  }

  @Test
  void nothingToForesee() {
    LanguageNetwork network = Small.network(Small.gru(), V);
    assertThatThrownBy(() -> network.negativeLogLikelihood(new int[] {1}, 1, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("perplexity: 1 symbols, of which 1 are given");
  }

  @Test
  void bitsAndPerplexity() {
    Perplexity measured = new Perplexity(10, 5, 10 * Math.log(2));
    assertThat(measured.nats()).isCloseTo(Math.log(2), within(1e-15));
    assertThat(measured.bits()).isCloseTo(2, within(1e-15));
    assertThat(measured.value()).isCloseTo(2, within(1e-15));
  }
}
