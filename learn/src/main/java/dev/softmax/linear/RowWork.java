package dev.softmax.linear;

import dev.softmax.linear.LogitRows.Rows;
import dev.softmax.linear.Objective.LinePoint;

/// Work on logits `(N, K)`, row by row.
final class RowWork implements LogitWork {
  private final RowTargets targets;
  private final int classes;

  RowWork(RowTargets targets) {
    this.targets = targets;
    classes = targets.classes();
  }

  @Override
  public LogitWork weighted(double[] weights) {
    return new RowWork(RowTargets.ofWeights(classes, weights));
  }

  @Override
  public double[] of(int[] rows, double[] from) {
    double[] some = new double[length(rows.length)];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(from, rows[i] * classes, some, i * classes, classes);
    }
    return some;
  }

  @Override
  public int length(int rows) {
    return Math.multiplyExact(rows, classes);
  }

  @Override
  public void probabilities(Rows rows, double[] logits, double[] out) {
    for (int i = rows.from(); i < rows.to(); i++) {
      LogitRows.softmax(logits, i * classes, classes, out, i * classes);
    }
  }

  @Override
  public double residuals(Rows rows, double[] logits, double[] out, int at) {
    double loss = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      int to = at + (row - rows.from()) * classes;
      double logSum = LogitRows.softmax(logits, row * classes, classes, out, to);
      double weight = targets.weight(row);
      loss += weight * (logSum - targets.own(logits, row * classes, 1, row));
      targets.subtract(out, to, 1, row);
      for (int k = 0; k < classes && weight != 1; k++) {
        out[to + k] *= weight;
      }
    }
    return loss;
  }

  @Override
  public void curvature(Rows rows, double[] probabilities, double[] a, int at) {
    for (int row = rows.from(); row < rows.to(); row++) {
      int p = row * classes;
      int to = at + (row - rows.from()) * classes;
      double weight = targets.weight(row);
      double mean = 0;
      for (int k = 0; k < classes; k++) {
        mean += probabilities[p + k] * a[to + k];
      }
      for (int k = 0; k < classes; k++) {
        a[to + k] = weight * probabilities[p + k] * (a[to + k] - mean);
      }
    }
  }

  @Override
  public LinePoint between(
      Rows rows, double[] from, double[] to, double step, double[] scratch, int at) {
    double value = 0;
    double slope = 0;
    for (int row = rows.from(); row < rows.to(); row++) {
      int i = row * classes;
      for (int k = 0; k < classes; k++) {
        scratch[at + k] = from[i + k] + step * (to[i + k] - from[i + k]);
      }
      double own = targets.own(scratch, at, 1, row);
      double weight = targets.weight(row);
      value += weight * (LogitRows.softmax(scratch, at, classes, scratch, at) - own);
      double change = targets.own(from, i, 1, row) - targets.own(to, i, 1, row);
      for (int k = 0; k < classes; k++) {
        change += scratch[at + k] * (to[i + k] - from[i + k]);
      }
      slope += weight * change;
    }
    return new LinePoint(value, slope);
  }

  @Override
  public void curvatures(Rows rows, double[] probabilities, double[] out) {
    for (int row = rows.from(); row < rows.to(); row++) {
      double weight = targets.weight(row);
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        out[i] = weight * probabilities[i] * (1 - probabilities[i]);
      }
    }
  }

  @Override
  public void meanCurvatures(Rows rows, double[] probabilities, double[] out) {
    for (int row = rows.from(); row < rows.to(); row++) {
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double p = probabilities[row * classes + k];
        sum += p * (1 - p);
      }
      out[row] = targets.weight(row) * sum / Math.max(1, classes - 1);
    }
  }
}
