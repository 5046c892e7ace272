package dev.softmax.bench;

import dev.softmax.Axis;
import dev.softmax.Entmax;

/// Sparsemax or 1.5-entmax of the rows of a float matrix, into a given array.
final class EntmaxWork implements Workload {
  private final Entmax entmax;
  private final Axis axis;
  private final float[] scores;
  private final float[] out;

  /// @param kind `sparsemax` or `entmax15`
  EntmaxWork(String kind, int rows, int classes) {
    this.entmax = kind.equals("sparsemax") ? Entmax.SPARSEMAX : Entmax.ENTMAX15;
    this.axis = Axis.rows(rows, classes);
    this.scores = Numbers.floats(rows * classes, 1, 16);
    this.out = new float[scores.length];
  }

  @Override
  public void run() {
    entmax.apply(scores, axis, out);
  }

  @Override
  public double checksum() {
    return Numbers.checksum(out);
  }
}
