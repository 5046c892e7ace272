/// The facade on `float[]` and `double[]`. Letters used throughout: `N` vectors (rows, examples),
/// `K` classes, `T` temperature, `x` logits, `p` probabilities, `y` targets, `m` the maximum of a
/// vector, `Z` the sum of its exponentials.
package dev.softmax;
