package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Conformal sets against MAPIE and TorchCP, and what they promise.
class ConformalScoresTest {
  private static final List<SetScore> SCORES =
      List.of(new SetScore.Lac(), new SetScore.Aps(), new SetScore.Raps(0.05, 2));

  static List<GoldenCases> golden() throws IOException {
    return GoldenCases.read("conformal.txt");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void givesTheSetsOfMapieAndTorchCp(GoldenCases golden) {
    int classes = golden.classes();
    ConformalScores scores = ConformalScores.of(golden.of("known"), golden.ints("labels"), classes);
    for (double coverage : new double[] {0.7, 0.9, 0.95}) {
      for (SetScore score : SCORES) {
        double[] expected = golden.of("torchcp " + score.name() + " " + coverage);
        ConformalSets sets = scores.sets(coverage, score);
        assertThat(sets.threshold()).isCloseTo(expected[0], within(1e-12));
        double[] bits = bits(golden, sets);
        assertThat(bits).containsExactly(withBest(golden, expected, 1));
        if (score instanceof SetScore.Lac) {
          assertThat(bits).containsExactly(withBest(golden, golden.of("mapie lac " + coverage), 0));
        }
      }
    }
  }

  private static double[] row(GoldenCases golden, int row) {
    int classes = golden.classes();
    return Arrays.copyOfRange(golden.of("others"), row * classes, (row + 1) * classes);
  }

  private static double[] bits(GoldenCases golden, ConformalSets sets) {
    double[] bits = new double[golden.of("others").length / golden.classes()];
    Arrays.setAll(bits, i -> Arrays.stream(sets.set(row(golden, i))).map(k -> 1 << k).sum());
    return bits;
  }

  /// Sets as they were written, from an index on, and the most probable class in those that are empty.
  private static double[] withBest(GoldenCases golden, double[] sets, int from) {
    double[] all = Arrays.copyOfRange(sets, from, sets.length);
    for (int i = 0; i < all.length; i++) {
      double[] of = row(golden, i);
      int best = 0;
      for (int k = 1; k < of.length; k++) {
        best = of[k] > of[best] ? k : best;
      }
      all[i] = (int) all[i] | 1 << best;
    }
    return all;
  }

  @Test
  void theThresholdIsTheOrderStatisticOfTheFormula() {
    double[] probabilities = new double[18];
    for (int row = 0; row < 9; row++) {
      probabilities[2 * row] = (row + 1) / 10.;
      probabilities[2 * row + 1] = 1 - probabilities[2 * row];
    }
    ConformalScores scores = ConformalScores.of(probabilities, new int[9], 2);
    // ⌈10 · 0.9⌉ is the 9th, ⌈10 · 0.5⌉ the 5th, ⌈10 · 0.41⌉ the 5th too.
    assertThat(scores.sets(0.9, new SetScore.Lac()).threshold()).isEqualTo(0.9);
    assertThat(scores.sets(0.5, new SetScore.Lac()).threshold()).isEqualTo(0.5);
    assertThat(scores.sets(0.41, new SetScore.Lac()).threshold()).isEqualTo(0.5);
    assertThat(scores.sets(0.4, new SetScore.Lac()).threshold()).isEqualTo(0.4);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.sets(0.91, new SetScore.Lac()))
        .withMessage(
            "a coverage of 0.91 needs at least 11 rows to calibrate sets by, and there are 9");
  }

  @ParameterizedTest
  @CsvSource({"0.5, 1", "0.9, 9", "0.95, 19", "0.99, 99", "0.999, 999", "0.91, 11", "0.1, 1"})
  void rowsNeededAreTheFewest(double coverage, int rows) {
    assertThat(ConformalScores.rowsNeeded(coverage)).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN})
  void coverageIsBetweenZeroAndOne(double coverage) {
    ConformalScores scores = ConformalScores.of(new double[] {1, 0}, new int[1], 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scores.sets(coverage, new SetScore.Aps()))
        .withMessage("a coverage of " + coverage + " is not between 0 and 1");
  }

  @Test
  void orderOfClassesDoesNotMatter() {
    double[] tied = {0.3, 0.3, 0.1, 0.3};
    assertThat(new ConformalSets(new SetScore.Aps(), 0.9, 0.5).set(tied)).containsExactly(0, 1, 3);
    assertThat(new ConformalSets(new SetScore.Aps(), 0.9, 0.91).set(tied))
        .containsExactly(0, 1, 3, 2);
    assertThat(new ConformalSets(new SetScore.Lac(), 0.9, 0.5).set(tied)).containsExactly(0);
  }

  /// Mean coverage over many draws of 40 kept rows is within `[c, c + 1/41]` for scores without ties, here less three
  /// standard errors.
  @Test
  void coverageIsWhatIsPromised() {
    SplittableRandom random = new SplittableRandom(2);
    double[] sums = new double[SCORES.size()];
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      int[] kept = new int[40];
      int[] fresh = new int[100];
      double[] keptProbabilities = draw(random, kept);
      double[] freshProbabilities = draw(random, fresh);
      ConformalScores scores = ConformalScores.of(keptProbabilities, kept, 5);
      for (int i = 0; i < sums.length; i++) {
        sums[i] += scores.sets(0.8, SCORES.get(i)).measure(freshProbabilities, fresh, 5).coverage();
      }
    }
    double error = 3 * Math.sqrt(0.8 * 0.2 * (1 / 40. + 1 / 100.) / trials);
    for (double sum : sums) {
      assertThat(sum / trials).isGreaterThan(0.8 - error);
    }
    assertThat(sums[0] / trials).isLessThan(0.8 + 1 / 41. + error);
  }

  /// Where probabilities are true ones, rows that are easy and rows that are hard are covered alike, but for the class that
  /// no set goes without.
  @Test
  void withChanceEasyAndHardRowsAreCoveredAlike() {
    SplittableRandom random = new SplittableRandom(6);
    int[] kept = new int[4000];
    ConformalScores scores = ConformalScores.of(softened(draw(random, kept)), kept, 5);
    int[] fresh = new int[20000];
    double[] probabilities = softened(draw(random, fresh));
    SetScore score = new SetScore.RandomAps(1);
    ConformalSets sets = scores.sets(0.8, score);
    ConformalScores others = ConformalScores.of(probabilities, fresh, 5);
    double[] hits = new double[2];
    int[] rows = new int[2];
    for (int row = 0; row < fresh.length; row++) {
      double most = 0;
      for (int k = 0; k < 5; k++) {
        most = Math.max(most, probabilities[5 * row + k]);
      }
      int hard = most < 0.6 ? 1 : 0;
      rows[hard]++;
      double of = score.of(others.probability()[row], others.above()[row], others.rank()[row]);
      hits[hard] += of <= sets.threshold() ? 1 : 0;
    }
    assertThat(hits[0] / rows[0]).isCloseTo(0.8, within(0.03));
    assertThat(hits[1] / rows[1]).isCloseTo(0.8, within(0.03));
    assertThat(sets.measure(probabilities, fresh, 5).coverage()).isGreaterThan(0.8);
  }

  /// The probabilities that classes were drawn by, from those that are too sure.
  private static double[] softened(double[] sure) {
    double[] logs = new double[sure.length];
    Arrays.setAll(logs, i -> Math.log(sure[i]));
    return new TemperatureCalibration(2).probabilities(logs, 5);
  }

  /// Without the class that no set goes without, coverage is the promised one and little more.
  @Test
  void scoresWithChanceHaveNoTies() {
    SplittableRandom random = new SplittableRandom(7);
    double within = 0;
    int trials = 400;
    for (int trial = 0; trial < trials; trial++) {
      int[] kept = new int[40];
      int[] fresh = new int[50];
      ConformalScores scores = ConformalScores.of(draw(random, kept), kept, 5);
      ConformalScores others = ConformalScores.of(draw(random, fresh), fresh, 5);
      SetScore score = new SetScore.RandomAps(trial);
      double threshold = scores.sets(0.8, score).threshold();
      for (int row = 0; row < fresh.length; row++) {
        double of = score.of(others.probability()[row], others.above()[row], others.rank()[row]);
        within += of <= threshold ? 1. / fresh.length / trials : 0;
      }
    }
    double error = 3 * Math.sqrt(0.8 * 0.2 * (1 / 40. + 1 / 50.) / trials);
    assertThat(within).isBetween(0.8 - error, 0.8 + 1 / 41. + error);
  }

  @Test
  void chanceIsOfTheSeedAndTheRowAlone() {
    double[] row = {0.5, 0.2, 0.15, 0.1, 0.05};
    int different = 0;
    for (int seed = 0; seed < 50; seed++) {
      ConformalSets sets = new ConformalSets(new SetScore.RandomAps(seed), 0.8, 0.75);
      assertThat(sets.set(row)).isEqualTo(sets.set(row.clone()));
      different += sets.set(row).length == 2 ? 1 : 0;
    }
    // The third class, of 0.7 to 0.85, is within for a third of the seeds.
    assertThat(different).isBetween(20, 47);
  }

  /// Probabilities of five classes that are too sure, and classes drawn from softer ones.
  private static double[] draw(SplittableRandom random, int[] labels) {
    double[] logits = new double[5 * labels.length];
    Arrays.setAll(logits, i -> 1.5 * random.nextGaussian());
    double[] truth = TemperatureCalibration.NONE.probabilities(logits, 5);
    for (int row = 0; row < labels.length; row++) {
      double left = random.nextDouble();
      int k = 0;
      while (k < 4 && left > truth[5 * row + k]) {
        left -= truth[5 * row + k++];
      }
      labels[row] = k;
    }
    return new TemperatureCalibration(0.5).probabilities(logits, 5);
  }

  @Test
  void keptNumbersMakeTheSameScores() {
    int[] labels = new int[30];
    double[] probabilities = draw(new SplittableRandom(1), labels);
    ConformalScores scores = ConformalScores.of(probabilities, labels, 5);
    ConformalScores back = ConformalScores.of(scores.probability(), scores.above(), scores.rank());
    for (SetScore score : SCORES) {
      assertThat(back.sets(0.9, score)).isEqualTo(scores.sets(0.9, score));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConformalScores.of(new double[] {2}, new double[] {1}, new int[] {1}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConformalScores.of(new double[] {0.5, Double.NaN}, new int[1], 2));
  }
}
