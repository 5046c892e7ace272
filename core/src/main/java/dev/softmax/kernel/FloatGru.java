package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The recurrence of a gated recurrent unit over B sequences of T steps, forward and backward; see
/// [SimdGru] for the equations.
///
/// A task is a group of sequences through all steps: groups need not wait for each other between
/// steps, and the packed weights stay in cache. What the backward pass needs is kept group by group,
/// in each step by step: `history` the states before each step, `kept` r, z, n and `g_n`. Sequences
/// that have ended give zeros there, and no gradient.
///
/// An instance is one call in progress; instances are used again.
public final class FloatGru implements IntConsumer {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  /// Sequences of a group: one tile's rows, or two where the weights are larger than a second-level
  /// cache and would come too slowly from the third for one.
  private static final int FEW = 8;

  private static final int MANY = 16;
  private static final int LARGE = 1 << 18;

  private static final Pool<FloatGru> POOL = new Pool<>(FloatGru::new);
  private static final float[] NOTHING = {};

  private final FloatStrips strips = new FloatStrips();
  private float[] bias = NOTHING;
  private boolean forward;
  private int batch;
  private int steps;
  private int hidden;
  private float[] gates = NOTHING;
  private float @Nullable [] start;
  private int @Nullable [] lengths;
  private float[] y = NOTHING;
  private float @Nullable [] history;
  private float[] kept = NOTHING;

  private FloatGru() {}

  /// `gates (B, T, 3H)`, `start (B, H)`, `weight (3H, H)`, `bias (3H)` → `y (B, T, H)`.
  ///
  /// @param start none: zeros
  /// @param lengths steps of each sequence; none: all T
  /// @param history `(B, T, H)`, or none where there will be no backward pass
  /// @param kept `(B, T, 4H)`, not written to where there is no history
  public static void forward(
      int batch,
      int steps,
      int hidden,
      float[] gates,
      float @Nullable [] start,
      float[] weight,
      float[] bias,
      int @Nullable [] lengths,
      float[] y,
      float @Nullable [] history,
      float[] kept) {
    FloatGru call = POOL.take();
    call.forward = true;
    call.strips.pack(weight, hidden, 3 * hidden, 1, hidden);
    call.bias = grown(call.bias, call.strips.padded());
    System.arraycopy(bias, 0, call.bias, 0, 3 * hidden);
    Arrays.fill(call.bias, 3 * hidden, call.strips.padded(), 0);
    call.gates = gates;
    call.start = start;
    call.y = y;
    call.history = history;
    call.kept = kept;
    call.run(batch, steps, hidden, lengths);
  }

  /// From `dy (B, T, H)` the gradients `dGates (B, T, 3H)`, which is overwritten, those of the products
  /// with the weights, which take the place of r, z and n in `kept`, and what is added to
  /// `dStart (B, H)`.
  ///
  /// @param dStart none where it is not asked for
  public static void backward(
      int batch,
      int steps,
      int hidden,
      float[] dy,
      float[] weight,
      int @Nullable [] lengths,
      float[] history,
      float[] kept,
      float[] dGates,
      float @Nullable [] dStart) {
    FloatGru call = POOL.take();
    call.forward = false;
    call.strips.pack(weight, 3 * hidden, hidden, hidden, 1);
    call.bias = grown(call.bias, call.strips.padded());
    Arrays.fill(call.bias, 0, call.strips.padded(), 0);
    call.y = dy;
    call.history = history;
    call.kept = kept;
    call.gates = dGates;
    call.start = dStart;
    call.run(batch, steps, hidden, lengths);
  }

  private void run(int batch, int steps, int hidden, int @Nullable [] lengths) {
    this.batch = batch;
    this.steps = steps;
    this.hidden = hidden;
    this.lengths = lengths;
    try {
      Parallel.forEach((batch + rows() - 1) / rows(), this);
    } finally {
      gates = NOTHING;
      start = null;
      this.lengths = null;
      y = NOTHING;
      history = null;
      kept = NOTHING;
      POOL.give(this);
    }
  }

  private int rows() {
    return 3L * hidden * hidden > LARGE ? MANY : FEW;
  }

  private static float[] grown(float[] array, int size) {
    return array.length < size ? new float[size] : array;
  }

  /// One task: one group of sequences.
  @Override
  public void accept(int task) {
    int first = task * rows();
    int rows = Math.min(rows(), batch - first);
    Scratch scratch = Scratch.POOL.take();
    if (forward) {
      forward(first, rows, scratch);
    } else {
      backward(first, rows, scratch);
    }
    Scratch.POOL.give(scratch);
  }

  private void forward(int first, int rows, Scratch scratch) {
    int ldg = strips.padded();
    int size = rows * hidden;
    scratch.product = grown(scratch.product, rows * ldg);
    scratch.state = grown(scratch.state, size);
    scratch.kept = grown(scratch.kept, 4 * size);
    float[] states = history == null ? scratch.state : history;
    float[] keep = history == null ? scratch.kept : kept;
    int stride = history == null ? 0 : size;
    int from = history == null ? 0 : first * steps * hidden;
    if (start == null) {
      Arrays.fill(states, from, from + size, 0);
    } else {
      System.arraycopy(start, first * hidden, states, from, size);
    }
    for (int t = 0; t < steps; t++) {
      int at = from + t * stride;
      // The state after the last step is in y only.
      float[] next = t + 1 < steps ? states : scratch.state;
      int nextAt = t + 1 < steps ? at + stride : 0;
      strips.multiply(rows, states, at, hidden, bias, false, scratch.product, 0, ldg);
      for (int i = 0; i < rows; ) {
        boolean active = active(first + i, t);
        int end = end(first, i, rows, t);
        int out = ((first + i) * steps + t) * hidden;
        if (active) {
          step(
              end - i,
              t,
              first + i,
              scratch.product,
              i * ldg,
              states,
              at + i * hidden,
              next,
              nextAt + i * hidden,
              keep,
              4 * (at + i * hidden));
        } else {
          for (int k = i; k < end; k++, out += steps * hidden) {
            Arrays.fill(y, out, out + hidden, 0);
          }
          Arrays.fill(next, nextAt + i * hidden, nextAt + end * hidden, 0);
        }
        i = end;
      }
    }
  }

  private void step(
      int rows,
      int t,
      int row,
      float[] g,
      int gAt,
      float[] h,
      int hAt,
      float[] next,
      int nextAt,
      float[] keep,
      int keepAt) {
    int x = 3 * (row * steps + t) * hidden;
    int out = (row * steps + t) * hidden;
    int ldg = strips.padded();
    int done = 0;
    if (SIMD) {
      done = SimdGru.bound(hidden);
      if (done > 0) {
        SimdGru.forward(
            rows,
            hidden,
            gates,
            x,
            3 * steps * hidden,
            g,
            gAt,
            ldg,
            h,
            hAt,
            next,
            nextAt,
            y,
            out,
            steps * hidden,
            keep,
            keepAt);
      }
    }
    if (done < hidden) {
      ScalarGru.forward(
          rows,
          done,
          hidden,
          gates,
          x,
          3 * steps * hidden,
          g,
          gAt,
          ldg,
          h,
          hAt,
          next,
          nextAt,
          y,
          out,
          steps * hidden,
          keep,
          keepAt);
    }
  }

  private void backward(int first, int rows, Scratch scratch) {
    float[] states = history;
    if (states == null) {
      throw new IllegalStateException("a backward pass needs the history of the forward pass");
    }
    int ld = strips.padded();
    int size = rows * hidden;
    scratch.product = grown(scratch.product, rows * ld);
    float[] dh = scratch.product;
    Arrays.fill(dh, 0, rows * ld, 0);
    int from = first * steps * hidden;
    for (int t = steps - 1; t >= 0; t--) {
      int at = from + t * size;
      boolean any = false;
      for (int i = 0; i < rows; ) {
        int end = end(first, i, rows, t);
        if (active(first + i, t)) {
          any = true;
          back(end - i, t, first + i, dh, i * ld, states, at + i * hidden);
        } else {
          Arrays.fill(kept, 4 * (at + i * hidden), 4 * (at + end * hidden), 0);
          for (int k = i; k < end; k++) {
            int x = 3 * ((first + k) * steps + t) * hidden;
            Arrays.fill(gates, x, x + 3 * hidden, 0);
          }
        }
        i = end;
      }
      if (any) {
        strips.multiply(rows, kept, 4 * at, 4 * hidden, bias, true, dh, 0, ld);
      }
    }
    for (int i = 0; i < rows && start != null; i++) {
      for (int j = 0; j < hidden; j++) {
        start[(first + i) * hidden + j] += dh[i * ld + j];
      }
    }
  }

  private void back(int rows, int t, int row, float[] dh, int dhAt, float[] h, int hAt) {
    int ld = strips.padded();
    int x = 3 * (row * steps + t) * hidden;
    int above = (row * steps + t) * hidden;
    int done = 0;
    if (SIMD) {
      done = SimdGru.bound(hidden);
      if (done > 0) {
        SimdGru.backward(
            rows,
            hidden,
            y,
            above,
            steps * hidden,
            dh,
            dhAt,
            ld,
            kept,
            4 * hAt,
            h,
            hAt,
            gates,
            x,
            3 * steps * hidden);
      }
    }
    if (done < hidden) {
      ScalarGru.backward(
          rows,
          done,
          hidden,
          y,
          above,
          steps * hidden,
          dh,
          dhAt,
          ld,
          kept,
          4 * hAt,
          h,
          hAt,
          gates,
          x,
          3 * steps * hidden);
    }
  }

  private boolean active(int sequence, int t) {
    return lengths == null || t < lengths[sequence];
  }

  /// The end of the run of rows from `i` on that are like it: going on, or ended.
  private int end(int first, int i, int rows, int t) {
    if (lengths == null) {
      return rows;
    }
    int end = i + 1;
    while (end < rows && active(first + end, t) == active(first + i, t)) {
      end++;
    }
    return end;
  }

  /// What a task works with.
  private static final class Scratch {
    static final Pool<Scratch> POOL = new Pool<>(Scratch::new);
    float[] product = NOTHING;
    float[] state = NOTHING;
    float[] kept = NOTHING;
  }
}
