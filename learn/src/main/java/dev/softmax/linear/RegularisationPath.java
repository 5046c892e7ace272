package dev.softmax.linear;

import dev.softmax.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/// Models of one table from the strongest penalty to the weakest, each fitted from the one before.
///
/// @param models for each C, ascending, the model
public record RegularisationPath(List<Point> models) {

  /// One model of a path.
  ///
  /// @param c inverse strength of its penalty
  /// @param model the model
  public record Point(double c, SoftmaxRegression model) {}

  /// Copies the list.
  public RegularisationPath {
    models = List.copyOf(models);
  }

  /// Fits a model for each C.
  ///
  /// @param data the rows
  /// @param options all but C and the start of the later models
  /// @param grid values of C in any order; one that is there twice counts once
  /// @param progress hears stage `path` after each model, with its mean objective
  /// @throws IllegalArgumentException if the grid is empty or has a C that is not positive
  public static RegularisationPath fit(
      FitData data, Options options, List<Double> grid, Progress progress) {
    List<Point> models = new ArrayList<>();
    List<Double> ascending = ascending(grid);
    Options warm = options;
    for (double c : ascending) {
      SoftmaxRegression model = SoftmaxRegression.fit(data, warm.withC(c), Progress.NONE);
      models.add(new Point(c, model));
      warm = warm.withStart(model);
      double objective = model.report().orElseThrow().objective();
      progress.report("path", models.size(), ascending.size(), objective / data.rows());
    }
    return new RegularisationPath(models);
  }

  /// `count` values from `least` to `most`, each the same multiple of the one before.
  ///
  /// @throws IllegalArgumentException if `least` is not positive, `most` less or infinite, or
  ///     `count`
  ///     below 1
  public static List<Double> grid(double least, double most, int count) {
    if (!(least > 0) || !(most >= least) || Double.isInfinite(most) || count < 1) {
      throw new IllegalArgumentException(
          "regularisation path: no " + count + " values of C from " + least + " to " + most);
    }
    double ratio = Math.log(most / least) / Math.max(1, count - 1);
    return DoubleStream.iterate(0, i -> i + 1)
        .limit(count)
        .map(i -> i > 0 && i == count - 1 ? most : least * Math.exp(ratio * i))
        .boxed()
        .toList();
  }

  static List<Double> ascending(List<Double> grid) {
    if (grid.isEmpty()) {
      throw new IllegalArgumentException("softmax regression: no C to choose from");
    }
    for (double c : grid) {
      if (!(c > 0)) {
        throw new IllegalArgumentException("softmax regression: C " + c + " is not positive");
      }
    }
    return grid.stream().distinct().sorted().toList();
  }
}
