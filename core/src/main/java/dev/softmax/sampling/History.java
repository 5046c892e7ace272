package dev.softmax.sampling;

/// The last tokens, as many as fit; 0 tokens ago is the last one.
final class History {
  private final int[] tokens;
  private int size;
  private int next;

  History(int capacity) {
    tokens = new int[capacity];
  }

  int size() {
    return size;
  }

  int ago(int i) {
    int at = next - 1 - i;
    return tokens[at < 0 ? at + tokens.length : at];
  }

  void add(int token) {
    tokens[next] = token;
    next = next + 1 == tokens.length ? 0 : next + 1;
    size = Math.min(size + 1, tokens.length);
  }

  void clear() {
    size = 0;
    next = 0;
  }

  /// Whether the last tokens are the first `n` of a sequence.
  boolean endsWith(int[] sequence, int n) {
    if (n > size) {
      return false;
    }
    int i = 0;
    while (i < n && ago(n - 1 - i) == sequence[i]) {
      i++;
    }
    return i == n;
  }

  /// The length of a window that a step asks for.
  ///
  /// @throws IllegalArgumentException if it is longer than this history
  int window(String step, int lastN) {
    if (lastN > tokens.length) {
      throw new IllegalArgumentException(
          step
              + ": last n "
              + lastN
              + " but a history of "
              + tokens.length
              + " tokens; make it longer by SamplerChain.withHistory");
    }
    return lastN == Penalties.ALL ? tokens.length : lastN;
  }
}
