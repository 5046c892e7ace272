package dev.softmax.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// Steps of optimisers, each one pass over parameters, gradients and moments. No element depends on
/// another, so bits do not depend on threads.
///
/// An instance is one call in progress; instances are used again.
public final class FloatOptimisers implements IntConsumer {
  /// Elements of a task, and from how many on there are tasks.
  private static final int BLOCK = 1 << 14;

  private static final int PARALLEL = 3 * BLOCK;
  private static final boolean SIMD = Kernels.choice().bits() > 0;
  private static final Pool<FloatOptimisers> POOL = new Pool<>(FloatOptimisers::new);
  private static final float[] NOTHING = new float[0];
  private static final int[] NO_ROWS = new int[0];
  private static final AdamStep NO_STEP = new AdamStep(0, 0, 0, 0, 0, 0, 0, 0);

  private enum Work {
    ADAM,
    ADAM_ALL_ROWS,
    ADAM_ROWS,
    SGD
  }

  private Work work = Work.ADAM;
  private float[] p = NOTHING;
  private float[] g = NOTHING;
  private float[] m = NOTHING;
  private float[] v = NOTHING;
  private int from;
  private int to;
  private AdamStep step = NO_STEP;
  private SgdStep sgd = new SgdStep(0, 0, false, 0);
  private int[] rows = NO_ROWS;
  private int count;
  private int width;
  private boolean packed;

  private FloatOptimisers() {}

  /// One step of Adam on `p[from .. to)` with gradients `g` and moments `m`, `v` at the same places.
  public static void adam(
      float[] p, float[] g, float[] m, float[] v, int from, int to, AdamStep step) {
    assert from >= 0 && to <= p.length && to <= g.length && to <= m.length && to <= v.length;
    if (to - from < PARALLEL) {
      adam(p, g, m, v, from, to, step, 0);
      return;
    }
    FloatOptimisers call = take(Work.ADAM, p, g, m, v, from, to);
    call.step = step;
    call.run((to - from + BLOCK - 1) / BLOCK);
  }

  /// One step of stochastic gradient descent as `torch.optim.SGD` without dampening: `g += l2 p`,
  /// `buffer = momentum buffer + g`, `p -= rate (buffer)`, or `p -= rate (g + momentum buffer)` with
  /// Nesterov's. The buffer starts at 0; without momentum it is not touched and may be empty.
  public static void sgd(float[] p, float[] g, float[] buffer, int from, int to, SgdStep step) {
    assert from >= 0 && to <= p.length && to <= g.length;
    assert step.momentum() == 0 || to <= buffer.length;
    if (to - from < PARALLEL) {
      sgdRange(p, g, buffer, from, to, step);
      return;
    }
    FloatOptimisers call = take(Work.SGD, p, g, buffer, NOTHING, from, to);
    call.sgd = step;
    call.run((to - from + BLOCK - 1) / BLOCK);
  }

  /// [#adam] on parameters `p (N, width)` whose gradient is 0 but in some rows: every row decays and
  /// moves, as in a dense step, and only these rows of `g` are read.
  ///
  /// @param p as many rows as its length has; `m` and `v` alike
  /// @param g the gradient: row `k` belongs to parameter row `rows[k]` where `packed`; else `(N, width)`
  /// @param rows distinct and ascending; the first `count` count
  public static void adamOfAllRows(
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      int width,
      int[] rows,
      int count,
      boolean packed,
      AdamStep step) {
    FloatOptimisers call = take(Work.ADAM_ALL_ROWS, p, g, m, v, 0, p.length / width);
    call.rows(width, rows, count, packed, step);
    int each = Math.max(1, BLOCK / width);
    call.run((call.to + each - 1) / each);
  }

  /// [#adam] on some rows of parameters `p (N, width)`; no other row is touched. With
  /// [AdamStep#sparse] this is `torch.optim.SparseAdam`. Arguments as of [#adamOfAllRows].
  public static void adamOfRows(
      float[] p,
      float[] g,
      float[] m,
      float[] v,
      int width,
      int[] rows,
      int count,
      boolean packed,
      AdamStep step) {
    FloatOptimisers call = take(Work.ADAM_ROWS, p, g, m, v, 0, count);
    call.rows(width, rows, count, packed, step);
    int each = Math.max(1, BLOCK / width);
    call.run((count + each - 1) / each);
  }

  private static FloatOptimisers take(
      Work work, float[] p, float[] g, float[] m, float[] v, int from, int to) {
    FloatOptimisers call = POOL.take();
    call.work = work;
    call.p = p;
    call.g = g;
    call.m = m;
    call.v = v;
    call.from = from;
    call.to = to;
    return call;
  }

  private void rows(int width, int[] rows, int count, boolean packed, AdamStep step) {
    assert count <= rows.length;
    this.width = width;
    this.rows = rows;
    this.count = count;
    this.packed = packed;
    this.step = step;
  }

  private void run(int tasks) {
    try {
      if (work != Work.ADAM && work != Work.SGD && (long) to * width < PARALLEL) {
        for (int task = 0; task < tasks; task++) {
          accept(task);
        }
      } else {
        Parallel.forEach(tasks, this);
      }
    } finally {
      p = NOTHING;
      g = NOTHING;
      m = NOTHING;
      v = NOTHING;
      rows = NO_ROWS;
      POOL.give(this);
    }
  }

  /// One task: a block of elements, or of rows.
  @Override
  public void accept(int task) {
    int each = work == Work.ADAM || work == Work.SGD ? BLOCK : Math.max(1, BLOCK / width);
    int first = from + task * each;
    int end = Math.min(to, first + each);
    switch (work) {
      case ADAM -> adam(p, g, m, v, first, end, step, 0);
      case SGD -> sgdRange(p, g, m, first, end, sgd);
      case ADAM_ROWS -> {
        for (int k = first; k < end; k++) {
          row(k);
        }
      }
      case ADAM_ALL_ROWS -> allRows(first, end);
    }
  }

  private void allRows(int first, int end) {
    int found = Arrays.binarySearch(rows, 0, count, first);
    int k = found < 0 ? -found - 1 : found;
    int row = first;
    while (row < end) {
      int next = k < count ? Math.min(rows[k], end) : end;
      adamOfNothing(p, m, v, row * width, next * width, step);
      if (next < end) {
        row(k++);
      }
      row = next + 1;
    }
  }

  private void row(int k) {
    int at = rows[k] * width;
    if (!packed) {
      adam(p, g, m, v, at, at + width, step, 0);
      return;
    }
    int shift = k * width - at;
    // With the gradient at another place than the rest, the compiler makes no vectors of a plain
    // loop.
    int done = SIMD && width >= 8 ? SimdOptimisers.adam(p, g, m, v, at, shift, width, step) : 0;
    adam(p, g, m, v, at + done, at + width, step, shift);
  }

  /// `g` lies `shift` places further than the rest.
  private static void adam(
      float[] p, float[] g, float[] m, float[] v, int from, int to, AdamStep step, int shift) {
    if (shift == 0) {
      adamInPlace(p, g, m, v, from, to, step);
      return;
    }
    for (int i = from; i < to; i++) {
      float gradient = Math.fma(step.l2(), p[i], g[i + shift]);
      float first = Math.fma(gradient - m[i], step.first(), m[i]);
      float second = Math.fma(gradient * step.second(), gradient, v[i] * step.decay2());
      m[i] = first;
      v[i] = second;
      float size = Math.fma((float) Math.sqrt(second), step.root(), step.epsilon());
      p[i] = p[i] * step.keep() - step.rate() * first / size;
    }
  }

  private static void adamInPlace(
      float[] p, float[] g, float[] m, float[] v, int from, int to, AdamStep step) {
    float l2 = step.l2();
    float keep = step.keep();
    float rate = step.rate();
    float part1 = step.first();
    float part2 = step.second();
    float decay2 = step.decay2();
    float root = step.root();
    float epsilon = step.epsilon();
    for (int i = from; i < to; i++) {
      float gradient = Math.fma(l2, p[i], g[i]);
      float first = Math.fma(gradient - m[i], part1, m[i]);
      float second = Math.fma(gradient * part2, gradient, v[i] * decay2);
      m[i] = first;
      v[i] = second;
      p[i] = p[i] * keep - rate * first / Math.fma((float) Math.sqrt(second), root, epsilon);
    }
  }

  /// [#adam] where the gradient is 0.
  private static void adamOfNothing(
      float[] p, float[] m, float[] v, int from, int to, AdamStep step) {
    float l2 = step.l2();
    float keep = step.keep();
    float rate = step.rate();
    float part1 = step.first();
    float part2 = step.second();
    float decay2 = step.decay2();
    float root = step.root();
    float epsilon = step.epsilon();
    for (int i = from; i < to; i++) {
      float gradient = l2 * p[i];
      float first = Math.fma(gradient - m[i], part1, m[i]);
      float second = Math.fma(gradient * part2, gradient, v[i] * decay2);
      m[i] = first;
      v[i] = second;
      p[i] = p[i] * keep - rate * first / Math.fma((float) Math.sqrt(second), root, epsilon);
    }
  }

  private static void sgdRange(
      float[] p, float[] g, float[] buffer, int from, int to, SgdStep step) {
    float rate = step.rate();
    float momentum = step.momentum();
    float l2 = step.l2();
    if (momentum == 0) {
      for (int i = from; i < to; i++) {
        p[i] = Math.fma(-rate, Math.fma(l2, p[i], g[i]), p[i]);
      }
    } else if (step.nesterov()) {
      for (int i = from; i < to; i++) {
        float gradient = Math.fma(l2, p[i], g[i]);
        float speed = Math.fma(momentum, buffer[i], gradient);
        buffer[i] = speed;
        p[i] = Math.fma(-rate, Math.fma(momentum, speed, gradient), p[i]);
      }
    } else {
      for (int i = from; i < to; i++) {
        float speed = Math.fma(momentum, buffer[i], Math.fma(l2, p[i], g[i]));
        buffer[i] = speed;
        p[i] = Math.fma(-rate, speed, p[i]);
      }
    }
  }
}
