package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// The targets of a loss: a class a vector, or a probability an element.
///
/// @param <A> `float[]` or `double[]`
/// @param classes the class of each vector, or `null`
/// @param probabilities the probabilities, in the order of the logits, or `null`
/// @param options how the loss is taken
public record LossTargets<A>(
    int @Nullable [] classes, @Nullable A probabilities, LossOptions options) {}
