package dev.softmax.sampling;

/// Chooses the candidate of the largest logit, of equal ones that of the lowest token.
public record Greedy() implements ChoosingStep {}
