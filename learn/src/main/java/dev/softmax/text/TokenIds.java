package dev.softmax.text;

import java.util.Arrays;

/// Collects the ids of texts' features.
final class TokenIds implements FeatureScan.Visitor {
  private final Vocabulary vocabulary;
  private final int buckets;
  private int[] ids = new int[256];
  private int size;

  TokenIds(Vocabulary vocabulary, NGrams ngrams) {
    this.vocabulary = vocabulary;
    this.buckets = ngrams.buckets();
  }

  int size() {
    return size;
  }

  /// Copies all ids.
  void copy(int[] to, int at) {
    System.arraycopy(ids, 0, to, at, size);
  }

  void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, Math.addExact(size, size));
    }
    ids[size++] = id;
  }

  @Override
  public void word(char[] buffer, int from, int to, int word) {
    add(vocabulary.id(buffer, from, to));
  }

  @Override
  public void piece(char[] buffer, int from, int to, int word) {
    int id = pieceId(vocabulary, buckets, buffer, from, to);
    if (id != Vocabulary.UNKNOWN) {
      add(id);
    }
  }

  @Override
  public void sequence(char[] buffer, int from, int to, int first, int last, long hash) {
    int id = sequenceId(vocabulary, buckets, buffer, from, to, hash);
    if (id != Vocabulary.UNKNOWN) {
      add(id);
    }
  }

  /// The id of a piece, [Vocabulary#UNKNOWN] where it has none.
  static int pieceId(Vocabulary vocabulary, int buckets, char[] buffer, int from, int to) {
    return buckets == 0
        ? vocabulary.id(buffer, from, to)
        : vocabulary.size() + NgramHash.bucket(NgramHash.of(buffer, from + 1, to), buckets);
  }

  /// The id of a sequence, [Vocabulary#UNKNOWN] where it has none.
  static int sequenceId(
      Vocabulary vocabulary, int buckets, char[] buffer, int from, int to, long hash) {
    return buckets == 0
        ? vocabulary.id(buffer, from, to)
        : vocabulary.size() + NgramHash.bucket(hash, buckets);
  }
}
