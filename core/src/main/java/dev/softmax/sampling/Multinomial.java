package dev.softmax.sampling;

/// Draws a candidate by its probability `softmax(x)`, with one random number a token.
public record Multinomial() implements ChoosingStep {}
