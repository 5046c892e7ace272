package dev.softmax.kernel;

import java.util.Arrays;

/// What turns the logits of a chunk of rows, `(V, lanes)` with a lane for each row, into the gradients
/// by them: a few numbers a lane.
final class LinearLossSlopes {
  private float[] max = new float[0];
  private float[] high = max;
  private float[] low = max;
  private float[] ofTargets = max;
  private int[] targets = new int[0];
  private int count;
  private int lanes;
  private double share;

  /// Takes the numbers of rows whose losses are finished. Lanes past them have slopes of 0.
  ///
  /// @param rows those of the chunk are the lanes
  /// @param scale factor of the gradients
  void take(
      LinearLoss loss,
      LinearLossRows losses,
      float[] kept,
      CountedRows rows,
      LinearLossChunk chunk,
      double scale) {
    count = chunk.count();
    lanes = chunk.lanes();
    share = scale * loss.options().smoothing() / loss.vocabulary();
    if (max.length < lanes) {
      max = new float[lanes];
      high = new float[lanes];
      low = new float[lanes];
      ofTargets = new float[lanes];
      targets = new int[lanes];
    }
    for (int lane = 0; lane < count; lane++) {
      int target = rows.classOf(chunk.from() + lane);
      double log = losses.log(lane, kept);
      boolean broken = Double.isNaN(log);
      max[lane] = broken ? 0 : kept[lane * LinearLossRows.KEPT];
      double factor = losses.factor(loss, lane, target, kept, scale);
      factor *= broken ? Double.NaN : Kernels.FLOAT.unit(max[lane]) / Math.exp(log);
      high[lane] = (float) factor;
      low[lane] = (float) (factor - high[lane]);
      ofTargets[lane] = (float) losses.targetSlope(loss, lane, target, kept, scale);
      targets[lane] = target;
    }
    Arrays.fill(max, count, lanes, 0);
    Arrays.fill(high, count, lanes, 0);
    Arrays.fill(low, count, lanes, 0);
  }

  /// The gradients by the logits of some classes.
  ///
  /// @param logits rows `stride` apart from `at` on
  /// @param first the first of the classes
  /// @param n how many there are
  /// @param slopes receives dense rows of all lanes
  void of(LinearLoss loss, float[] logits, int at, int stride, int first, int n, float[] slopes) {
    LossColumns.COLUMNS.slopes(logits, at, stride, n, lanes, max, high, low, slopes);
    for (int v = 0; share > 0 && v < n; v++) {
      double less = share * loss.options().weight(first + v);
      for (int i = v * lanes; i < v * lanes + count; i++) {
        slopes[i] = (float) (slopes[i] - less);
      }
    }
    for (int lane = 0; lane < count; lane++) {
      int v = targets[lane] - first;
      if (v >= 0 && v < n) {
        slopes[v * lanes + lane] = ofTargets[lane];
      }
    }
    // Their logits may be anything.
    for (int v = 0; count < lanes && v < n; v++) {
      Arrays.fill(slopes, v * lanes + count, (v + 1) * lanes, 0);
    }
  }
}
