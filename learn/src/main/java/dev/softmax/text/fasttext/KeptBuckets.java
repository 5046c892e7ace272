package dev.softmax.text.fasttext;

/// The rows of those buckets of n-grams that a smaller model kept: a table from numbers to numbers.
final class KeptBuckets {
  /// Most buckets.
  static final int MOST = 1 << 28;

  private static final int ABSENT = -1;

  private final int count;
  private final int[] buckets;

  /// The row of the bucket in the same place, and 1, so that 0 is an empty place.
  private final int[] rows;

  /// @param count how many there are, at most [#MOST]
  KeptBuckets(int count) {
    this.count = count;
    // At most half full.
    int room = Integer.highestOneBit(Math.max(1, count)) << 2;
    this.buckets = new int[room];
    this.rows = new int[room];
  }

  /// How many rows there are.
  int rows() {
    return count;
  }

  void put(int bucket, int row) {
    int place = place(bucket);
    buckets[place] = bucket;
    rows[place] = row + 1;
  }

  /// The row of a bucket, negative where it was not kept.
  int row(int bucket) {
    int place = place(bucket);
    return rows[place] == 0 ? ABSENT : rows[place] - 1;
  }

  private int place(int bucket) {
    int place = (bucket * 0x9E3779B1) >>> 1 & buckets.length - 1;
    while (rows[place] != 0 && buckets[place] != bucket) {
      place = (place + 1) & buckets.length - 1;
    }
    return place;
  }
}
