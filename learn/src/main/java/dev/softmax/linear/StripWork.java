package dev.softmax.linear;

import dev.softmax.kernel.DoubleStrips;
import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.LinePoint;
import java.util.Arrays;

/// Work on logits in strips of 64 rows, `[strip][class][lane]`. Lanes past the last row have residuals
/// of 0.
final class StripWork implements LogitWork {
  private static final int STRIP = DoubleStrips.STRIP;

  private final RowTargets targets;
  private final int classes;
  private final int size;

  StripWork(RowTargets targets) {
    this.targets = targets;
    classes = targets.classes();
    size = Math.multiplyExact(classes, STRIP);
  }

  @Override
  public LogitWork weighted(double[] weights) {
    return new StripWork(RowTargets.ofWeights(classes, weights));
  }

  @Override
  public double[] of(int[] rows, double[] from) {
    double[] some = new double[length(rows.length)];
    for (int i = 0; i < rows.length; i++) {
      int source = rows[i] / STRIP * size + rows[i] % STRIP;
      int to = i / STRIP * size + i % STRIP;
      for (int k = 0; k < size; k += STRIP) {
        some[to + k] = from[source + k];
      }
    }
    return some;
  }

  @Override
  public int length(int rows) {
    return Math.multiplyExact(Math.ceilDiv(rows, STRIP), size);
  }

  @Override
  public double residuals(Rows rows, double[] logits, double[] out, int at) {
    double[] logSums = new double[STRIP];
    double[] room = new double[STRIP];
    double loss = 0;
    int to = at;
    for (int row = rows.from(); row < rows.to(); row += STRIP) {
      int z = row / STRIP * size;
      DoubleStrips.softmax(logits, z, classes, out, to, logSums, room);
      int lanes = Math.min(STRIP, rows.to() - row);
      for (int lane = 0; lane < lanes; lane++) {
        double own = targets.own(logits, z + lane, STRIP, row + lane);
        loss += targets.weight(row + lane) * (logSums[lane] - own);
        targets.subtract(out, to + lane, STRIP, row + lane);
      }
      if (targets.areWeighted()) {
        weigh(out, to, row, lanes, room);
      }
      clear(out, to, lanes);
      to += size;
    }
    return loss;
  }

  @Override
  public void curvature(Rows rows, double[] probabilities, double[] a, int at) {
    double[] weights = new double[STRIP];
    int to = at;
    for (int row = rows.from(); row < rows.to(); row += STRIP) {
      int lanes = Math.min(STRIP, rows.to() - row);
      for (int lane = 0; lane < STRIP; lane++) {
        weights[lane] = lane < lanes ? targets.weight(row + lane) : 0;
      }
      DoubleStrips.curvature(probabilities, row / STRIP * size, a, to, classes, weights);
      to += size;
    }
  }

  @Override
  public LinePoint between(
      Rows rows, double[] from, double[] to, double step, double[] scratch, int at) {
    double[] logSums = new double[STRIP];
    double[] room = new double[STRIP];
    double value = 0;
    double slope = 0;
    for (int row = rows.from(); row < rows.to(); row += STRIP) {
      int z = row / STRIP * size;
      for (int i = 0; i < size; i++) {
        scratch[at + i] = from[z + i] + step * (to[z + i] - from[z + i]);
      }
      int lanes = Math.min(STRIP, rows.to() - row);
      double[] owns = new double[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        owns[lane] = targets.own(scratch, at + lane, STRIP, row + lane);
      }
      DoubleStrips.softmax(scratch, at, classes, scratch, at, logSums, room);
      Arrays.fill(room, 0);
      for (int i = 0; i < size; i += STRIP) {
        for (int lane = 0; lane < STRIP; lane++) {
          room[lane] += scratch[at + i + lane] * (to[z + i + lane] - from[z + i + lane]);
        }
      }
      for (int lane = 0; lane < lanes; lane++) {
        double change =
            targets.own(from, z + lane, STRIP, row + lane)
                - targets.own(to, z + lane, STRIP, row + lane);
        double weight = targets.weight(row + lane);
        value += weight * (logSums[lane] - owns[lane]);
        slope += weight * (room[lane] + change);
      }
    }
    return new LinePoint(value, slope);
  }

  @Override
  public void probabilities(Rows rows, double[] logits, double[] out) {
    double[] logSums = new double[STRIP];
    double[] room = new double[STRIP];
    for (int row = rows.from(); row < rows.to(); row += STRIP) {
      int z = row / STRIP * size;
      DoubleStrips.softmax(logits, z, classes, out, z, logSums, room);
    }
  }

  @Override
  public void curvatures(Rows rows, double[] probabilities, double[] out) {
    for (int row = rows.from(); row < rows.to(); row++) {
      int p = row / STRIP * size + row % STRIP;
      double weight = targets.weight(row);
      for (int k = 0; k < classes; k++) {
        double v = probabilities[p + k * STRIP];
        out[row * classes + k] = weight * v * (1 - v);
      }
    }
  }

  @Override
  public void meanCurvatures(Rows rows, double[] probabilities, double[] out) {
    for (int row = rows.from(); row < rows.to(); row++) {
      int p = row / STRIP * size + row % STRIP;
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double v = probabilities[p + k * STRIP];
        sum += v * (1 - v);
      }
      out[row] = targets.weight(row) * sum / Math.max(1, classes - 1);
    }
  }

  private void weigh(double[] a, int at, int row, int lanes, double[] room) {
    for (int lane = 0; lane < STRIP; lane++) {
      room[lane] = lane < lanes ? targets.weight(row + lane) : 0;
    }
    for (int i = 0; i < size; i += STRIP) {
      for (int lane = 0; lane < STRIP; lane++) {
        a[at + i + lane] *= room[lane];
      }
    }
  }

  /// Zeros in the lanes from `lanes` on.
  private void clear(double[] a, int at, int lanes) {
    for (int i = 0; lanes < STRIP && i < size; i += STRIP) {
      Arrays.fill(a, at + i + lanes, at + i + STRIP, 0);
    }
  }
}
