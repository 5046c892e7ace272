package dev.softmax.calibration;

import dev.softmax.data.StratifiedFolds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private static final double[] GRID = {1e4, 1e3, 1e2, 1e1, 1, 1e-1, 1e-2, 1e-3};

  /// So many weaker ones in a row that are worse end the search.
  private static final int PATIENCE = 2;

  /// Enough to tell strengths apart.
  private static final double TOLERANCE = 1e-6;

  private static final int FOLDS = 3;
  private static final double[] IDENTITY = {};

  /// A map, and the strength it was fitted with.
  record Found(LinearMap map, double penalty) {}

  /// The map at a strength that is given, or at the best of the grid; of equal ones the strongest.
  Found fit(OptionalDouble given) {
    double penalty = given.isPresent() ? given.getAsDouble() : best();
    return new Found(
        LinearMap.fit(
            data, new LinearMap.Form(diagonal, pull.apply(penalty), LinearMap.CLOSE), IDENTITY),
        penalty);
  }

  private double best() {
    if (data.size() < FOLDS) {
      return GRID[0];
    }
    StratifiedFolds folds =
        StratifiedFolds.of(data.labels(), data.classes(), FOLDS, new SplittableRandom(seed));
    List<Fold> parts = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      parts.add(new Fold(data.rows(folds.train(fold)), data.rows(folds.test(fold))));
    }
    double[][] starts = new double[FOLDS][];
    Arrays.fill(starts, IDENTITY);
    double least = Double.POSITIVE_INFINITY;
    int best = 0;
    for (int i = 0; i < GRID.length && i <= best + PATIENCE; i++) {
      double loss = 0;
      for (int fold = 0; fold < FOLDS; fold++) {
        Fold part = parts.get(fold);
        LinearMap map =
            LinearMap.fit(
                part.train,
                new LinearMap.Form(diagonal, pull.apply(GRID[i]), TOLERANCE),
                starts[fold]);
        starts[fold] = map.point();
        loss += loss(map, part.test);
      }
      if (loss < least) {
        least = loss;
        best = i;
      }
    }
    return GRID[best];
  }

  /// Rows to fit to, and rows to measure by.
  private record Fold(CalibrationData train, CalibrationData test) {}

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
