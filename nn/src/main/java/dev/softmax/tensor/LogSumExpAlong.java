package dev.softmax.tensor;

import dev.softmax.Axis;
import dev.softmax.LogSumExp;
import dev.softmax.Softmax;
import dev.softmax.kernel.FloatElements;

/// `y = log sum exp x` along an axis, which goes; `dx = softmax(x) dy`.
record LogSumExpAlong(Tensor x, Axis axis) implements Op {

  static Tensor apply(Tensor x, int along) {
    Axis axis = x.shape().axis(along);
    Tensor y = Result.of(x.shape().without(along), x);
    LogSumExp.along(x.data(), axis, y.data());
    return y.by(new LogSumExpAlong(x, axis));
  }

  @Override
  public void backward(Tensor result) {
    Gradient sum = x.gradientSum();
    boolean first = sum.isEmpty();
    float[] dx = first ? sum.filled() : sum.added();
    float[] p = first ? dx : result.scratch(x.shape().size());
    Softmax.STANDARD.apply(x.data(), axis, p);
    float[] dy = result.gradientSum().array();
    int inner = axis.inner();
    for (int o = 0; o < axis.outer(); o++) {
      if (inner == 1) {
        int n = axis.size();
        if (first) {
          FloatElements.scale(dy[o], p, o * n, dx, o * n, n);
        } else {
          FloatElements.addScaled(dy[o], p, o * n, dx, o * n, n);
        }
        continue;
      }
      for (int k = 0; k < axis.size(); k++) {
        int at = (o * axis.size() + k) * inner;
        for (int i = 0; i < inner; i++) {
          float term = p[at + i] * dy[o * inner + i];
          dx[at + i] = first ? term : dx[at + i] + term;
        }
      }
    }
  }
}
