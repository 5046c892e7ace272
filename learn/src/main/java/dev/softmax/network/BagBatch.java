package dev.softmax.network;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import java.util.random.RandomGenerator;

/// Some texts of a [BagSource]; its arrays are used again for the next batch.
final class BagBatch {
  private int[] tokens = {};
  private int[] kept = {};
  private int[] offsets = {};
  private int[] labels = {};
  private int size;

  void gather(BagSource source, int[] rows, int count) {
    size = count;
    if (offsets.length != count + 1) {
      offsets = new int[count + 1];
      labels = new int[count];
    }
    for (int i = 0; i < count; i++) {
      offsets[i + 1] = offsets[i] + source.bags().length(rows[i]);
      labels[i] = source.labels()[rows[i]];
    }
    if (tokens.length < offsets[count]) {
      tokens = new int[offsets[count] + offsets[count] / 2];
    }
    for (int i = 0; i < count; i++) {
      int from = source.bags().offsets()[rows[i]];
      System.arraycopy(
          source.bags().tokens(), from, tokens, offsets[i], offsets[i + 1] - offsets[i]);
    }
  }

  /// Leaves each token out with a probability, but one of each text that had any.
  void drop(double share, RandomGenerator random) {
    if (kept.length < tokens.length) {
      kept = new int[tokens.length];
    }
    int end = 0;
    int from = 0;
    for (int i = 0; i < size; i++) {
      int to = offsets[i + 1];
      int start = end;
      for (int t = from; t < to; t++) {
        if (random.nextDouble() >= share) {
          kept[end++] = tokens[t];
        }
      }
      if (end == start && to > from) {
        kept[end++] = tokens[from + random.nextInt(to - from)];
      }
      from = to;
      offsets[i + 1] = end;
    }
    int[] all = tokens;
    tokens = kept;
    kept = all;
  }

  int size() {
    return size;
  }

  Indices tokens(Tape tape) {
    return tape.indices(tokens, offsets[size]);
  }

  int[] offsets() {
    return offsets;
  }

  int[] labels() {
    return labels;
  }
}
