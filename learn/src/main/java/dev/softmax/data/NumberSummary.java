package dev.softmax.data;

import java.util.Arrays;

/// What is known of the numbers in a column.
///
/// @param present how many are not missing
/// @param missing how many are
/// @param least the least, `NaN` when all are missing
/// @param most the largest, `NaN` when all are missing
/// @param mean their mean
/// @param deviation their population deviation, as scikit-learn's `StandardScaler` has it
/// @param countsUp whether they are whole numbers, none missing, each larger than the one before
record NumberSummary(
    int present,
    int missing,
    double least,
    double most,
    double mean,
    double deviation,
    boolean countsUp) {

  static NumberSummary of(NumericColumn column) {
    // One pass over the column, which may be spread over memory; the others are over this array.
    double[] values = new double[column.rows()];
    int present = 0;
    boolean countsUp = true;
    for (int row = 0; row < column.rows(); row++) {
      double value = column.value(row);
      if (!Double.isNaN(value)) {
        countsUp &= value == Math.rint(value) && (present == 0 || value > values[present - 1]);
        values[present++] = value;
      }
    }
    int missing = column.rows() - present;
    if (present == 0) {
      return new NumberSummary(0, missing, Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);
    }
    values = present == values.length ? values : Arrays.copyOf(values, present);
    double least = values[0];
    double most = values[0];
    for (double value : values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    // Dividing by a power of two is exact, and near the largest number it keeps sums and squares of
    // both 1e300 and 1e-300 in the range of a double.
    double largest = Math.max(Math.abs(least), Math.abs(most));
    double scale = Math.scalb(1.0, Math.getExponent(largest));
    double rough = meanDistance(values, scale, 0);
    // Once more around the first mean, whose rounding counts where all are large and alike.
    double mean = rough + meanDistance(values, scale, rough);
    double deviation = deviation(values, scale, mean);
    return new NumberSummary(
        present, missing, least, most, mean * scale, deviation, countsUp && missing == 0);
  }

  private static double meanDistance(double[] values, double scale, double from) {
    double sum = 0;
    for (double value : values) {
      sum += value / scale - from;
    }
    return sum / values.length;
  }

  private static double deviation(double[] values, double scale, double mean) {
    double farthest = 0;
    for (double value : values) {
      farthest = Math.max(farthest, Math.abs(value / scale - mean));
    }
    if (farthest == 0) {
      return 0;
    }
    double squares = 0;
    for (double value : values) {
      double distance = (value / scale - mean) / farthest;
      squares += distance * distance;
    }
    return Math.sqrt(squares / values.length) * farthest * scale;
  }
}
