package dev.softmax.tensor;

/// Steps through a binary tree, of many rows one after another.
///
/// @param rows which row takes each step
/// @param nodes the inner node that it is taken at
/// @param right whether it goes to the right child, whose probability is `σ(x)`; else `1 − σ(x)`
public record TreePaths(int[] rows, int[] nodes, boolean[] right) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if the lengths differ
  public TreePaths {
    if (rows.length != nodes.length || rows.length != right.length) {
      throw new IllegalArgumentException(
          "tree paths: rows ("
              + rows.length
              + "), nodes ("
              + nodes.length
              + "), right ("
              + right.length
              + ")");
    }
  }
}
