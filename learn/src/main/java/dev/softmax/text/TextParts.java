package dev.softmax.text;

import java.util.Arrays;
import java.util.List;

/// Cuts texts into parts for threads, by their lengths alone.
final class TextParts {
  /// Some milliseconds of work.
  private static final int CHARS = 1 << 18;

  /// So that many short texts make parts as well: a text costs something by itself.
  private static final int EACH = 32;

  private TextParts() {}

  /// Where parts begin, and after them the number of texts.
  static int[] of(List<String> texts) {
    int[] begins = new int[texts.size() + 1];
    int parts = 0;
    long load = 0;
    for (int i = 0; i < texts.size(); i++) {
      if (load == 0) {
        begins[parts++] = i;
      }
      load += texts.get(i).length() + EACH;
      if (load >= CHARS) {
        load = 0;
      }
    }
    begins[parts] = texts.size();
    return Arrays.copyOf(begins, parts + 1);
  }
}
