package dev.softmax.kernel;

import java.util.function.IntConsumer;

/// Turns pairs of features by angles that grow with the position: `(a, b)` → `(a cos − b sin,
/// a sin + b cos)`, in every head of rows `(B · T, H · D)` whose positions are `from` to `from + T − 1`,
/// sequence by sequence. Rows are cut by the shape alone.
///
/// An instance is one call in progress; instances are used again.
public final class FloatRotary implements IntConsumer {
  /// Elements of a task, and from how many on there are tasks.
  private static final int BLOCK = 1 << 14;

  private static final int PARALLEL = 4 * BLOCK;

  private static final Pool<FloatRotary> POOL = new Pool<>(FloatRotary::new);
  private static final float[] NOTHING = new float[0];

  private float[] x = NOTHING;
  private float[] y = NOTHING;
  private float[] cos = NOTHING;
  private float[] sin = NOTHING;
  private int rows;
  private int time;
  private int width;
  private int head;
  private int from;
  private boolean adjacent;
  private float direction;
  private int rowsEach;

  private FloatRotary() {}

  /// `x (rows, width)` → `y (rows, width)`, which may be `x`.
  ///
  /// @param time positions of a sequence: row `r` is at the position `from + r mod time`
  /// @param head features of a head, even, a divisor of the width
  /// @param cos `(positions, head / 2)`, as `sin`
  /// @param adjacent pairs are features `2 i` and `2 i + 1` of a head; else `i` and `i + head / 2`
  /// @param back turns by the opposite angles
  public static void rotate(
      float[] x,
      float[] y,
      int rows,
      int width,
      int time,
      int from,
      int head,
      float[] cos,
      float[] sin,
      boolean adjacent,
      boolean back) {
    assert x.length >= rows * width && y.length >= rows * width && width % head == 0;
    assert rows == 0 || cos.length >= (from + time) * (head / 2);
    FloatRotary call = POOL.take();
    call.x = x;
    call.y = y;
    call.rows = rows;
    call.width = width;
    call.time = time;
    call.from = from;
    call.head = head;
    call.cos = cos;
    call.sin = sin;
    call.adjacent = adjacent;
    call.direction = back ? -1 : 1;
    call.rowsEach = Math.max(1, BLOCK / Math.max(1, width));
    try {
      call.run();
    } finally {
      call.x = NOTHING;
      call.y = NOTHING;
      call.cos = NOTHING;
      call.sin = NOTHING;
      POOL.give(call);
    }
  }

  private void run() {
    int tasks = (rows + rowsEach - 1) / rowsEach;
    if ((long) rows * width >= PARALLEL) {
      Parallel.forEach(tasks, this);
    } else {
      for (int task = 0; task < tasks; task++) {
        accept(task);
      }
    }
  }

  /// One task: some rows.
  @Override
  public void accept(int task) {
    int end = Math.min(rows, (task + 1) * rowsEach);
    for (int row = task * rowsEach; row < end; row++) {
      int angles = (from + row % time) * (head / 2);
      for (int at = row * width; at < (row + 1) * width; at += head) {
        if (adjacent) {
          neighbours(x, y, at, cos, sin, angles, direction, head / 2);
        } else {
          halves(x, y, at, cos, sin, angles, direction, head / 2);
        }
      }
    }
  }

  private static void neighbours(
      float[] x, float[] y, int at, float[] cos, float[] sin, int angles, float direction, int n) {
    for (int i = 0; i < n; i++) {
      float c = cos[angles + i];
      float s = direction * sin[angles + i];
      float a = x[at + 2 * i];
      float b = x[at + 2 * i + 1];
      y[at + 2 * i] = a * c - b * s;
      y[at + 2 * i + 1] = a * s + b * c;
    }
  }

  private static void halves(
      float[] x, float[] y, int at, float[] cos, float[] sin, int angles, float direction, int n) {
    for (int i = 0; i < n; i++) {
      float c = cos[angles + i];
      float s = direction * sin[angles + i];
      float a = x[at + i];
      float b = x[at + n + i];
      y[at + i] = a * c - b * s;
      y[at + n + i] = a * s + b * c;
    }
  }
}
