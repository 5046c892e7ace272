package dev.softmax.text;

/// The tokens of `N` texts, one text after the other, as an embedding bag takes them.
///
/// The arrays are not copied, neither here nor when they are asked for, and are not to be changed.
///
/// @param tokens ids `(T)` of all texts
/// @param offsets `(N + 1)`: text `i` has the tokens from `offsets[i]` to `offsets[i + 1]` (exclusive)
public record TokenBags(int[] tokens, int[] offsets) {
  /// Checks the shapes.
  ///
  /// @throws IllegalArgumentException when offsets do not ascend from 0 to the number of tokens
  public TokenBags {
    boolean whole =
        offsets.length > 0 && offsets[0] == 0 && offsets[offsets.length - 1] == tokens.length;
    for (int i = 1; i < offsets.length; i++) {
      whole &= offsets[i] >= offsets[i - 1];
    }
    if (!whole) {
      throw new IllegalArgumentException(
          "bags: offsets (%d) do not ascend from 0 to tokens (%d)"
              .formatted(offsets.length, tokens.length));
    }
  }

  /// How many texts there are.
  public int size() {
    return offsets.length - 1;
  }

  /// How many tokens a text has.
  ///
  /// @param text from 0
  public int length(int text) {
    return offsets[text + 1] - offsets[text];
  }

  /// The bags of some texts, in the order given.
  ///
  /// @param texts their indices
  public TokenBags rows(int[] texts) {
    int[] chosen = new int[texts.length + 1];
    for (int i = 0; i < texts.length; i++) {
      chosen[i + 1] = Math.addExact(chosen[i], length(texts[i]));
    }
    int[] copy = new int[chosen[texts.length]];
    for (int i = 0; i < texts.length; i++) {
      System.arraycopy(tokens, offsets[texts[i]], copy, chosen[i], length(texts[i]));
    }
    return new TokenBags(copy, chosen);
  }
}
