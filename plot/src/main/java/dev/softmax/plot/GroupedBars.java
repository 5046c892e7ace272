package dev.softmax.plot;

import java.util.ArrayList;
import java.util.List;

/// Several distributions over the same classes, side by side: a group of bars for each class, and in
/// it a bar for each series.
public final class GroupedBars implements Figure {
  final List<String> groups;
  final List<String> series;
  final double[][] values;
  private final Frame frame;

  private GroupedBars(List<String> groups, List<String> series, double[][] values, Frame frame) {
    this.groups = groups;
    this.series = series;
    this.values = values;
    this.frame = frame;
  }

  /// Values (series, groups) in 0..1, with the names of both.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a value is not in 0..1
  public static GroupedBars of(List<String> groups, List<String> series, double[][] values) {
    double[][] copy = Checks.finite("values", values, series.size(), groups.size());
    for (int i = 0; i < copy.length; i++) {
      copy[i] = Checks.probabilities("values[" + i + "]", copy[i]);
    }
    return new GroupedBars(
        Checks.names("groups", groups, groups.size()),
        Checks.names("series", series, copy.length),
        copy,
        Frame.of("", "class", "probability"));
  }

  /// Probabilities (T, K) of the same K scores at T temperatures; the legend reads `T = 0.5`.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a value is not in 0..1
  public static GroupedBars ofTemperatures(
      List<String> classes, double[] temperatures, double[][] probabilities) {
    List<String> series = new ArrayList<>();
    for (double temperature : temperatures) {
      series.add("T = " + Numbers.shortest(temperature));
    }
    return of(classes, series, probabilities);
  }

  /// The same bars in another frame.
  public GroupedBars with(Frame frame) {
    return new GroupedBars(groups, series, values, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
