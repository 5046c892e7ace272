package dev.softmax.linear;

/// Where a solver ended.
///
/// @param point the best point found, not shared
/// @param value the objective there
/// @param gradient the gradient there, not shared
/// @param iterations iterations done
/// @param converged whether the gradient is within the tolerance
public record Solution(
    double[] point, double value, double[] gradient, int iterations, boolean converged) {}
