package dev.softmax.sampling;

import java.util.List;

/// Masks each token that would complete one of the given sequences.
///
/// @param sequences sequences of tokens, none empty
public record BadWords(List<List<Integer>> sequences) implements SamplerStep {
  /// Checks the sequences.
  ///
  /// @throws IllegalArgumentException if one is empty or has a negative token
  public BadWords {
    sequences = Require.sequences("bad words", sequences);
  }

  Stage stage(History history, int vocabulary) {
    int[][] words = Require.inVocabulary("bad words", sequences, vocabulary);
    for (int[] word : words) {
      history.window("bad words", word.length - 1);
    }
    return candidates -> {
      for (int[] word : words) {
        int last = word.length - 1;
        int at = candidates.indexOf(word[last]);
        if (at >= 0 && history.endsWith(word, last)) {
          candidates.set(at, Double.NEGATIVE_INFINITY);
        }
      }
    };
  }
}
