package dev.softmax.kernel;

import static dev.softmax.kernel.RowWork.LOG_SOFTMAX;
import static dev.softmax.kernel.RowWork.LOG_SUM_EXP;
import static dev.softmax.kernel.RowWork.SOFTMAX;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Softmax and log-sum-exp of `float` vectors that do not lie in one piece, or that have a mask, or
/// whose temperature is 0. Of many side by side each has a lane ([FloatAcross]); others are turned into rows
/// together, answered there and turned back. Element `k` of vector `(o, i)` is at `at + (o * n + k) * inner + i`.
///
/// An instance is one call in progress; instances are used again.
public final class FloatVectors implements IntConsumer {
  private static final Pool<FloatVectors> POOL = new Pool<>(FloatVectors::new);
  private static final Pool<Rows> ROWS = new Pool<>(Rows::new);
  private static final float[] NOTHING = new float[0];

  private RowWork work = SOFTMAX;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private int at;
  private int n;
  private int inner;
  private int each;
  private int pieces;
  private int together;
  private boolean across;
  private int outer;
  private double beta;
  private boolean @Nullable [] mask;

  private FloatVectors() {}

  /// `y = softmax(beta x)`, or its logarithm, of `outer * inner` vectors of `n` elements.
  ///
  /// @param y receives the results in the places of `x`, which it may be
  /// @param beta reciprocal of the temperature, negative for softmin; `±∞` for temperature 0
  /// @param mask which elements take part: one entry an element of the vectors in their order in the
  ///     array, or one a class for all of them; `null` for all
  public static void softmax(
      float[] x,
      float[] y,
      int at,
      int outer,
      int n,
      int inner,
      double beta,
      boolean log,
      boolean @Nullable [] mask) {
    run(log ? LOG_SOFTMAX : SOFTMAX, x, y, at, outer, n, inner, beta, mask);
  }

  /// `y[o * inner + i] = log(sum(exp(x)))` of each vector.
  public static void logSumExp(float[] x, float[] y, int at, int outer, int n, int inner) {
    run(LOG_SUM_EXP, x, y, at, outer, n, inner, 1, null);
  }

  private static void run(
      RowWork work,
      float[] x,
      float[] y,
      int at,
      int outer,
      int n,
      int inner,
      double beta,
      boolean @Nullable [] mask) {
    FloatVectors call = POOL.take();
    call.work = work;
    call.x = x;
    call.y = y;
    call.at = at;
    call.n = n;
    call.inner = inner;
    call.outer = outer;
    call.beta = beta;
    call.mask = mask;
    call.across = mask == null && FloatAcross.takes(beta) && FloatAcross.takes(n, inner);
    // Vectors in one piece are side by side already.
    call.each = FloatTurns.count(n, inner == 1 ? outer : inner);
    call.pieces =
        call.across ? FloatAcross.tiles(n, inner) : Math.ceilDiv(inner, Math.max(1, call.each));
    call.together = call.across && call.pieces == 1 ? FloatAcross.together(n, inner) : 1;
    try {
      int tasks =
          inner == 1
              ? Math.ceilDiv(outer, Math.max(1, call.each))
              : Math.ceilDiv(outer, call.together) * call.pieces;
      Parallel.forEach(tasks, call);
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      call.mask = null;
      POOL.give(call);
    }
  }

  /// What one thread works with: vectors as rows, and their results.
  private static final class Rows {
    float[] values = NOTHING;
    float[] results = NOTHING;
  }

  /// One task: some vectors side by side.
  @Override
  public void accept(int task) {
    if (across) {
      tiles(task / pieces * together, task % pieces);
    } else {
      turned(task);
    }
  }

  private void tiles(int first, int tile) {
    int i = FloatAcross.begin(tile, pieces, inner);
    int count = FloatAcross.begin(tile + 1, pieces, inner) - i;
    int end = Math.min(first + together, outer);
    FloatAcross lanes = FloatAcross.POOL.take();
    try {
      for (int o = first; o < end; o++) {
        int from = at + o * n * inner + i;
        lanes.vectors(work, x, y, from, inner, n, count, o * inner + i, beta);
      }
    } finally {
      FloatAcross.POOL.give(lanes);
    }
  }

  private void turned(int task) {
    Rows rows = ROWS.take();
    try {
      if (rows.values.length < each * n) {
        rows.values = new float[each * n];
      }
      if (isApart() && rows.results.length < each * n) {
        rows.results = new float[each * n];
      }
      if (inner == 1) {
        int first = task * each;
        vectors(first, first * n, Math.min(each, outer - first), rows);
      } else {
        int o = task / pieces;
        int i = task % pieces * each;
        vectors(o * inner + i, o * n * inner + i, Math.min(each, inner - i), rows);
      }
    } finally {
      ROWS.give(rows);
    }
  }

  /// Whether results are not where the rows are. Rows with a mask are best answered in place, and room
  /// for one long row is enough.
  private boolean isApart() {
    return mask == null && each > 1;
  }

  /// Answers `count` vectors side by side.
  ///
  /// @param first number of the first one
  /// @param relative where it begins, from `at` on
  private void vectors(int first, int relative, int count, Rows rows) {
    float[] values = rows.values;
    float[] results = isApart() ? rows.results : values;
    if (inner == 1) {
      System.arraycopy(x, at + relative, values, 0, count * n);
    } else {
      FloatTurns.turn(x, at + relative, inner, n, count, values, 0, n);
    }
    if (mask != null) {
      exclude(mask, relative, count, values);
    }
    if (work == LOG_SUM_EXP) {
      FloatRows.logSumExp(values, 0, y, first, count, n);
      return;
    }
    if (Double.isInfinite(beta)) {
      for (int j = 0; j < count; j++) {
        limit(values, j * n, results);
      }
    } else if (work == LOG_SOFTMAX) {
      FloatRows.logSoftmax(values, 0, results, 0, count, n, beta);
    } else {
      FloatRows.softmax(values, 0, results, 0, count, n, beta);
    }
    if (mask != null) {
      empty(mask, relative, count, results);
    }
    if (inner == 1) {
      System.arraycopy(results, 0, y, at + relative, count * n);
    } else {
      FloatTurns.turn(results, 0, n, count, n, y, at + relative, inner);
    }
  }

  /// Whether element `k` of the vector `j` after the one that begins at `relative` takes part.
  private boolean takesPart(boolean[] mask, int relative, int j, int k) {
    return mask[mask.length == n ? k : relative + (inner == 1 ? j * n + k : k * inner + j)];
  }

  private void exclude(boolean[] mask, int relative, int count, float[] values) {
    float excluded = beta < 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < n; k++) {
        if (!takesPart(mask, relative, j, k)) {
          values[j * n + k] = excluded;
        }
      }
    }
  }

  /// Vectors of which nothing takes part have no probabilities.
  private void empty(boolean[] mask, int relative, int count, float[] results) {
    float none = work == LOG_SOFTMAX ? Float.NEGATIVE_INFINITY : 0;
    for (int j = 0; j < count; j++) {
      boolean any = false;
      for (int k = 0; k < n && !any; k++) {
        any = takesPart(mask, relative, j, k);
      }
      if (!any) {
        Arrays.fill(results, j * n, (j + 1) * n, none);
      }
    }
  }

  /// The limit for temperatures towards 0: the largest elements share the probability equally.
  private void limit(float[] row, int from, float[] out) {
    float sign = beta < 0 ? -1 : 1;
    int end = from + n;
    float max = Float.NEGATIVE_INFINITY;
    for (int k = from; k < end; k++) {
      // Math.max hands NaN on.
      max = Math.max(max, sign * row[k]);
    }
    if (!(Math.abs(max) <= Float.MAX_VALUE)) {
      Arrays.fill(out, from, end, Float.NaN);
      return;
    }
    int ties = 0;
    for (int k = from; k < end; k++) {
      ties += sign * row[k] == max ? 1 : 0;
    }
    boolean log = work == LOG_SOFTMAX;
    float share = (float) (log ? -Math.log(ties) : 1.0 / ties);
    float none = log ? Float.NEGATIVE_INFINITY : 0;
    for (int k = from; k < end; k++) {
      out[k] = sign * row[k] == max ? share : none;
    }
  }
}
