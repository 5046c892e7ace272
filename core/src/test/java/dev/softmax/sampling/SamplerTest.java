package dev.softmax.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a sampler draws, remembers and refuses.
class SamplerTest {
  private static final float NONE = Float.NEGATIVE_INFINITY;
  private static final float EVER = Float.POSITIVE_INFINITY;

  private static float[] logits(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = 0; j < 6; j++) {
        sum += random.nextDouble() - 0.5;
      }
      x[i] = (float) (4 * sum);
    }
    return x;
  }

  private static Sampler sampler(int vocabulary, SamplerStep... steps) {
    return SamplerChain.of(steps).sampler(vocabulary, 7);
  }

  static List<List<SamplerStep>> chains() {
    return List.of(
        List.of(new Multinomial()),
        List.of(new GumbelMax()),
        List.of(new Temperature(1.4), new TopK(9), new TopP(0.9), new Multinomial()),
        List.of(new MinP(0.1), new Temperature(0.8), new GumbelMax()),
        List.of(new Typical(0.8), new Multinomial()));
  }

  /// A draw of 20 000 tokens is as a χ² test would have it: below the quantile of 1 - 1e-4.
  @ParameterizedTest
  @MethodSource("chains")
  void drawsFollowTheProbabilities(List<SamplerStep> steps) {
    float[] x = logits(20, 5);
    x[3] = NONE;
    Sampler sampler = SamplerChain.of(steps.toArray(new SamplerStep[0])).sampler(20, 11);
    int draws = 20_000;
    int[] counts = new int[20];
    for (int i = 0; i < draws; i++) {
      counts[sampler.next(x)]++;
    }
    double statistic = 0;
    int degrees = -1;
    int seen = 0;
    for (Candidate candidate : sampler.top(20)) {
      double expected = draws * candidate.probability();
      if (expected > 0) {
        double gap = counts[candidate.token()] - expected;
        statistic += gap * gap / expected;
        degrees++;
        seen += counts[candidate.token()];
      }
    }
    assertThat(seen).isEqualTo(draws);
    assertThat(degrees).isPositive();
    // Wilson and Hilferty's approximation of the quantile, at 3.72 standard deviations.
    double ninth = 2.0 / (9 * degrees);
    double bound = degrees * Math.pow(1 - ninth + 3.72 * Math.sqrt(ninth), 3);
    assertThat(statistic).isLessThan(bound);
  }

  /// The same number for each kind of kernel, and on every machine.
  @Test
  void choicesAreTheSameBitsEverywhere() {
    int v = 128_256;
    long hash = 17;
    List<List<SamplerStep>> all =
        List.of(
            List.of(new Temperature(0.8), new TopK(40), new TopP(0.95), new Multinomial()),
            List.of(new Temperature(0.8), new TopP(0.9), new Multinomial()),
            List.of(new TopK(5000), new Typical(0.9), new Multinomial()),
            List.of(new DynamicTemperature(1, 0.5, 1), new EtaCutoff(1e-4), new GumbelMax()),
            List.of(new Typical(0.7), new Multinomial()),
            List.of(new TopNSigma(3), new Xtc(0.5, 0.01), new Multinomial()),
            List.of(new Mirostat(5, 0.1)),
            List.of(new MirostatV2(5, 0.1)));
    for (List<SamplerStep> steps : all) {
      Sampler sampler = SamplerChain.of(steps.toArray(new SamplerStep[0])).sampler(v, 3);
      for (int i = 0; i < 5; i++) {
        hash = 31 * hash + sampler.next(logits(v, i));
        hash = 31 * hash + Double.doubleToLongBits(sampler.logProbability());
      }
    }
    assertThat(hash).isEqualTo(5509478854066663964L);
  }

  @Test
  void seedsSayWhatIsDrawn() {
    float[] x = logits(500, 1);
    SamplerChain chain = SamplerChain.of(new Temperature(1.2), new Multinomial());
    Sampler one = chain.sampler(500, 1);
    int[] first = IntStream.range(0, 50).map(i -> one.next(x)).toArray();
    one.reset();
    assertThat(IntStream.range(0, 50).map(i -> one.next(x)).toArray()).isEqualTo(first);
    Sampler other = chain.sampler(500, 2);
    assertThat(IntStream.range(0, 50).map(i -> other.next(x)).toArray()).isNotEqualTo(first);
  }

  @Test
  void logProbabilitiesAndTopCandidates() {
    float[] x = {1, 3, 3, NONE, 0};
    Sampler sampler = sampler(5, new Greedy());
    assertThat(sampler.candidates()).isZero();
    assertThat(sampler.top(3)).isEmpty();
    assertThat(sampler.logProbability()).isNaN();
    assertThat(sampler.next(x)).isEqualTo(1);
    double log = Math.log(Math.exp(1) + 2 * Math.exp(3) + 1);
    assertThat(sampler.logProbability()).isCloseTo(3 - log, within(1e-7));
    List<Candidate> top = sampler.top(4);
    assertThat(top.stream().map(Candidate::token)).containsExactly(1, 2, 0, 4);
    assertThat(top.get(2).logProbability()).isCloseTo(1 - log, within(1e-7));
    assertThat(sampler.top(9)).hasSize(5).last().extracting(Candidate::probability).isEqualTo(0.0);
    assertThat(x).containsExactly(1, 3, 3, NONE, 0);
    assertThatThrownBy(() -> sampler.top(new int[2], new double[3]))
        .hasMessage("sampler: tokens (2) but logProbabilities (3)");
  }

  @Test
  void topOfManyIsInOrder() {
    float[] x = logits(3000, 2);
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.round(4 * x[i]);
    }
    Sampler sampler = sampler(3000, new Multinomial());
    sampler.next(x);
    Integer[] order = IntStream.range(0, 3000).boxed().toArray(Integer[]::new);
    Arrays.sort(order, (a, b) -> x[a] == x[b] ? a - b : Float.compare(x[b], x[a]));
    for (int k : new int[] {1, 2, 40, 1500, 3000}) {
      assertThat(sampler.top(k).stream().map(Candidate::token).toList())
          .isEqualTo(List.of(order).subList(0, k));
    }
  }

  @Test
  void tiesGoToTheLowestTokens() {
    float[] x = new float[300];
    for (SamplerStep step : List.of(new TopK(3), new TopP(2.5 / 300), new Typical(2.5 / 300))) {
      Sampler sampler = sampler(300, step, new Multinomial());
      sampler.next(x);
      assertThat(sampler.top(9).stream().map(Candidate::token)).containsExactly(0, 1, 2);
    }
    Sampler greedy = sampler(300, new Temperature(0), new Multinomial());
    assertThat(greedy.next(x)).isZero();
    assertThat(greedy.logProbability()).isZero();
  }

  @Test
  void largeAndZeroTopKKeepAll() {
    float[] x = logits(10, 3);
    for (int k : new int[] {0, 10, 11, Integer.MAX_VALUE}) {
      Sampler sampler = sampler(10, new TopK(k), new Multinomial());
      sampler.next(x);
      assertThat(sampler.candidates()).isEqualTo(10);
    }
  }

  @Test
  void minKeepHoldsBack() {
    float[] x = {10, 1, 2, 3, 4};
    List<SamplerStep> steps =
        List.of(
            new TopP(0.1, 3),
            new MinP(1, 3),
            new EpsilonCutoff(1, 3),
            new EtaCutoff(0.9, 3),
            new Typical(0.1, 3));
    for (SamplerStep step : steps) {
      Sampler sampler = sampler(5, step, new Multinomial());
      sampler.next(x);
      assertThat(sampler.top(5).stream().map(Candidate::token)).as("%s", step).contains(0);
      assertThat(sampler.candidates()).as("%s", step).isEqualTo(3);
    }
  }

  @Test
  void infiniteLogitsShare() {
    Sampler sampler = sampler(4, new Temperature(0.5), new Multinomial());
    int[] counts = new int[4];
    for (int i = 0; i < 400; i++) {
      counts[sampler.next(new float[] {EVER, 3, EVER, NONE})]++;
    }
    assertThat(counts[0]).isBetween(150, 250);
    assertThat(counts[0] + counts[2]).isEqualTo(400);
    assertThat(sampler.logProbability()).isCloseTo(-Math.log(2), within(1e-7));
  }

  @Test
  void extremeTemperatures() {
    float[] x = {1e30f, -3, 1e30f, 0.5f, -1e38f};
    for (double t : new double[] {1e-300, 1e-40, 1e-3, 1}) {
      Sampler sampler = sampler(5, new Temperature(t), new Multinomial());
      sampler.next(x);
      assertThat(sampler.logProbability()).isCloseTo(-Math.log(2), within(1e-7));
    }
    Sampler flat = sampler(5, new Temperature(1e300), new Multinomial());
    flat.next(new float[] {5, 1, 0, -5, 3});
    assertThat(flat.logProbability()).isCloseTo(-Math.log(5), within(1e-7));
  }

  @Test
  void mirostatMovesItsBoundByTheSurprise() {
    float[] x = logits(1000, 8);
    double tau = 4;
    double eta = 0.7;
    Sampler plain = sampler(1000, new Greedy());
    plain.next(x);
    double[] logs = plain.top(1000).stream().mapToDouble(Candidate::logProbability).toArray();
    Sampler sampler = sampler(1000, new MirostatV2(tau, eta));
    double mu = 2 * tau;
    for (int i = 0; i < 30; i++) {
      sampler.next(x);
      double bound = -mu * Math.log(2);
      long expected = Math.max(1, Arrays.stream(logs).filter(log -> log >= bound).count());
      assertThat(sampler.candidates()).as("step " + i).isEqualTo((int) expected);
      mu -= eta * (-sampler.logProbability() / Math.log(2) - tau);
    }
    assertThat(mu).isNotEqualTo(2 * tau);
  }

  @Test
  void mirostatKeepsSurpriseNearItsAim() {
    float[] x = logits(5000, 9);
    for (SamplerStep step : List.of(new Mirostat(3, 0.1), new MirostatV2(3, 0.1))) {
      Sampler sampler = sampler(5000, step);
      double sum = 0;
      for (int i = 0; i < 500; i++) {
        sampler.next(x);
        sum -= sampler.logProbability() / Math.log(2);
      }
      assertThat(sum / 500).as("%s", step).isCloseTo(3, within(0.2));
    }
  }

  @Test
  void penaltiesForgetWhatLeavesTheWindow() {
    float[] x = {1, 1, 1};
    Sampler sampler = sampler(3, new Penalties(2, 1, 0.5, 0.25), new Multinomial());
    int[] tokens = {0, 0, 1, 2, 2};
    for (int token : tokens) {
      sampler.accept(token);
    }
    sampler.next(x);
    Map<Integer, Double> p = new HashMap<>();
    sampler.top(3).forEach(candidate -> p.put(candidate.token(), candidate.probability()));
    assertThat(p.get(0)).isEqualTo(p.get(1));
    double ratio = p.getOrDefault(2, 0.0) / p.getOrDefault(0, 0.0);
    assertThat(ratio).isCloseTo(Math.exp(-1.25), within(1e-6));
    sampler.reset();
    sampler.next(x);
    assertThat(sampler.logProbability()).isCloseTo(-Math.log(3), within(1e-7));
  }

  @Test
  void ringsWrapAround() {
    float[] x = logits(50, 4);
    SamplerChain small =
        SamplerChain.of(
                new Dry(1, 1.5, 1, 20, List.of()),
                new Penalties(20, 1.1, 0.1, 0),
                new NoRepeatNgram(3),
                new Multinomial())
            .withHistory(20);
    Sampler wrapped = small.sampler(50, 1);
    int[] tokens = new SplittableRandom(1).ints(137, 0, 6).toArray();
    for (int token : tokens) {
      wrapped.accept(token);
    }
    Sampler fresh = small.sampler(50, 1);
    for (int token : Arrays.copyOfRange(tokens, 117, 137)) {
      fresh.accept(token);
    }
    assertThat(wrapped.next(x)).isEqualTo(fresh.next(x));
    assertThat(wrapped.top(50)).isEqualTo(fresh.top(50));
  }

  @Test
  void nothingIsAllocatedForAToken() {
    int v = 4096;
    float[] x = logits(v, 6);
    Sampler sampler =
        sampler(
            v,
            new LogitBias(Map.of(3, 1.0)),
            new BadWords(List.of(List.of(1, 2))),
            new Penalties(64, 1.1, 0.1, 0.1),
            new Dry(0.8, 1.75, 2, 512, List.of()),
            new NoRepeatNgram(3),
            new Temperature(0.9),
            new TopNSigma(4),
            new Typical(0.99),
            new TopP(0.97),
            new Xtc(0.5, 0.1),
            new Multinomial());
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] tokens = new int[5];
    double[] logs = new double[5];
    long least = Long.MAX_VALUE;
    // Vector loops allocate until they are compiled, which takes its time on a busy machine.
    long end = System.nanoTime() + 30_000_000_000L;
    while (least > 0 && System.nanoTime() < end) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        sampler.next(x);
        sampler.top(tokens, logs);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least / 100).isLessThan(64);
  }

  @Test
  void badLogitsAreNamed() {
    Sampler sampler = sampler(3, new Multinomial());
    assertThatThrownBy(() -> sampler.next(new float[] {1, 2, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sampler: logit 2 is NaN");
    assertThatThrownBy(() -> sampler.next(new float[2]))
        .hasMessage("sampler: logits (2) but vocabulary (3)");
    assertThatThrownBy(() -> sampler.next(new float[] {NONE, NONE, NONE}))
        .hasMessage("sampler: all 3 candidates are masked, with logits of -∞");
    assertThatThrownBy(() -> sampler.accept(3))
        .hasMessage("sampler: token 3 is not in the vocabulary of 3");
    assertThatThrownBy(() -> sampler.accept(-1)).isInstanceOf(IllegalArgumentException.class);
    Sampler banned =
        sampler(2, new LogitBias(Map.of(0, (double) NONE)), new NoRepeatNgram(1), new Greedy());
    assertThat(banned.next(new float[] {5, 1})).isEqualTo(1);
    assertThatThrownBy(() -> banned.next(new float[] {5, 1})).hasMessageContaining("all 2");
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> new Temperature(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature -1 must be finite and at least 0");
    assertThatThrownBy(() -> new Temperature(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new TopP(1.5)).hasMessage("top-p: p 1.5 must be from 0 to 1");
    assertThatThrownBy(() -> new TopK(-1)).hasMessage("top-k: k -1 must be at least 0");
    assertThatThrownBy(() -> SamplerChain.of(new TopK(1))).hasMessageContaining("chooses no token");
    assertThatThrownBy(() -> SamplerChain.of()).hasMessageContaining("no step");
    assertThatThrownBy(() -> SamplerChain.of(new Greedy(), new Multinomial()))
        .hasMessageContaining("Greedy[] chooses a token, and steps follow it");
    assertThatThrownBy(() -> sampler(9, Penalties.repetition(5000, 1.1), new Greedy()))
        .hasMessageContaining("penalties: last n 5000 but a history of 4096");
    assertThatThrownBy(() -> sampler(3, new LogitBias(Map.of(7, 1.0)), new Greedy()))
        .hasMessage("logit bias: token 7 is not in the vocabulary of 3");
    assertThatThrownBy(() -> new BadWords(List.of(List.of())))
        .hasMessage("bad words: [] is no sequence of one or more tokens");
  }
}
