package dev.softmax.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// With as many beams as there are sequences, the search is exhaustive.
class BeamSearchTest {
  /// Probabilities that depend on all tokens so far: the state is a hash of them.
  private static final TokenModel<Long> MODEL =
      new TokenModel<>() {
        @Override
        public int vocabulary() {
          return 3;
        }

        @Override
        public Long step(Long state, int token) {
          return 31 * state + token + 1;
        }

        @Override
        public void logProbabilities(Long state, float[] out) {
          SplittableRandom random = new SplittableRandom(state);
          double sum = 0;
          for (int i = 0; i < out.length; i++) {
            out[i] = (float) (0.05 + random.nextDouble());
            sum += out[i];
          }
          for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.log(out[i] / sum);
          }
        }
      };

  @Test
  void findsWhatTryingAllFinds() {
    List<Beam> all = new ArrayList<>();
    extend(1L, List.of(), 0, all);
    all.sort(Comparator.comparingDouble(Beam::score).reversed());
    assertThat(all).hasSize(81);
    List<Beam> found = BeamSearch.of(81, 4).search(MODEL, 1L);
    assertThat(found).hasSize(81);
    assertThat(found.getFirst().tokens()).isEqualTo(all.getFirst().tokens());
    double mass = 0;
    for (int i = 0; i < 81; i++) {
      assertThat(found.get(i).score()).isCloseTo(all.get(i).score(), within(1e-6));
      mass += Math.exp(found.get(i).logProbability());
    }
    assertThat(mass).isCloseTo(1, within(1e-5));
  }

  private static void extend(long state, List<Integer> tokens, double log, List<Beam> all) {
    if (tokens.size() == 4) {
      all.add(new Beam(tokens, log, log));
      return;
    }
    float[] logs = new float[3];
    MODEL.logProbabilities(state, logs);
    for (int token = 0; token < 3; token++) {
      List<Integer> longer = new ArrayList<>(tokens);
      longer.add(token);
      extend(MODEL.step(state, token), longer, log + logs[token], all);
    }
  }

  @Test
  void oneBeamIsGreedy() {
    List<Integer> greedy = new ArrayList<>();
    long state = 1;
    float[] logs = new float[3];
    for (int i = 0; i < 6; i++) {
      MODEL.logProbabilities(state, logs);
      int best = logs[0] >= logs[1] ? 0 : 1;
      best = logs[best] >= logs[2] ? best : 2;
      greedy.add(best);
      state = MODEL.step(state, best);
    }
    assertThat(BeamSearch.of(1, 6).search(MODEL, 1L).getFirst().tokens()).isEqualTo(greedy);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatThrownBy(() -> BeamSearch.of(0, 1))
        .hasMessage("beam search: beams 0 must be at least 1");
    assertThatThrownBy(() -> BeamSearch.of(1, 1).withEnd(3).search(MODEL, 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("beam search: end: token 3 is not in the vocabulary of 3");
  }
}
