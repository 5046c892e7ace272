package dev.softmax.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Settings at the ends of what they may be: steps that do nothing, tokens that are no candidates any more.
class SettingsTest {
  private static final float NONE = Float.NEGATIVE_INFINITY;
  private static final float[] LOGITS = {1, 3, 2, NONE, 0};

  /// The tokens that a step leaves, after some tokens were accepted.
  private static List<Integer> left(List<SamplerStep> steps, int... accepted) {
    Sampler sampler = sampler(steps, accepted);
    sampler.next(LOGITS);
    return sampler.top(LOGITS.length).stream()
        .filter(candidate -> candidate.probability() > 0)
        .map(Candidate::token)
        .sorted()
        .toList();
  }

  private static Sampler sampler(List<SamplerStep> steps, int... accepted) {
    SamplerStep[] chain =
        IntStream.rangeClosed(0, steps.size())
            .mapToObj(i -> i < steps.size() ? steps.get(i) : new Multinomial())
            .toArray(SamplerStep[]::new);
    Sampler sampler = SamplerChain.of(chain).sampler(LOGITS.length, 3);
    for (int token : accepted) {
      sampler.accept(token);
    }
    return sampler;
  }

  static List<SamplerStep> idle() {
    return List.of(
        new TopNSigma(0),
        new TopP(1),
        new MinP(0),
        new EpsilonCutoff(0),
        new EtaCutoff(0),
        new Typical(1),
        new Xtc(0, 0.1),
        new Xtc(1, 0.6),
        new Dry(0, 1.75, 2),
        new TopK(0),
        new DynamicTemperature(1, 0, 1),
        new LogitBias(Map.of()),
        new BadWords(List.of()));
  }

  @ParameterizedTest
  @MethodSource("idle")
  void stepsThatDoNothing(SamplerStep step) {
    assertThat(left(List.of(step), 1, 2, 1, 2)).containsExactly(0, 1, 2, 4);
    Sampler with = sampler(List.of(step), 1, 2, 1, 2);
    Sampler without = sampler(List.of());
    with.next(LOGITS);
    without.next(LOGITS);
    assertThat(with.top(4)).isEqualTo(without.top(4));
  }

  @Test
  void aSingleCandidateStays() {
    List<SamplerStep> first = List.of(new TopK(1));
    for (SamplerStep step : List.of(new Xtc(1, 0.1), new DynamicTemperature(0.5, 2, 1))) {
      assertThat(left(List.of(first.getFirst(), step))).containsExactly(1);
    }
  }

  @Test
  void tokensThatAreNoCandidatesAnyMoreArePassedOver() {
    // The token 0 is dropped before each of these steps would change it.
    SamplerStep keepTwo = new TopK(2);
    for (SamplerStep step :
        List.of(
            new LogitBias(Map.of(0, 9.0)),
            new Penalties(8, 2, 0, 0),
            new BadWords(List.of(List.of(0))),
            new NoRepeatNgram(1),
            new Dry(2, 1.75, 1))) {
      assertThat(left(List.of(keepTwo, step), 0, 0, 0)).containsExactly(1, 2);
    }
  }

  @Test
  void cutoffsKeepTheMostProbable() {
    // Probabilities 0.09, 0.64, 0.24, 0, 0.03.
    assertThat(left(List.of(new EpsilonCutoff(0.05)))).containsExactly(0, 1, 2);
    assertThat(left(List.of(new EpsilonCutoff(0.9)))).containsExactly(1);
    assertThat(left(List.of(new TopNSigma(0.5)))).containsExactly(1);
    assertThat(left(List.of(new TopP(0.7)))).containsExactly(1, 2);
    assertThat(left(List.of(new MinP(0.2)))).containsExactly(1, 2);
    assertThat(left(List.of(new Xtc(1, 0.2)))).containsExactly(0, 2, 4);
  }

  @Test
  void equalLogitsAtTheThresholdAreTakenFromTheLeft() {
    float[] equal = {1, 1, 1, 1, 0};
    Sampler sampler = sampler(List.of(new TopK(2)));
    sampler.next(equal);
    assertThat(sampler.top(5)).extracting(Candidate::token).containsExactly(0, 1);
    assertThat(sampler.top(0)).isEmpty();
  }

  @Test
  void dryPenalisesWhatRepeats() {
    // 1 2 | 1 2 and then 1 would repeat: its penalty is 2 · 1.75^(2-1).
    Sampler sampler = sampler(List.of(new Dry(2, 1.75, 1)), 1, 2, 1, 2);
    sampler.next(LOGITS);
    double repeated = logit(sampler, 1);
    Sampler free = sampler(List.of());
    free.next(LOGITS);
    assertThat(logit(free, 1) - repeated).isCloseTo(2 * 1.75, within(1e-5));
    // With a base of 1 the length of the repeat does not matter.
    Sampler flat = sampler(List.of(new Dry(2, 1, 1)), 1, 2, 1, 2);
    flat.next(LOGITS);
    assertThat(logit(free, 1) - logit(flat, 1)).isCloseTo(2, within(1e-5));
    // A breaker ends what can repeat.
    Dry broken = new Dry(2, 1.75, 1, Penalties.ALL, List.of(List.of(2)));
    Sampler none = sampler(List.of(broken), 1, 2, 1, 2);
    none.next(LOGITS);
    assertThat(logit(none, 1)).isCloseTo(logit(free, 1), within(1e-6));
  }

  /// A token's logit against that of token 4, which nothing changes.
  private static double logit(Sampler sampler, int token) {
    List<Candidate> all = sampler.top(LOGITS.length);
    double of = Double.NaN;
    double against = Double.NaN;
    for (Candidate candidate : all) {
      of = candidate.token() == token ? candidate.logProbability() : of;
      against = candidate.token() == 4 ? candidate.logProbability() : against;
    }
    return of - against;
  }

  @Test
  void windowsOfNothingAndOfAll() {
    assertThat(left(List.of(new Penalties(0, 2, 1, 1)), 1, 1)).containsExactly(0, 1, 2, 4);
    Sampler none = sampler(List.of(new Penalties(0, 2, 1, 1)), 1, 1);
    Sampler all = sampler(List.of(new Penalties(Penalties.ALL, 1, 0, 1)), 1, 1);
    Sampler free = sampler(List.of());
    none.next(LOGITS);
    all.next(LOGITS);
    free.next(LOGITS);
    assertThat(logit(none, 1)).isEqualTo(logit(free, 1));
    assertThat(logit(free, 1) - logit(all, 1)).isCloseTo(1, within(1e-6));
  }

  @Test
  void continuationsMustBeLogarithms() {
    TokenModel<Integer> model =
        new TokenModel<>() {
          @Override
          public int vocabulary() {
            return 2;
          }

          @Override
          public Integer step(Integer state, int token) {
            return state + 1;
          }

          @Override
          public void logProbabilities(Integer state, float[] out) {
            out[0] = -1;
            out[1] = state == 0 ? -0.5f : 0.5f;
          }
        };
    assertThat(BeamSearch.of(2, 1).search(model, 0)).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BeamSearch.of(2, 2).search(model, 0))
        .withMessage("beam search: token 1 has the log-probability 0.5");
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    List<Supplier<SamplerStep>> steps =
        List.of(
            () -> new Dry(-1, 1.75, 2),
            () -> new Dry(1, 0.5, 2),
            () -> new Dry(1, 1.75, 0),
            () -> new Dry(1, 1.75, 2, -2, List.of()),
            () -> new DynamicTemperature(-1, 1, 1),
            () -> new DynamicTemperature(1, -1, 1),
            () -> new DynamicTemperature(1, 1, -1),
            () -> new EpsilonCutoff(-0.1),
            () -> new EpsilonCutoff(0.1, 0),
            () -> new EtaCutoff(-0.1),
            () -> new LogitBias(Map.of(-1, 1.0)),
            () -> new LogitBias(Map.of(1, Double.POSITIVE_INFINITY)),
            () -> new NoRepeatNgram(0),
            () -> new Penalties(-2, 1, 0, 0),
            () -> new Penalties(1, 0, 0, 0),
            () -> new Penalties(1, 1, Double.POSITIVE_INFINITY, 0),
            () -> new Penalties(1, 1, 0, Double.NaN),
            () -> new TopNSigma(-1),
            () -> new Typical(1.5),
            () -> new Xtc(1.5, 0.1),
            () -> new Xtc(0.5, 1.5),
            () -> new Xtc(0.5, 0.1, 0));
    for (Supplier<SamplerStep> step : steps) {
      assertThatIllegalArgumentException().isThrownBy(step::get);
    }
  }

  @Test
  void sequencesOfTokensAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BadWords(List.of(List.of())));
    assertThatIllegalArgumentException().isThrownBy(() -> new BadWords(List.of(List.of(1, -1))));
    assertThatIllegalArgumentException().isThrownBy(() -> new TopK(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new TopP(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> new MinP(-0.1));
  }
}
