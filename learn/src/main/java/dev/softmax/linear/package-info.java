/// Softmax regression: its objective, its solvers, the fitted model. Letters: `N` rows, `D` features, `K` classes, `W (K, D)` coefficients, `b (K)` intercepts.
package dev.softmax.linear;
