package dev.softmax.linear;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import java.util.Arrays;

/// A [QuadraticModel] that writes the Hessian of the active coordinates down: a step then costs as
/// many products as there are of them, however many rows there are ("covariance updates" of
/// Friedman, Hastie and Tibshirani 2010, §2.2).
final class GramModel implements QuadraticModel {
  /// Most active coordinates: 32 MB of Hessian.
  static final int LARGEST = 2048;

  /// Products that the Hessian may need for an entry of the active columns. Matrix products are
  /// some eight times as fast as walks through columns, of which a solve takes about fifty times
  /// three.
  static final double FASTER = 2400;

  /// Rows that are multiplied at a time, and coordinates of a task.
  private static final int BLOCK = 512;

  private static final int STRIP = 64;

  private final Around around;
  private final int size;
  private final double[] hessian;
  private final double[] slope;
  private final double[] steps;

  GramModel(Around around) {
    this.around = around;
    size = around.active().length;
    steps = new double[around.point().length];
    slope = new double[size];
    for (int a = 0; a < size; a++) {
      slope[a] = around.slope()[around.active()[a]];
    }
    hessian = new double[size * size];
    double[] p = around.probabilities();
    double[] roots = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      roots[i] = p[i] * Math.sqrt(around.weights()[i % around.columns().rows()]);
    }
    addProducts(roots, false);
    for (int i = 0; i < size * size; i++) {
      hessian[i] = -hessian[i];
    }
    for (int i = 0; i < p.length; i++) {
      roots[i] = Math.sqrt(p[i] * around.weights()[i % around.columns().rows()]);
    }
    addProducts(roots, true);
    for (int a = 0; a < size; a++) {
      hessian[a * size + a] += around.ridge(around.active()[a]);
    }
  }

  /// Adds `Σ_i r_ik x_ij r_il x_im` of all pairs of coordinates, or of those of the same class.
  private void addProducts(double[] roots, boolean sameClass) {
    FeatureColumns columns = around.columns();
    double[] block = new double[size * BLOCK];
    int strips = Math.ceilDiv(size, STRIP);
    for (int from = 0; from < columns.rows(); from += BLOCK) {
      int rows = Math.min(BLOCK, columns.rows() - from);
      FeatureColumns.RowSpan span = new FeatureColumns.RowSpan(from, from + rows);
      Parallel.forEach(
          strips,
          strip -> {
            for (int a = strip * STRIP; a < Math.min(size, (strip + 1) * STRIP); a++) {
              int i = around.active()[a];
              columns.scaled(around.columnOf(i), span, roots, around.classOf(i), block, a * rows);
            }
          });
      Parallel.forEach(strips, strip -> multiply(block, rows, strip * STRIP, sameClass));
    }
  }

  /// Adds the products of the coordinates from `first` with those of the columns to the left and of
  /// their own strip; the rest is their mirror image.
  private void multiply(double[] block, int rows, int first, boolean sameClass) {
    int last = Math.min(size, first + STRIP);
    for (int from = first; from < last; ) {
      int to = sameClass ? Math.min(last, classEnd(from)) : last;
      int left = sameClass ? classBegin(from) : 0;
      MatrixProduct.multiplyAdd(
          new DoubleMatrix(block, from * rows, to - from, rows, rows, 1),
          new DoubleMatrix(block, left * rows, to - left, rows, rows, 1).transposed(),
          new DoubleMatrix(hessian, from * size + left, to - from, to - left, size, 1));
      from = to;
    }
  }

  private int classBegin(int a) {
    int width = around.columns().columns() + 1;
    int at = Arrays.binarySearch(around.active(), around.active()[a] / width * width);
    return at < 0 ? -at - 1 : at;
  }

  private int classEnd(int a) {
    int width = around.columns().columns() + 1;
    int at = Arrays.binarySearch(around.active(), (around.active()[a] / width + 1) * width);
    return at < 0 ? -at - 1 : at;
  }

  @Override
  public double sweep() {
    CoordinatePenalty penalty = around.penalty();
    double largest = 0;
    for (int a = 0; a < size; a++) {
      int i = around.active()[a];
      double w = around.point()[i] + steps[i];
      largest = Math.max(largest, Math.abs(penalty.subgradient(i, w, slope[a])));
      double d = penalty.step(i, w, slope[a], hessian[a * size + a]);
      if (d != 0) {
        steps[i] = w + d - around.point()[i];
        for (int b = 0; b <= a; b++) {
          slope[b] += d * hessian[a * size + b];
        }
        for (int b = a + 1; b < size; b++) {
          slope[b] += d * hessian[b * size + a];
        }
      }
    }
    return largest;
  }

  @Override
  public long passes(int sweeps) {
    return 3;
  }

  @Override
  public double[] steps() {
    return steps;
  }

  @Override
  public void logits(double[] out) {
    Arrays.fill(out, 0);
    for (int i : around.active()) {
      if (steps[i] != 0) {
        around.columns().add(around.columnOf(i), steps[i], out, around.classOf(i));
      }
    }
  }
}
