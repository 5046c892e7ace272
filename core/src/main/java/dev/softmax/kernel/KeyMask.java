package dev.softmax.kernel;

import org.jspecify.annotations.Nullable;

/// Which keys a query sees, and what is added to its scores.
///
/// @param offset query `i` sees the keys up to `i + offset`; [#ALL] for no such limit
/// @param lengths of each sequence the number of keys, those after are not seen; none for all
/// @param bias added to scores, `-∞` where a key is not seen; none for nothing
/// @param sequenceStride distance in `bias` from a sequence to the next, 0 where they share
/// @param headStride distance in `bias` from a head to the next
/// @param queryStride distance in `bias` from a query to the next
/// @param keyStride distance in `bias` from a key to the next, 1 or 0
public record KeyMask(
    int offset,
    int @Nullable [] lengths,
    float @Nullable [] bias,
    int sequenceStride,
    int headStride,
    int queryStride,
    int keyStride) {
  /// No limit from the query's place.
  public static final int ALL = Integer.MAX_VALUE;

  /// Every query sees every key.
  public static final KeyMask NONE = new KeyMask(ALL, null, null, 0, 0, 0, 0);

  /// How many of the first `keys` keys of a sequence its queries may see.
  int end(int sequence, int keys) {
    return lengths == null ? keys : Math.min(keys, lengths[sequence]);
  }

  /// How many of the first `end` keys a query may see.
  int seen(int query, int end) {
    return offset == ALL ? end : Math.clamp((long) query + offset + 1, 0, end);
  }

  /// The first of `queries` queries that sees a key.
  int firstSeeing(int key, int queries) {
    return offset == ALL ? 0 : Math.clamp((long) key - offset, 0, queries);
  }

  int biasAt(int sequence, int head, int query, int key) {
    return sequence * sequenceStride + head * headStride + query * queryStride + key * keyStride;
  }
}
