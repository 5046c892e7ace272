package dev.softmax.kernel;

/// What [FloatAttention] computes besides its arrays.
///
/// @param shape all sizes
/// @param mask which keys are seen
/// @param scale of the scores before the mask is added
/// @param keep probability with which a weight stays, else dropped; 1 for no dropout
/// @param seed of the weights that are dropped
public record AttentionPlan(
    AttentionShape shape, KeyMask mask, double scale, float keep, long seed) {

  boolean drops() {
    return keep < 1;
  }

  /// Writes to `kept[from .. to)` 0 for the keys that a query drops and `1 / keep` for the others. That
  /// depends on the place alone, so the backward pass drops the same.
  void kept(int sequence, int head, int query, float[] kept, int from, int to) {
    FloatDropout.mask(seed, shape.row(sequence, head, query), keep, kept, from, to);
  }
}
