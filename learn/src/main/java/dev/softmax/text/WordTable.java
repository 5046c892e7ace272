package dev.softmax.text;

import java.util.Arrays;

/// Words and their ids, in the order of their first appearance; found by characters in a buffer, so
/// that no [String] need be made.
final class WordTable {
  private static final int EMPTY = -1;
  private static final int FIRST_SLOTS = 1 << 10;

  /// All words, one after the other.
  private char[] chars = new char[FIRST_SLOTS * 4];

  /// Where each word ends in `chars`.
  private int[] ends = new int[FIRST_SLOTS];

  private int[] hashes = new int[FIRST_SLOTS];
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  WordTable() {
    Arrays.fill(slots, EMPTY);
  }

  int size() {
    return size;
  }

  /// The id of a word, or −1.
  int find(char[] buffer, int from, int to) {
    return slots[slot(buffer, from, to, hash(buffer, from, to))];
  }

  /// The id of a word, a new one where it was not known.
  int add(char[] buffer, int from, int to) {
    int hash = hash(buffer, from, to);
    int slot = slot(buffer, from, to, hash);
    if (slots[slot] != EMPTY) {
      return slots[slot];
    }
    int begin = begin(size);
    int length = to - from;
    if (begin + length > chars.length) {
      chars = Arrays.copyOf(chars, Math.addExact(chars.length, Math.max(chars.length, length)));
    }
    if (size == ends.length) {
      ends = Arrays.copyOf(ends, 2 * size);
      hashes = Arrays.copyOf(hashes, 2 * size);
    }
    System.arraycopy(buffer, from, chars, begin, length);
    ends[size] = begin + length;
    hashes[size] = hash;
    slots[slot] = size++;
    if (2 * size > slots.length) {
      grow();
    }
    return size - 1;
  }

  String text(int id) {
    return new String(chars, begin(id), ends[id] - begin(id));
  }

  /// Adds all words of another table; returns their ids here.
  int[] addAll(WordTable other) {
    int[] ids = new int[other.size];
    for (int id = 0; id < other.size; id++) {
      ids[id] = add(other.chars, other.begin(id), other.ends[id]);
    }
    return ids;
  }

  private int begin(int id) {
    return id == 0 ? 0 : ends[id - 1];
  }

  /// The slot that holds the word, or the empty one where it belongs.
  private int slot(char[] buffer, int from, int to, int hash) {
    int mask = slots.length - 1;
    int slot = hash & mask;
    while (slots[slot] != EMPTY && !same(slots[slot], buffer, from, to, hash)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean same(int id, char[] buffer, int from, int to, int hash) {
    return hashes[id] == hash && Arrays.equals(chars, begin(id), ends[id], buffer, from, to);
  }

  private void grow() {
    slots = new int[2 * slots.length];
    Arrays.fill(slots, EMPTY);
    int mask = slots.length - 1;
    for (int id = 0; id < size; id++) {
      int slot = hashes[id] & mask;
      while (slots[slot] != EMPTY) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = id;
    }
  }

  private static int hash(char[] buffer, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + buffer[i];
    }
    // The upper bits of a product depend on all of the factor's.
    int mixed = hash * 0x9E3779B1;
    return mixed ^ mixed >>> 15;
  }
}
