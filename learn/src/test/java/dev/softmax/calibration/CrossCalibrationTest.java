package dev.softmax.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.softmax.Progress;
import dev.softmax.data.StratifiedFolds;
import dev.softmax.linear.DenseData;
import dev.softmax.linear.Options;
import dev.softmax.linear.SoftmaxRegression;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Models that are fitted again in each fold, against scikit-learn.
class CrossCalibrationTest {
  private static final int COLUMNS = 4;

  /// Regressions on the features of a golden file.
  private record Regressions(double[] features, int[] labels)
      implements CrossCalibration.Learner<SoftmaxRegression> {
    @Override
    public SoftmaxRegression fit(int[] rows) {
      int[] of = Arrays.stream(rows).map(row -> labels[row]).toArray();
      return SoftmaxRegression.fit(
          new DenseData(some(rows), of, COLUMNS, 3),
          Options.defaults().withC(0.1).withTolerance(1e-10),
          Progress.NONE);
    }

    @Override
    public double[] logits(SoftmaxRegression model, int[] rows) {
      return model.logits(some(rows));
    }

    private double[] some(int[] rows) {
      return Arrays.stream(rows)
          .boxed()
          .flatMapToDouble(row -> Arrays.stream(features, row * COLUMNS, (row + 1) * COLUMNS))
          .toArray();
    }
  }

  @Test
  void bothWaysGiveWhatScikitLearnGives() throws IOException {
    GoldenCases golden = GoldenCases.read("crossed.txt").getFirst();
    Regressions learner = new Regressions(golden.of("features"), golden.ints("labels"));
    CrossCalibration.Plan plan =
        new CrossCalibration.Plan(
            golden.ints("labels"),
            3,
            new StratifiedFolds(golden.ints("folds"), 3),
            new CalibrationMethod.Temperature());
    CrossCalibration<SoftmaxRegression> ensemble = CrossCalibration.ensemble(learner, plan);
    assertThat(ensemble.members()).hasSize(3);
    assertThat(ensemble.probabilities(model -> model.logits(learner.features), 3))
        .containsExactly(golden.of("ensemble"), within(1e-5));
    CrossCalibration<SoftmaxRegression> single = CrossCalibration.single(learner, plan);
    assertThat(single.members()).hasSize(1);
    assertThat(single.probabilities(model -> model.logits(learner.features), 3))
        .containsExactly(golden.of("single"), within(1e-5));
  }

  @Test
  void everyRowNeedsAFold() {
    StratifiedFolds folds = new StratifiedFolds(new int[] {0, 1, 0}, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CrossCalibration.Plan(
                    new int[4], 2, folds, new CalibrationMethod.Temperature()))
        .withMessage("cross calibration: labels (4) but folds (3)");
  }

  @Test
  void foldsShareTheClassesOut() {
    int[] labels = new int[47];
    Arrays.setAll(labels, row -> row % 7 == 0 ? 1 : row % 5 == 0 ? 2 : 0);
    StratifiedFolds folds = StratifiedFolds.of(labels, 3, 4, new SplittableRandom(1));
    for (int fold = 0; fold < 4; fold++) {
      int[] test = folds.test(fold);
      assertThat(test.length).isBetween(11, 12);
      assertThat(folds.train(fold).length).isEqualTo(47 - test.length);
      for (int k = 0; k < 3; k++) {
        int of = k;
        long all = Arrays.stream(labels).filter(label -> label == of).count();
        long here = Arrays.stream(test).filter(row -> labels[row] == of).count();
        assertThat(here).isBetween(all / 4, all / 4 + 1);
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StratifiedFolds.of(new int[2], 1, 3, new SplittableRandom(1)))
        .withMessage("fold 2 has no row: 2 rows in 3 folds");
  }
}
