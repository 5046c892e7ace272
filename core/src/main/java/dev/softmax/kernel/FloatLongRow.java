package dev.softmax.kernel;

import static dev.softmax.kernel.RowWork.LOG_SUM_EXP;
import static dev.softmax.kernel.RowWork.SOFTMAX;

import java.util.Arrays;
import java.util.function.IntConsumer;

/// One row of `float` that is long enough for all cores, in blocks that fit the first-level cache. Where
/// it is cut depends on its length alone.
///
/// Blocks in the window of [FloatExp#WINDOW] are settled in one pass. A softmax needs all of them to be;
/// of logarithms those that are not, because one element is much of the sum or they are far from 0, are
/// summed relative to their extreme, and the sums of the others join them: [#LEFT] stands for a sum that
/// is not known yet.
///
/// An instance is one call in progress; instances are used again.
final class FloatLongRow implements IntConsumer {
  private static final int BLOCK = FloatRows.BLOCK;
  private static final double LEFT = -1;
  private static final FloatLanes LANES = Kernels.FLOAT;
  private static final Pool<FloatLongRow> POOL = new Pool<>(FloatLongRow::new);
  private static final float[] NOTHING = new float[0];

  private enum Phase {
    WINDOW,
    SUBTRACT,
    EXTREME,
    EXP,
    REST,
    DIVIDE,
    SHIFT
  }

  private RowWork work = SOFTMAX;
  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private int at;
  private int to;
  private int n;
  private double beta;
  private Phase phase = Phase.WINDOW;
  private int blocks;
  private float[] extremes = NOTHING;
  private double[] sums = new double[0];
  private float extreme;
  private double unit;
  private double total;

  private FloatLongRow() {}

  /// One row of at least two blocks; `y` may be `x` at the same place.
  static void run(RowWork work, float[] x, int at, float[] y, int to, int n, double beta) {
    FloatLongRow call = POOL.take();
    call.work = work;
    call.x = x;
    call.at = at;
    call.y = y;
    call.to = to;
    call.n = n;
    call.beta = beta;
    try {
      call.run();
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      POOL.give(call);
    }
  }

  private void run() {
    blocks = n / BLOCK;
    if (extremes.length < blocks) {
      extremes = new float[blocks];
      sums = new double[blocks];
    }
    int settled = settle();
    if (settled == blocks) {
      finishSettled();
      return;
    }
    findExtreme();
    if (settled > 0 && !(extreme >= -FloatExp.WINDOW && extreme <= Float.MAX_VALUE)) {
      // That of the blocks left is not that of the row.
      Arrays.fill(sums, 0, blocks, LEFT);
      settled = 0;
      findExtreme();
    }
    if (Math.abs(extreme) <= Float.MAX_VALUE) {
      finish(settled);
    } else {
      SpecialRows.row(work, x, at, y, to, n, extreme);
    }
  }

  /// Finds the sums of blocks in the window. Returns how many are known.
  @SuppressWarnings("ReferenceEquality") // the same array or another, not the same contents
  private int settle() {
    Arrays.fill(sums, 0, blocks, LEFT);
    if (beta != 1 || (work == SOFTMAX && x == y)) {
      return 0;
    }
    each(Phase.WINDOW);
    int settled = 0;
    for (int i = 0; i < blocks; i++) {
      settled += isSettled(i) ? 1 : 0;
    }
    if (work == SOFTMAX && settled < blocks) {
      Arrays.fill(sums, 0, blocks, LEFT);
      return 0;
    }
    return settled;
  }

  private boolean isSettled(int block) {
    return !(sums[block] < 0);
  }

  private void finishSettled() {
    total = FloatRows.sum(0, sums, blocks);
    if (work == SOFTMAX) {
      each(Phase.DIVIDE);
      return;
    }
    total = Math.log(total);
    if (work == LOG_SUM_EXP) {
      y[to] = (float) total;
    } else {
      each(Phase.SUBTRACT);
    }
  }

  /// Of the blocks that are left.
  private void findExtreme() {
    each(Phase.EXTREME);
    extreme = extremes[0];
    for (int i = 1; i < blocks; i++) {
      extreme = beta < 0 ? Math.min(extreme, extremes[i]) : Math.max(extreme, extremes[i]);
    }
  }

  private void finish(int settled) {
    if (work == SOFTMAX) {
      each(Phase.EXP);
      total = FloatRows.sum(0, sums, blocks);
      each(Phase.DIVIDE);
      return;
    }
    unit = Math.exp(-extreme);
    each(Phase.REST);
    double rest = -1;
    for (int i = 0; i < blocks; i++) {
      // Each block that holds the extreme left one out, but the row leaves out one in all.
      rest += extremes[i] == extreme ? 1 : 0;
    }
    total = FloatExp.log1p(FloatRows.sum(rest, sums, blocks));
    if (work == LOG_SUM_EXP) {
      y[to] = (float) (extreme * beta + total);
    } else if (settled == 0 || total < 1) {
      each(Phase.SHIFT);
    } else {
      // The extreme of some blocks may be far from the elements of others, and differences to it
      // round.
      total += extreme;
      each(Phase.SUBTRACT);
    }
  }

  private void each(Phase phase) {
    this.phase = phase;
    Parallel.forEach(blocks, this);
  }

  /// One phase of one block.
  @Override
  public void accept(int block) {
    int from = block * BLOCK;
    int length = block == blocks - 1 ? n - from : BLOCK;
    switch (phase) {
      case WINDOW ->
          sums[block] =
              work == SOFTMAX
                  ? LANES.expInWindow(x, at + from, y, to + from, length)
                  : LANES.sumInWindow(x, at + from, length);
      case SUBTRACT -> LANES.subtract(x, at + from, y, to + from, length, total);
      case EXTREME -> extremes[block] = isSettled(block) ? none() : extreme(at + from, length);
      case EXP -> sums[block] = LANES.exp(x, at + from, y, to + from, length, extreme, beta);
      case REST ->
          sums[block] =
              isSettled(block)
                  ? sums[block] * unit
                  : LANES.rest(x, at + from, length, extreme, beta);
      case DIVIDE -> LANES.divide(y, to + from, length, total);
      case SHIFT -> LANES.shift(x, at + from, y, to + from, length, extreme, beta, total);
    }
  }

  private float extreme(int from, int length) {
    return beta < 0 ? LANES.min(x, from, length) : LANES.max(x, from, length);
  }

  private float none() {
    return beta < 0 ? Float.POSITIVE_INFINITY : Float.NEGATIVE_INFINITY;
  }
}
