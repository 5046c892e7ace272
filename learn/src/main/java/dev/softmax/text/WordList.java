package dev.softmax.text;

import java.util.Arrays;

/// The words of one text with their places in it, in buffers that are used again for the next text.
final class WordList implements WordVisitor {
  private static final int FIRST = 64;

  /// The words, with one blank between each two.
  private char[] chars = new char[FIRST * 8];

  private int[] begins = new int[FIRST];
  private int[] ends = new int[FIRST];
  private int[] starts = new int[FIRST];
  private int[] stops = new int[FIRST];
  private int size;

  void clear() {
    size = 0;
  }

  @Override
  public void word(char[] buffer, int length, int start, int end) {
    int begin = size == 0 ? 0 : ends[size - 1] + 1;
    if (begin + length + 1 > chars.length) {
      chars = Arrays.copyOf(chars, Math.max(2 * chars.length, begin + length + 1));
    }
    if (size == begins.length) {
      begins = Arrays.copyOf(begins, 2 * size);
      ends = Arrays.copyOf(ends, 2 * size);
      starts = Arrays.copyOf(starts, 2 * size);
      stops = Arrays.copyOf(stops, 2 * size);
    }
    System.arraycopy(buffer, 0, chars, begin, length);
    chars[begin + length] = ' ';
    begins[size] = begin;
    ends[size] = begin + length;
    starts[size] = start;
    stops[size++] = end;
  }

  int size() {
    return size;
  }

  /// Holds word `i` from [#begin] to [#end], and after it a blank and the next word.
  char[] chars() {
    return chars;
  }

  int begin(int word) {
    return begins[word];
  }

  int end(int word) {
    return ends[word];
  }

  /// Where word `i` begins in the text.
  int start(int word) {
    return starts[word];
  }

  /// Where word `i` ends in the text.
  int stop(int word) {
    return stops[word];
  }
}
