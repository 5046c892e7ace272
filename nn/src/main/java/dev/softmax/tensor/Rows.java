package dev.softmax.tensor;

/// What is done with each row `(D)` of a matrix `(N, D)`.
final class Rows {
  private Rows() {}

  static void addBias(float[] bias, float[] matrix, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      for (int i = 0; i < columns; i++) {
        matrix[from + i] += bias[i];
      }
    }
  }

  static void addColumnSums(float[] matrix, int rows, int columns, float[] sums) {
    for (int row = 0; row < rows; row++) {
      int from = row * columns;
      for (int i = 0; i < columns; i++) {
        sums[i] += matrix[from + i];
      }
    }
  }
}
