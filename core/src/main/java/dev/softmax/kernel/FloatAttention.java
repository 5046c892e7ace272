package dev.softmax.kernel;

import java.util.Arrays;

/// Scaled dot-product attention of `float` and its gradients (Vaswani et al. 2017): with the scores
/// `x = scale q · k + bias` and the weights `p = softmax(x)` over the keys that a query sees, the result
/// is `Σ p v`. Queries that see no key get zeros.
public final class FloatAttention {
  private FloatAttention() {}

  /// The results `(B, T, H·E)` to `out`, and the logarithm of each row's sum, `(B, H, T)`, to `logs`
  /// for the gradient.
  public static void forward(
      AttentionPlan plan, float[] q, float[] k, float[] v, float[] out, float[] logs) {
    AttentionShape s = plan.shape();
    float[] p = new float[s.keys()];
    float[] mask = new float[s.keys()];
    for (int b = 0; b < s.batch(); b++) {
      for (int h = 0; h < s.heads(); h++) {
        for (int t = 0; t < s.queries(); t++) {
          int row = s.row(b, h, t);
          int seen = scores(plan, b, h, t, q, k, p);
          float most = Float.NEGATIVE_INFINITY;
          for (int j = 0; j < seen; j++) {
            most = p[j] > most || Float.isNaN(p[j]) ? p[j] : most;
          }
          double sum = 0;
          for (int j = 0; j < seen; j++) {
            p[j] = most == Float.NEGATIVE_INFINITY ? 0 : (float) Math.exp(p[j] - most);
            sum += p[j];
          }
          logs[row] = sum == 0 ? Float.POSITIVE_INFINITY : (float) (most + Math.log(sum));
          int to = s.resultAt(b, h, t);
          Arrays.fill(out, to, to + s.valueWidth(), 0);
          drop(plan, row, mask, seen);
          for (int j = 0; j < seen; j++) {
            float weight = sum == 0 ? 0 : (float) (p[j] / sum) * mask[j];
            int from = s.valueAt(b, h / s.shared(), j);
            for (int e = 0; e < s.valueWidth(); e++) {
              out[to + e] += weight * v[from + e];
            }
          }
        }
      }
    }
  }

  private static void drop(AttentionPlan plan, int row, float[] mask, int seen) {
    if (plan.keep() < 1) {
      FloatDropout.mask(plan.seed(), row, plan.keep(), mask, 0, seen);
    } else {
      Arrays.fill(mask, 0, seen, 1);
    }
  }

  private static int scores(
      AttentionPlan plan, int b, int h, int t, float[] q, float[] k, float[] p) {
    AttentionShape s = plan.shape();
    int seen = plan.mask().seen(t, plan.mask().end(b, s.keys()));
    float[] bias = plan.mask().bias();
    for (int j = 0; j < seen; j++) {
      double sum = 0;
      int a = s.queryAt(b, h, t);
      int c = s.keyAt(b, h / s.shared(), j);
      for (int d = 0; d < s.width(); d++) {
        sum += (double) q[a + d] * k[c + d];
      }
      float added = bias == null ? 0 : bias[plan.mask().biasAt(b, h, t, j)];
      p[j] = added == Float.NEGATIVE_INFINITY ? added : (float) (sum * plan.scale() + added);
    }
    return seen;
  }

  /// The weights `(B, H, T, S)` before any are dropped.
  public static void weights(AttentionPlan plan, float[] q, float[] k, float[] logs, float[] out) {
    AttentionShape s = plan.shape();
    float[] p = new float[s.keys()];
    for (int row = 0; row < s.batch() * s.heads() * s.queries(); row++) {
      int head = row / s.queries();
      int seen = scores(plan, head / s.heads(), head % s.heads(), row % s.queries(), q, k, p);
      Arrays.fill(out, row * s.keys(), (row + 1) * s.keys(), 0);
      for (int j = 0; j < seen; j++) {
        out[row * s.keys() + j] = (float) Math.exp(p[j] - logs[row]);
      }
    }
  }

  /// Adds the gradients by `q`, `k` and `v` for the gradient `dOut` by the results.
  public static void addGradients(
      AttentionPlan plan,
      float[] q,
      float[] k,
      float[] v,
      float[] out,
      float[] logs,
      float[] dOut,
      float[] dq,
      float[] dk,
      float[] dv) {
    AttentionShape s = plan.shape();
    float[] p = new float[s.keys()];
    float[] mask = new float[s.keys()];
    for (int row = 0; row < s.batch() * s.heads() * s.queries(); row++) {
      int b = row / s.queries() / s.heads();
      int h = row / s.queries() % s.heads();
      int t = row % s.queries();
      int seen = scores(plan, b, h, t, q, k, p);
      drop(plan, row, mask, seen);
      int o = s.resultAt(b, h, t);
      double delta = 0;
      for (int e = 0; e < s.valueWidth(); e++) {
        delta += (double) dOut[o + e] * out[o + e];
      }
      for (int j = 0; j < seen; j++) {
        float weight = (float) Math.exp(p[j] - logs[row]);
        int at = s.valueAt(b, h / s.shared(), j);
        double slope = 0;
        for (int e = 0; e < s.valueWidth(); e++) {
          slope += (double) dOut[o + e] * v[at + e];
          dv[at + e] += weight * mask[j] * dOut[o + e];
        }
        float ds = (float) (plan.scale() * weight * (slope * mask[j] - delta));
        int a = s.queryAt(b, h, t);
        int c = s.keyAt(b, h / s.shared(), j);
        for (int d = 0; d < s.width(); d++) {
          dq[a + d] += ds * k[c + d];
          dk[c + d] += ds * q[a + d];
        }
      }
    }
  }
}
