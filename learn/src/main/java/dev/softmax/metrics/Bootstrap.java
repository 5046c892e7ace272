package dev.softmax.metrics;

import dev.softmax.kernel.Parallel;
import dev.softmax.kernel.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/// Intervals of measures from rows drawn again with replacement: the percentile interval of Efron and
/// Tibshirani 1993, §13.3. Drawn samples follow from the seed and their number, so intervals are the same
/// bits for any number of threads.
///
/// Measures that grow with noise, as calibration errors do, are larger in drawn samples than in the rows
/// themselves; their intervals may lie above them.
///
/// @param replicates how many samples are drawn, at least 2
/// @param level share of the samples within the interval, between 0 and 1
/// @param seed of what is drawn
public record Bootstrap(int replicates, double level, long seed) {
  private static final int REPLICATES = 1000;

  /// With fewer, the ends of an interval are single samples' chance.
  private static final int FEWEST = 200;

  /// Rows drawn in all, where there are so many that fewer samples do.
  private static final long DRAWS = 100_000_000;

  /// Checks the options.
  ///
  /// @throws IllegalArgumentException if there are fewer than 2 replicates, or the level is not
  ///     between 0 and 1
  public Bootstrap {
    if (replicates < 2) {
      throw new IllegalArgumentException("bootstrap: " + replicates + " replicates");
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("bootstrap: level " + level + " is not between 0 and 1");
    }
  }

  /// 1000 replicates, 95 %.
  public static Bootstrap defaults() {
    return new Bootstrap(REPLICATES, 0.95, 42);
  }

  /// The defaults for a number of rows: with more than 100 000 fewer replicates, but at least 200.
  public static Bootstrap forRows(int rows) {
    return defaults().withReplicates(Math.clamp(DRAWS / rows, FEWEST, REPLICATES));
  }

  /// These options with another number of replicates.
  public Bootstrap withReplicates(int value) {
    return new Bootstrap(value, level, seed);
  }

  /// These options with another level.
  public Bootstrap withLevel(double value) {
    return new Bootstrap(replicates, value, seed);
  }

  /// These options with another seed.
  public Bootstrap withSeed(long value) {
    return new Bootstrap(replicates, level, value);
  }

  /// The interval of one measure.
  ///
  /// @param predictions rows, drawn by their weights where they have any
  /// @param measure such as `Predictions::accuracy`; must not depend on anything else
  public Interval interval(Predictions predictions, ToDoubleFunction<Predictions> measure) {
    return intervals(predictions, List.of(measure)).getFirst();
  }

  /// The intervals of several measures of the same samples. Samples for which a measure is NaN do not count;
  /// where all are, so is the interval.
  ///
  /// @param predictions rows; those with weights are drawn with their weight as chance, as many as there
  ///     are rows
  /// @param measures what is measured; must not depend on anything else
  public List<Interval> intervals(
      Predictions predictions, List<ToDoubleFunction<Predictions>> measures) {
    double[][] values = new double[measures.size()][replicates];
    double[] cumulative = predictions.weights().map(Bootstrap::cumulative).orElse(new double[0]);
    Parallel.forEach(
        replicates,
        replicate -> {
          Predictions sample = sample(predictions, cumulative, replicate);
          for (int i = 0; i < values.length; i++) {
            values[i][replicate] = measures.get(i).applyAsDouble(sample);
          }
        });
    List<Interval> intervals = new ArrayList<>();
    for (double[] drawn : values) {
      double[] sorted = Arrays.stream(drawn).filter(v -> !Double.isNaN(v)).sorted().toArray();
      intervals.add(
          new Interval(quantile(sorted, (1 - level) / 2), quantile(sorted, (1 + level) / 2)));
    }
    return List.copyOf(intervals);
  }

  private static double[] cumulative(double[] weights) {
    for (int i = 1; i < weights.length; i++) {
      weights[i] += weights[i - 1];
    }
    return weights;
  }

  /// How often each row is drawn, as weights.
  private Predictions sample(Predictions predictions, double[] cumulative, int replicate) {
    var random = new SplittableRandom(Philox.bits(seed, replicate, 0));
    int rows = predictions.rows();
    double[] counts = new double[rows];
    for (int i = 0; i < rows; i++) {
      counts[cumulative.length == 0 ? random.nextInt(rows) : drawn(cumulative, random)]++;
    }
    return predictions.owning(counts, rows);
  }

  /// The first row whose cumulative weight is above a share of all.
  private static int drawn(double[] cumulative, SplittableRandom random) {
    double share = random.nextDouble() * cumulative[cumulative.length - 1];
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > share) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /// Between the two nearest values, by the share of the way (Hyndman and Fan 1996, type 7, as NumPy).
  private static double quantile(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double place = share * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
