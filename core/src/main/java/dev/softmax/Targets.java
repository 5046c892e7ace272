package dev.softmax;

/// What is asked of all target classes before a loss is taken. There is one for each vector, and vectors may be
/// of two or three elements: the loops have no branches, so that the compiler makes vectors of them.
final class Targets {
  private Targets() {}

  /// How many of the first `vectors` are not the index to ignore.
  static int count(int[] targets, int vectors, int ignored) {
    int count = 0;
    for (int v = 0; v < vectors; v++) {
      int other = targets[v] ^ ignored;
      count += (other | -other) >>> 31;
    }
    return count;
  }

  /// The first of `vectors` that is neither one of `size` classes nor the index to ignore, or -1.
  static int wrong(int[] targets, int vectors, int size, int ignored) {
    int signs = 0;
    for (int v = 0; v < vectors; v++) {
      int target = targets[v];
      int other = target ^ ignored;
      signs |= (target | (size - 1 - target)) & (other | -other);
    }
    for (int v = 0; signs < 0 && v < vectors; v++) {
      int target = targets[v];
      if ((target < 0 || target >= size) && target != ignored) {
        return v;
      }
    }
    return -1;
  }
}
