package dev.softmax.sampling;

import java.util.List;

/// The checks of the steps' arguments, which name the argument and its value.
final class Require {
  private Require() {}

  static void atLeast(String what, double value, double least) {
    between(what, value, least, Double.MAX_VALUE);
  }

  static void atLeast(String what, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(what + " " + value + " must be at least " + least);
    }
  }

  static void between(String what, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      String range =
          most == Double.MAX_VALUE
              ? "finite and at least " + text(least)
              : "from " + text(least) + " to " + text(most);
      throw new IllegalArgumentException(what + " " + text(value) + " must be " + range);
    }
  }

  /// Copies of sequences of tokens.
  static List<List<Integer>> sequences(String what, List<List<Integer>> sequences) {
    for (List<Integer> sequence : sequences) {
      if (sequence.isEmpty() || sequence.stream().anyMatch(token -> token < 0)) {
        throw new IllegalArgumentException(
            what + ": " + sequence + " is no sequence of one or more tokens");
      }
    }
    return sequences.stream().map(List::copyOf).toList();
  }

  /// Sequences as arrays.
  static int[][] inVocabulary(String what, List<List<Integer>> sequences, int vocabulary) {
    int[][] arrays = new int[sequences.size()][];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = sequences.get(i).stream().mapToInt(Integer::intValue).toArray();
      for (int token : arrays[i]) {
        token(what, token, vocabulary);
      }
    }
    return arrays;
  }

  static void token(String what, int token, int vocabulary) {
    if (token < 0 || token >= vocabulary) {
      throw new IllegalArgumentException(
          what + ": token " + token + " is not in the vocabulary of " + vocabulary);
    }
  }

  private static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
