package dev.softmax.kernel;

/// The arrays of a backward pass of [FloatAttention], in the layouts of [AttentionShape].
///
/// @param q queries
/// @param k keys
/// @param v values
/// @param y results
/// @param logs what the forward pass left, `(B, H, T)`
/// @param dy gradient by the results
/// @param dq gradient by the queries, to be added to
/// @param dk gradient by the keys, to be added to
/// @param dv gradient by the values, to be added to
public record AttentionArrays(
    float[] q,
    float[] k,
    float[] v,
    float[] y,
    float[] logs,
    float[] dy,
    float[] dq,
    float[] dk,
    float[] dv) {}
