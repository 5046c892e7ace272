package dev.softmax.calibration;

import dev.softmax.kernel.Parallel;
import dev.softmax.linear.Objective.Preconditioner;
import java.util.function.IntToDoubleFunction;

/// The Hessian of a [ScalingObjective] without what couples one class to another: a block a class, each over the
/// weights and the intercept of that class. Of very many classes only the blocks' diagonals are kept.
final class ScalingPreconditioner implements Preconditioner {
  /// More classes than this would make blocks that cost more than they bring.
  private static final int MOST_BLOCK_CLASSES = 64;

  /// What a block's diagonal is raised by, of itself, so that it stays positive definite.
  private static final double LIFT = 1e-10;

  private final int classes;
  private final int width;
  private final boolean blocks;
  private final double[][] factors;

  private ScalingPreconditioner(int classes, int width, boolean blocks) {
    this.classes = classes;
    this.width = width;
    this.blocks = blocks;
    this.factors = new double[classes][blocks ? (width + 1) * (width + 1) : width + 1];
  }

  static ScalingPreconditioner of(
      CalibrationData data, boolean diagonal, double[] margins, IntToDoubleFunction strength) {
    int classes = data.classes();
    ScalingPreconditioner made =
        new ScalingPreconditioner(
            classes, diagonal ? 1 : classes, diagonal || classes <= MOST_BLOCK_CLASSES);
    double[] logSums = new double[data.size()];
    for (int row = 0; row < logSums.length; row++) {
      logSums[row] = LogSoftmax.logSumExp(margins, row * classes, classes);
    }
    Parallel.forEach(
        classes,
        k -> {
          made.add(data, margins, logSums, k);
          made.finish(k, data.size(), strength);
        });
    return made;
  }

  /// Sums over all rows what a class's block has of them.
  private void add(CalibrationData data, double[] margins, double[] logSums, int k) {
    double[] x = new double[width + 1];
    double[] block = factors[k];
    for (int row = 0; row < logSums.length; row++) {
      int at = row * classes;
      double p = Math.exp(margins[at + k] - logSums[row]);
      double curvature = p * (1 - p);
      System.arraycopy(data.logits(), width == 1 ? at + k : at, x, 0, width);
      x[width] = 1;
      for (int i = 0; i <= width; i++) {
        double scaled = curvature * x[i];
        if (blocks) {
          int line = i * (width + 1);
          for (int j = 0; j <= i; j++) {
            block[line + j] += scaled * x[j];
          }
        } else {
          block[i] += scaled * x[i];
        }
      }
    }
  }

  /// Makes means of the sums, adds the penalty, and factors the block.
  private void finish(int k, int rows, IntToDoubleFunction strength) {
    double[] block = factors[k];
    for (int i = 0; i < block.length; i++) {
      block[i] /= rows;
    }
    for (int i = 0; i <= width; i++) {
      int at = blocks ? i * (width + 2) : i;
      int place = i < width ? k * width + i : classes * width + k;
      block[at] += 2 * strength.applyAsDouble(place) + LIFT * block[at] + Double.MIN_NORMAL;
    }
    if (blocks) {
      factor(block, width + 1);
    }
  }

  /// Cholesky's factorisation in place; a pivot that rounding has taken is lifted.
  private static void factor(double[] a, int order) {
    for (int j = 0; j < order; j++) {
      double least = Math.max(LIFT * a[j * order + j], Double.MIN_NORMAL);
      for (int i = j; i < order; i++) {
        double sum = a[i * order + j];
        for (int l = 0; l < j; l++) {
          sum -= a[i * order + l] * a[j * order + l];
        }
        a[i * order + j] = i == j ? Math.sqrt(Math.max(sum, least)) : sum / a[j * order + j];
      }
    }
  }

  @Override
  public void apply(double[] vector, double[] image) {
    Parallel.forEach(classes, k -> apply(k, vector, image));
  }

  private void apply(int k, double[] vector, double[] image) {
    int order = width + 1;
    double[] z = new double[order];
    System.arraycopy(vector, k * width, z, 0, width);
    z[width] = vector[classes * width + k];
    double[] block = factors[k];
    if (blocks) {
      for (int i = 0; i < order; i++) {
        for (int j = 0; j < i; j++) {
          z[i] -= block[i * order + j] * z[j];
        }
        z[i] /= block[i * order + i];
      }
      for (int i = order - 1; i >= 0; i--) {
        for (int j = i + 1; j < order; j++) {
          z[i] -= block[j * order + i] * z[j];
        }
        z[i] /= block[i * order + i];
      }
    } else {
      for (int i = 0; i < order; i++) {
        z[i] /= block[i];
      }
    }
    System.arraycopy(z, 0, image, k * width, width);
    image[classes * width + k] = z[width];
  }

  @Override
  public double cost() {
    return blocks ? Math.max(1, width / 4.0) : 1;
  }
}
