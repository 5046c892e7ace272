package dev.softmax.calibration;

/// What draws a linear map of logits to the identity: factors of the squares in the mean objective.
///
/// @param diagonal of `(W_kk − 1)²`
/// @param offDiagonal of `W_jk²`, `j ≠ k`
/// @param intercept of `b_k²`
record Pull(double diagonal, double offDiagonal, double intercept) {}
