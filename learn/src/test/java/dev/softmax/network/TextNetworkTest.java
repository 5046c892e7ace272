package dev.softmax.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Compute;
import dev.softmax.text.TokenBags;
import dev.softmax.text.Vocabulary;
import dev.softmax.training.Monitor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Texts of eight tokens from 30: the class is which of the tokens 2 and 3 is among them.
class TextNetworkTest {
  private static final int TEXTS = 400;
  private static final int LENGTH = 8;
  private static final int TOKENS = 30;
  private static final HiddenLayers DEEP = HiddenLayers.NONE.withWidths(16, 8).withDropout(0.3);

  @AfterEach
  void giveThreadsBack() {
    Compute.limitThreads(Runtime.getRuntime().availableProcessors());
  }

  private static TextNetwork.Data data(double shareOfOnes) {
    SplittableRandom random = new SplittableRandom(1);
    int[] tokens = random.ints((long) TEXTS * LENGTH, 4, TOKENS).toArray();
    int[] offsets = IntStream.rangeClosed(0, TEXTS).map(text -> text * LENGTH).toArray();
    int[] labels = new int[TEXTS];
    for (int text = 0; text < TEXTS; text++) {
      labels[text] = text < shareOfOnes * TEXTS ? 1 : 0;
      tokens[text * LENGTH + random.nextInt(LENGTH)] = 2 + labels[text];
    }
    return new TextNetwork.Data(new TokenBags(tokens, offsets), labels, 2, TOKENS, null);
  }

  private static TextNetworkOptions options(HiddenLayers layers) {
    TextNetworkOptions defaults = TextNetworkOptions.defaults();
    return defaults
        .withWidth(12)
        .withTraining(defaults.training().withLayers(layers).withEpochs(20).withLearningRate(0.02));
  }

  private static TextNetwork fit(TextNetworkOptions options) {
    return TextNetwork.fit(data(0.5), options, Monitor.NONE).network();
  }

  private static TokenBags bag(int... tokens) {
    return new TokenBags(tokens, new int[] {0, tokens.length});
  }

  private static double accuracy(TextNetwork network) {
    double[] logits = network.logits(data(0.5).bags());
    int right = 0;
    for (int text = 0; text < TEXTS; text++) {
      int found = logits[2 * text + 1] > logits[2 * text] ? 1 : 0;
      right += found == data(0.5).labels()[text] ? 1 : 0;
    }
    return (double) right / TEXTS;
  }

  @Test
  void learns() {
    assertThat(accuracy(fit(options(HiddenLayers.NONE)))).isGreaterThan(0.98);
    assertThat(accuracy(fit(options(DEEP)))).isGreaterThan(0.98);
  }

  @Test
  void sharesAddUpToTheLogitLessThatOfTheTextWithoutWords() {
    int[] tokens = {2, 7, 7, 19, 4};
    for (HiddenLayers layers : new HiddenLayers[] {HiddenLayers.NONE, DEEP}) {
      TextNetwork network = fit(options(layers));
      double[] logits = network.logits(bag(tokens));
      double[] empty = network.logits(bag(Vocabulary.PADDING));
      for (int k = 0; k < 2; k++) {
        double[] shares = network.shares(tokens, k);
        double tolerance = layers.widths().isEmpty() ? 1e-5 : 1e-2;
        assertThat(Arrays.stream(shares).sum()).isCloseTo(logits[k] - empty[k], within(tolerance));
        // The same token says the same wherever it stands, and the telling one says most.
        assertThat(shares[1]).isEqualTo(shares[2]);
        assertThat(Math.abs(shares[0])).isGreaterThan(Math.abs(shares[3]));
        assertThat(shares[0] > 0).isEqualTo(k == 0);
      }
      assertThat(network.shares(new int[] {Vocabulary.PADDING}, 0)).containsExactly(0);
      assertThatThrownBy(() -> network.shares(new int[0], 0))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> network.shares(tokens, 2))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void manyThreadsAskForSharesAtOnce() throws Exception {
    TextNetwork network = fit(options(DEEP));
    int[] tokens = {2, 9, 14};
    double[] expected = network.shares(tokens, 0);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      Callable<double[]> ask = () -> network.shares(tokens, 0);
      for (Future<double[]> answer :
          threads.invokeAll(IntStream.range(0, 50).mapToObj(_ -> ask).toList())) {
        assertThat(answer.get()).isEqualTo(expected);
      }
    }
  }

  @Test
  void theSameBitsOnOneThreadAndTwo() {
    Compute.limitThreads(1);
    double[] one = fit(options(DEEP)).logits(data(0.5).bags());
    Compute.limitThreads(2);
    assertThat(fit(options(DEEP)).logits(data(0.5).bags())).isEqualTo(one);
  }

  @Test
  void balancedClassesRaiseTheRareOne() {
    TextNetworkOptions options = options(HiddenLayers.NONE).withTokenDropout(0.5);
    options = options.withTraining(options.training().withEpochs(3));
    // Words that say nothing: what is left is how frequent the class is.
    int[] nothing = {10, 11, 12, 13};
    double[] plain = margins(options, nothing);
    double[] balanced = margins(options.withBalanced(true), nothing);
    assertThat(plain[0]).isLessThan(-1);
    assertThat(balanced[0]).isGreaterThan(plain[0] + 1);
  }

  private static double[] margins(TextNetworkOptions options, int[] tokens) {
    double[] logits =
        TextNetwork.fit(data(0.05), options, Monitor.NONE).network().logits(bag(tokens));
    return new double[] {logits[1] - logits[0]};
  }

  @Test
  void vectorsThatAreKnownAreWhereTrainingBegins() {
    TextNetwork.Data drawn = data(0.5);
    float[] vectors = new float[TOKENS * 5];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = i / 100f;
    }
    TextNetworkOptions options = options(HiddenLayers.NONE);
    options = options.withTraining(options.training().withEpochs(1).withLearningRate(1e-12));
    TextNetwork network =
        TextNetwork.fit(
                new TextNetwork.Data(drawn.bags(), drawn.labels(), 2, TOKENS, vectors),
                options,
                Monitor.NONE)
            .network();
    assertThat(network.width()).isEqualTo(5);
    assertThat(network.vocabulary()).isEqualTo(TOKENS);
    assertThat(network.weights())
        .containsOnlyKeys("embedding.weight", "head.0.weight", "head.0.bias");
    float[] kept = network.weights().firstEntry().getValue().values();
    assertThat(kept).containsExactly(vectors, within(1e-6f));
    assertThatThrownBy(
            () -> new TextNetwork.Data(drawn.bags(), drawn.labels(), 2, 29, new float[58 + 1]))
        .hasMessage("59 numbers are not the vectors of 29 tokens");
  }

  @Test
  void textsWithoutLabelsAndTokensOfNoVector() {
    TextNetwork.Data data = data(0.5);
    assertThatThrownBy(() -> new TextNetwork.Data(data.bags(), new int[3], 2, TOKENS, null))
        .hasMessage("texts (400) but labels (3)");
    TextNetwork network = fit(options(HiddenLayers.NONE));
    assertThatThrownBy(() -> network.logits(bag(TOKENS)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("30");
    assertThatThrownBy(() -> network.logits(bag(-1))).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void optionsOutOfRange() {
    TextNetworkOptions options = TextNetworkOptions.defaults();
    assertThatThrownBy(() -> options.withWidth(0)).hasMessageContaining("vectors of 0");
    assertThatThrownBy(() -> options.withTokenDropout(1)).hasMessageContaining("1.0");
    assertThatThrownBy(() -> options.withTraining(options.training().withWeightDecay(0.1)))
        .hasMessageContaining("a weight decay of 0.1");
  }
}
