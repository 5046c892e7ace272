package dev.softmax.metrics;

/// How far probabilities are from the shares that come true. Rows are gathered in bins `b`, with their mean
/// probability `mean_b`, the share that came true `rate_b`, and their share of all rows `w_b`.
///
/// All but the last are of the largest probability of each row, its confidence. With few rows the plain
/// forms are too large even for perfect probabilities, as `|rate_b − mean_b|` is never negative; the
/// debiased form subtracts what chance adds.
///
/// @param bins number of bins `B`
/// @param equalWidth expected calibration error (ECE), `Σ_b w_b |rate_b − mean_b|` over bins of equal width
///     (Guo et al. 2017, eq. 3)
/// @param equalMass the same over bins of equally many rows; equal probabilities stay in one bin
/// @param debiased `√Σ_b w_b ((rate_b − mean_b)² − rate_b (1 − rate_b) / (n_b − 1))`, 0 where the sum is
///     negative, over bins of equally many rows: the root mean square form, whose bias by the bins' size is
///     subtracted (Kumar et al. 2019, §5). Compare it with itself only: a root mean square is
///     never less than the mean that `equalMass` is
/// @param maximum the largest `|rate_b − mean_b|` over bins of equal width that have rows (Guo et al. 2017,
///     eq. 5)
/// @param classwise mean over classes of the ECE of that class's probability in all rows, bins of equal
///     width (Kull et al. 2019)
public record CalibrationError(
    int bins,
    double equalWidth,
    double equalMass,
    double debiased,
    double maximum,
    double classwise) {

  /// Guo et al. 2017 and most papers since.
  public static final int BINS = 15;

  /// Errors with 15 bins.
  public static CalibrationError of(Predictions predictions) {
    return of(predictions, BINS);
  }

  /// Errors with a number of bins.
  ///
  /// @param bins at least 1
  /// @throws IllegalArgumentException if there is none
  public static CalibrationError of(Predictions predictions, int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("calibration error: " + bins + " bins");
    }
    BinSums width = BinSums.equalWidth(predictions, bins);
    BinSums mass = BinSums.equalMass(predictions, bins);
    double classwise = 0;
    for (int k = 0; k < predictions.classes(); k++) {
      classwise += BinSums.equalWidth(predictions, bins, k).error();
    }
    return new CalibrationError(
        bins,
        width.error(),
        mass.error(),
        mass.debiased(),
        width.maximum(),
        classwise / predictions.classes());
  }
}
