package dev.softmax.linear;

/// Features `(N, D)` of rows, dense or sparse. Arrays are shared, not copied: leave them alone while
/// they are being used.
public sealed interface Features permits DenseFeatures, SparseFeatures {
  /// Number of rows `N`.
  int rows();

  /// Number of features `D`.
  int columns();
}
