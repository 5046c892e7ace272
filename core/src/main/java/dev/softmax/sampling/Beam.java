package dev.softmax.sampling;

import java.util.List;

/// A sequence that a [BeamSearch] found.
///
/// @param tokens its tokens, with the end token where one was met
/// @param logProbability natural logarithm of its probability
/// @param score the logarithm divided by the length's power
public record Beam(List<Integer> tokens, double logProbability, double score) {}
