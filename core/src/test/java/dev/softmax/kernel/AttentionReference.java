package dev.softmax.kernel;

import java.util.Arrays;

/// Attention and its gradients in `double`, row by row as they are defined.
final class AttentionReference {
  final double[] y;
  final double[] dq;
  final double[] dk;
  final double[] dv;

  private final AttentionPlan plan;
  private final AttentionShape s;
  private final AttentionArrays x;

  AttentionReference(AttentionPlan plan, AttentionArrays x) {
    this.plan = plan;
    this.s = plan.shape();
    this.x = x;
    y = new double[x.y().length];
    dq = new double[x.q().length];
    dk = new double[x.k().length];
    dv = new double[x.v().length];
    for (int b = 0; b < s.batch(); b++) {
      for (int h = 0; h < s.heads(); h++) {
        for (int t = 0; t < s.queries(); t++) {
          row(b, h, t);
        }
      }
    }
  }

  private boolean seen(int b, int t, int key) {
    KeyMask mask = plan.mask();
    return (mask.lengths() == null || key < mask.lengths()[b])
        && (mask.offset() == KeyMask.ALL || key <= t + mask.offset());
  }

  private double[] weights(int b, int h, int t) {
    KeyMask mask = plan.mask();
    double[] p = new double[s.keys()];
    double most = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < p.length; j++) {
      for (int d = 0; d < s.width(); d++) {
        p[j] += (double) x.q()[s.queryAt(b, h, t) + d] * x.k()[s.keyAt(b, h / s.shared(), j) + d];
      }
      float added = mask.bias() == null ? 0 : mask.bias()[mask.biasAt(b, h, t, j)];
      p[j] = seen(b, t, j) ? p[j] * plan.scale() + added : Double.NEGATIVE_INFINITY;
      most = Math.max(most, p[j]);
    }
    double sum = 0;
    for (int j = 0; j < p.length; j++) {
      p[j] = most == Double.NEGATIVE_INFINITY ? 0 : Math.exp(p[j] - most);
      sum += p[j];
    }
    for (int j = 0; j < p.length && sum > 0; j++) {
      p[j] /= sum;
    }
    return p;
  }

  private void row(int b, int h, int t) {
    double[] p = weights(b, h, t);
    float[] kept = new float[p.length];
    Arrays.fill(kept, 1);
    if (plan.keep() < 1) {
      FloatDropout.mask(plan.seed(), s.row(b, h, t), plan.keep(), kept, 0, kept.length);
    }
    int to = s.resultAt(b, h, t);
    double delta = 0;
    for (int e = 0; e < s.valueWidth(); e++) {
      for (int j = 0; j < p.length; j++) {
        int at = s.valueAt(b, h / s.shared(), j) + e;
        y[to + e] += p[j] * kept[j] * x.v()[at];
        dv[at] += p[j] * kept[j] * x.dy()[to + e];
      }
      delta += x.dy()[to + e] * y[to + e];
    }
    for (int j = 0; j < p.length; j++) {
      double slope = 0;
      for (int e = 0; e < s.valueWidth(); e++) {
        slope += (double) x.dy()[to + e] * x.v()[s.valueAt(b, h / s.shared(), j) + e];
      }
      double ds = plan.scale() * p[j] * (slope * kept[j] - delta);
      for (int d = 0; d < s.width(); d++) {
        dq[s.queryAt(b, h, t) + d] += ds * x.k()[s.keyAt(b, h / s.shared(), j) + d];
        dk[s.keyAt(b, h / s.shared(), j) + d] += ds * x.q()[s.queryAt(b, h, t) + d];
      }
    }
  }
}
