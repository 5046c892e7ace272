package dev.softmax.sampling;

/// Masks each token that would complete a sequence of `size` tokens that stands in the sampler's
/// history.
///
/// @param size length of the sequences, at least 1; 1 masks every token of the history
public record NoRepeatNgram(int size) implements SamplerStep {
  /// Checks the length.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public NoRepeatNgram {
    Require.atLeast("no-repeat n-gram: size", size, 1);
  }

  Stage stage(History history) {
    history.window("no-repeat n-gram", size);
    return candidates -> apply(candidates, history);
  }

  private void apply(Candidates candidates, History history) {
    int context = size - 1;
    for (int end = 0; end + context < history.size(); end++) {
      // The token `end` ago, if what stands before it is what stands at the end.
      int j = 0;
      while (j < context && history.ago(end + 1 + j) == history.ago(j)) {
        j++;
      }
      if (j == context) {
        int at = candidates.indexOf(history.ago(end));
        if (at >= 0) {
          candidates.set(at, Double.NEGATIVE_INFINITY);
        }
      }
    }
  }
}
