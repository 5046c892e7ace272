package dev.softmax.plot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A matrix as coloured cells, the first row on top: weights, attention. Where values of both signs
/// meet, zero is white, negative is blue and positive is orange. The numbers stand in the cells while
/// there is room.
public final class HeatMap implements Figure {
  final List<String> rows;
  final List<String> columns;
  final double[][] values;
  final String valueName;
  final @Nullable Range range;
  private final Frame frame;

  private HeatMap(HeatMap from, String valueName, @Nullable Range range, Frame frame) {
    this.rows = from.rows;
    this.columns = from.columns;
    this.values = from.values;
    this.valueName = valueName;
    this.range = range;
    this.frame = frame;
  }

  private HeatMap(List<String> rows, List<String> columns, double[][] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.valueName = "";
    this.range = null;
    this.frame = Frame.of("", "", "");
  }

  /// Values (rows, columns) with the names of both.
  ///
  /// @throws IllegalArgumentException if the shapes do not fit or a value is not finite
  public static HeatMap of(List<String> rows, List<String> columns, double[][] values) {
    double[][] copy = Checks.finite("values", values, rows.size(), columns.size());
    return new HeatMap(
        Checks.names("rows", rows, rows.size()),
        Checks.names("columns", columns, columns.size()),
        copy);
  }

  /// The same with a name of the values beside the colour bar.
  public HeatMap withValueName(String name) {
    return new HeatMap(this, name, range, frame);
  }

  /// The same with colours from `low` to `high`, and those of the ends for values beyond: from 0, shares
  /// that are nearly equal look so.
  ///
  /// @throws IllegalArgumentException if one is not finite, or `low` is not less than `high`
  public HeatMap withRange(double low, double high) {
    if (!(low < high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException("heat map: range of values from " + low + " to " + high);
    }
    return new HeatMap(this, valueName, new Range(low, high), frame);
  }

  /// The same cells in another frame.
  public HeatMap with(Frame frame) {
    return new HeatMap(this, valueName, range, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
