package dev.softmax.kernel;

/// Some of the rows that count, each in a lane of its own.
///
/// @param from first of the rows
/// @param count how many there are
/// @param lanes at least as many, whole strips
record LinearLossChunk(int from, int count, int lanes) {
  static final LinearLossChunk NONE = new LinearLossChunk(0, 0, 0);

  boolean isEmpty() {
    return count == 0;
  }
}
