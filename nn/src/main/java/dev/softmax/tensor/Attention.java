package dev.softmax.tensor;

import dev.softmax.kernel.AttentionArrays;
import dev.softmax.kernel.AttentionPlan;
import dev.softmax.kernel.AttentionShape;
import dev.softmax.kernel.FloatAttention;
import dev.softmax.kernel.KeyMask;
import dev.softmax.kernel.Philox;

/// Scaled dot-product attention (Vaswani et al. 2017). Of the weights only the logarithm of each row's
/// sum is kept; the backward pass computes them again (Dao et al. 2022, arXiv 2205.14135).
///
/// @param logs of the sums of each row's exponentials `(B, H, T)`
record Attention(Tensor query, Tensor key, Tensor value, AttentionPlan plan, float[] logs)
    implements Op {

  static Tensor apply(
      Tensor query, Tensor key, Tensor value, AttentionMask mask, AttentionOptions options) {
    Shape q = query.shape();
    Shape k = key.shape();
    Shape v = value.shape();
    int groups = options.keyHeads();
    int width = width(query, key, options);
    if (v.rank() != 3
        || v.length(0) != k.length(0)
        || v.length(1) != k.length(1)
        || v.length(2) % groups != 0) {
      throw new IllegalArgumentException(
          "attention: key " + k + " but value " + v + " of " + groups + " heads");
    }
    int valueWidth = v.length(2) / groups;
    Tensor y = Result.of(q.with(2, options.heads() * valueWidth), query, key, value);
    AttentionShape shape = shape(q, k, options, width, valueWidth);
    Tape tape = y.tape();
    long seed = 0;
    float keep = 1;
    if (options.dropout() > 0 && tape != null && tape.isTraining()) {
      seed = Philox.bits(tape.seed(), tape.nextDraw(), 0);
      keep = (float) (1 - options.dropout());
    }
    AttentionPlan plan = plan(shape, mask, options, keep, seed);
    float[] logs = y.scratch(shape.batch() * shape.heads() * shape.queries());
    FloatAttention.forward(plan, query.data(), key.data(), value.data(), y.data(), logs);
    return y.by(new Attention(query, key, value, plan, logs));
  }

  /// The weights themselves, which [#apply] never has as a whole.
  static Tensor weights(Tensor query, Tensor key, AttentionMask mask, AttentionOptions options) {
    int width = width(query, key, options);
    AttentionShape shape = shape(query.shape(), key.shape(), options, width, 0);
    AttentionPlan plan = plan(shape, mask, options, 1, 0);
    float[] weights = new float[weights(shape).size()];
    float[] logs = new float[shape.batch() * shape.heads() * shape.queries()];
    float[] nothing = new float[0];
    FloatAttention.forward(plan, query.data(), key.data(), nothing, nothing, logs);
    FloatAttention.weights(plan, query.data(), key.data(), logs, weights);
    return new Tensor(weights, weights(shape), null, null);
  }

  private static int width(Tensor query, Tensor key, AttentionOptions options) {
    Shape q = query.shape();
    Shape k = key.shape();
    int heads = options.heads();
    int groups = options.keyHeads();
    if (q.rank() != 3
        || k.rank() != 3
        || q.length(0) != k.length(0)
        || q.length(2) % heads != 0
        || k.length(2) != q.length(2) / heads * groups) {
      throw new IllegalArgumentException(
          "attention: query " + q + " of " + heads + " heads but key " + k + " of " + groups);
    }
    return q.length(2) / heads;
  }

  private static AttentionShape shape(
      Shape q, Shape k, AttentionOptions options, int width, int valueWidth) {
    return new AttentionShape(
        q.length(0),
        q.length(1),
        k.length(1),
        options.heads(),
        options.keyHeads(),
        width,
        valueWidth);
  }

  private static Shape weights(AttentionShape shape) {
    return Shape.of(shape.batch(), shape.heads(), shape.queries(), shape.keys());
  }

  private static AttentionPlan plan(
      AttentionShape shape, AttentionMask mask, AttentionOptions options, float keep, long seed) {
    double scale = Double.isNaN(options.scale()) ? 1 / Math.sqrt(shape.width()) : options.scale();
    KeyMask keyMask = mask.of(shape.batch(), shape.heads(), shape.queries(), shape.keys());
    return new AttentionPlan(shape, keyMask, scale, keep, seed);
  }

  @Override
  public void backward(Tensor result) {
    AttentionArrays arrays =
        new AttentionArrays(
            query.data(),
            key.data(),
            value.data(),
            result.data(),
            logs,
            result.gradientSum().array(),
            result.addedOrScratch(query),
            result.addedOrScratch(key),
            result.addedOrScratch(value));
    FloatAttention.addGradients(plan, arrays);
  }
}
