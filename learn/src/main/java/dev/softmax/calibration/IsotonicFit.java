package dev.softmax.calibration;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Least squares under a rising order, by pooling adjacent violators (Barlow et al. 1972).
final class IsotonicFit {
  /// Scores that are less than this apart are one, as in scikit-learn: the digits that a `double` surely holds.
  private static final double SAME = 1e-15;

  private double[] scores = new double[16];
  private double[] values = new double[16];
  private int size;

  private IsotonicFit() {}

  static IsotonicCalibration of(CalibrationData data) {
    int classes = data.classes();
    double[] probabilities = TemperatureCalibration.NONE.probabilities(data.logits(), classes);
    IsotonicFit all = new IsotonicFit();
    int[] offsets = new int[classes + 1];
    double[] score = new double[data.size()];
    boolean[] hit = new boolean[data.size()];
    for (int k = 0; k < classes; k++) {
      for (int row = 0; row < score.length; row++) {
        score[row] = probabilities[row * classes + k];
        hit[row] = data.labels()[row] == k;
      }
      all.add(score, hit);
      offsets[k + 1] = all.size;
    }
    return new IsotonicCalibration(
        Arrays.copyOf(all.scores, all.size), Arrays.copyOf(all.values, all.size), offsets);
  }

  /// Adds the points of one class.
  private void add(double[] score, boolean[] hit) {
    int[] order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(Comparator.comparingDouble(row -> score[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] x = new double[order.length];
    double[] hits = new double[order.length];
    double[] rows = new double[order.length];
    int count = 0;
    for (int row : order) {
      if (count == 0 || score[row] - x[count - 1] >= SAME) {
        x[count++] = score[row];
      }
      hits[count - 1] += hit[row] ? 1 : 0;
      rows[count - 1]++;
    }
    double[] y = pooled(hits, rows, count);
    for (int i = 0; i < count; i++) {
      boolean inside = i > 0 && i < count - 1 && y[i] == y[i - 1] && y[i] == y[i + 1];
      if (!inside) {
        append(x[i], y[i]);
      }
    }
  }

  /// The rising means: blocks of neighbours are joined while one is higher than the next.
  private static double[] pooled(double[] hits, double[] rows, int count) {
    double[] blockHits = new double[count];
    double[] blockRows = new double[count];
    int[] start = new int[count + 1];
    int blocks = 0;
    for (int i = 0; i < count; i++) {
      blockHits[blocks] = hits[i];
      blockRows[blocks] = rows[i];
      start[blocks++] = i;
      // Counts are whole numbers, so the products compare means without rounding.
      while (blocks > 1
          && blockHits[blocks - 2] * blockRows[blocks - 1]
              >= blockHits[blocks - 1] * blockRows[blocks - 2]) {
        blocks--;
        blockHits[blocks - 1] += blockHits[blocks];
        blockRows[blocks - 1] += blockRows[blocks];
      }
    }
    start[blocks] = count;
    double[] y = new double[count];
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(y, start[block], start[block + 1], blockHits[block] / blockRows[block]);
    }
    return y;
  }

  private void append(double x, double y) {
    if (size == scores.length) {
      scores = Arrays.copyOf(scores, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    scores[size] = x;
    values[size++] = y;
  }
}
