package dev.softmax.kernel;

import java.util.Arrays;

/// α-entmax of gathered elements: `p_i = [z_i − τ]₊^(1/(α−1))` with `z_i = (α − 1)(x_i − max)` and
/// the threshold `τ` at which the sum is 1 (Peters, Niculae and Martins, Sparse
/// Sequence-to-Sequence Models, ACL 2019). All in double. Instances are used again.
///
/// As `α → 1` the power grows beyond bounds, and with it what rounding makes of `z − τ`. Below
/// [#NEAR_ONE] values are therefore `x_i − max` themselves, and with `τ = (α − 1) σ − 1`
/// probabilities are `p_i = exp(log(1 + (α − 1)(x_i − max − σ)) / (α − 1))`, which tends to softmax
/// and `σ` to its logarithm of the sum.
final class EntmaxSolver {
  /// More than Newton's steps or halvings ever take on doubles.
  private static final int STEPS = 200;

  /// Newton's steps or halvings after which a bound of the threshold is good enough.
  private static final int BOUND_STEPS = 6;

  /// The α below which probabilities come from logarithms: from there on powers of doubles are as
  /// accurate, and faster.
  private static final double NEAR_ONE = 1.0625;

  /// What no double of a probability is left of: `exp(−750)` is 0.
  private static final double DEEPEST = -750;

  /// What rounding may move a threshold of gathered doubles by, and far more.
  private static final double MARGIN = 1e-9;

  /// Values `z_i`, or near 1 `x_i − max`, of which the largest is 0; probabilities after [#solve].
  double[] scaled = new double[16];

  /// Where they came from.
  int[] places = new int[16];

  /// How many they are.
  int count;

  /// What differences of scores are multiplied by to become values.
  static double factor(double alpha) {
    return alpha < NEAR_ONE ? 1 : alpha - 1;
  }

  /// A number that no value with a probability above 0 is below.
  static double least(double alpha) {
    return alpha < NEAR_ONE ? Math.max(DEEPEST, -1 / (alpha - 1)) : -1;
  }

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
    if (alpha < NEAR_ONE) {
      double below = (1 + MARGIN) / (alpha - 1);
      return Math.max(least(alpha), shift(alpha, 0, BOUND_STEPS) - below);
    }
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
  /// @param least a lower bound of the threshold, not below [#least(double)]
  void solve(double alpha, double least) {
    if (isLevel()) {
      Arrays.fill(scaled, 0, count, 1.0 / count);
    } else if (alpha < NEAR_ONE) {
      // Where it tells anything, the bound is above the least of all.
      double low = least > least(alpha) ? Math.max(0, least + 1 / (alpha - 1)) : 0;
      raiseNear(alpha, shift(alpha, low, STEPS));
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
      raise(alpha, lower(alpha, least, STEPS));
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

  /// [#newton] near 1: the shift `σ` from below, of which a step is `(1 − S^(1 − α)) S / ((α − 1) Σ
  /// p^(2 − α))` with the sum `S` of the probabilities `p`; for softmax, `log S`.
  private double shift(double alpha, double least, int steps) {
    double small = alpha - 1;
    double shift = least;
    for (int step = 0; step < steps; step++) {
      double sum = 0;
      double slope = 0;
      for (int k = 0; k < count; k++) {
        double more = small * (scaled[k] - shift);
        double base = 1 + more;
        if (base > 0) {
          double p = power(more, base, small);
          sum += p;
          slope += p / base;
        }
      }
      double next = shift - sum * Math.expm1(-small * Math.log(sum)) / (small * slope);
      if (!(next > shift)) {
        break;
      }
      shift = next;
    }
    return shift;
  }

  /// `(1 + more)^(1 / small)`, where `base` is `1 + more` but for what rounding has lost, which is
  /// `more − (base − 1)` exactly.
  private static double power(double more, double base, double small) {
    return Math.exp((Math.log(base) + (more - (base - 1)) / base) / small);
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

  /// Probabilities by a threshold.
  private void raise(double alpha, double threshold) {
    double power = 1 / (alpha - 1);
    for (int k = 0; k < count; k++) {
      double more = scaled[k] - threshold;
      scaled[k] = more > 0 ? Math.pow(more, power) : 0;
    }
    divide();
  }

  /// Probabilities near 1, by a shift.
  private void raiseNear(double alpha, double shift) {
    double small = alpha - 1;
    for (int k = 0; k < count; k++) {
      double more = small * (scaled[k] - shift);
      double base = 1 + more;
      scaled[k] = base > 0 ? power(more, base, small) : 0;
    }
    divide();
  }

  /// Divides probabilities by what rounding has left of their sum, a compensated one (Neumaier
  /// 1974): of many small ones nothing is to be lost beside a large one.
  private void divide() {
    double sum = 0;
    double lost = 0;
    for (int k = 0; k < count; k++) {
      double next = sum + scaled[k];
      lost += sum >= scaled[k] ? (sum - next) + scaled[k] : (scaled[k] - next) + sum;
      sum = next;
    }
    sum += lost;
    for (int k = 0; k < count; k++) {
      scaled[k] /= sum;
    }
  }
}
