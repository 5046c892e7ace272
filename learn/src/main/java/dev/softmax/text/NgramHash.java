package dev.softmax.text;

import java.nio.charset.StandardCharsets;

/// FNV-1a with 32 bits over UTF-8, each byte taken with its sign before it is mixed in, as fastText has
/// it; and fastText's hash of a sequence of words from theirs.
public final class NgramHash {
  /// The hash of nothing.
  public static final int BASIS = 0x811C9DC5;

  private static final int PRIME = 16777619;

  /// fastText's multiplier for sequences of words.
  private static final long SEQUENCE = 116049371L;

  private NgramHash() {}

  /// The hash of bytes.
  ///
  /// @param bytes the bytes
  /// @param from the first
  /// @param to after the last
  public static int of(byte[] bytes, int from, int to) {
    int hash = BASIS;
    for (int i = from; i < to; i++) {
      hash = append(hash, bytes[i]);
    }
    return hash;
  }

  /// The hash of bytes that are one more.
  ///
  /// @param hash of the bytes so far
  /// @param next the byte that follows
  public static int append(int hash, byte next) {
    return (hash ^ next) * PRIME;
  }

  /// The hash of a text, of its UTF-8 bytes.
  ///
  /// @param text any text; halves of surrogate pairs count as `?`
  public static int of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /// The hash of characters' UTF-8 bytes, which are not stored.
  static int of(char[] text, int from, int to) {
    int hash = BASIS;
    for (int i = from; i < to; i++) {
      int c = text[i];
      if (Character.isHighSurrogate(text[i])
          && i + 1 < to
          && Character.isLowSurrogate(text[i + 1])) {
        c = Character.toCodePoint(text[i], text[++i]);
      } else if (Character.isSurrogate(text[i])) {
        c = '?';
      }
      if (c < 0x80) {
        hash = (hash ^ c) * PRIME;
        continue;
      }
      int rest;
      if (c < 0x800) {
        hash = mix(hash, 0xC0 | c >> 6);
        rest = 0;
      } else if (c < 0x10000) {
        hash = mix(hash, 0xE0 | c >> 12);
        rest = 6;
      } else {
        hash = mix(hash, 0xF0 | c >> 18);
        rest = 12;
      }
      for (int shift = rest; shift >= 0; shift -= 6) {
        hash = mix(hash, 0x80 | (c >> shift & 0x3F));
      }
    }
    return hash;
  }

  private static int mix(int hash, int unsigned) {
    return append(hash, (byte) unsigned);
  }

  /// The hash of a sequence that is one word longer.
  ///
  /// @param sequence the hash so far; of a single word its own, with its sign
  /// @param word the hash of the word that follows
  public static long append(long sequence, int word) {
    return sequence * SEQUENCE + word;
  }

  /// The bucket of a sequence of words.
  ///
  /// @param sequence its hash, taken as without a sign
  /// @param buckets how many there are
  public static int bucket(long sequence, int buckets) {
    return (int) Long.remainderUnsigned(sequence, buckets);
  }

  /// The bucket of a piece of a word.
  ///
  /// @param hash its hash, taken as without a sign
  /// @param buckets how many there are
  public static int bucket(int hash, int buckets) {
    return Integer.remainderUnsigned(hash, buckets);
  }
}
