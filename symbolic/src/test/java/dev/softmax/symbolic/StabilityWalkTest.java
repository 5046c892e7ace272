package dev.softmax.symbolic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class StabilityWalkTest {
  private static final double INF = Double.POSITIVE_INFINITY;

  /// The scores of lesson S04.
  @Test
  void largeScoresOverflowInTheTextbooksForm() {
    StabilityWalk walk = StabilityWalk.of(1000, 2000, 3000);
    assertThat(walk.naive().get(0).values()).containsExactly(INF, INF, INF);
    assertThat(walk.naive().get(0).note()).contains("exp(x1) = exp(1000) overflows");
    assertThat(walk.naive().get(2).values()).containsExactly(Double.NaN, Double.NaN, Double.NaN);
    assertThat(walk.naive().get(2).note()).contains("p1 = inf/inf = NaN");
    assertThat(walk.stable().get(1).values()).containsExactly(-2000.0, -1000.0, 0.0);
    assertThat(walk.stable().get(4).values()).containsExactly(0.0, 0.0, 1.0);
    assertThat(walk.stable().get(5).values()).containsExactly(-2000.0, -1000.0, 0.0);
    assertThat(walk.differencesExact()).isTrue();
  }

  @Test
  void underflowIsNamed() {
    StabilityWalk walk = StabilityWalk.of(-1000, 0, 1000);
    assertThat(walk.naive().get(0).values()).containsExactly(0.0, 1.0, INF);
    assertThat(walk.naive().get(0).note())
        .contains("exp(x1) = exp(-1000) underflows to 0", "exp(x3) = exp(1000) overflows");
    assertThat(walk.naive().get(2).values()).containsExactly(0.0, 0.0, Double.NaN);
    assertThat(walk.naive().get(3).values()).containsExactly(-INF, -INF, Double.NaN);
  }

  @Test
  void everythingUnderflowing() {
    StabilityWalk walk = StabilityWalk.of(-800, -801);
    assertThat(walk.naive().get(1).values()).containsExactly(0.0);
    assertThat(walk.naive().get(1).note()).isEqualTo("every exponential underflowed");
    assertThat(walk.naive().get(2).note()).contains("p1 = 0/0 = NaN");
    assertThat(walk.stable().get(4).values().getFirst()).isBetween(0.731, 0.732);
  }

  @Test
  void smallScoresAgree() {
    StabilityWalk walk = StabilityWalk.of(2, 1, 0.1);
    for (int i = 0; i < 3; i++) {
      assertThat(walk.naive().get(2).values().get(i))
          .isCloseTo(walk.stable().get(4).values().get(i), Offset.offset(1e-15));
    }
    assertThat(walk.naive().get(0).note()).isEmpty();
  }

  @Test
  void aRoundedDifferenceIsNoticed() {
    assertThat(StabilityWalk.of(0.1, 1e17).differencesExact()).isFalse();
  }

  @Test
  void refusesWhatIsNotFinite() {
    assertThatThrownBy(() -> StabilityWalk.of(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StabilityWalk.of(1, INF)).hasMessageContaining("finite");
  }
}
