package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.kernel.FloatElements;
import java.util.Arrays;

/// `y = factor · sum of x` along one axis, added up in double; every `dx` is `factor · dy`.
record Sum(Tensor x, Axis axis, float factor) implements Op {
  /// Columns that are added up side by side.
  private static final int COLUMNS = 256;

  /// Sums over axes, which are left out of the shape or stay with length 1; over all if there are none.
  ///
  /// @param mean whether to divide by the number of elements that each sum has
  static Tensor apply(Tensor x, int[] axes, boolean keep, boolean mean) {
    Shape shape = x.shape();
    boolean[] summed = new boolean[shape.rank()];
    Arrays.fill(summed, axes.length == 0);
    for (int axis : axes) {
      int index = shape.index(axis);
      if (summed[index]) {
        throw new IllegalArgumentException("sum: axis " + axis + " of " + shape + " named twice");
      }
      summed[index] = true;
    }
    int kept = 1;
    for (int axis = 0; axis < summed.length; axis++) {
      kept *= summed[axis] ? 1 : shape.length(axis);
    }
    // Neighbours are one axis, so that most sums, and the one of all elements, are one step.
    Tensor y = x;
    double factor = mean ? (double) Math.max(1, kept) / shape.size() : 1;
    for (int to = summed.length; to > 0; to--) {
      if (summed[to - 1]) {
        int from = to - 1;
        while (from > 0 && summed[from - 1]) {
          from--;
        }
        y = along(y, from, to, factor);
        factor = 1;
        to = from + 1;
      }
    }
    if (y == x) {
      return x.times(factor);
    }
    return keep ? y : y.reshape(shape.without(summed));
  }

  /// The axes `from` to `to` (exclusive) become 1.
  private static Tensor along(Tensor x, int from, int to, double factor) {
    Shape shape = x.shape();
    Axis axis =
        new Axis(
            0, shape.product(0, from), shape.product(from, to), shape.product(to, shape.rank()));
    Shape shorter = shape;
    for (int i = from; i < to; i++) {
      shorter = shorter.with(i, 1);
    }
    Sum op = new Sum(x, axis, (float) factor);
    Tensor y = Result.of(shorter, x);
    if (axis.inner() == 1) {
      op.sumRows(x.data(), y.data());
    } else {
      op.sumColumns(x.data(), y.data());
    }
    return y.by(op);
  }

  private void sumRows(float[] from, float[] to) {
    int n = axis.size();
    for (int row = 0; row < axis.outer(); row++) {
      to[row] = (float) (FloatElements.sum(from, row * n, n) * factor);
    }
  }

  private void sumColumns(float[] from, float[] to) {
    int inner = axis.inner();
    double[] sums = new double[Math.min(COLUMNS, inner)];
    for (int o = 0; o < axis.outer(); o++) {
      for (int first = 0; first < inner; first += COLUMNS) {
        int count = Math.min(COLUMNS, inner - first);
        Arrays.fill(sums, 0);
        for (int k = 0; k < axis.size(); k++) {
          int at = (o * axis.size() + k) * inner + first;
          for (int i = 0; i < count; i++) {
            sums[i] += from[at + i];
          }
        }
        for (int i = 0; i < count; i++) {
          to[o * inner + first + i] = (float) (sums[i] * factor);
        }
      }
    }
  }

  @Override
  public void backward(Tensor result) {
    float[] dy = result.gradientSum().array();
    float[] dx = x.gradientSum().added();
    int n = axis.size();
    int inner = axis.inner();
    for (int o = 0; o < axis.outer() && inner == 1; o++) {
      float term = factor * dy[o];
      for (int i = o * n; i < (o + 1) * n; i++) {
        dx[i] += term;
      }
    }
    for (int o = 0; o < axis.outer() && inner > 1; o++) {
      for (int k = 0; k < n; k++) {
        FloatElements.addScaled(factor, dy, o * inner, dx, (o * n + k) * inner, inner);
      }
    }
  }
}
