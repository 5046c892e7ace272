package dev.softmax.kernel;

/// The sizes of an attention: queries `(B, T, H·D)`, keys `(B, S, G·D)`, values `(B, S, G·E)` → results
/// `(B, T, H·E)`. Heads are interleaved within a row, as the linear projections leave them; head `h`
/// reads key head `h / (H / G)`.
///
/// @param batch B, sequences
/// @param queries T, queries of a sequence
/// @param keys S, keys of a sequence
/// @param heads H, heads of queries, a multiple of the key heads
/// @param keyHeads G, heads of keys and values
/// @param width D, of a head of queries and keys
/// @param valueWidth E, of a head of values
public record AttentionShape(
    int batch, int queries, int keys, int heads, int keyHeads, int width, int valueWidth) {

  /// Heads that share the keys of one.
  public int shared() {
    return heads / keyHeads;
  }

  /// Index of the row of a head and a query among all `B·H·T`.
  public int row(int sequence, int head, int query) {
    return (sequence * heads + head) * queries + query;
  }

  int queryStep() {
    return heads * width;
  }

  int keyStep() {
    return keyHeads * width;
  }

  int valueStep() {
    return keyHeads * valueWidth;
  }

  int resultStep() {
    return heads * valueWidth;
  }

  int queryAt(int sequence, int head, int query) {
    return ((sequence * queries + query) * heads + head) * width;
  }

  int keyAt(int sequence, int keyHead, int key) {
    return ((sequence * keys + key) * keyHeads + keyHead) * width;
  }

  int valueAt(int sequence, int keyHead, int key) {
    return ((sequence * keys + key) * keyHeads + keyHead) * valueWidth;
  }

  int resultAt(int sequence, int head, int query) {
    return ((sequence * queries + query) * heads + head) * valueWidth;
  }
}
