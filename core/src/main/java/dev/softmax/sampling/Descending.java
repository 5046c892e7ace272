package dev.softmax.sampling;

/// Sorts a few pairs in place, without taking memory.
final class Descending {
  private Descending() {}

  /// Sorts the first `n` values, the largest first, of equal ones that of the lower index first, and
  /// the indices with them (Shell 1959, with steps that shrink by 3).
  static void sort(double[] values, int[] indices, int n) {
    int step = 1;
    while (step < n / 3) {
      step = 3 * step + 1;
    }
    for (; step > 0; step /= 3) {
      for (int i = step; i < n; i++) {
        double value = values[i];
        int index = indices[i];
        int j = i - step;
        while (j >= 0 && (values[j] < value || (values[j] == value && indices[j] > index))) {
          values[j + step] = values[j];
          indices[j + step] = indices[j];
          j -= step;
        }
        values[j + step] = value;
        indices[j + step] = index;
      }
    }
  }
}
