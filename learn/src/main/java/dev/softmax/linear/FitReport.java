package dev.softmax.linear;

/// How a fit went.
///
/// @param solver name of the solver that did it
/// @param why one sentence about why that solver
/// @param converged whether the gradient came within the tolerance
/// @param iterations iterations of the solver
/// @param passes times that all rows were multiplied with a matrix of the coefficients' shape
/// @param objective sum of the cross-entropies plus `(r ‖W‖₁ + (1 − r) ‖W‖² / 2) / C`, where `r` is the
///     L1 ratio and `W` is what the penalty is on: see [Options#standardise]
/// @param gradientNorm largest magnitude in the gradient of the objective divided by `N`; of the
///     least-norm subgradient where there is an L1 penalty or there are bounds
/// @param gap bound on how far the objective is above its least value over the coefficients at
///     these intercepts: `‖∇_W‖² C / 2`, from strong convexity; infinite without a penalty, unless
///     the gradient is zero. With an L1 penalty and part of an L2 one `‖v‖² C / (2 (1 − r))`, `v`
///     the
///     least-norm subgradient; with L1 alone a duality gap, infinite where there are bounds too
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
