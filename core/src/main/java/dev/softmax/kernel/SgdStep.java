package dev.softmax.kernel;

/// The constants of one step of [FloatOptimisers#sgd].
///
/// @param rate learning rate
/// @param momentum what of the last speed stays, 0 for none
/// @param nesterov whether the gradient is taken ahead, as by Nesterov
/// @param l2 weight decay that is part of the gradient
public record SgdStep(float rate, float momentum, boolean nesterov, float l2) {}
