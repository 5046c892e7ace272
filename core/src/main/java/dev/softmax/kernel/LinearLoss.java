package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Cross-entropy of logits that are a linear layer's and are never all stored.
///
/// @param hidden `(N, D)` with consecutive columns
/// @param weight `(V, D)` with consecutive columns
/// @param bias `(V)`, `null` for none
/// @param classes at least `N`, each below `V` or the index to ignore
/// @param options how the loss is taken
/// @param zLoss takes the place of that of the options
public record LinearLoss(
    FloatMatrix hidden,
    FloatMatrix weight,
    float @Nullable [] bias,
    int[] classes,
    LossOptions options,
    double zLoss) {

  int vocabulary() {
    return weight.rows();
  }

  int width() {
    return weight.columns();
  }
}
