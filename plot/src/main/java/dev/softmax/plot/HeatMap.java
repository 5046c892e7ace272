package dev.softmax.plot;

import java.util.List;

/// A matrix as coloured cells, the first row on top: weights, attention. Where values of both signs
/// meet, zero is white, negative is blue and positive is orange. The numbers stand in the cells while
/// there is room.
public final class HeatMap implements Figure {
  final List<String> rows;
  final List<String> columns;
  final double[][] values;
  final String valueName;
  private final Frame frame;

  private HeatMap(HeatMap from, String valueName, Frame frame) {
    this.rows = from.rows;
    this.columns = from.columns;
    this.values = from.values;
    this.valueName = valueName;
    this.frame = frame;
  }

  private HeatMap(List<String> rows, List<String> columns, double[][] values) {
    this.rows = rows;
    this.columns = columns;
    this.values = values;
    this.valueName = "";
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
    return new HeatMap(this, name, frame);
  }

  /// The same cells in another frame.
  public HeatMap with(Frame frame) {
    return new HeatMap(this, valueName, frame);
  }

  @Override
  public Frame frame() {
    return frame;
  }
}
