package dev.softmax.metrics;

/// Adds up the measures of [ClassificationMetrics] over parts of the data, for data that do not fit into
/// memory: it holds `K²` counts and the sums of the bins, however many rows there are. Measures that compare
/// rows with each other (areas under curves, intervals) cannot be added up so and need [Predictions] of all
/// rows at once. The sums are those of the parts, in their order: another cut may change last bits.
public final class ClassificationTally {
  private final int classes;
  private final int[] counts;
  private final BinSums bins = new BinSums(CalibrationError.BINS);
  private long rows;
  private double hits;
  private double loss;
  private double brier;

  /// Nothing yet.
  ///
  /// @param classes number of classes `K`
  /// @throws IllegalArgumentException if there is none, or `K²` counts are too many
  public ClassificationTally(int classes) {
    if (classes < 1 || (long) classes * classes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("metrics: " + classes + " classes");
    }
    this.classes = classes;
    this.counts = new int[classes * classes];
  }

  /// How many rows were added.
  public long rows() {
    return rows;
  }

  /// Adds rows.
  ///
  /// @param predictions rows without weights, of as many classes
  /// @throws IllegalArgumentException if they have weights, or other classes, or there are more than
  ///     2³¹ − 1 rows in all
  public void add(Predictions predictions) {
    int more = predictions.rows();
    if (predictions.classes() != classes || predictions.weights().isPresent()) {
      throw new IllegalArgumentException(
          "metrics: %d classes, but %d were added up%s"
              .formatted(
                  predictions.classes(),
                  classes,
                  predictions.weights().isPresent() ? ", and weights cannot be" : ""));
    }
    if (rows + more > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("metrics: more than " + Integer.MAX_VALUE + " rows");
    }
    int[] confusion = ConfusionMatrix.of(predictions).counts();
    for (int i = 0; i < counts.length; i++) {
      counts[i] += confusion[i];
    }
    bins.add(predictions);
    rows += more;
    hits += Math.rint(predictions.accuracy() * more);
    loss += predictions.logLoss() * more;
    brier += predictions.brier() * more;
  }

  /// The measures of all rows so far.
  ///
  /// @throws IllegalArgumentException if there is none
  public ClassificationMetrics metrics() {
    if (rows == 0) {
      throw new IllegalArgumentException("metrics: no rows to measure");
    }
    ConfusionMatrix confusion = new ConfusionMatrix(classes, counts);
    return new ClassificationMetrics(
        (int) rows,
        hits / rows,
        loss / rows,
        brier / rows,
        bins.error(),
        confusion.scores(),
        confusion,
        ReliabilityBin.of(bins, CalibrationError.BINS));
  }
}
