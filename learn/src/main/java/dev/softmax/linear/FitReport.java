package dev.softmax.linear;

/// How a fit went.
///
/// @param solver name of the solver that did it
/// @param why one sentence about why that solver
/// @param converged whether the gradient came within the tolerance
/// @param iterations iterations of the solver
/// @param passes times that all rows were multiplied with a matrix of the coefficients' shape
/// @param objective sum of the cross-entropies plus `‖W‖² / (2C)`, where `W` is what the
///     penalty is on: see [Options#standardise]
/// @param gradientNorm largest magnitude in the gradient of the objective divided by `N`
/// @param gap bound on how far the objective is above its least value over the coefficients at
///     these intercepts: `‖∇_W‖² C / 2`, from strong convexity; infinite without a penalty, unless
///     the gradient is zero
/// @param seconds time it took
public record FitReport(
    String solver,
    String why,
    boolean converged,
    int iterations,
    long passes,
    double objective,
    double gradientNorm,
    double gap,
    double seconds) {}
