package dev.softmax.kernel;

/// Products of a sparse matrix `X (N, D)` with dense row-major ones of few columns: one broadcast
/// multiply-add an entry serves all of them.
///
/// A row's entries are added in their order, so bits depend on neither threads nor cuts. `Xᵀ R` is
/// a product with [SparseMatrix#transposed], cut by columns of `X`: no partial sums `(D, K)` to
/// clear and add, and no two threads write to one place.
public final class SparseProduct {
  private static final boolean SIMD = Kernels.choice().bits() > 0;

  private SparseProduct() {}

  /// `out += X[from .. to) · b`.
  ///
  /// @param b `(D, width)`
  /// @param width columns of `b` and `out`
  /// @param out row `from` of the product lies at index `at`
  public static void multiplyAdd(
      SparseMatrix x, int from, int to, double[] b, int width, double[] out, int at) {
    assert b.length >= (long) x.columns() * width
        && out.length >= at + (long) (to - from) * width
        && to <= x.rows();
    if (SIMD && width > 1) {
      SimdSparseRows.multiplyAdd(x, from, to, b, width, out, at);
      return;
    }
    int[] offsets = x.offsets();
    int[] indices = x.indices();
    double[] values = x.values();
    for (int row = from; row < to; row++) {
      int y = at + (row - from) * width;
      for (int e = offsets[row]; e < offsets[row + 1]; e++) {
        int source = indices[e] * width;
        double value = values[e];
        for (int k = 0; k < width; k++) {
          out[y + k] += value * b[source + k];
        }
      }
    }
  }

  /// `out += x_rowᵀ · a`, the outer product of a row of `X` and a dense row.
  ///
  /// @param a `(width)`, from index `at`
  /// @param out `(D, width)`
  public static void addOuter(
      SparseMatrix x, int row, double[] a, int at, int width, double[] out) {
    assert out.length >= (long) x.columns() * width && a.length >= at + width;
    if (SIMD && width > 1) {
      SimdSparseRows.addOuter(x, row, a, at, width, out);
      return;
    }
    int[] indices = x.indices();
    double[] values = x.values();
    for (int e = x.offsets()[row]; e < x.offsets()[row + 1]; e++) {
      int to = indices[e] * width;
      double value = values[e];
      for (int k = 0; k < width; k++) {
        out[to + k] += value * a[at + k];
      }
    }
  }
}
