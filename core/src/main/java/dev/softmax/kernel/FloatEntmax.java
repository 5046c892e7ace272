package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// α-entmax of `float` vectors without sorting them. Element `k` of vector `(o, i)` is at
/// `at + (o * n + k) * inner + i`.
///
/// Only elements within `1 / (α − 1)` of the maximum can have a probability above 0, and mostly far
/// fewer have. One pass finds the maximum of each block. The threshold of these maxima alone is a
/// lower bound of the threshold of all elements, and a close one; only blocks with a maximum above
/// it are read again, and what is above it is gathered and solved in double by [EntmaxSolver].
///
/// An instance is one call in progress; instances are used again.
public final class FloatEntmax implements IntConsumer {
  private static final int BLOCK = 128;

  /// Least number of elements worth handing to another thread.
  private static final int TASK = 8192;

  /// From so many elements on vectors are used.
  private static final int LEAST = 2 * BLOCK;

  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatEntmax> POOL = new Pool<>(FloatEntmax::new);
  private static final Pool<FloatRoom> ROOMS = new Pool<>(FloatRoom::new);
  private static final float[] NOTHING = new float[0];

  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private int at;
  private int n;
  private int inner;
  private int vectors;
  private int each;
  private double alpha;
  private double beta;
  private boolean @Nullable [] mask;

  private FloatEntmax() {}

  /// What one vector needs.
  private static final class FloatRoom {
    final EntmaxSolver solver = new EntmaxSolver();
    float[] row = NOTHING;
    float[] maxima = NOTHING;
  }

  /// `y = entmax(beta x)` of `outer * inner` vectors of `n` elements; `y` may be `x`.
  ///
  /// @param beta reciprocal of the temperature; `∞` for temperature 0
  /// @param mask which elements take part: one entry an element of the vectors in their order in
  ///     the array, or one a class for all of them; `null` for all
  public static void apply(
      float[] x,
      float[] y,
      int at,
      int outer,
      int n,
      int inner,
      double alpha,
      double beta,
      boolean @Nullable [] mask) {
    FloatEntmax call = POOL.take();
    call.x = x;
    call.y = y;
    call.at = at;
    call.n = n;
    call.inner = inner;
    call.vectors = outer * inner;
    call.alpha = alpha;
    call.beta = beta;
    call.mask = mask;
    call.each = Math.max(1, TASK / Math.max(1, n));
    try {
      Parallel.forEach((call.vectors + call.each - 1) / call.each, call);
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      call.mask = null;
      POOL.give(call);
    }
  }

  @Override
  public void accept(int task) {
    FloatRoom room = ROOMS.take();
    try {
      int blocks = (n + BLOCK - 1) / BLOCK;
      if (room.maxima.length < blocks) {
        room.maxima = new float[blocks];
      }
      int end = Math.min(vectors, (task + 1) * each);
      for (int v = task * each; v < end; v++) {
        if (mask == null && inner == 1) {
          row(x, at + v * n, y, at + v * n, room);
        } else {
          gathered(v, room);
        }
      }
    } finally {
      ROOMS.give(room);
    }
  }

  /// A vector that is not in one piece, or of which only some elements take part.
  private void gathered(int v, FloatRoom room) {
    if (room.row.length < n) {
      room.row = new float[n];
    }
    int relative = v / inner * n * inner + v % inner;
    int first = at + relative;
    boolean any = mask == null;
    for (int k = 0; k < n; k++) {
      boolean in = mask == null || mask[mask.length == n ? k : relative + k * inner];
      any |= in;
      room.row[k] = in ? x[first + k * inner] : Float.NEGATIVE_INFINITY;
    }
    if (any) {
      row(room.row, 0, room.row, 0, room);
    } else {
      Arrays.fill(room.row, 0, n, 0);
    }
    for (int k = 0; k < n; k++) {
      y[first + k * inner] = room.row[k];
    }
  }

  private void row(float[] x, int at, float[] y, int to, FloatRoom room) {
    int blocks = (n + BLOCK - 1) / BLOCK;
    float[] maxima = room.maxima;
    boolean numbers = maxima(x, at, n, maxima);
    float max = Float.NEGATIVE_INFINITY;
    for (int b = 0; b < blocks; b++) {
      max = maxima[b] > max ? maxima[b] : max;
    }
    if (!numbers || !(Math.abs(max) <= Float.MAX_VALUE)) {
      Arrays.fill(y, to, to + n, Float.NaN);
      return;
    }
    double scale = beta * EntmaxSolver.factor(alpha);
    EntmaxSolver solver = room.solver;
    double bound = EntmaxSolver.least(alpha);
    if (blocks > 1) {
      solver.clear();
      gather(maxima, 0, blocks, max, scale, bound, solver);
      bound = solver.bound(alpha);
    }
    solver.clear();
    // Rounded down: one too many does no harm.
    float least = Math.nextDown((float) (max + bound / scale));
    for (int b = 0; b < blocks; b++) {
      if (maxima[b] > least) {
        int from = b * BLOCK;
        int end = Math.min(n, from + BLOCK);
        for (int i = from; i < end; i++) {
          if (x[at + i] > least) {
            double z = x[at + i] == max ? 0 : ((double) x[at + i] - max) * scale;
            if (z > bound) {
              solver.add(i, z);
            }
          }
        }
      }
    }
    solver.solve(alpha, bound);
    Arrays.fill(y, to, to + n, 0);
    for (int k = 0; k < solver.count; k++) {
      y[to + solver.places[k]] = (float) solver.scaled[k];
    }
  }

  private static void gather(
      float[] x, int at, int n, float max, double scale, double bound, EntmaxSolver solver) {
    for (int i = 0; i < n; i++) {
      // At temperature 0 the scale is infinite.
      double z = x[at + i] == max ? 0 : ((double) x[at + i] - max) * scale;
      if (z > bound) {
        solver.add(i, z);
      }
    }
  }

  /// Writes the maximum of each block, and answers whether there is no NaN.
  private static boolean maxima(float[] x, int at, int n, float[] maxima) {
    int whole = n / BLOCK;
    boolean numbers = true;
    if (SIMD && n >= LEAST) {
      numbers = SimdMaxima.of(x, at, whole, BLOCK, maxima);
    } else {
      for (int b = 0; b < whole; b++) {
        numbers &= maximum(x, at + b * BLOCK, at + (b + 1) * BLOCK, maxima, b);
      }
    }
    if (whole * BLOCK < n) {
      numbers &= maximum(x, at + whole * BLOCK, at + n, maxima, whole);
    }
    return numbers;
  }

  private static boolean maximum(float[] x, int from, int to, float[] maxima, int b) {
    float max = Float.NEGATIVE_INFINITY;
    boolean numbers = true;
    for (int i = from; i < to; i++) {
      numbers &= !Float.isNaN(x[i]);
      max = x[i] > max ? x[i] : max;
    }
    maxima[b] = max;
    return numbers;
  }

  /// `out = beta s (v − ⟨s, v⟩ / Σ s)` with `s = p^(2 − α)` where `p > 0`, else 0: the Jacobian
  /// times
  /// `v`, and, since it is symmetric, `v` times the Jacobian.
  public static void product(
      float[] p,
      float[] v,
      float[] out,
      int at,
      int outer,
      int n,
      int inner,
      double alpha,
      double beta) {
    for (int vector = 0; vector < outer * inner; vector++) {
      int first = at + vector / inner * n * inner + vector % inner;
      double sum = 0;
      double along = 0;
      for (int k = 0; k < n; k++) {
        int i = first + k * inner;
        if (p[i] != 0) {
          double s = weight(p[i], alpha);
          sum += s;
          along += s * v[i];
        }
      }
      double mean = along / sum;
      for (int k = 0; k < n; k++) {
        int i = first + k * inner;
        out[i] = p[i] == 0 ? 0 : (float) (beta * weight(p[i], alpha) * (v[i] - mean));
      }
    }
  }

  private static double weight(double p, double alpha) {
    if (alpha == 2) {
      // NaN stays.
      return p > 0 ? 1 : p;
    }
    return alpha == 1.5 ? Math.sqrt(p) : Math.pow(p, 2 - alpha);
  }
}
