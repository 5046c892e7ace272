package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Scaled dot-product attention of `float` and its gradients (Vaswani et al. 2017): with the scores
/// `x = scale q · k + bias` and the weights `p = softmax(x)` over the keys that a query sees, the result
/// is `Σ p v`. Queries that see no key get zeros. The weights are never stored; memory grows with the
/// length, not with its square. Work is cut by the shape alone.
///
/// An instance is one call in progress; instances are used again.
public final class FloatAttention implements IntConsumer {
  /// Tasks wanted, so that a few threads are busy with a single head as well.
  private static final int TASKS = 16;

  /// Multiplications below which other threads are not asked.
  private static final double PARALLEL = 2e5;

  private static final Pool<FloatAttention> POOL = new Pool<>(FloatAttention::new);
  private static final float[] NOTHING = new float[0];
  private static final AttentionShape EMPTY = new AttentionShape(0, 0, 0, 1, 1, 0, 0);
  private static final AttentionPlan NO_PLAN = new AttentionPlan(EMPTY, KeyMask.NONE, 1, 1, 0);
  private static final AttentionArrays NO_ARRAYS =
      new AttentionArrays(
          NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);

  private enum Work {
    FORWARD,
    FEW,
    WEIGHTS,
    DELTA,
    KEYS,
    QUERIES
  }

  private Work work = Work.FORWARD;
  private AttentionPlan plan = NO_PLAN;
  private AttentionArrays arrays = NO_ARRAYS;
  private int taskQueries;
  private int taskKeys;
  private int parts;
  private float[] delta = NOTHING;
  private float[] shares = NOTHING;

  private FloatAttention() {}

  /// The results `(B, T, H·E)` to `out`, and to `logs` `(B, H, T)` the binary logarithms of the sums of
  /// each row's exponentials, for the gradient.
  public static void forward(
      AttentionPlan plan, float[] q, float[] k, float[] v, float[] out, float[] logs) {
    AttentionArrays x = new AttentionArrays(q, k, v, out, logs, NOTHING, NOTHING, NOTHING, NOTHING);
    queries(Work.FORWARD, plan, x);
  }

  /// The weights `(B, H, T, S)` to `out`, none of them dropped, from the logarithms of [#forward].
  public static void weights(AttentionPlan plan, float[] q, float[] k, float[] logs, float[] out) {
    AttentionArrays x =
        new AttentionArrays(q, k, NOTHING, out, logs, NOTHING, NOTHING, NOTHING, NOTHING);
    queries(Work.WEIGHTS, plan, x);
  }

  private static void queries(Work work, AttentionPlan plan, AttentionArrays x) {
    AttentionShape s = plan.shape();
    FloatAttention call = POOL.take();
    call.plan = plan;
    call.arrays = x;
    call.taskQueries = taskQueries(s);
    boolean few = work == Work.FORWARD && s.queries() <= FewQueries.MOST;
    int tasks = few ? 1 : tasks(s.queries(), call.taskQueries);
    try {
      call.each(few ? Work.FEW : work, s.batch() * s.heads() * tasks);
    } finally {
      call.release();
    }
  }

  /// Queries of a task: a whole number of panels.
  private static int taskQueries(AttentionShape s) {
    int most = AttentionForward.QUERIES;
    long wanted = (long) s.batch() * s.heads() * s.queries() / TASKS;
    int limit = AttentionTiles.panels(Math.clamp(wanted, 8 * AttentionTiles.HEIGHT, most));
    int tasks = Math.max(1, tasks(s.queries(), limit));
    return Math.max(AttentionTiles.HEIGHT, AttentionTiles.panels(tasks(s.queries(), tasks)));
  }

  /// Adds the gradients by queries, keys and values.
  public static void addGradients(AttentionPlan plan, AttentionArrays x) {
    AttentionShape s = plan.shape();
    FloatAttention call = POOL.take();
    call.plan = plan;
    call.arrays = x;
    int blocks = tasks(s.keys(), AttentionBackward.KEYS);
    int wanted = Math.max(1, TASKS / 2 / Math.max(1, s.batch() * s.keyHeads()));
    call.taskKeys = tasks(blocks, wanted) * AttentionBackward.KEYS;
    call.parts = tasks(s.keys(), Math.max(1, call.taskKeys));
    call.delta = AttentionTiles.room(call.delta, s.batch() * s.heads() * s.queries());
    if (call.parts > 1) {
      int floats = Math.toIntExact(sharesRoom(s, call.parts));
      call.shares = AttentionTiles.room(call.shares, floats);
    }
    try {
      call.each(Work.DELTA, s.batch() * s.heads());
      call.each(Work.KEYS, s.batch() * s.keyHeads() * call.parts);
      if (call.parts > 1) {
        call.each(Work.QUERIES, s.batch() * s.heads());
      }
    } finally {
      call.release();
    }
  }

  private static long sharesRoom(AttentionShape s, int parts) {
    return (long) s.batch()
        * s.heads()
        * parts
        * AttentionTiles.panels(s.queries())
        * AttentionTiles.padded(s.width());
  }

  private static int tasks(int n, int of) {
    return (n + of - 1) / of;
  }

  private void each(Work work, int tasks) {
    this.work = work;
    AttentionShape s = plan.shape();
    double products = (double) s.batch() * s.heads() * s.queries() * s.keys();
    if (products * (s.width() + s.valueWidth()) < PARALLEL) {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    } else {
      Parallel.forEach(tasks, this);
    }
  }

  private void release() {
    plan = NO_PLAN;
    arrays = NO_ARRAYS;
    POOL.give(this);
  }

  @Override
  public void accept(int task) {
    AttentionShape s = plan.shape();
    switch (work) {
      case FORWARD, WEIGHTS -> someQueries(task);
      case FEW -> {
        FewQueries room = FewQueries.POOL.take();
        room.run(plan, arrays, task / s.heads(), task % s.heads());
        FewQueries.POOL.give(room);
      }
      case DELTA -> AttentionBackward.delta(s, arrays, task / s.heads(), task % s.heads(), delta);
      case KEYS -> someKeys(task);
      case QUERIES -> addShares(task / s.heads(), task % s.heads());
    }
  }

  private void someQueries(int task) {
    AttentionShape s = plan.shape();
    int tasks = tasks(s.queries(), taskQueries);
    int b = task / tasks / s.heads();
    int h = task / tasks % s.heads();
    // The last queries first: where the mask is causal, they have the most to do.
    int first = (tasks - 1 - task % tasks) * taskQueries;
    int count = Math.min(taskQueries, s.queries() - first);
    AttentionForward room = AttentionForward.POOL.take();
    if (work == Work.FORWARD) {
      room.run(plan, arrays, b, h, first, count);
    } else {
      room.weights(plan, arrays, b, h, first, count);
    }
    AttentionForward.POOL.give(room);
  }

  /// The gradients of some keys of a key head. The first keys come first, which the most queries see.
  private void someKeys(int task) {
    AttentionShape s = plan.shape();
    int head = task / parts;
    int from = task % parts * taskKeys;
    int to = Math.min(s.keys(), from + taskKeys);
    int rows = AttentionTiles.panels(s.queries());
    int b = head / s.keyHeads();
    int g = head % s.keyHeads();
    AttentionBackward room = AttentionBackward.POOL.take();
    if (parts > 1) {
      int each = s.shared() * rows * AttentionTiles.padded(s.width());
      room.run(plan, arrays, delta, b, g, from, to, shares, task * each, rows);
    } else {
      float[] dq = room.queryRoom(s, rows);
      room.run(plan, arrays, delta, b, g, from, to, dq, 0, rows);
      for (int h = 0; h < s.shared(); h++) {
        addQueries(b, g * s.shared() + h, dq, h * rows * AttentionTiles.padded(s.width()));
      }
    }
    AttentionBackward.POOL.give(room);
  }

  private void addShares(int b, int h) {
    AttentionShape s = plan.shape();
    int step = AttentionTiles.panels(s.queries()) * AttentionTiles.padded(s.width());
    int head = b * s.keyHeads() + h / s.shared();
    for (int part = 0; part < parts; part++) {
      int at = ((head * parts + part) * s.shared() + h % s.shared()) * step;
      addQueries(b, h, shares, at);
    }
  }

  private void addQueries(int b, int h, float[] dq, int at) {
    AttentionShape s = plan.shape();
    int padded = AttentionTiles.padded(s.width());
    AttentionBackward.add(
        dq, at, padded, s.queries(), s.width(), arrays.dq(), s.queryAt(b, h, 0), s.queryStep());
  }
}
