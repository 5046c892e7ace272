package dev.softmax.calibration;

import dev.softmax.kernel.Parallel;

/// The temperature by which logits give the least log-loss on rows of known classes: temperature scaling
/// (Guo et al. 2017, section 4.2). It moves no row's most probable class.
///
/// In `β = 1/T` the mean of `logsumexp(β z) − β z_y` is convex, its slope the mean of `E_p[z] − z_y` and
/// its curvature that of `Var_p[z]`; Newton's method inside a bracket that each step narrows finds where
/// the slope is 0. As in scikit-learn, `T` stays in e⁻¹⁰..e¹⁰: where every row is right the loss falls
/// for ever as `T` does, and where the logits tell nothing it falls as `T` grows.
///
/// @param temperature the temperature `T`
/// @param lossBefore mean of `−ln p(true class)` at the temperature it began with, in nats
/// @param lossAfter the same at `T`; never more
/// @param bounded whether there is no best temperature, and this one is at the end of what is allowed
public record TemperatureScaling(
    double temperature, double lossBefore, double lossAfter, boolean bounded) {

  /// The least temperature that is given, unless it began with a lower one.
  public static final double LEAST = Math.exp(-10);

  /// The highest temperature that is given, unless it began with a higher one.
  public static final double MOST = Math.exp(10);

  private static final int MOST_STEPS = 200;

  /// Relative steps of β below this change no digit that matters: 8 units in the last place.
  private static final double TOLERANCE = 8 * Math.ulp(1.0);

  /// The temperature that suits these logits best.
  ///
  /// @param data logits and classes of rows that the model has not learned from
  /// @param start the temperature that the model has now
  /// @throws IllegalArgumentException if the start is not positive and finite
  public static TemperatureScaling fit(CalibrationData data, double start) {
    if (!(start > 0 && start < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("temperature: " + start + " is not positive and finite");
    }
    double before = Point.at(data, 1 / start).loss;
    double low = 1 / Math.max(MOST, start);
    double high = 1 / Math.min(LEAST, start);
    boolean sinks = Point.at(data, high).slope <= 0;
    boolean rises = Point.at(data, low).slope >= 0;
    // Logits that are all equal have no slope anywhere, and every temperature is as good.
    double beta =
        sinks && rises ? 1 / start : sinks ? high : rises ? low : root(data, low, high, 1 / start);
    double after = Point.at(data, beta).loss;
    boolean better = after <= before;
    return new TemperatureScaling(
        better ? 1 / beta : start, before, better ? after : before, sinks || rises);
  }

  /// Where the slope is 0, between a β with a negative one and a β with a positive one.
  private static double root(CalibrationData data, double low, double high, double start) {
    double below = low;
    double above = high;
    double beta = Math.clamp(start, low, high);
    double last = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MOST_STEPS; step++) {
      Point point = Point.at(data, beta);
      if (point.slope == 0) {
        return beta;
      }
      if (point.slope < 0) {
        below = beta;
      } else {
        above = beta;
      }
      double next = beta - point.slope / point.curvature;
      double length = Math.abs(next - beta);
      // A step that leaves the bracket, or is not half as long as the last, is no good here: the
      // middle of the bracket is, that of the logarithms since it may span many powers of ten.
      if (!(next > below && next < above && length < last / 2)) {
        next = above > 2 * below ? Math.sqrt(below) * Math.sqrt(above) : (below + above) / 2;
        length = above - below;
      }
      last = length;
      if (Math.abs(next - beta) <= TOLERANCE * beta || above - below <= TOLERANCE * below) {
        return next;
      }
      beta = next;
    }
    return beta;
  }

  /// Mean loss at a β, and its first two derivatives.
  private record Point(double loss, double slope, double curvature) {
    /// Rows of a task; by the data alone, so that any number of threads gives the same bits.
    private static final int ROWS = 256;

    static Point at(CalibrationData data, double beta) {
      int rows = data.size();
      int tasks = Math.ceilDiv(rows, ROWS);
      double[] sums = new double[3 * tasks];
      Parallel.forEach(
          tasks,
          task -> {
            int end = (int) Math.min(rows, (task + 1L) * ROWS);
            for (int row = task * ROWS; row < end; row++) {
              add(data, row, beta, sums, 3 * task);
            }
          });
      double loss = 0;
      double slope = 0;
      double curvature = 0;
      for (int i = 0; i < sums.length; i += 3) {
        loss += sums[i];
        slope += sums[i + 1];
        curvature += sums[i + 2];
      }
      return new Point(loss / rows, slope / rows, curvature / rows);
    }

    /// Adds a row's share. Logits are measured from that of the true class, so that a row which is right
    /// by far has a slope of exactly 0 from below.
    private static void add(CalibrationData data, int row, double beta, double[] sums, int to) {
      double[] logits = data.logits();
      int from = row * data.classes();
      double truth = logits[from + data.labels()[row]];
      double max = truth;
      for (int k = 0; k < data.classes(); k++) {
        max = Math.max(max, logits[from + k]);
      }
      double sum = 0;
      double first = 0;
      double second = 0;
      for (int k = 0; k < data.classes(); k++) {
        double weight = Math.exp(beta * (logits[from + k] - max));
        double above = logits[from + k] - truth;
        sum += weight;
        first += weight * above;
        second += weight * above * above;
      }
      double mean = first / sum;
      sums[to] += beta * (max - truth) + Math.log(sum);
      sums[to + 1] += mean;
      sums[to + 2] += Math.max(0, second / sum - mean * mean);
    }
  }
}
