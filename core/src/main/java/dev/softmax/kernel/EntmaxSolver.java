package dev.softmax.kernel;

import java.util.Arrays;

/// α-entmax of gathered elements: `p_i = [z_i − τ]₊^(1/(α−1))` with `z_i = (α − 1)(x_i − max)` and
/// the threshold `τ` at which the sum is 1 (Peters, Niculae and Martins, Sparse
/// Sequence-to-Sequence Models, ACL 2019). All in double. Instances are used again.
final class EntmaxSolver {
  /// More than Newton's steps or halvings ever take on doubles.
  private static final int STEPS = 200;

  /// Newton's steps or halvings after which a bound of the threshold is good enough.
  private static final int BOUND_STEPS = 6;

  /// What rounding may move a threshold of gathered doubles by, and far more.
  private static final double MARGIN = 1e-9;

  /// Values, of which the largest is 0; probabilities after [#solve].
  double[] scaled = new double[16];

  /// Where they came from.
  int[] places = new int[16];

  /// How many they are.
  int count;

  void clear() {
    count = 0;
  }

  void add(int place, double value) {
    if (count == scaled.length) {
      scaled = Arrays.copyOf(scaled, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
    }
    scaled[count] = value;
    places[count++] = place;
  }

  /// A number below the threshold of the gathered values, and so below that of any values which
  /// contain them: more elements only raise it.
  double bound(double alpha) {
    double threshold;
    if (alpha == 2) {
      threshold = sparsemax();
    } else if (alpha == 1.5) {
      threshold = entmax15();
    } else {
      threshold = lower(alpha, -1, BOUND_STEPS);
    }
    return Math.max(-1, threshold - MARGIN);
  }

  /// Turns the gathered values into probabilities.
  ///
  /// @param least a lower bound of the threshold, at least −1
  void solve(double alpha, double least) {
    if (isLevel()) {
      Arrays.fill(scaled, 0, count, 1.0 / count);
    } else if (alpha == 2) {
      double threshold = sparsemax();
      for (int k = 0; k < count; k++) {
        scaled[k] = Math.max(0, scaled[k] - threshold);
      }
    } else if (alpha == 1.5) {
      double threshold = entmax15();
      for (int k = 0; k < count; k++) {
        double above = Math.max(0, scaled[k] - threshold);
        scaled[k] = above * above;
      }
    } else {
      divide(alpha, lower(alpha, least, STEPS));
    }
  }

  /// Whether all values are equal, as they are at temperature 0: then no rounding is wanted.
  private boolean isLevel() {
    int k = 0;
    while (k < count && scaled[k] == 0) {
      k++;
    }
    return k == count;
  }

  /// Sets aside what is not above `(sum − 1) / count` of what is left until nothing changes
  /// (Michelot, A finite algorithm for finding the projection of a point onto the canonical
  /// simplex, 1986); exact but for rounding.
  private double sparsemax() {
    double threshold = Double.NEGATIVE_INFINITY;
    int left = 0;
    while (true) {
      double sum = 0;
      int above = 0;
      for (int k = 0; k < count; k++) {
        if (scaled[k] > threshold) {
          sum += scaled[k];
          above++;
        }
      }
      if (above == left) {
        return threshold;
      }
      left = above;
      threshold = (sum - 1) / above;
    }
  }

  /// Newton's method from the left on `Σ [z − τ]₊² = 1`, which is convex; when the support stands,
  /// its threshold has a closed form: `τ = mean − √((1 − Σ(z − mean)²) / k)`.
  private double entmax15() {
    double threshold = -1;
    int left = -1;
    for (int step = 0; step < STEPS; step++) {
      double sum = 0;
      double squares = 0;
      int above = 0;
      for (int k = 0; k < count; k++) {
        double more = scaled[k] - threshold;
        if (more > 0) {
          sum += more;
          squares += more * more;
          above++;
        }
      }
      if (above == left) {
        double exact = closed(threshold, sum / above, above);
        if (countAbove(exact) == above) {
          return exact;
        }
      }
      left = above;
      threshold += (squares - 1) / (2 * sum);
    }
    return threshold;
  }

  /// The closed form for what is above a threshold, by how far it is on average. In a pass of its
  /// own: where many are above, sums of squares cancel.
  private double closed(double threshold, double mean, int above) {
    double rest = 0;
    double spread = 0;
    for (int k = 0; k < count; k++) {
      if (scaled[k] > threshold) {
        double apart = scaled[k] - threshold - mean;
        rest += apart;
        spread += apart * apart;
      }
    }
    double exact = mean + rest / above;
    return threshold + exact - Math.sqrt(Math.max(0, 1 - spread) / above);
  }

  private int countAbove(double threshold) {
    int above = 0;
    for (int k = 0; k < count; k++) {
      above += scaled[k] > threshold ? 1 : 0;
    }
    return above;
  }

  /// The threshold from below, after so many steps at most.
  private double lower(double alpha, double least, int steps) {
    return alpha < 2 ? newton(alpha, least, steps) : halved(alpha, least, steps);
  }

  /// Newton's method on `‖[z − τ]₊‖ = 1` in the norm of order `1 / (α − 1)`, which is convex in `τ`
  /// where that is at least 1 and all but a line where the values are close: from the left it stays
  /// there, and takes a few steps.
  private double newton(double alpha, double least, int steps) {
    double power = 1 / (alpha - 1);
    double threshold = least;
    for (int step = 0; step < steps; step++) {
      double sum = 0;
      double slope = 0;
      for (int k = 0; k < count; k++) {
        double more = scaled[k] - threshold;
        if (more > 0) {
          double raised = Math.pow(more, power);
          sum += raised;
          slope += raised / more;
        }
      }
      double next = threshold + sum * (1 - Math.pow(sum, 1 - alpha)) / slope;
      if (!(next > threshold)) {
        break;
      }
      threshold = next;
    }
    return threshold;
  }

  /// Halves the interval of the threshold, `[−1, −n^(1−α)]` (Blondel, Martins and Niculae, Learning
  /// with Fenchel-Young Losses, JMLR 2020, algorithm 1); its lower end.
  private double halved(double alpha, double least, int steps) {
    double power = 1 / (alpha - 1);
    double low = least;
    double high = -Math.pow(count, 1 - alpha);
    for (int step = 0; step < steps && Math.nextUp(low) < high; step++) {
      double middle = (low + high) / 2;
      double sum = 0;
      for (int k = 0; k < count; k++) {
        double more = scaled[k] - middle;
        sum += more > 0 ? Math.pow(more, power) : 0;
      }
      if (sum >= 1) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Probabilities by a threshold, divided by what rounding has left of their sum.
  private void divide(double alpha, double threshold) {
    double power = 1 / (alpha - 1);
    double sum = 0;
    for (int k = 0; k < count; k++) {
      double more = scaled[k] - threshold;
      scaled[k] = more > 0 ? Math.pow(more, power) : 0;
      sum += scaled[k];
    }
    for (int k = 0; k < count; k++) {
      scaled[k] /= sum;
    }
  }
}
