package dev.softmax.sampling;

/// The most probable continuations of some sequences by one token each, the best first, of equal ones
/// that of the earlier sequence and the lower token.
final class Continuations {
  private final int[] parents;
  private final int[] tokens;
  private final double[] logs;
  private int size;

  Continuations(int most) {
    parents = new int[most];
    tokens = new int[most];
    logs = new double[most];
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  int parent(int rank) {
    return parents[rank];
  }

  int token(int rank) {
    return tokens[rank];
  }

  double log(int rank) {
    return logs[rank];
  }

  /// Adds the continuations of sequence `parent`, which has the logarithm `log`.
  void addAll(int parent, double log, float[] next) {
    for (int token = 0; token < next.length; token++) {
      if (!(next[token] <= 1e-3f)) {
        throw new IllegalArgumentException(
            "beam search: token " + token + " has the log-probability " + next[token]);
      }
      double sum = log + next[token];
      if (sum > Double.NEGATIVE_INFINITY && (size < logs.length || sum > logs[size - 1])) {
        insert(parent, token, sum);
      }
    }
  }

  private void insert(int parent, int token, double log) {
    int at = size;
    while (at > 0 && logs[at - 1] < log) {
      at--;
    }
    size = Math.min(size + 1, logs.length);
    int moved = size - 1 - at;
    System.arraycopy(logs, at, logs, at + 1, moved);
    System.arraycopy(parents, at, parents, at + 1, moved);
    System.arraycopy(tokens, at, tokens, at + 1, moved);
    logs[at] = log;
    parents[at] = parent;
    tokens[at] = token;
  }
}
