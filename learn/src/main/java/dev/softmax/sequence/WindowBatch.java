package dev.softmax.sequence;

import dev.softmax.tensor.Indices;
import dev.softmax.tensor.Tape;
import java.util.Arrays;

/// Windows of a text: symbols `(B, T)`, and as targets those that follow each. Arrays are used again.
final class WindowBatch {
  /// A target that does not count; what cross-entropy ignores by default.
  private static final int IGNORED = -100;

  private final int length;
  private final int[] symbols;
  private final int[] targets;
  private int size;
  private int counted;
  private boolean first;

  WindowBatch(int capacity, int length) {
    this.length = length;
    this.symbols = new int[Math.multiplyExact(capacity, length)];
    this.targets = new int[symbols.length];
  }

  int capacity() {
    return symbols.length / length;
  }

  /// Empties the batch.
  ///
  /// @param first whether nothing comes before its windows
  void start(boolean first) {
    this.first = first;
    size = 0;
    counted = 0;
  }

  /// Adds a window of a text.
  ///
  /// @param least the first position of the text that counts
  void add(int[] ids, Windows.Window window, int least) {
    int row = size++ * length;
    int from = Math.min(window.start(), ids.length - 1);
    int read = Math.min(length, ids.length - 1 - from);
    System.arraycopy(ids, from, symbols, row, read);
    Arrays.fill(symbols, row + read, row + length, 0);
    Arrays.fill(targets, row, row + length, IGNORED);
    int to = Math.min(window.to(), from + read);
    for (int i = Math.max(Math.max(window.from(), least), from); i < to; i++) {
      targets[row + i - from] = ids[i + 1];
      counted++;
    }
  }

  /// B.
  int size() {
    return size;
  }

  /// T.
  int length() {
    return length;
  }

  /// How many targets count.
  int counted() {
    return counted;
  }

  /// Whether these are the first windows of their source, with nothing before them.
  boolean isFirst() {
    return first;
  }

  /// Symbols `(B, T)`.
  Indices symbols(Tape tape) {
    return tape.indices(symbols, size, length);
  }

  /// Targets `(B · T)`.
  Indices targets(Tape tape) {
    return tape.indices(targets, size * length);
  }
}
