package dev.softmax.kernel;

import java.util.Arrays;

/// α-entmax of one vector at a time: `p_i = [(α − 1) x_i − τ]₊^(1/(α−1))` with the threshold `τ` at which
/// the sum is 1 (Peters, Niculae and Martins, Sparse Sequence-to-Sequence Models, ACL 2019). Only elements
/// within `1 / (α − 1)` of the maximum can be above the threshold: these are gathered in one pass, mostly
/// few, and the rest is done with them, in double.
///
/// An instance is one call in progress; instances are used again.
public final class EntmaxVector {
  /// Where the vectors of an array lie, as in [dev.softmax.Axis].
  ///
  /// @param outer number of vectors one after another
  /// @param size length of each
  /// @param inner distance of their elements, and number of vectors side by side
  public record Layout(int outer, int size, int inner) {}

  private static final Pool<EntmaxVector> POOL = new Pool<>(EntmaxVector::new);

  /// More than Newton's steps or halvings ever take on doubles.
  private static final int STEPS = 200;

  private double[] scaled = new double[16];
  private int[] places = new int[16];
  private int count;

  private EntmaxVector() {}

  /// Vectors of `x` → the same places of `y`, which may be `x`.
  public static void apply(double alpha, double[] x, int at, double[] y, Layout layout) {
    EntmaxVector call = POOL.take();
    for (int o = 0; o < layout.outer; o++) {
      for (int i = 0; i < layout.inner; i++) {
        int from = at + o * layout.size * layout.inner + i;
        call.one(alpha, x, from, y, layout.size, layout.inner);
      }
    }
    POOL.give(call);
  }

  /// Vectors of `x` → the same places of `y`, which may be `x`.
  public static void apply(double alpha, float[] x, int at, float[] y, Layout layout) {
    EntmaxVector call = POOL.take();
    for (int o = 0; o < layout.outer; o++) {
      for (int i = 0; i < layout.inner; i++) {
        int from = at + o * layout.size * layout.inner + i;
        call.one(alpha, x, from, y, layout.size, layout.inner);
      }
    }
    POOL.give(call);
  }

  private void one(double alpha, double[] x, int at, double[] y, int n, int step) {
    double max = Double.NEGATIVE_INFINITY;
    boolean number = n > 0;
    for (int i = 0; i < n; i++) {
      double value = x[at + i * step];
      max = value > max ? value : max;
      number &= !Double.isNaN(value);
    }
    boolean fine = number && Math.abs(max) <= Double.MAX_VALUE;
    double least = max - 1 / (alpha - 1);
    count = 0;
    for (int i = 0; i < n && fine; i++) {
      double value = x[at + i * step];
      if (value > least || value == max) {
        add(i, (value - max) * (alpha - 1));
      }
    }
    solve(alpha);
    for (int i = 0; i < n; i++) {
      y[at + i * step] = fine ? 0 : Double.NaN;
    }
    for (int k = 0; k < count; k++) {
      y[at + places[k] * step] = scaled[k];
    }
  }

  private void one(double alpha, float[] x, int at, float[] y, int n, int step) {
    float max = Float.NEGATIVE_INFINITY;
    boolean number = n > 0;
    for (int i = 0; i < n; i++) {
      float value = x[at + i * step];
      max = value > max ? value : max;
      number &= !Float.isNaN(value);
    }
    boolean fine = number && Math.abs(max) <= Float.MAX_VALUE;
    // Rounded down: one too many does no harm.
    float least = Math.nextDown((float) (max - 1 / (alpha - 1)));
    count = 0;
    for (int i = 0; i < n && fine; i++) {
      float value = x[at + i * step];
      if (value > least || value == max) {
        add(i, ((double) value - max) * (alpha - 1));
      }
    }
    solve(alpha);
    for (int i = 0; i < n; i++) {
      y[at + i * step] = fine ? 0 : Float.NaN;
    }
    for (int k = 0; k < count; k++) {
      y[at + places[k] * step] = (float) scaled[k];
    }
  }

  private void add(int place, double value) {
    if (count == scaled.length) {
      scaled = Arrays.copyOf(scaled, 2 * count);
      places = Arrays.copyOf(places, 2 * count);
    }
    scaled[count] = value;
    places[count++] = place;
  }

  /// Turns the gathered values, whose maximum is 0, into probabilities.
  private void solve(double alpha) {
    if (count == 0) {
      return;
    }
    if (alpha == 2) {
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
      bisect(alpha);
    }
  }

  /// Sets aside what is not above `(sum − 1) / count` of what is left until nothing changes (Michelot,
  /// 1986); exact but for rounding.
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

  /// Newton's method from the left on `Σ [z − τ]₊² = 1`, which is convex; when the support stands, its
  /// threshold has a closed form: `τ = mean − √((1 − Σ(z − mean)²) / k)`.
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
        double mean = sum / above;
        double spread = squares - sum * mean;
        double exact = threshold + mean - Math.sqrt(Math.max(0, 1 - spread) / above);
        if (countAbove(exact) == above) {
          return exact;
        }
      }
      left = above;
      threshold += (squares - 1) / (2 * sum);
    }
    return threshold;
  }

  private int countAbove(double threshold) {
    int above = 0;
    for (int k = 0; k < count; k++) {
      above += scaled[k] > threshold ? 1 : 0;
    }
    return above;
  }

  /// Halves the interval of the threshold, `[−1, −n^(1−α)]` (Blondel, Martins and Niculae, Learning with
  /// Fenchel-Young Losses, 2020, algorithm 1), and divides by what is left of the sum.
  private void bisect(double alpha) {
    double power = 1 / (alpha - 1);
    double low = -1;
    double high = -Math.pow(count, 1 - alpha);
    for (int step = 0; step < STEPS && Math.nextUp(low) < high; step++) {
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
    double sum = 0;
    for (int k = 0; k < count; k++) {
      double more = scaled[k] - low;
      scaled[k] = more > 0 ? Math.pow(more, power) : 0;
      sum += scaled[k];
    }
    for (int k = 0; k < count; k++) {
      scaled[k] /= sum;
    }
  }
}
