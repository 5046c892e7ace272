package dev.softmax.calibration;

import dev.softmax.data.StratifiedFolds;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;

/// The strength of the pull to the identity by which a linear map does best on rows it was not fitted to.
///
/// @param data what the map takes
/// @param diagonal whether it has a factor a class only
/// @param pull what a strength means
/// @param seed of the folds
record PenaltySearch(CalibrationData data, boolean diagonal, DoubleFunction<Pull> pull, long seed) {
  /// Strong ones first, whose fits are quick and start the next.
  private static final double[] GRID = {1e2, 1e1, 1, 1e-1, 1e-2, 1e-3, 1e-4};

  private static final int FOLDS = 3;
  private static final double[] IDENTITY = {};

  /// A map, and the strength it was fitted with.
  record Found(LinearMap map, double penalty) {}

  /// The map at a strength that is given, or at the best of the grid; of equal ones the strongest.
  Found fit(OptionalDouble given) {
    double penalty = given.isPresent() ? given.getAsDouble() : best();
    return new Found(LinearMap.fit(data, diagonal, pull.apply(penalty), IDENTITY), penalty);
  }

  private double best() {
    if (data.size() < FOLDS) {
      return GRID[0];
    }
    StratifiedFolds folds =
        StratifiedFolds.of(data.labels(), data.classes(), FOLDS, new SplittableRandom(seed));
    double[] losses = new double[GRID.length];
    for (int fold = 0; fold < FOLDS; fold++) {
      CalibrationData train = data.rows(folds.train(fold));
      CalibrationData test = data.rows(folds.test(fold));
      double[] start = IDENTITY;
      for (int i = 0; i < GRID.length; i++) {
        LinearMap map = LinearMap.fit(train, diagonal, pull.apply(GRID[i]), start);
        start = map.point();
        losses[i] += loss(map, test);
      }
    }
    int best = 0;
    for (int i = 1; i < losses.length; i++) {
      best = losses[i] < losses[best] ? i : best;
    }
    return GRID[best];
  }

  /// Sum of the log-loss over rows.
  private static double loss(LinearMap map, CalibrationData test) {
    double[] z = LinearMap.apply(test.logits(), map.weights(), map.biases());
    int classes = test.classes();
    double sum = 0;
    for (int row = 0; row < test.size(); row++) {
      sum +=
          LogSoftmax.logSumExp(z, row * classes, classes) - z[row * classes + test.labels()[row]];
    }
    return sum;
  }
}
