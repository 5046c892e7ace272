package dev.softmax.linear;

import dev.softmax.kernel.SparseMatrix;
import dev.softmax.kernel.SparseProduct;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/// Ascent of the dual objective, row by row (Yu, Huang & Lin 2011, "Dual coordinate descent methods for
/// logistic regression and maximum entropy models"): a first point for sparse rows, and all of
/// [StochasticDualAscent].
///
/// Each row has dual probabilities `p_i`, and coefficients follow from them: `W = (1/ℓ) Σ_i w_i x_i
/// (y_i − p_i)ᵀ`, where `ℓ = λN`. A step makes one row's `p_i` the best for the present others,
/// which has them satisfy `log p_i = Wᵀ x_i + c`. It reads and writes the coefficients of that
/// row's features only. The first sweeps come close to the answer where Newton's method from zeros
/// needs many steps, since a step of its own can only change exponents by about one; the last
/// digits are left to Newton.
///
/// Intercepts have no penalty, and so no dual form; here they get a small one, around a centre that
/// [#recentre] moves.
final class DualAscent {
  /// Most sweeps: in a trial on news20 (C = 1), Newton's method on the dual needed 490 passes after
  /// 3 sweeps, 440 after 10, 230 after 20, and 1230 without. Here 32 were the fastest.
  private static final int MOST_SWEEPS = 32;

  /// A sweep that moves less probability than this a row is the last.
  private static final double STILL = 1e-4;

  /// A row that moves less than this is passed over in the next sweep, then in three, then in
  /// seven: most rows are settled long before the last ones, which took a third off the time on
  /// news20.
  private static final double SETTLED = 1e-3;

  private static final int LONGEST_PAUSE = 7;

  private static final int MOST_STEPS = 12;

  /// Probability of classes that a row does not belong to, at first.
  private static final double LEAST = 1e-10;

  /// Logarithm of the least probability that is told from 0, and of one that may be as it likes.
  private static final double LOWEST = -700;

  private static final double NEGLIGIBLE = -30;

  /// Curvature that an intercept adds to a row's, as a share of the mean row's own.
  private static final double INTERCEPT_SHARE = 0.1;

  private final SparseMatrix features;
  private final RowTargets targets;
  private final double penalty;
  private final int classes;
  private final double interceptCurvature;
  private final double[] squaredNorms;

  private final double[] point;
  private final double[] probabilities;
  private final double[] logs;
  private final double[] wanted;
  private final double[] change;
  private final double[] gapOf;
  private final double[] centre;
  private final int[] order;
  private final byte[] pauses;
  private final byte[] lengths;
  private final SplittableRandom random;

  /// @param penalty `ℓ`, positive
  /// @param seed of the order of the rows: the same seed gives the same bits
  DualAscent(
      SparseMatrix features, RowTargets targets, double penalty, boolean intercept, long seed) {
    random = new SplittableRandom(seed);
    this.features = features;
    this.targets = targets;
    this.penalty = penalty;
    classes = targets.classes();
    squaredNorms = new double[features.rows()];
    double sum = 0;
    for (int row = 0; row < features.rows(); row++) {
      for (int e = features.offsets()[row]; e < features.offsets()[row + 1]; e++) {
        squaredNorms[row] += features.values()[e] * features.values()[e];
      }
      sum += squaredNorms[row];
    }
    double mean = sum / features.rows();
    interceptCurvature = intercept ? INTERCEPT_SHARE * (mean == 0 ? 1 : mean) / penalty : 0;
    point = new double[(features.columns() + (intercept ? 1 : 0)) * classes];
    probabilities = new double[features.rows() * classes];
    logs = new double[probabilities.length];
    wanted = new double[classes];
    change = new double[classes];
    gapOf = new double[classes];
    centre = new double[classes];
    int rows = features.rows();
    pauses = new byte[rows];
    lengths = new byte[rows];
    order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    double[] first = targets.shares(LEAST);
    System.arraycopy(first, 0, probabilities, 0, first.length);
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.log(probabilities[i]);
    }
    begin();
  }

  /// Makes the point what follows from the first probabilities.
  private void begin() {
    double[] shares = targets.shares(0);
    for (int row = 0; row < features.rows(); row++) {
      for (int k = 0; k < classes; k++) {
        double less = shares[row * classes + k] - probabilities[row * classes + k];
        change[k] = targets.weight(row) * less / penalty;
        if (interceptCurvature > 0) {
          point[features.columns() * classes + k] +=
              targets.weight(row) * interceptCurvature * less;
        }
      }
      SparseProduct.addOuter(features, row, change, 0, classes, point);
    }
  }

  /// The present point `(D + 1, K)`, or `(D, K)` without intercepts; not a copy.
  double[] point() {
    return point;
  }

  /// A point that is near the answer.
  ///
  /// @param enough whether a point is near enough; asked after 1, 2, 4, … sweeps, but not
  ///     after the last
  double[] run(Predicate<double[]> enough) {
    int ask = 1;
    for (int sweep = 1; sweep <= MOST_SWEEPS && sweep(SETTLED) > STILL; sweep++) {
      if (sweep == ask && sweep < MOST_SWEEPS) {
        if (enough.test(point)) {
          break;
        }
        ask *= 2;
      }
    }
    return point;
  }

  /// Visits the rows in a random order; returns how much probability has moved, a row.
  ///
  /// @param settled a row that moves less is passed over in the next sweep, then in three, then in
  ///     seven
  double sweep(double settled) {
    double moved = 0;
    for (int i = order.length; i > 0; i--) {
      int chosen = random.nextInt(i);
      int row = order[chosen];
      order[chosen] = order[i - 1];
      order[i - 1] = row;
      if (pauses[row] > 0) {
        pauses[row]--;
        continue;
      }
      double by = visit(row);
      moved += by;
      lengths[row] = (byte) (by > settled ? 0 : Math.min(2 * lengths[row] + 1, LONGEST_PAUSE));
      pauses[row] = lengths[row];
    }
    return moved / order.length;
  }

  /// Moves the centre of the intercepts' penalty to where they are, with which probabilities that do
  /// not add up to the targets push them on: the method of multipliers (Bertsekas 1982). Where they
  /// do add up, the penalty is 0.
  void recentre() {
    int bias = features.columns() * classes;
    for (int k = 0; k < classes && interceptCurvature > 0; k++) {
      double here = point[bias + k];
      point[bias + k] = 2 * here - centre[k];
      centre[k] = here;
    }
  }

  /// Makes a row's probabilities the best; returns how much they moved.
  private double visit(int row) {
    double weight = targets.weight(row);
    if (weight == 0) {
      return 0;
    }
    int at = row * classes;
    int bias = features.columns() * classes;
    for (int k = 0; k < classes; k++) {
      wanted[k] = interceptCurvature > 0 ? point[bias + k] : 0;
    }
    SparseProduct.multiplyAdd(features, row, row + 1, point, classes, wanted, 0);
    double curvature = weight * (squaredNorms[row] / penalty + interceptCurvature);
    for (int k = 0; k < classes; k++) {
      wanted[k] += curvature * probabilities[at + k];
    }
    balance(at, curvature);
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      change[k] = Math.exp(logs[at + k]);
      sum += change[k];
    }
    double logSum = Math.log(sum);
    double moved = 0;
    for (int k = 0; k < classes; k++) {
      double p = change[k] / sum;
      logs[at + k] -= logSum;
      double less = probabilities[at + k] - p;
      probabilities[at + k] = p;
      moved += Math.abs(less);
      if (interceptCurvature > 0) {
        point[bias + k] += weight * interceptCurvature * less;
      }
      change[k] = weight * less / penalty;
    }
    SparseProduct.addOuter(features, row, change, 0, classes, point);
    return moved;
  }

  /// Newton's method for `u + q exp(u) = wanted + c` and `Σ exp(u) = 1` in the logarithms `u` of a
  /// row's probabilities, which keeps these positive.
  private void balance(int at, double q) {
    double largest = Double.POSITIVE_INFINITY;
    for (int step = 0; step < MOST_STEPS && largest > 1e-4; step++) {
      double total = 0;
      double gaps = 0;
      double slopes = 0;
      for (int k = 0; k < classes; k++) {
        double u = logs[at + k];
        double p = Math.exp(u);
        double slope = 1 / (1 + q * p);
        double gap = (u + q * p - wanted[k]) * slope;
        total += p;
        gaps += p * gap;
        slopes += p * slope;
        change[k] = slope;
        // Kept until c is known.
        gapOf[k] = gap;
      }
      double c = (1 - total + gaps) / slopes;
      largest = 0;
      for (int k = 0; k < classes; k++) {
        double by = c * change[k] - gapOf[k];
        // A step up is a step of an exponential, and would be far too long.
        by = by > 1 ? 1 + Math.log(by) : by;
        double u = Math.clamp(logs[at + k] + by, LOWEST, 0);
        largest = Math.max(largest, Math.abs(u - logs[at + k]) * (u > NEGLIGIBLE ? 1 : 0));
        logs[at + k] = u;
      }
    }
  }
}
