package dev.softmax.tensor;

/// Classes that stand for all others in a sampled softmax.
///
/// @param classes `(S)` the classes drawn, shared and not copied
/// @param logCounts `(S)` logarithms of how often each was to be expected among them
/// @param logTargetCounts `(N)` the same of the target of each row; 0 where it is ignored
public record Candidates(int[] classes, float[] logCounts, float[] logTargetCounts) {
  /// Checks its parts.
  ///
  /// @throws IllegalArgumentException if there is not a count a class
  public Candidates {
    if (classes.length != logCounts.length) {
      throw new IllegalArgumentException(
          "candidates: classes (" + classes.length + ") but counts (" + logCounts.length + ")");
    }
  }
}
