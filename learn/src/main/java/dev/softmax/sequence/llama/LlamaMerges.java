package dev.softmax.sequence.llama;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Joins neighbours, those of the highest score first, of equal ones the leftmost. Tokens are a list
/// whose places keep their numbers; a queue has the neighbours that can be joined.
final class LlamaMerges {
  private static final int GONE = -1;

  /// Two neighbours that join: they have not changed if the places still have these tokens.
  private record Pair(
      int left, int right, int leftToken, int rightToken, int joined, float score) {}

  private final LlamaTokenizer tokenizer;
  private final PriorityQueue<Pair> queue =
      new PriorityQueue<>(
          Comparator.comparingDouble((Pair pair) -> -pair.score).thenComparingInt(Pair::left));
  private int[] tokens = {};
  private int[] before = {};
  private int[] after = {};

  LlamaMerges(LlamaTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /// The first `count` of some tokens, joined; the first is a sign and joins with nothing.
  int[] join(int[] all, int count) {
    tokens = all;
    before = new int[count];
    after = new int[count];
    for (int i = 0; i < count; i++) {
      before[i] = i - 1;
      after[i] = i + 1 < count ? i + 1 : GONE;
    }
    for (int i = 1; i + 1 < count; i++) {
      offer(i, i + 1);
    }
    for (Pair pair = queue.poll(); pair != null; pair = queue.poll()) {
      boolean same =
          tokens[pair.left] == pair.leftToken
              && tokens[pair.right] == pair.rightToken
              && after[pair.left] == pair.right;
      if (same) {
        join(pair);
      }
    }
    int[] joined = new int[count];
    int left = 0;
    for (int i = 0; i != GONE; i = after[i]) {
      joined[left++] = tokens[i];
    }
    return Arrays.copyOf(joined, left);
  }

  private void join(Pair pair) {
    int next = after[pair.right];
    tokens[pair.left] = pair.joined;
    tokens[pair.right] = GONE;
    after[pair.left] = next;
    if (next != GONE) {
      before[next] = pair.left;
      offer(pair.left, next);
    }
    if (before[pair.left] > 0) {
      offer(before[pair.left], pair.left);
    }
  }

  private void offer(int left, int right) {
    int joined = tokenizer.joined(tokens[left], tokens[right]);
    if (joined >= 0) {
      queue.add(
          new Pair(left, right, tokens[left], tokens[right], joined, tokenizer.score(joined)));
    }
  }
}
