package dev.softmax.kernel;

/// Softmax of rows that lie in strips of 64, `z[class][lane]`: a vector holds one class of several rows,
/// so that it is full however few classes there are.
public final class DoubleStrips {
  /// Rows of a strip.
  public static final int STRIP = DoubleFeatures.STRIP;

  private DoubleStrips() {}

  /// Softmax of one strip.
  ///
  /// @param out `(K, 64)` from index `to`, may be `z` at the same place
  /// @param logSums `(64)`, gets the log-sum-exp of each row
  /// @param room `(64)`, overwritten
  public static void softmax(
      double[] z, int at, int classes, double[] out, int to, double[] logSums, double[] room) {
    if (Kernels.choice().bits() > 0) {
      SimdDoubleStrips.softmax(z, at, classes, out, to, logSums, room);
    } else {
      plain(z, at, classes, out, to, logSums, room);
    }
    for (int lane = 0; lane < STRIP; lane++) {
      logSums[lane] += Math.log(room[lane]);
    }
  }

  /// `a ← w p ∘ (a − ⟨p, a⟩)` of each row of a strip: what the Hessian of the cross-entropy does to a
  /// direction of the logits.
  ///
  /// @param p probabilities `(K, 64)` from index `pAt`
  /// @param a `(K, 64)` from index `at`
  /// @param weights `(64)`
  public static void curvature(
      double[] p, int pAt, double[] a, int at, int classes, double[] weights) {
    if (Kernels.choice().bits() > 0) {
      SimdDoubleStrips.curvature(p, pAt, a, at, classes, weights);
      return;
    }
    int size = classes * STRIP;
    for (int lane = 0; lane < STRIP; lane++) {
      double mean = 0;
      for (int i = lane; i < size; i += STRIP) {
        mean += p[pAt + i] * a[at + i];
      }
      for (int i = lane; i < size; i += STRIP) {
        a[at + i] = weights[lane] * p[pAt + i] * (a[at + i] - mean);
      }
    }
  }

  /// Leaves maxima in `logSums` and sums in `room`.
  private static void plain(
      double[] z, int at, int classes, double[] out, int to, double[] logSums, double[] room) {
    for (int lane = 0; lane < STRIP; lane++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        double v = z[at + k * STRIP + lane];
        max = max < v ? v : max;
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        double e = Math.exp(z[at + k * STRIP + lane] - max);
        out[to + k * STRIP + lane] = e;
        sum += e;
      }
      for (int k = 0; k < classes; k++) {
        out[to + k * STRIP + lane] /= sum;
      }
      logSums[lane] = max;
      room[lane] = sum;
    }
  }
}
