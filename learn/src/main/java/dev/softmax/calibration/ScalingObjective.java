package dev.softmax.calibration;

import dev.softmax.kernel.DoubleMatrix;
import dev.softmax.kernel.MatrixProduct;
import dev.softmax.kernel.Parallel;
import dev.softmax.linear.Objective;
import java.util.Arrays;

/// Mean of `logsumexp(z) − z_y` over rows, where `z = W x + b`, plus `Σ r_i (θ_i − θ⁰_i)²`: what vector, matrix and
/// Dirichlet calibration minimise. Convex. `θ` is `W`, `(K, K)` or its diagonal `(K)`, and then `b (K)`; `θ⁰` is the
/// identity.
final class ScalingObjective implements Objective {
  /// Sums are kept one a chunk of rows; a chunk is of the data's shape, never of the threads.
  private static final int MOST_CHUNKS = 16;

  private static final int LEAST_ROWS = 256;

  private final CalibrationData data;
  private final boolean diagonal;
  private final Pull pull;
  private final int classes;
  private final int weights;
  private final int chunks;
  private final double[][] partial;
  private final double[] chunkValue;
  private final double[] chunkSlope;
  private final double[] scratch;
  private double[] margins;
  private double[] trialMargins;
  private double[] point;
  private double[] trialPoint;

  ScalingObjective(CalibrationData data, boolean diagonal, Pull pull) {
    this.data = data;
    this.diagonal = diagonal;
    this.pull = pull;
    this.classes = data.classes();
    this.weights = diagonal ? classes : Math.multiplyExact(classes, classes);
    this.chunks = Math.clamp(Math.ceilDiv(data.size(), LEAST_ROWS), 1, MOST_CHUNKS);
    this.partial = new double[chunks][size()];
    this.chunkValue = new double[chunks];
    this.chunkSlope = new double[chunks];
    this.scratch = new double[data.logits().length];
    this.margins = new double[data.logits().length];
    this.trialMargins = new double[data.logits().length];
    this.point = new double[size()];
    this.trialPoint = new double[size()];
  }

  /// The point that leaves logits as they are.
  double[] identity() {
    double[] identity = new double[size()];
    for (int k = 0; k < classes; k++) {
      identity[diagonal ? k : k * classes + k] = 1;
    }
    return identity;
  }

  @Override
  public int size() {
    return weights + classes;
  }

  @Override
  public double evaluate(double[] at, double[] gradient) {
    System.arraycopy(at, 0, trialPoint, 0, at.length);
    forEachChunk((chunk, from, to) -> margins(trialPoint, trialMargins, from, to));
    return trial(gradient);
  }

  @Override
  public void accept() {
    double[] swap = margins;
    margins = trialMargins;
    trialMargins = swap;
    swap = point;
    point = trialPoint;
    trialPoint = swap;
  }

  @Override
  public LinePoint between(double step) {
    double[] from = margins;
    double[] to = trialMargins;
    forEachChunk(
        (chunk, first, end) -> {
          double value = 0;
          double slope = 0;
          double[] z = new double[classes];
          for (int row = first; row < end; row++) {
            int at = row * classes;
            int y = at + data.labels()[row];
            for (int k = 0; k < classes; k++) {
              z[k] = from[at + k] + step * (to[at + k] - from[at + k]);
            }
            double sum = LogSoftmax.logSumExp(z, 0, classes);
            value += sum - z[data.labels()[row]];
            for (int k = 0; k < classes; k++) {
              slope += Math.exp(z[k] - sum) * (to[at + k] - from[at + k]);
            }
            slope -= to[y] - from[y];
          }
          chunkValue[chunk] = value;
          chunkSlope[chunk] = slope;
        });
    double penalty = 0;
    double penaltySlope = 0;
    for (int i = 0; i < point.length; i++) {
      double way = trialPoint[i] - point[i];
      double off = point[i] + step * way - prior(i);
      penalty += strength(i) * off * off;
      penaltySlope += 2 * strength(i) * off * way;
    }
    return new LinePoint(
        total(chunkValue) / data.size() + penalty, total(chunkSlope) / data.size() + penaltySlope);
  }

  @Override
  public double evaluateBetween(double step, double[] at, double[] gradient) {
    for (int i = 0; i < at.length; i++) {
      trialPoint[i] = point[i] + step * (trialPoint[i] - point[i]);
    }
    System.arraycopy(trialPoint, 0, at, 0, at.length);
    double[] from = margins;
    double[] to = trialMargins;
    forEachChunk(
        (chunk, first, end) -> {
          for (int i = first * classes; i < end * classes; i++) {
            to[i] = from[i] + step * (to[i] - from[i]);
          }
        });
    return trial(gradient);
  }

  @Override
  public void hessianProduct(double[] direction, double[] product) {
    clear();
    forEachChunk(
        (chunk, from, to) -> {
          margins(direction, scratch, from, to);
          double[] p = new double[classes];
          for (int row = from; row < to; row++) {
            int at = row * classes;
            LogSoftmax.softmax(margins, at, p);
            double mean = 0;
            for (int k = 0; k < classes; k++) {
              mean += p[k] * scratch[at + k];
            }
            for (int k = 0; k < classes; k++) {
              scratch[at + k] = p[k] * (scratch[at + k] - mean);
            }
          }
          addTransposed(chunk, from, to);
        });
    combine(product);
    for (int i = 0; i < product.length; i++) {
      product[i] += 2 * strength(i) * direction[i];
    }
  }

  @Override
  public Preconditioner preconditioner() {
    return ScalingPreconditioner.of(data, diagonal, margins, this::strength);
  }

  /// Value and gradient at the trial point, whose margins are known.
  private double trial(double[] gradient) {
    clear();
    double[] z = trialMargins;
    forEachChunk(
        (chunk, from, to) -> {
          double value = 0;
          for (int row = from; row < to; row++) {
            int at = row * classes;
            double sum = LogSoftmax.logSumExp(z, at, classes);
            int y = data.labels()[row];
            value += sum - z[at + y];
            for (int k = 0; k < classes; k++) {
              scratch[at + k] = Math.exp(z[at + k] - sum) - (k == y ? 1 : 0);
            }
          }
          chunkValue[chunk] = value;
          addTransposed(chunk, from, to);
        });
    combine(gradient);
    double penalty = 0;
    for (int i = 0; i < gradient.length; i++) {
      double off = trialPoint[i] - prior(i);
      penalty += strength(i) * off * off;
      gradient[i] += 2 * strength(i) * off;
    }
    return total(chunkValue) / data.size() + penalty;
  }

  /// `z = W x + b` of some rows.
  private void margins(double[] theta, double[] out, int from, int to) {
    double[] x = data.logits();
    for (int row = from; row < to; row++) {
      for (int k = 0; k < classes; k++) {
        int i = row * classes + k;
        out[i] = theta[weights + k] + (diagonal ? theta[k] * x[i] : 0);
      }
    }
    if (!diagonal) {
      MatrixProduct.multiplyAdd(
          block(x, from, to),
          DoubleMatrix.of(theta, classes, classes).transposed(),
          block(out, from, to));
    }
  }

  /// Adds to a chunk's sum what its rows' residuals in `scratch` say of `θ`.
  private void addTransposed(int chunk, int from, int to) {
    double[] sum = partial[chunk];
    double[] x = data.logits();
    for (int row = from; row < to; row++) {
      for (int k = 0; k < classes; k++) {
        int i = row * classes + k;
        sum[weights + k] += scratch[i];
        if (diagonal) {
          sum[k] += scratch[i] * x[i];
        }
      }
    }
    if (!diagonal) {
      MatrixProduct.multiplyAdd(
          block(scratch, from, to).transposed(),
          block(x, from, to),
          DoubleMatrix.of(sum, classes, classes));
    }
  }

  private DoubleMatrix block(double[] rows, int from, int to) {
    return new DoubleMatrix(rows, from * classes, to - from, classes, classes, 1);
  }

  private double strength(int i) {
    return i >= weights
        ? pull.intercept()
        : diagonal || i % (classes + 1) == 0 ? pull.diagonal() : pull.offDiagonal();
  }

  private double prior(int i) {
    return i < weights && (diagonal || i % (classes + 1) == 0) ? 1 : 0;
  }

  private void clear() {
    for (double[] sum : partial) {
      Arrays.fill(sum, 0);
    }
  }

  private void combine(double[] out) {
    Arrays.fill(out, 0);
    for (double[] sum : partial) {
      for (int i = 0; i < out.length; i++) {
        out[i] += sum[i];
      }
    }
    for (int i = 0; i < out.length; i++) {
      out[i] /= data.size();
    }
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }

  private void forEachChunk(ChunkWork work) {
    int rows = Math.ceilDiv(data.size(), chunks);
    Parallel.forEach(
        chunks,
        chunk -> {
          int from = Math.min(chunk * rows, data.size());
          work.run(chunk, from, Math.min(from + rows, data.size()));
        });
  }

  @FunctionalInterface
  private interface ChunkWork {
    void run(int chunk, int from, int to);
  }
}
