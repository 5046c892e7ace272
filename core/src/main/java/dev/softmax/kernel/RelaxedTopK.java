package dev.softmax.kernel;

import java.util.Arrays;

/// What stands for the `k` largest of `n` numbers where a gradient is needed: weights from 0 to 1
/// that sum to `k`.
public final class RelaxedTopK {
  /// The least that is left of an element that was chosen; the smallest normal `float`, as in the
  /// code of Xie and Ermon.
  private static final double LEAST_LEFT = Float.MIN_NORMAL;

  private static final int STEPS = 3000;

  /// Twice as much is still a number.
  private static final double FAR = 1e300;

  private RelaxedTopK() {}

  /// `k` softmaxes one after another, `a¹ = softmax(x / T)`, each with `log(1 − aⁱ)` added to the
  /// scores of the one before; their sum.
  public static void successive(double[] x, double[] y, int n, int k, double temperature) {
    double[] scores = Arrays.copyOf(x, n);
    double[] share = new double[n];
    Arrays.fill(y, 0, n, 0);
    for (int round = 0; round < k; round++) {
      softmax(scores, share, temperature);
      for (int i = 0; i < n; i++) {
        y[i] += share[i];
        scores[i] += Math.log(Math.max(1 - share[i], LEAST_LEFT));
      }
    }
  }

  /// A gradient times the Jacobian of [#successive] at `x`.
  public static void successiveProduct(
      double[] x, double[] v, double[] out, int n, int k, double temperature) {
    double[] scores = Arrays.copyOf(x, n);
    double[][] shares = new double[k][n];
    for (double[] share : shares) {
      softmax(scores, share, temperature);
      for (int i = 0; i < n; i++) {
        scores[i] += Math.log(Math.max(1 - share[i], LEAST_LEFT));
      }
    }
    // The gradient by the scores of the round after; there is none after the last.
    double[] slopes = new double[n];
    double[] byShare = new double[n];
    for (int round = k - 1; round >= 0; round--) {
      double[] share = shares[round];
      double mean = 0;
      for (int i = 0; i < n; i++) {
        double left = 1 - share[i];
        byShare[i] = v[i] - (left > LEAST_LEFT ? slopes[i] / left : 0);
        mean += share[i] * byShare[i];
      }
      for (int i = 0; i < n; i++) {
        slopes[i] += share[i] * (byShare[i] - mean) / temperature;
      }
    }
    System.arraycopy(slopes, 0, out, 0, n);
  }

  private static void softmax(double[] scores, double[] share, double temperature) {
    double max = Double.NEGATIVE_INFINITY;
    for (double score : scores) {
      max = Math.max(max, score);
    }
    double sum = 0;
    for (int i = 0; i < share.length; i++) {
      share[i] = Math.exp((scores[i] - max) / temperature);
      sum += share[i];
    }
    for (int i = 0; i < share.length; i++) {
      share[i] /= sum;
    }
  }

  /// `y_i = σ(x_i / T + ν)` with the `ν` at which the sum is `k`, found by Newton's steps in a
  /// bracket. Elements of −∞ get 0.
  public static void entropic(double[] x, double[] y, int n, int k, double temperature) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int finite = 0;
    boolean fine = true;
    for (int i = 0; i < n; i++) {
      double z = x[i] / temperature;
      fine &= x[i] < Double.POSITIVE_INFINITY;
      if (x[i] > Double.NEGATIVE_INFINITY) {
        low = Math.min(low, z);
        high = Math.max(high, z);
        finite++;
      }
    }
    if (!fine || finite < k) {
      Arrays.fill(y, 0, n, Double.NaN);
    } else if (finite == k) {
      for (int i = 0; i < n; i++) {
        y[i] = x[i] > Double.NEGATIVE_INFINITY ? 1 : 0;
      }
    } else if (!(high - low <= Double.MAX_VALUE)) {
      entropic(apart(x, n, k, temperature), y, n, k, 1);
    } else {
      double even = Math.log((double) k / (finite - k));
      double shift = shift(x, n, k, temperature, even - high, even - low);
      for (int i = 0; i < n; i++) {
        y[i] = sigmoid(x[i] / temperature + shift);
      }
    }
  }

  /// `(x_i − x_(k)) / T`, `x_(k)` the `k`-th largest, where the quotients by themselves overflow: so
  /// close to the threshold they do not, and further from it than [#FAR] they need not be told apart.
  private static double[] apart(double[] x, int n, int k, double temperature) {
    double[] z = Arrays.copyOf(x, n);
    Arrays.sort(z);
    double middle = z[n - k];
    for (int i = 0; i < n; i++) {
      double quotient = Math.clamp((x[i] - middle) / temperature, -FAR, FAR);
      z[i] = x[i] > Double.NEGATIVE_INFINITY ? quotient : x[i];
    }
    return z;
  }

  /// The zero of `Σ σ(x_i / T + ν) − k`, which rises, between its bounds.
  private static double shift(
      double[] x, int n, int k, double temperature, double least, double most) {
    double low = least;
    double high = most;
    double shift = (low + high) / 2;
    double before = Double.POSITIVE_INFINITY;
    for (int step = 0; step < STEPS && low < high; step++) {
      double sum = -k;
      double slope = 0;
      for (int i = 0; i < n; i++) {
        double p = sigmoid(x[i] / temperature + shift);
        sum += p;
        slope += p * (1 - p);
      }
      if (sum == 0) {
        break;
      }
      if (sum > 0) {
        high = shift;
      } else {
        low = shift;
      }
      double next = shift - sum / slope;
      // Also where the slope is 0, and the step no number.
      boolean slow = !(next > low && next < high) || Math.abs(sum) > before / 2;
      before = Math.abs(sum);
      next = slow ? low + (high - low) / 2 : next;
      if (next == shift || next <= low || next >= high) {
        break;
      }
      shift = next;
    }
    return shift;
  }

  private static double sigmoid(double z) {
    double e = Math.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  /// A gradient times the Jacobian of [#entropic], of which `p` is the result: `s ∘ (v − ⟨s, v⟩ / Σ
  /// s) / T` with `s = p (1 − p)`.
  public static void entropicProduct(
      double[] p, double[] v, double[] out, int n, double temperature) {
    double sum = 0;
    double along = 0;
    for (int i = 0; i < n; i++) {
      double s = p[i] * (1 - p[i]);
      sum += s;
      along += s * v[i];
    }
    double mean = sum == 0 ? 0 : along / sum;
    for (int i = 0; i < n; i++) {
      out[i] = p[i] * (1 - p[i]) * (v[i] - mean) / temperature;
    }
  }
}
