package dev.softmax.kernel;

/// What [FloatAttention] computes besides its arrays.
///
/// @param shape all sizes
/// @param mask which keys are seen
/// @param scale of the scores before the mask is added
/// @param keep probability with which a weight stays, else dropped; 1 for no dropout
/// @param seed of the weights that are dropped
public record AttentionPlan(
    AttentionShape shape, KeyMask mask, double scale, float keep, long seed) {}
