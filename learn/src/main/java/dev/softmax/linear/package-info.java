/// Softmax regression: its objective, its solvers, the fitted model. Letters: `N` rows, `D`
/// features, `K` classes, `W (K, D)` coefficients, `b (K)` intercepts, `C` inverse strength of the penalty.
package dev.softmax.linear;
