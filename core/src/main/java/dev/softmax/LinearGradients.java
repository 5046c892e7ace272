package dev.softmax;

import org.jspecify.annotations.Nullable;

/// Where the gradients by what makes [LinearLogits] go. Each may be `null`, and is not computed then.
///
/// @param hidden at least `N · D`
/// @param weight at least `V · D`
/// @param bias at least `V`
public record LinearGradients(
    float @Nullable [] hidden, float @Nullable [] weight, float @Nullable [] bias) {

  void check(LinearLogits logits) {
    if (hidden != null) {
      LinearLogits.check("gradient of hidden", hidden.length, logits.rows(), logits.width());
    }
    if (weight != null) {
      LinearLogits.check("gradient of weight", weight.length, logits.vocabulary(), logits.width());
    }
    if (bias != null) {
      LinearLogits.check("gradient of bias", bias.length, 1, logits.vocabulary());
    }
  }
}
